import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event as Signal

import pytest
from page_recordings import bridge_job
from sample_calibrations import ANNA

from posecoach.errors import ChangedFileError, OutputError
from posecoach.exercise.calibration_files import DEFAULT, read_calibration, user_calibration, write_exercise
from posecoach.exercise.library import load_exercise
from posecoach.exercise.thresholds import with_thresholds
from posecoach.tuning.label_files import own_labels_path, read_labels
from posecoach.tuning.page.changes import counted, total
from posecoach.tuning.page.job import Answer
from posecoach.tuning.page.marking import mark
from posecoach.tuning.page.page_state import Counts, LatestOnly, PageState, Thresholds
from posecoach.tuning.replays import Replays


@pytest.fixture(scope="module")
def replays(tmp_path_factory: pytest.TempPathFactory) -> Replays:
    """The scripted recordings, ready to be counted."""
    job = bridge_job(tmp_path_factory.mktemp("recordings"), with_files=False)
    return Replays(load_exercise("bridge"), [one.series for one in job.recordings])


@pytest.fixture
def state(tmp_path: Path, replays: Replays) -> PageState:
    """The state for three recordings, one of which has a label."""
    job = bridge_job(tmp_path, with_files=False)
    assert job.tuned is not None
    tuned = job.tuned

    def recount(values: Thresholds) -> Counts:
        return replays.recount(with_thresholds(tuned.exercise, values), tuned.dose)

    return PageState(job, recount)


def awaited(state: PageState, *changes: Callable[[], object]) -> None:
    """Makes changes in an event loop, and waits until they are counted."""

    async def run() -> None:
        for change in changes:
            change()
        await state.settled()

    asyncio.run(run())


def counts(state: PageState) -> list[int]:
    return [len(counted(events)) for events in state.counts]


def test_all_recordings_are_counted_again_and_compared_with_the_file(state: PageState) -> None:
    """A longer way that counts loses the low bridge, and says so for its recording alone."""
    assert counts(state) == [3, 2, 1]
    awaited(state, lambda: state.drag("drive.least", 0.68))

    assert counts(state) == [2, 2, 1]
    assert total(state.changes).words[0] == "1 lost"
    assert state.changes[0].words[0] == "1 lost"
    assert state.changes[1].words == []
    assert [rep.start_s for rep in state.changes[0].lost] == pytest.approx([9.5], abs=0.5)


def test_a_threshold_that_could_never_speak_is_refused(tmp_path: Path) -> None:
    """No knee can be bent further than it is straight; the thresholds stay as they are."""
    job = bridge_job(tmp_path, with_files=False)
    assert job.tuned is not None
    wide = job.tuned.exercise.model_copy(update={"tunables": {"checks.feet_close.above": (12, 120)}})
    state = PageState(replace(job, tuned=replace(job.tuned, exercise=wide)), lambda _: [()] * 3)
    before = state.now
    with pytest.raises(ValueError, match=r"nothing can be a fault, since knee angle is never more than 180\.0°"):
        state.drag("checks.feet_close.above", 100)
    assert state.now == before


def test_undo_brings_back_thresholds_and_what_they_count(state: PageState) -> None:
    """Undo and redo are counted like any other change."""
    before = state.now.thresholds
    awaited(state, lambda: state.drag("drive.least", 0.68), state.undo)
    assert (state.now.thresholds, counts(state)) == (before, [3, 2, 1])

    awaited(state, state.redo)
    assert counts(state) == [2, 2, 1]


@pytest.mark.parametrize(("value", "kept"), [(0.61234, 0.612), (-3.0, 0.3), (5.0, 0.7)])
def test_wherever_a_threshold_is_dragged_it_stays_within_its_limits(
    state: PageState, value: float, kept: float
) -> None:
    """And a number that can be read."""
    awaited(state, lambda: state.drag("drive.least", value))
    assert state.now.thresholds["drive.least"] == kept


def test_what_is_not_tunable_cannot_be_dragged(state: PageState) -> None:
    """The described position is the exercise's, not the page's."""
    with pytest.raises(ValueError, match="can't be changed"):
        state.drag("drive.end", 0.5)


def test_labels_and_thresholds_share_one_way_back(state: PageState) -> None:
    """The last change is undone first, whatever it was of."""
    awaited(state, lambda: state.drag("drive.least", 0.65))
    mark(state, 0, "delete", 3.0)
    assert state.unsaved == ["thresholds", "labels of 1 recording"]
    state.undo()
    assert state.unsaved == ["thresholds"]


def test_saving_writes_what_was_changed_and_nothing_else(state: PageState) -> None:
    """Thresholds go to the user's calibration with where they come from, labels beside their recording."""
    awaited(state, lambda: state.drag("drive.least", 0.68))
    mark(state, 1, "start", 1.5)
    mark(state, 1, "end", 7.5)
    written: list[str] = []
    awaited(state, lambda: written.extend(state.save()))
    second, bridge = state.job.recordings[1].path, load_exercise("bridge")
    said = read_calibration(user_calibration(DEFAULT)).exercises["bridge"]

    assert written == [str(user_calibration(DEFAULT)), str(second.with_name("second.labels.csv"))]
    assert [(one.start_s, one.end_s) for one in read_labels(Path(written[1]), bridge).repetitions] == [(1.5, 7.5)]
    assert said.thresholds["drive.least"] == 0.68 == bridge.drive.least
    assert said.provenance.note == "Set by hand on the tuning page."
    assert [one.name for one in said.provenance.recordings] == ["first.mp4", "second.npz", "third.mov"]
    assert state.unsaved == []
    assert total(state.changes).words == []


@pytest.mark.parametrize(
    ("answer", "on_disk", "shown", "unsaved"),
    [
        (None, 2, 0, ["labels of 1 recording"]),
        (Answer.OVERWRITE, 0, 0, []),
        (Answer.RELOAD, 2, 2, []),
        (Answer.KEEP_BESIDE, 2, 2, []),
    ],
)
def test_labels_that_somebody_else_changed_are_asked_about(
    state: PageState, answer: Answer | None, on_disk: int, shown: int, unsaved: list[str]
) -> None:
    """Nothing is lost without an answer."""
    path = own_labels_path(state.job.recordings[0].path)
    path.write_text("# By Maria.\nstart_s,end_s\n1,5\n6,9\n", encoding="utf-8")
    mark(state, 0, "delete", 3.0)
    with pytest.raises(ChangedFileError) as caught:
        state.save()
    assert caught.value.path == path
    beside = path.with_name("first.labels.mine.csv")
    if answer is not None:
        assert state.save({path: answer}) == {Answer.OVERWRITE: [str(path)], Answer.KEEP_BESIDE: [str(beside)]}.get(
            answer, []
        )
    assert len(read_labels(path, load_exercise("bridge")).movements) == on_disk
    assert len(state.now.labels[0].movements) == shown
    assert (state.unsaved, beside.exists()) == (unsaved, answer is Answer.KEEP_BESIDE)
    assert "# By Maria." in path.read_text(encoding="utf-8")
    state.undo()
    assert len(state.now.labels[0].movements) == (0 if shown else 1)


@pytest.mark.parametrize(("answer", "kept"), [(Answer.OVERWRITE, 0.68), (Answer.RELOAD, 0.5)])
def test_thresholds_that_somebody_else_changed_are_asked_about(state: PageState, answer: Answer, kept: float) -> None:
    """As labels are."""
    path = user_calibration(DEFAULT)
    theirs = ANNA.model_copy(update={"thresholds": {"drive.least": 0.5}})
    write_exercise(path, "bridge", theirs, title="x")
    awaited(state, lambda: state.drag("drive.least", 0.68))
    with pytest.raises(ChangedFileError):
        state.save()
    awaited(state, lambda: state.save({path: answer}))
    assert read_calibration(path).exercises["bridge"].thresholds["drive.least"] == kept
    assert (state.now.thresholds["drive.least"], state.unsaved) == (kept, [])


def test_what_cannot_be_written_stays_unsaved(state: PageState, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk loses nothing: thresholds that were written are saved, the rest can be saved later."""

    def full(*_: object) -> Path:
        raise OutputError("no space")

    monkeypatch.setattr("posecoach.tuning.page.page_state.save_labels", full)
    mark(state, 0, "delete", 3.0)
    awaited(state, lambda: state.drag("drive.least", 0.68))
    with pytest.raises(OutputError, match="no space"):
        state.save()
    assert state.unsaved == ["labels of 1 recording"]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([("start", 10.0), ("end", 14.0)], [(1.8, 7.0), (10.0, 14.0)]),
        ([("start", 2.5)], [(2.5, 7.0)]),
        ([("end", 7.5)], [(1.8, 7.5)]),
        ([("start", 10.0), ("cancel", 11.0), ("end", 8.0)], [(1.8, 8.0)]),
        ([("take", 11.0), ("delete", 3.0)], [(9.5, 13.7)]),
        ([("take_all", 0.0)], [(1.8, 7.0), (9.5, 13.7), (17.5, 22.0)]),
    ],
)
def test_keys_mark_repetitions(
    state: PageState, keys: list[tuple[str, float]], expected: list[tuple[float, float]]
) -> None:
    """What starts and ends mean depends on whether the playhead is within a repetition."""
    for action, time_s in keys:
        mark(state, 0, action, time_s)
    found = [(rep.start_s, rep.end_s) for rep in state.now.labels[0].repetitions]
    assert found == [pytest.approx(span, abs=0.6) for span in expected]


def test_agreement_is_told_only_where_somebody_labelled(state: PageState) -> None:
    """One of three counted repetitions is labelled in the first recording, and nothing in the second."""
    first, second = state.score(0), state.score(1)
    assert first == pytest.approx(1 / 3, abs=0.05)
    assert second is None


def test_of_what_is_wanted_meanwhile_only_the_last_is_done() -> None:
    """While a line is dragged, the page never works through positions that nobody looks at any more."""
    begun, go_on, done = Signal(), Signal(), list[int]()

    def work(wanted: int) -> int:
        begun.set()
        go_on.wait(10)
        return wanted

    async def run() -> None:
        latest = LatestOnly(work, lambda wanted, _: done.append(wanted))
        latest.ask(1)
        await asyncio.to_thread(begun.wait, 10)
        for wanted in (2, 3, 4):
            latest.ask(wanted)
        go_on.set()
        await latest.settled()

    asyncio.run(run())
    assert done == [1, 4]
