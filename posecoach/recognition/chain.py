"""The best account of a recording's time: claims that don't overlap, in which changing the exercise costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap

from posecoach.recognition.claims import Claim

__all__ = ["runs_of", "worth_of"]

_CHANGE = 5.0
"""What a change of the exercise costs, in seconds of a fitting movement: one movement by chance makes none."""
_OVERLAP_S = 1.5
"""Movements of two exercises may overlap by this: where one ends and the next begins isn't known exactly."""
_REST_S = 4.0
"""A rest between two movements that is no longer than this belongs to them."""
_PAUSE_S = 30.0
"""A longer pause ends a run."""


def runs_of(claims: Sequence[Claim]) -> list[list[Claim]]:
    """The best chain of claims, cut where the exercise changes and at long pauses.

    Of all ways to choose claims that don't overlap, the one with the largest sum of weights counts, less a cost for
    each change of the exercise.

    Args:
        claims: Of all exercises, in the order in which they start.
    """
    runs: list[list[Claim]] = []
    for claim in _best_chain(claims):
        last = runs[-1][-1] if runs else None
        if last is None or last.exercise != claim.exercise or claim.start_s - last.end_s > _PAUSE_S:
            runs.append([])
        runs[-1].append(claim)
    return runs


def worth_of(claims: Sequence[Claim]) -> float:
    """What claims of one exercise come to, in seconds of a fitting movement."""
    return sum(claim.weight for claim in claims) + sum(starmap(_between, pairwise(claims)))


def _between(before: Claim, after: Claim) -> float:
    """Worth of the rest between two movements of one exercise, which the exercise accounts for as well."""
    rest_s = after.start_s - before.end_s
    return max(0.0, rest_s) * min(before.fit, after.fit) if rest_s <= _REST_S else 0.0


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
    waiting: list[_Link] = []
    ended: dict[str, _Link] = {}
    best: _Link | None = None
    for claim in claims:
        waiting = _settle(waiting, claim.start_s + _OVERLAP_S, ended)
        link = _link(claim, ended)
        waiting.append(link)
        if best is None or link.total > best.total:
            best = link
    return best.chain() if best is not None else []


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
    options: list[tuple[float, _Link | None]] = [(0.0, None)]
    for exercise, link in ended.items():
        step = _between(link.claim, claim) if exercise == claim.exercise else -_CHANGE
        options.append((link.total + step, link))
    total, before = max(options, key=lambda option: option[0])
    return _Link(claim, before, total + claim.weight)
