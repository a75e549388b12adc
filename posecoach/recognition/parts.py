"""The parts of a recording, each with its exercise and how sure that is."""

import math
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, starmap

import numpy as np

from posecoach.exercise.schema import Exercise
from posecoach.pose.series import StablePoses, concatenate
from posecoach.recognition.fit import Claim, claims_of
from posecoach.recognition.likeness import alike, difference

__all__ = ["SURE", "Choice", "Part", "parts_of", "recognise", "recognise_pieces"]

_CHANGE = 5.0
"""What a change of the exercise costs, in seconds of a fitting movement: one movement by chance makes none."""
_OVERLAP_S = 1.5
"""Movements of two exercises may overlap by this: where one ends and the next begins isn't known exactly."""
_REST_S = 4.0
"""A rest between two movements that is no longer than this belongs to them."""
_PAUSE_S = 30.0
"""A longer pause ends a run."""


def _runs_of(claims: Sequence[Claim]) -> list[list[Claim]]:
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


def _worth_of(claims: Sequence[Claim]) -> float:
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


SURE = 0.6
"""Confidence below which the best two exercises are told, and what tells them apart."""
_EVEN, _ACCOUNTED, _RIVAL = 75.0, 2.5, 3.5
"""Odds that the movement is recognised when all time is accounted for well and there is no rival; how they fall with
what isn't accounted for, and with what a rival accounts for. Fitted to recordings of real people."""
_TIE = 6.0
"""Power by which doubt falls when an exercise that is counted by the same movement agrees less well."""
_AROUND_S = 20.0
"""What isn't accounted for leaves doubt; what lies further away from a part says nothing of it."""
_OWN = 0.7
"""What an exercise of one's own weighs against those that come with the program: it needs a clear lead."""
_GUESSES = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a recording in which one exercise is done.

    Attributes:
        exercise: Its id; None when it is neither surely this one nor one that is counted by the same movement.
        start_s: When its first movement began.
        end_s: When its last one was over.
        confidence: How likely the first guess is right: of those with 0.8, four in five are.
        repetitions: Repetitions that its counter found.
        guesses: The likeliest exercises, best first.
        difference: What tells the first two guesses apart; empty when there is one only.
    """

    exercise: str | None
    start_s: float
    end_s: float
    confidence: float
    repetitions: int
    guesses: tuple[str, ...]
    difference: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a recording may show.

    Attributes:
        exercises: By id.
        own: Ids of those that don't come with the program.
    """

    exercises: Mapping[str, Exercise]
    own: Container[str] = ()

    @classmethod
    def of(cls, exercises: Iterable[Exercise], own: Container[str] = ()) -> "Choice":
        """A choice of some exercises."""
        return cls({exercise.id: exercise for exercise in exercises}, own)

    def alike(self, first: str, second: str) -> bool:
        """Whether two of them count the same movements."""
        return alike(self.exercises[first], self.exercises[second])

    def weighed(self, claim: Claim) -> Claim:
        """A claim as it counts against others."""
        return replace(claim, fit=_OWN * claim.fit) if claim.exercise in self.own else claim


def parts_of(claims: Iterable[Claim], choice: Choice, start_s: float, end_s: float) -> tuple[Part, ...]:
    """Cuts a recording into parts; a stretch that no worthwhile claim covers belongs to none.

    Args:
        claims: Of all exercises.
        choice: The exercises.
        start_s: When somebody is first seen in the recording.
        end_s: When somebody is last seen.
    """
    claims = sorted(map(choice.weighed, claims), key=lambda claim: (claim.start_s, claim.end_s, claim.exercise))
    runs = _runs_of(claims)
    ends = [start_s, *(run[-1].end_s for run in runs)]
    starts = [*(run[0].start_s for run in runs), end_s]
    return tuple(_part(run, claims, choice, (ends[i], starts[i + 1])) for i, run in enumerate(runs))


def _part(run: Sequence[Claim], claims: Sequence[Claim], choice: Choice, free: tuple[float, float]) -> Part:
    """A part from its claims, those of all exercises, and the time that no other part takes."""
    start_s, end_s = run[0].start_s, run[-1].end_s
    meanwhile = [claim for claim in claims if claim.start_s < end_s and claim.end_s > start_s]
    inside = [replace(one, start_s=max(one.start_s, start_s), end_s=min(one.end_s, end_s)) for one in meanwhile]
    account = _Account(choice, run[0].exercise, _worths(inside), _worths(claim.paced for claim in inside))
    confidence = account.confidence(_accounted(run, free))
    guesses = account.ranked
    return Part(
        exercise=guesses[0] if confidence.movement >= SURE else None,
        start_s=start_s,
        end_s=end_s,
        confidence=confidence.exercise,
        repetitions=sum(claim.exercise == guesses[0] for claim in meanwhile),
        guesses=guesses[:_GUESSES],
        difference=difference(*(choice.exercises[one] for one in guesses[:2])) if len(guesses) > 1 else "",
    )


def _worths(claims: Iterable[Claim]) -> dict[str, float]:
    by_exercise: dict[str, list[Claim]] = {}
    for claim in claims:
        by_exercise.setdefault(claim.exercise, []).append(claim)
    return {exercise: _worth_of(account) for exercise, account in by_exercise.items()}


def _accounted(run: Sequence[Claim], free: tuple[float, float]) -> float:
    """How well, 0 to 1, a part's claims account for the time around them that no other part takes."""
    start_s, end_s = max(free[0], run[0].start_s - _AROUND_S), min(free[1], run[-1].end_s + _AROUND_S)
    moved_s = sum(claim.end_s - claim.start_s for claim in run)
    fit = sum(claim.weight for claim in run) / max(moved_s, 1e-9)
    return fit * math.sqrt(min(1.0, moved_s / max(end_s - start_s, 1e-9)))


@dataclass(frozen=True, slots=True)
class _Confidence:
    """How likely it is that the movement is recognised, and that it is this exercise and none that counts the same."""

    movement: float
    exercise: float


@dataclass(frozen=True, slots=True)
class _Account:
    """What the exercises' claims in a part come to.

    Attributes:
        choice: The exercises.
        best: The one that the part was found by.
        worth: By exercise.
        paced: The same with the holds' lengths, which tell apart what is counted by the same movement.
    """

    choice: Choice
    best: str
    worth: Mapping[str, float]
    paced: Mapping[str, float]

    @property
    def ranked(self) -> tuple[str, ...]:
        """The exercises, likeliest first: the best of those that count the part's movement, then all others."""
        ranked = sorted(self.paced, key=lambda exercise: (-self.paced[exercise], exercise))
        name = next(exercise for exercise in ranked if self._same(exercise))
        return (name, *(exercise for exercise in ranked if exercise != name))

    def confidence(self, accounted: float) -> _Confidence:
        """How sure it is, by how well the time is accounted for and by what rivals account for."""
        name, own = self.ranked[0], self.choice.own
        if self.worth[self.best] <= 0:
            return _Confidence(0.0, 0.0)
        rivals = [one for one in self.worth if name in own or one not in own]
        unlike = max((self.worth[one] for one in rivals if not self._same(one)), default=0.0) / self.worth[self.best]
        like = max((self.paced[one] for one in rivals if self._same(one) and one != name), default=0.0)
        odds = _EVEN * accounted**_ACCOUNTED * math.exp(-_RIVAL * unlike)
        movement = odds / (1 + odds)
        return _Confidence(movement, movement * (1 - min(like / self.paced[name], 1.0) ** _TIE / 2))

    def _same(self, exercise: str) -> bool:
        return self.choice.alike(exercise, self.best)


def recognise(poses: StablePoses, exercises: Iterable[Exercise], own: Container[str] = frozenset()) -> tuple[Part, ...]:
    """Finds the parts of a recording and the exercise of each.

    Every exercise's counter looks at the whole recording, and each repetition that it finds is weighed by how long it
    lasts and how well it agrees with the exercise's file.

    Args:
        poses: Stable poses of the whole recording, with the hips as they were found.
        exercises: Those to choose from.
        own: Ids of those among them that don't come with the program, which need a clear lead over those that do.

    Returns:
        Parts in the order of time; none when nothing is done that any exercise knows.
    """
    return _recognise([_Stretch(poses, -math.inf, math.inf)], Choice.of(exercises, own))


def recognise_pieces(
    pieces: Iterable[StablePoses], exercises: Iterable[Exercise], own: Container[str] = frozenset()
) -> tuple[Part, ...]:
    """The same for a recording of any length, of which about twenty minutes are in memory at a time.

    Args:
        pieces: Consecutive stable poses, as above.
        exercises: As above.
        own: As above.
    """
    return _recognise(_stretches(pieces), Choice.of(exercises, own))


_STRETCH_S, _AROUND_STRETCH_S = 1200.0, 90.0
"""A longer recording is looked at in stretches, which overlap by twice the second: so each has the whole of the
movements that begin in it, and what a counter learns of a person before them."""


@dataclass(frozen=True, eq=False, slots=True)
class _Stretch:
    """Poses among which the movements are looked for that begin at start_s or later and before end_s."""

    poses: StablePoses
    start_s: float
    end_s: float

    def claims(self, exercise: Exercise) -> Iterator[Claim]:
        """Of one exercise."""
        return (claim for claim in claims_of(exercise, self.poses) if self.start_s <= claim.start_s < self.end_s)


def _stretches(pieces: Iterable[StablePoses]) -> Iterator[_Stretch]:
    held, start_s = list[StablePoses](), -math.inf
    for piece in pieces:
        held.append(piece)
        if piece.time_s[-1] - held[0].time_s[0] > _STRETCH_S + 2 * _AROUND_STRETCH_S:
            poses = concatenate(held)
            end_s = float(poses.time_s[-1]) - _AROUND_STRETCH_S
            yield _Stretch(poses, start_s, end_s)
            # A copy, so that the rest is let go of.
            held = [concatenate([poses[int(np.searchsorted(poses.time_s, end_s - _AROUND_STRETCH_S)) :]])]
            start_s = end_s
            del poses
    if held:
        yield _Stretch(concatenate(held), start_s, math.inf)


def _recognise(stretches: Iterable[_Stretch], choice: Choice) -> tuple[Part, ...]:
    claims, seen_s = list[Claim](), list[float]()
    for stretch in stretches:
        seen = stretch.poses.time_s[stretch.poses.found]
        if len(seen):
            seen_s += [float(seen[0]), float(seen[-1])]
            claims += (claim for exercise in choice.exercises.values() for claim in stretch.claims(exercise))
    return parts_of(claims, choice, seen_s[0], seen_s[-1]) if seen_s else ()
