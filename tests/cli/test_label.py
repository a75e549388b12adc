import importlib.util
from pathlib import Path

import pytest
from command_line import Run
from movements import saved

from posecoach.installation import install_command
from posecoach.testing import Figure, eased, scripted_series
from posecoach.tuning.label_files import write_labels
from posecoach.tuning.labels import LabelledMovement, Labels
from posecoach.tuning.page.job import PageJob


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[PageJob]:
    """What the page is opened for, in place of the page; nothing is saved there."""
    jobs: list[PageJob] = []

    def serve(job: PageJob, told: object, *, browse: bool) -> list[str]:
        assert callable(told)
        assert not browse
        told("http://127.0.0.1:1/?token=x")
        jobs.append(job)
        return ["labels of 1 recording"]

    monkeypatch.setattr("posecoach.tuning.page.serving.serve_page", serve)
    return jobs


def recorded(folder: Path, angles: list[float]) -> Path:
    """A landmark recording of somebody who lies on the back."""
    return saved(folder / "landmarks.npz", scripted_series([Figure.supine(hip_angle=angle) for angle in angles]))


@pytest.fixture
def bridges(tmp_path: Path) -> Path:
    """A recording of three bridges."""
    one = [125.0] * 45 + eased(125, 178, 45) + [178.0] * 90 + eased(178, 125, 45) + [125.0] * 45
    return recorded(tmp_path, one * 3)


def test_the_exercise_is_found_out(posecoach: Run, bridges: Path, shown: list[PageJob]) -> None:
    """Bridges are marked with a bridge's curves and faults; what wasn't saved is told at the end."""
    code, out, err = posecoach("label", bridges, "--no-browser")

    assert code == 0
    assert out == "http://127.0.0.1:1/?token=x  (Ctrl+C ends it)\n"
    assert "shows bridge" in err
    assert "not saved: labels of 1 recording" in err
    assert shown[0].tuned is not None
    assert shown[0].tuned.exercise.id == "bridge"
    assert shown[0].marking_only
    assert shown[0].recordings[0].labels == Labels("bridge", ())


def test_a_named_exercise_is_believed(posecoach: Run, bridges: Path, shown: list[PageJob]) -> None:
    """Labels that are there already are shown, and nothing is guessed."""
    write_labels(bridges.with_name("landmarks.labels.csv"), Labels("bridge", (LabelledMovement(1.5, 7.5),)))
    code, _, err = posecoach("label", bridges, "--exercise", "bridge", "--no-browser")

    assert code == 0
    assert "shows" not in err
    assert [rep.start_s for rep in shown[0].recordings[0].labels.repetitions] == [1.5]


def test_where_nobody_knows_the_exercise_times_are_marked(posecoach: Run, tmp_path: Path, shown: list[PageJob]) -> None:
    """Somebody who lies still shows none; there is no curve, but there are times to mark."""
    code, _, err = posecoach("label", recorded(tmp_path, [125.0] * 150), "--no-browser")

    assert code == 0
    assert "only times to mark" in err
    assert shown[0].tuned is None


def test_what_cannot_be_opened_is_refused(posecoach: Run, tmp_path: Path, shown: list[PageJob]) -> None:
    """A file that isn't there is named, and no page is opened."""
    code, _, err = posecoach("label", tmp_path / "gone.npz", "--exercise", "bridge", "--no-browser")
    assert code == 2
    assert "gone.npz" in err
    assert shown == []


def test_without_its_extra_the_page_says_how_to_get_it(
    posecoach: Run, bridges: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, before anything is worked out."""
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "nicegui" else find(name))
    code, _, err = posecoach("label", bridges, "--no-browser")

    assert code == 2
    assert install_command("tuning") in err


def test_tune_can_be_done_by_hand_with_recordings_labelled_or_not(
    posecoach: Run, bridges: Path, tmp_path: Path, shown: list[PageJob]
) -> None:
    """A folder's recordings are shown, thresholds may be moved, and what can't be used is told by name."""
    folder = tmp_path / "folder"
    for name in ("labelled", "plain"):
        (folder / name).mkdir(parents=True)
    write_labels(folder / "labelled.labels.csv", Labels("bridge", (LabelledMovement(1.5, 7.5),)))
    bridges.rename(folder / "labelled" / "landmarks.npz")
    recorded(folder / "plain", [125.0] * 150)
    (folder / "broken.npz").write_bytes(b"nothing")
    code, out, err = posecoach("tune", "bridge", folder, "--page", "--no-browser")

    assert code == 0
    assert out.startswith("http://127.0.0.1")
    assert "left out" in err
    assert "broken.npz" in err
    assert not shown[0].marking_only
    assert [len(one.labels.repetitions) for one in shown[0].recordings] == [1, 0]
