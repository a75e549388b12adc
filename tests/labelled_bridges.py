"""People who do bridges, with labels that say what they did; and counting that needs no people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from movements import saved, there_and_back

from posecoach.counting.events import Event, RepetitionCounted
from posecoach.exercise.schema import Dose, Exercise
from posecoach.pose.estimator import MEDIAPIPE
from posecoach.pose.series import Landmarks
from posecoach.testing import Figure, scripted_series
from posecoach.tuning.label_files import write_labels
from posecoach.tuning.labels import Counts, LabelledMovement, Labels
from posecoach.tuning.objective import Objective

DOSE = Dose(hold_s=(1.0, 2.0), reps=(2, 2))
REST, RATE_HZ = 125.0, 15
"""As slow as cameras are, because it costs less time."""
UP, HELD, PAUSE = 15, 24, 15
ONE_S = (2 * UP + HELD + PAUSE) / RATE_HZ
PEOPLE = {
    "anna": (174.0, 151.0, 164.0),
    "bert": (164.0, 152.0, 178.0),
    "cleo": (152.0, 176.0, 165.0),
    "dora": (172.0, 153.0, 163.0),
    "emil": (151.0, 164.0, 177.0),
}
"""Hip angles at the top: what passes 158 goes far enough to count, and what stays below 166 isn't in line."""


def bridges(tops: Sequence[float]) -> Landmarks:
    """A recording with a bridge, or an attempt at one, for each hip angle."""
    angles = [REST] * PAUSE
    for top in tops:
        angles += there_and_back(REST, top, moving=UP, held=HELD, resting=PAUSE)
    return scripted_series([Figure.supine(angle) for angle in angles], rate_hz=RATE_HZ, noise_px=0.5, profile=MEDIAPIPE)


def labels_of(tops: Sequence[float]) -> Labels:
    """What there is to say of it."""
    moving_s = ONE_S - PAUSE / RATE_HZ
    movements = []
    for index, top in enumerate(tops):
        at_s = index * ONE_S + PAUSE / RATE_HZ
        faults, counts = ("alignment",) if top < 166 else (), Counts.YES if top > 158 else Counts.NO
        movements.append(LabelledMovement(at_s, at_s + moving_s, None, HELD / RATE_HZ, faults, counts))
    return Labels("bridge", tuple(movements), faults_known=True)


def labelled_folder(folder: Path, people: Mapping[str, tuple[float, ...]], labels: Mapping[str, Labels]) -> Path:
    """Landmark recordings with tables of labels beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, tops in people.items():
        saved(folder / f"{name}.npz", bridges(tops), f"{name}.mp4")
        write_labels(folder / f"{name}.labels.csv", labels[name])
    return folder


@dataclass
class Windows:
    """Counts the one repetition of each recording if thresholds lie in its windows; no person is looked at."""

    windows: Sequence[dict[str, tuple[float, float]]]
    questions: int = field(default=0)

    def recount(self, exercise: Exercise, dose: Dose) -> list[list[Event]]:  # noqa: ARG002 - as replays are asked
        self.questions += 1
        values = {"drive.least": exercise.drive.least, "checks.feet_close.above": exercise.checks[2].above}
        return [[counted()] if self._open(window, values) else [] for window in self.windows]

    @staticmethod
    def _open(window: dict[str, tuple[float, float]], values: dict[str, float | None]) -> bool:
        return all(low <= (values[key] or 0.0) <= high for key, (low, high) in window.items())


def counted(number: int = 1, start_s: float = 1.0, end_s: float = 5.0, hold_s: float = 2.0) -> RepetitionCounted:
    """A repetition as the coach tells it."""
    return RepetitionCounted(number, None, start_s, start_s + 1, start_s + 1 + hold_s, hold_s, end_s, (), {})


ONE = Labels("bridge", (LabelledMovement(1.0, 5.0, None, 2.0),))
THREE = Labels(
    "bridge",
    (
        LabelledMovement(1.5, 4.0),
        LabelledMovement(10.0, 12.25, faults=("alignment",), counts=Counts.NO),
        LabelledMovement(83.5, 90.0, faults=("alignment", "feet_close")),
    ),
    faults_known=True,
)
"""Two repetitions, and an attempt between them."""


def windowed(bridge: Exercise, *windows: dict[str, tuple[float, float]]) -> Objective:
    """An objective over recordings that are counted while thresholds lie in their windows."""
    return Objective(bridge, DOSE, Windows(windows), [ONE] * len(windows))
