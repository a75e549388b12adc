"""A live session that is recorded until somebody kills the process: `python killed_session.py FOLDER FRAMES`.

Says so on stdout when that many frames are recorded, and goes on.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from live_child import waited_for
from live_people import bridges, filmed
from rehearsal import Rehearsal

from posecoach.capture.frame import RgbImage
from posecoach.counting.events import Event
from posecoach.live.records import SessionRecords
from posecoach.pose.recording import Origin
from posecoach.pose.series import Landmarks
from posecoach.results.live_record import SessionFile
from posecoach.results.video_writer import VideoWriter
from posecoach.session.run import ExerciseRun


@dataclass
class Told:
    """A recorder that says when enough is recorded."""

    records: SessionRecords
    frames: int

    def see(self, run: ExerciseRun, series: Landmarks, image: RgbImage) -> None:
        self.records.see(run, series, image)
        self.frames -= 1

    def note(self, run: ExerciseRun, events: list[Event]) -> None:
        self.records.note(run, events)
        if self.frames == 0:
            self.frames -= 1
            sys.stdout.write("recorded\n")
            sys.stdout.flush()

    def finish(self) -> None:
        self.records.finish()


def _record(folder: Path, frames: int) -> None:
    told = Told(SessionRecords(folder, Origin("camera 0"), video=True), frames)
    # Frames come faster here than a camera's, so the threads that write have to be waited for.
    encoding, saving = (
        patch.object(VideoWriter, "offer", waited_for),
        patch.object(SessionFile, "offer", SessionFile.write),
    )
    with encoding, saving:
        Rehearsal.of([filmed(600.0)], bridges(100), recorder=told).run()


if __name__ == "__main__":
    _record(Path(sys.argv[1]), int(sys.argv[2]))
