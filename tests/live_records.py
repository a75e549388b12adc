"""Live records of scripted bridges, and what is in their files."""

from functools import cache
from itertools import islice
from pathlib import Path

import av
from live_child import DOSE, session

from posecoach.counting.events import Event
from posecoach.exercise.schema import Exercise
from posecoach.pose.recording import Origin
from posecoach.pose.series import Landmarks
from posecoach.results.live_record import LiveRecord
from posecoach.results.session import Session

FRAMES = 300
"""Two bridges, and the beginning of a third."""
KILLED_AFTER = 350
"""In the third."""


@cache
def bridges() -> tuple[tuple[Landmarks, list[Event]], ...]:
    """Frames and what the coach made of them."""
    return tuple(islice(session(), KILLED_AFTER))


def live_record(folder: Path, exercise: Exercise, *, video: bool = False) -> LiveRecord:
    """A record of one exercise, by the doses of `live_child`."""
    return LiveRecord(folder, Origin("camera 0"), exercise, "own", DOSE, video=video)


def saved(folder: Path) -> Session:
    """What the session file of a record's folder says."""
    return Session.model_validate_json((folder / "session.json").read_bytes())


def video_times(path: Path) -> list[float]:
    """When the pictures of a video are shown, in seconds."""
    with av.open(str(path)) as container:
        return [frame.time or 0.0 for frame in container.decode(video=0)]
