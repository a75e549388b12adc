"""A live session of bridges, recorded until somebody kills the process: `python live_child.py FOLDER FRAMES`.

Says so on stdout when that many frames are recorded, and goes on.
"""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import chain, count, repeat
from pathlib import Path
from unittest.mock import patch

import numpy as np

from posecoach.capture.frame import RgbImage
from posecoach.counting.coach import Coach
from posecoach.counting.events import Event
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Dose
from posecoach.pose.recording import Origin
from posecoach.pose.series import Landmarks
from posecoach.results.live_record import LiveRecord, SessionFile
from posecoach.results.video_writer import VideoWriter
from posecoach.testing import Figure, eased, scripted_pose

DOSE = Dose(hold_s=(1.0, 3.0), reps=(3, 3))
RATE_HZ = 30


def bridging() -> Iterator[Landmarks]:
    """Bridges without end, frame by frame, one in 4.4 seconds."""
    up, down = eased(125.0, 178.0, 36), eased(178.0, 125.0, 36)
    lift = [Figure.supine(angle) for angle in [*up, *repeat(178.0, 40), *down, *repeat(125.0, 20)]]
    figures = chain(repeat(Figure.supine(), 30), chain.from_iterable(repeat(lift)))
    for index, figure in enumerate(figures):
        yield Landmarks.of([index / RATE_HZ], [scripted_pose(figure)], (1280, 720))


def session() -> Iterator[tuple[Landmarks, list[Event]]]:
    """Frame by frame, what was seen and what the coach made of it."""
    coach = Coach(load_exercise("bridge"), DOSE)
    for series in bridging():
        yield series, coach.advance(series).events


def picture(number: int) -> RgbImage:
    """Noise, so that the encoder has something to write."""
    return np.random.default_rng(number).integers(0, 255, (64, 96, 3), dtype=np.uint8)


def waited_for(writer: VideoWriter, time_s: float, image: RgbImage) -> bool:
    """In place of `offer`, as pictures come faster here than thirty a second: leaves nothing out."""
    writer.write(time_s, image)
    return True


def saved_at_once() -> AbstractContextManager[object]:
    """Waits for the thread that saves: frames come faster here than thirty a second."""
    return patch.object(SessionFile, "offer", SessionFile.write)


def _record(folder: Path, frames: int) -> None:
    encoding = patch.object(VideoWriter, "offer", waited_for)
    exercise = load_exercise("bridge")
    with encoding, saved_at_once(), LiveRecord(folder, Origin("camera 0"), exercise, "own", DOSE, video=True) as record:
        for number, (series, events) in zip(count(1), session(), strict=False):
            record.note(events)
            record.add(series, picture(number))
            if number == frames:
                sys.stdout.write("recorded\n")
                sys.stdout.flush()


if __name__ == "__main__":
    _record(Path(sys.argv[1]), int(sys.argv[2]))
