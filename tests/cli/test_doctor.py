from pathlib import Path

import pytest
from command_line import Run

from posecoach.capture.camera import Camera
from posecoach.capture.live_source import CameraFormat
from posecoach.cli import doctor as doctor_module
from posecoach.errors import SourceError

ASKED = CameraFormat(1280, 720, 30.0)
GIVEN = {
    0: ASKED,
    1: CameraFormat(640, 480, 30.0),
    2: CameraFormat(640, 360, 0.0),
    3: CameraFormat(1280, 720, 29.97),
}


class FakeCamera:
    """Gives the format of its index, or can't be opened."""

    asked = ASKED

    def __init__(self, index: int) -> None:
        self._index = index

    @property
    def format(self) -> CameraFormat | None:
        return GIVEN.get(self._index)

    def open(self) -> None:
        if self._index not in GIVEN:
            message = f"camera {self._index} gives no pictures"
            raise SourceError(message)

    def close(self) -> None:
        """Nothing to let go of."""


@pytest.mark.parametrize(
    ("index", "line"),
    [
        (0, "0: HD Webcam, 1280x720, 30 frames/s"),
        (1, "1: HD Webcam, asked 1280x720 at 30, got 640x480 at 30"),
        (2, "2: HD Webcam, asked 1280x720 at 30, got 640x360"),
        (3, "3: HD Webcam, 1280x720, 29.97 frames/s"),
        (9, "9: HD Webcam: camera 9 gives no pictures"),
    ],
)
def test_cameras_are_tried(index: int, line: str, posecoach: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was asked for is only told where something else is given."""
    monkeypatch.setattr(doctor_module, "list_cameras", lambda: [Camera(index, "HD Webcam")])
    monkeypatch.setattr(doctor_module, "OpenCvCamera", FakeCamera)
    _, out, _ = posecoach("doctor")
    assert [" ".join(row.split()) for row in out.splitlines() if " camera " in row] == [f"- camera {line}"]


def test_the_doctor_reports_on_everything(posecoach: Run, pose_model: Path) -> None:
    """Versions with their pins, the one cv2, the model, codecs, cameras and the display."""
    code, out, _ = posecoach("doctor")
    assert code == 0
    for words in ("mediapipe", "<0.10.32", "cv2 from", str(pose_model), "h264, hevc, vp9, av1", "camera", "display"):
        assert words in out.replace("\n", "")


def test_no_camera_is_no_fault(posecoach: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recordings need none."""
    monkeypatch.setattr(doctor_module, "list_cameras", list)
    _, out, _ = posecoach("doctor")
    assert "none found" in next(row for row in out.splitlines() if " camera " in row)


def test_what_is_broken_is_a_line(posecoach: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything else is reported on all the same."""

    def broken() -> str:
        raise RuntimeError("no display")

    monkeypatch.setattr(doctor_module, "display_problem", broken)
    code, out, _ = posecoach("doctor")
    assert code == 1
    assert " bad display         unexpected RuntimeError: no display" in out
    assert "voice" in out
