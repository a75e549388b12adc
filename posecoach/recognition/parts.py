"""From claims to parts: the best account of a recording's time, in which changing the exercise costs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, starmap

from posecoach.recognition.claims import Claim

__all__ = ["GUESSES", "PAUSE_S", "Part", "parts_of"]

_CHANGE = 5.0
"""What beginning a part costs, in seconds of a fitting movement: one movement by chance makes none."""
_OVERLAP_S = 1.5
"""Movements of two exercises may overlap by this: where one ends and the next begins isn't known exactly."""
_REST_S = 4.0
"""A rest between two movements that is no longer than this belongs to them."""
PAUSE_S = 30.0
"""A longer pause ends a part."""
_CLEAR = 0.02
"""Of the winner's weight: with a smaller lead, nobody can tell."""
_FITTING = 0.4
"""Of a part's time: a winner that accounts for less of it, or less well, is only the best of a bad lot. Parts of the
training clips that are right have 0.5 and more."""
GUESSES = 3
"""How many exercises are named when none is sure."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a recording in which one exercise is done.

    Attributes:
        exercise: Its id; None when it can't be told from another, or fits too badly.
        start_s: When its first movement began.
        end_s: When its last one was over.
        confidence: By how much the exercise accounts for the part better than the next best one does, as a share: 0
            is a tie, 1 is no rival at all.
        repetitions: Repetitions that its coach counted.
        guesses: The likeliest exercises, best first.
    """

    exercise: str | None
    start_s: float
    end_s: float
    confidence: float
    repetitions: int
    guesses: tuple[str, ...]


def parts_of(claims: Iterable[Claim]) -> tuple[Part, ...]:
    """Cuts a recording into parts.

    Of all ways to choose claims that don't overlap, the one with the largest sum of weights counts, less a cost for
    each part. A stretch that no worthwhile claim covers belongs to no part.
    """
    claims = sorted(claims, key=lambda claim: (claim.start_s, claim.end_s, claim.exercise))
    return tuple(_part(run, claims) for run in _runs(_best_chain(claims)))


@dataclass(frozen=True, slots=True)
class _Link:
    """A claim at the end of the best chain that it can end."""

    claim: Claim
    before: "_Link | None"
    total: float

    def chain(self) -> list[Claim]:
        """All claims of the chain in the order of time."""
        claims: list[Claim] = []
        link: _Link | None = self
        while link is not None:
            claims.append(link.claim)
            link = link.before
        return claims[::-1]


def _best_chain(claims: Sequence[Claim]) -> list[Claim]:
    """Claims are in the order in which they start."""
    waiting: list[_Link] = []
    ended: dict[str, _Link] = {}
    best: _Link | None = None
    for claim in claims:
        waiting = _settle(waiting, claim.start_s + _OVERLAP_S, ended)
        link = _link(claim, ended)
        waiting.append(link)
        if best is None or link.total > best.total:
            best = link
    return best.chain() if best is not None and best.total > 0 else []


def _settle(waiting: list[_Link], until_s: float, ended: dict[str, _Link]) -> list[_Link]:
    """Moves the chains that are over to `ended`, of which the best is kept for each exercise."""
    still = []
    for link in waiting:
        known = ended.get(link.claim.exercise)
        if link.claim.end_s > until_s:
            still.append(link)
        elif known is None or link.total > known.total:
            ended[link.claim.exercise] = link
    return still


def _link(claim: Claim, ended: Mapping[str, _Link]) -> _Link:
    """The best chain with this claim at its end."""
    options: list[tuple[float, _Link | None]] = [(-_CHANGE, None)]
    for exercise, link in ended.items():
        step = _between(link.claim, claim) if exercise == claim.exercise else -_CHANGE
        options.append((link.total + step, link))
    total, before = max(options, key=lambda option: option[0])
    return _Link(claim, before, total + claim.weight)


def _between(before: Claim, after: Claim) -> float:
    """Worth of the rest between two movements of one exercise, which the exercise accounts for as well."""
    rest_s = after.start_s - before.end_s
    return max(0.0, rest_s) * min(before.fit, after.fit) if rest_s <= _REST_S else 0.0


def _runs(chain: Sequence[Claim]) -> list[list[Claim]]:
    """Neighbours of one exercise, without a long pause between them, of which at least one is a repetition."""
    runs: list[list[Claim]] = []
    for claim in chain:
        last = runs[-1][-1] if runs else None
        if last is None or last.exercise != claim.exercise or claim.start_s - last.end_s > PAUSE_S:
            runs.append([])
        runs[-1].append(claim)
    return [run for run in runs if any(claim.counted for claim in run)]


def _part(run: Sequence[Claim], claims: Sequence[Claim]) -> Part:
    start_s, end_s = run[0].start_s, run[-1].end_s
    by_exercise: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.start_s < end_s and claim.end_s > start_s:
            # A rival's movement counts with what lies within the part.
            inside = replace(claim, start_s=max(claim.start_s, start_s), end_s=min(claim.end_s, end_s))
            by_exercise.setdefault(claim.exercise, []).append(inside)
    worth = {exercise: _worth(account) for exercise, account in by_exercise.items()}
    ranked = sorted(worth, key=lambda exercise: (-worth[exercise], exercise))
    name = run[0].exercise
    rival = max((worth[exercise] for exercise in ranked if exercise != name), default=0.0)
    confidence = max(0.0, 1 - rival / worth[name])
    sure = confidence >= _CLEAR and worth[name] >= _FITTING * (end_s - start_s)
    return Part(
        exercise=name if sure else None,
        start_s=start_s,
        end_s=end_s,
        confidence=confidence,
        repetitions=sum(claim.counted for claim in run),
        guesses=tuple(ranked[:GUESSES]),
    )


def _worth(account: Sequence[Claim]) -> float:
    """What one exercise's claims come to, in the order of time."""
    return sum(claim.weight for claim in account) + sum(starmap(_between, pairwise(account)))
