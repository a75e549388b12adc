"""Fakes for tests of programs built on posecoach: scripted people with known joint angles.

frames = [Figure.supine(hip_angle=angle) for angle in (125, 150, 178, 150, 125)]
series = scripted_series(frames, rate_hz=30)

`Figure` is seen from the side, lying, on all fours, kneeling or standing; `FrontFigure` faces the camera.

Live sessions are rehearsed without camera, screen, sound and waiting: `ScriptedCamera` gives frames,
`SteppedPoseFrames` has the pose of each of them estimated, `RecordingDisplay`, `RecordingSpeaker` and `RecordingChimes`
keep what is shown and heard.
"""

from posecoach.testing.cameras import Blocked, Breaks, FailedReads, Film, ScriptedCamera, Unplugged
from posecoach.testing.estimators import FigureEstimator, ScriptedEstimator, SteppedPoseFrames
from posecoach.testing.figures import Figure, FrontFigure, FrontLimbs, Limbs
from posecoach.testing.recorders import Chimed, RecordingChimes, RecordingDisplay, RecordingSpeaker, Said
from posecoach.testing.scripts import AnyFigure, between, eased, scripted_pose, scripted_series

__all__ = [
    "AnyFigure",
    "Blocked",
    "Breaks",
    "Chimed",
    "FailedReads",
    "Figure",
    "FigureEstimator",
    "Film",
    "FrontFigure",
    "FrontLimbs",
    "Limbs",
    "RecordingChimes",
    "RecordingDisplay",
    "RecordingSpeaker",
    "Said",
    "ScriptedCamera",
    "ScriptedEstimator",
    "SteppedPoseFrames",
    "Unplugged",
    "between",
    "eased",
    "scripted_pose",
    "scripted_series",
]
