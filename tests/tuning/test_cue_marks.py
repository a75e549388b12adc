"""Cues of an analysis that somebody calls right or wrong."""

from pathlib import Path

import pytest
from command_line import Run
from labelled_bridges import DOSE, PEOPLE, bridges
from movements import saved

from posecoach.analysis import Job, replay_landmarks
from posecoach.counting.events import Event, FaultEnded, RepetitionCounted
from posecoach.errors import OutputError, SourceError
from posecoach.exercise.schema import Exercise
from posecoach.results.folders import ResultFolders
from posecoach.results.session import FaultRecord, Session
from posecoach.tuning.agreement import Agreement, agreement
from posecoach.tuning.label_files import CueMark, mark_cues, read_labels, write_labels
from posecoach.tuning.labels import Counts, LabelledMovement, Labels
from posecoach.tuning.page.marking import with_fault


@pytest.fixture
def landmarks(tmp_path: Path, bridge: Exercise) -> Path:
    """Results of somebody whose second bridge falls short, and whose third isn't in line."""
    path = saved(tmp_path / "anna.npz", bridges(PEOPLE["anna"]), "anna.mp4")
    folder = replay_landmarks(path, Job(bridge, "A", DOSE, ResultFolders(tmp_path))).folder
    return path.rename(folder / "landmarks.npz")


def told(landmarks: Path) -> list[FaultRecord]:
    """The cues, an attempt's last."""
    session = Session.load(landmarks.with_name("session.json"))
    return sorted((one for one in session.faults if one.check == "alignment"), key=lambda fault: fault.rep is None)


def as_events(session: Session) -> list[Event]:
    """What the coach told."""
    reps = [
        RepetitionCounted(
            one.number, None, one.start_s, one.start_s, one.end_s, one.hold_s, one.end_s, tuple(one.faults), {}
        )
        for one in session.reps
    ]
    faults = [
        FaultEnded(one.check, one.rep, None, one.start_s, one.end_s, 0.0, one.wanted, one.cue) for one in session.faults
    ]
    return [*faults, *reps]


def test_one_cue_says_nothing_of_the_others(posecoach: Run, landmarks: Path, bridge: Exercise) -> None:
    """Labels are begun with the movements that were counted; agreement speaks of the marked cues alone."""
    of_rep, of_attempt = told(landmarks)
    code, out, _ = posecoach(
        *("label", landmarks, "--wrong", f"alignment@{of_rep.start_s:.2f}"),
        *("--right", f"alignment@{of_attempt.start_s:.2f}"),
    )
    assert code == 0
    assert "is wrong" in out
    assert "is right" in out
    labels = read_labels(landmarks.with_name("landmarks.labels.csv"), bridge)
    assert not labels.faults_known
    assert [(one.counts, one.cues_right, one.cues_wrong) for one in labels.movements] == [
        (Counts.YES, (), ()),
        (Counts.NO, ("alignment",), ()),
        (Counts.YES, (), ("alignment",)),
    ]
    found = agreement(as_events(Session.load(landmarks.with_name("session.json"))), labels)
    assert found == Agreement(labelled=2, right=2, attempts=1, faults_right=1, faults_false=1)


def test_a_mark_can_be_taken_back_and_goes_into_faults_that_are_looked_for(landmarks: Path, bridge: Exercise) -> None:
    """A later answer replaces the one before; where all faults are known, the cue is one of them or none."""
    cue = told(landmarks)[0]
    for right in (True, False, True):
        labels = mark_cues(landmarks, [CueMark("alignment", cue.start_s, right)]).labels
    assert [one.cues_right for one in labels.repetitions] == [(), ("alignment",)]
    looked_for = with_fault(labels, labels.repetitions[0].start_s + 0.5, "alignment")
    assert [(one.faults, one.cues_right) for one in looked_for.repetitions] == [(("alignment",), ())] * 2
    write_labels(landmarks.with_name("landmarks.labels.csv"), looked_for)
    labels = mark_cues(landmarks, [CueMark("alignment", cue.start_s, right=False)]).labels
    assert [one.faults for one in labels.repetitions] == [("alignment",), ()]


def test_what_cannot_be_marked_is_refused(posecoach: Run, landmarks: Path, tmp_path: Path) -> None:
    """In one line that says what there is; nothing is written."""
    at_s = told(landmarks)[0].start_s
    with pytest.raises(SourceError, match=rf"no cue feet_close .*told: .*alignment@{at_s:.2f}"):
        mark_cues(landmarks, [CueMark("feet_close", at_s, right=True)])
    assert posecoach("label", landmarks, "--right", "alignment")[0] == 2
    assert "among the results" in posecoach("label", tmp_path / "clip.mp4", "--right", "alignment@1")[2]
    assert not landmarks.with_name("landmarks.labels.csv").exists()
    write_labels(landmarks.with_name("landmarks.labels.csv"), Labels("bridge", (LabelledMovement(0.1, 0.2),)))
    with pytest.raises(SourceError, match="no movement at"):
        mark_cues(landmarks, [CueMark("alignment", at_s, right=True)])
    landmarks.with_name("landmarks.labels.csv").rename(landmarks.with_name("landmarks.truth.json"))
    landmarks.with_name("landmarks.truth.json").write_text('{"exercise": "bridge", "reps": []}', encoding="utf-8")
    with pytest.raises(OutputError, match="contradict each other"):
        mark_cues(landmarks, [CueMark("alignment", at_s, right=True)])
