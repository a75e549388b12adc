"""Checks posture, counts repetitions and times holds of back-pain exercises, from a webcam or a recording.

>>> import posecoach
>>> session = posecoach.analyse("clip.mp4", "bridge")  # doctest: +SKIP
>>> session.to_dataframe()  # doctest: +SKIP

The same of landmarks that are there already, here of somebody whose joint angles are known:

>>> from posecoach.testing import Figure, scripted_series
>>> down, up = [Figure.supine(hip_angle=125)] * 60, [Figure.supine(hip_angle=175)] * 60
>>> posecoach.coach(scripted_series((down + up) * 3 + down), "bridge").rep_count
3

And while they come, frame by frame: `Coach`.
"""

import sys

# `python -m posecoach` would look for every module below in the current folder first, which may have anything in it.
if sys.argv[:1] == ["-m"] and not getattr(sys.flags, "safe_path", sys.flags.isolated):
    sys.path.pop(0)

from posecoach.api import analyse, coach, exercises, load_exercise, plans
from posecoach.counting import events
from posecoach.counting.coach import Advance, Coach
from posecoach.counting.state import CoachState
from posecoach.errors import ExerciseError, ModelError, OutputError, PosecoachError, SourceError
from posecoach.exercise.plans import LoadedPlan
from posecoach.exercise.schema import Dose, Exercise
from posecoach.pose.series import Landmarks
from posecoach.results.session import Session
from posecoach.version import __version__

__all__ = [
    "Advance",
    "Coach",
    "CoachState",
    "Dose",
    "Exercise",
    "ExerciseError",
    "Landmarks",
    "LoadedPlan",
    "ModelError",
    "OutputError",
    "PosecoachError",
    "Session",
    "SourceError",
    "__version__",
    "analyse",
    "coach",
    "events",
    "exercises",
    "load_exercise",
    "plans",
]
