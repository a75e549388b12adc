"""Angle errors before and after taking offsets off, and whether the difference is more than chance."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from accuracy_report.angle_errors import angle_errors
from accuracy_report.landmark_offsets import JOINTS, Key, Offset, fit_offsets, posture_of, without_offsets
from accuracy_report.observation import Observation
from accuracy_report.report import Stamp
from accuracy_report.selection import HALVES, from_the_side
from posecoach.measures import Values

__all__ = ["Change", "FittedOffset", "OffsetTrial", "Spread", "bootstrap_change", "changes", "try_offsets"]

RESAMPLES = 500


@dataclass(frozen=True, slots=True)
class Spread:
    """Angle errors, degrees: median and 95th percentile are absolute, the bias is the median of measured minus true."""

    median_abs: float
    p95_abs: float
    bias: float

    @classmethod
    def of(cls, errors: Values) -> "Spread":
        """Of at least one error."""
        size = np.abs(errors)
        return cls(float(np.median(size)), float(np.percentile(size, 95)), float(np.median(errors)))


@dataclass(frozen=True, slots=True)
class Change:
    """What the offsets do to one angle.

    Attributes:
        half: Half of the split; the offsets were fitted to the training half.
        posture: Of which clips, see `posture_of`; "all" for all of them together, "side view" for those from the side.
        measure: Name of the measure.
        side: "near", "far", "both" from the front, "" for a measure without sides.
        clips: That have the angle.
        frames: As above.
        before: Errors as the product makes them.
        after: Errors with the offsets taken off.
        change: Of the median absolute error, below 0 is better.
        low: Lower end of the change's 95 % interval over resampled clips; None with a single clip.
        high: Upper end, as above.
    """

    half: str
    posture: str
    measure: str
    side: str
    clips: int
    frames: int
    before: Spread
    after: Spread
    change: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class FittedOffset:
    """An offset with what it is of."""

    joint: str
    role: str
    posture: str
    along: float
    across: float
    frames: int


@dataclass(frozen=True, slots=True)
class OffsetTrial:
    """The whole trial.

    Attributes:
        stamp: When and with what.
        offsets: Fitted to the training half.
        changes: On the held-out half, which decides, and on the training half.
    """

    stamp: Stamp
    offsets: tuple[FittedOffset, ...]
    changes: tuple[Change, ...]


def try_offsets(
    observations: Sequence[Observation], stamp: Stamp, joints: Collection[str] = JOINTS, share: float = 1.0
) -> OffsetTrial:
    """Fits on the training half and tries on both; only a share of the offsets of the given joints."""
    fitted = fit_offsets(one for one in observations if one.recipe.half == "training")
    offsets = {key: offset for key, offset in fitted.items() if key.joint in joints}
    taken = {key: replace(one, along=share * one.along, across=share * one.across) for key, one in offsets.items()}
    tried = [
        change
        for half in HALVES
        for change in changes(half, [one for one in observations if one.recipe.half == half], taken)
    ]
    told = [FittedOffset(*key, offset.along, offset.across, offset.frames) for key, offset in offsets.items()]
    return OffsetTrial(stamp, tuple(told), tuple(tried))


def changes(half: str, observations: Sequence[Observation], offsets: Mapping[Key, Offset]) -> list[Change]:
    """What the offsets do to each angle: of all clips, then of those from the side and those of each posture."""
    pairs: dict[tuple[str, str, str], list[tuple[Values, Values]]] = defaultdict(list)
    for observation in observations:
        before = angle_errors(observation)
        after = angle_errors(observation, without_offsets(observation, offsets))
        for old, new in zip(before, after, strict=True):
            if len(old.errors) and len(new.errors):
                views = ("all", "side view") if from_the_side(observation.recipe) else ("all",)
                for posture in (*views, posture_of(observation)):
                    pairs[posture, old.measure, old.side].append((old.errors, new.errors))
    ordered = sorted(pairs.items(), key=lambda entry: (entry[0][0] != "all", entry[0]))
    return [_change(half, key, clips) for key, clips in ordered]


def _change(half: str, key: tuple[str, str, str], clips: Sequence[tuple[Values, Values]]) -> Change:
    old, new = (np.concatenate(errors) for errors in zip(*clips, strict=True))
    before, after = Spread.of(old), Spread.of(new)
    low, high = bootstrap_change(clips) if len(clips) > 1 else (None, None)
    return Change(half, *key, len(clips), len(old), before, after, after.median_abs - before.median_abs, low, high)


def bootstrap_change(clips: Sequence[tuple[Values, Values]]) -> tuple[float, float]:
    """95 % interval of the change of the median absolute error, were other clips of the same kind measured.

    Clips are drawn whole and with both their errors, because frames of one clip err alike.
    """
    random = np.random.default_rng(0)
    old, new = ([np.abs(errors) for errors in column] for column in zip(*clips, strict=True))
    drawn = []
    for _ in range(RESAMPLES):
        chosen = random.integers(len(clips), size=len(clips))
        after, before = (np.median(np.concatenate([column[clip] for clip in chosen])) for column in (new, old))
        drawn.append(after - before)
    low, high = np.percentile(drawn, [2.5, 97.5]).tolist()
    return low, high
