"""Whether a live session tells of people what an analysis of the whole recording does, whatever the camera gives.

    python benchmarks/live_rates.py

The landmarks of real people that come with the checkout, at 10, 15 and 30 frames a second, with a tenth of the frames
lost in bursts of up to 0.4 s, are given to the coach of a live session; all at once, which to a coach is the same as
frame by frame. A movement that is under way when a recording begins counts in an analysis alone, so those are left out.
"""

from dataclasses import dataclass
from zlib import crc32

import numpy as np
from real_people import DATA
from real_people.chain import exercise_of
from real_people.clips import Clip, read_folder
from real_people.landmarks import load_all
from real_people.variants import resampled, without_bursts
from rich.console import Console
from rich.table import Table

from posecoach.counting.coach import Coach
from posecoach.counting.events import Evidence, RepetitionCounted, with_ends
from posecoach.exercise.schema import Exercise
from posecoach.pose.series import Landmarks

RATES_HZ = (10.0, 15.0, 30.0)
SAME_S = 0.15


@dataclass(frozen=True, slots=True)
class Compared:
    """A recording at one rate.

    Attributes:
        clip: Its name.
        whole: Repetitions that an analysis of the whole recording counts.
        live: Those that a live session does.
    """

    clip: str
    whole: tuple[RepetitionCounted, ...]
    live: tuple[RepetitionCounted, ...]

    @property
    def same(self) -> bool:
        """Whether both have the same number of repetitions on the same sides."""
        return [rep.side for rep in self.whole] == [rep.side for rep in self.live]

    @property
    def holds_s(self) -> list[float]:
        """By how much the holds of both differ, where both count the same."""
        if not self.same:
            return []
        return [abs(one.hold_s - other.hold_s) for one, other in zip(self.whole, self.live, strict=True)]


def main() -> None:
    """Compares and prints."""
    folder = read_folder(DATA, None)
    landmarks = load_all(folder.recordings)
    console = Console(width=100)
    table = Table("frames a second", "same repetitions and sides", "holds within 0.15 s", "95 % of holds within")
    for rate_hz in RATES_HZ:
        compared = [_compared(clip, landmarks[clip.recording], rate_hz) for clip in folder.clips]
        holds_s = [difference for one in compared for difference in one.holds_s]
        near = sum(difference <= SAME_S for difference in holds_s)
        same = sum(one.same for one in compared)
        within_s = f"{np.percentile(holds_s, 95):.2f} s"
        table.add_row(f"{rate_hz:g}", f"{same} of {len(compared)}", f"{near} of {len(holds_s)}", within_s)
        for one in compared:
            if not one.same:
                console.print(f"{rate_hz:g}/s {one.clip}: {len(one.whole)} analysed, {len(one.live)} live")
    console.print(table)


def _compared(clip: Clip, series: Landmarks, rate_hz: float) -> Compared:
    exercise = exercise_of(clip.labels.exercise)
    random = np.random.default_rng(crc32(f"{rate_hz} {clip.name}".encode()))
    worse = without_bursts(resampled(series, rate_hz), random)
    return Compared(clip.name, _counted(exercise, series, live=False), _counted(exercise, worse, live=True))


def _counted(exercise: Exercise, series: Landmarks, *, live: bool) -> tuple[RepetitionCounted, ...]:
    coach = Coach(exercise, live=live)
    # What is called for isn't seen, so it says nothing of how well a movement is.
    coach.calls = False
    events = [*coach.advance(series).events, *coach.finish()]
    reps = (one for one in with_ends(events) if isinstance(one, RepetitionCounted))
    return tuple(one for one in reps if not one.open_start and one.evidence is Evidence.SEEN)


if __name__ == "__main__":
    main()
