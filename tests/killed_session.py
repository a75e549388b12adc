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
from posecoach.live.records import SessionRecords
from posecoach.pose.recording import Origin
from posecoach.pose.series import Landmarks
from posecoach.results.live_record import SessionFile
from posecoach.results.video_writer import VideoWriter
from posecoach.session.moments import Moment
from posecoach.session.run import ExerciseRun


@dataclass
class Told:
    """A recorder that says when enough is recorded."""

    records: SessionRecords
    frames: int

    def on_frame(self, run: ExerciseRun, landmarks: Landmarks, image: RgbImage) -> None:
        if self.frames == 0:
            sys.stdout.write("recorded\n")
            sys.stdout.flush()
        self.records.on_frame(run, landmarks, image)
        self.frames -= 1

    def on_event(self, run: ExerciseRun, event: Moment) -> None:
        self.records.on_event(run, event)

    def problems(self) -> list[str]:
        return self.records.problems()

    def close(self) -> None:
        self.records.close()


def _record(folder: Path, frames: int) -> None:
    told = Told(SessionRecords(folder, Origin("camera 0"), video=True), frames)
    # Frames come faster here than a camera's, so the threads that write have to be waited for.
    encoding, saving = (
        patch.object(VideoWriter, "offer", waited_for),
        patch.object(SessionFile, "offer", SessionFile.write),
    )
    with encoding, saving:
        Rehearsal.of([filmed(600.0)], bridges(100), sinks=[told]).run()


if __name__ == "__main__":
    _record(Path(sys.argv[1]), int(sys.argv[2]))
