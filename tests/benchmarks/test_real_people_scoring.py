"""What counts as exact, matched, told and found."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from real_people.chain import NamedPart
from real_people.clips import Clip, is_near_miss
from real_people.figures import all_checks, by_check, by_exercise, by_view, count_figures
from real_people.labels import ClipLabels, Form, read_clip_labels, view_group
from real_people.naming import Outcome, name_clip
from real_people.others import OtherScore, Told, other_figures
from real_people.scoring import CheckScore, ClipScore, cue_count, repetition_count, score_clip, verdict_of
from scripted_truths import counted, told

from posecoach.counting.events import Event, Judgement, NotCounted, RepetitionCounted, Verdict
from posecoach.errors import SourceError
from posecoach.pose.landmarks import Side
from posecoach.tuning.labels import Counts, LabelledMovement

YES, MAYBE, NO = Counts.YES, Counts.MAYBE, Counts.NO


def labels_of(*counts: Counts, checks: Mapping[str, Form] | None = None, faults: Sequence[str] = ()) -> ClipLabels:
    """Movements of four seconds, five seconds apart."""
    movements = (
        LabelledMovement(5.0 * index, 5.0 * index + 4, faults=tuple(faults), counts=one)
        for index, one in enumerate(counts)
    )
    return ClipLabels("bridge", tuple(movements), checks=checks or {})


def rep(place: int, verdicts: Mapping[str, Verdict] | None = None, faults: Sequence[str] = ()) -> RepetitionCounted:
    """A counted repetition at the place of a labelled one."""
    event = counted(place + 1, 5.0 * place, 5.0 * place + 4)
    assert isinstance(event, RepetitionCounted)
    judgements = tuple(Judgement(check, verdict, 0.0) for check, verdict in (verdicts or {}).items())
    return replace(event, judgements=judgements, faults=tuple(faults))


@pytest.mark.parametrize(
    ("counts", "found", "off"),
    [
        ((YES, YES), [0], -1),
        ((YES, MAYBE), [0], 0),
        ((YES, MAYBE), [0, 1], 0),
        ((YES, MAYBE), [0, 1, 2], 1),
        ((NO,), [0], 1),
        ((MAYBE, NO), [], 0),
    ],
)
def test_a_count_is_exact_between_the_certain_and_the_possible(
    counts: Sequence[Counts], found: Sequence[int], off: int
) -> None:
    """Movements that may be counted make no count wrong, either way."""
    assert score_clip("clip", labels_of(*counts), [rep(place) for place in found]).off == off


def test_repetitions_are_matched_by_time() -> None:
    """One that is missed and one that is made up don't make up for each other; time without one has its reason."""
    found: list[Event] = [rep(1), rep(2), rep(3), rep(6), NotCounted(40.0, 49.0, "standing")]
    score = score_clip("clip", labels_of(YES, YES, MAYBE, NO), found)
    assert (score.matched, score.missed, score.maybe_matched) == (1, 1, 1)
    assert (score.extra, score.attempts, score.attempts_counted) == (2, 1, 1)
    assert (score.off, score.reasons) == (1, ("standing",))
    events: list[Event] = [told("feet", 1, 1.0, 2.0), told("hold", 1, 1.0, 2.0), told("feet", None, 5.0, 6.0), rep(0)]
    assert (cue_count(events), repetition_count(events)) == (2, 1)  # a hold shorter than the dose asks for is no form


def test_sides_and_holds_are_those_of_matched_repetitions() -> None:
    """A label without a side or a hold says nothing; a hold without a number is told apart."""
    labels = ClipLabels(
        "bird_dog",
        (
            LabelledMovement(0.0, 4.0, side=Side.LEFT, hold_s=1.5),
            LabelledMovement(5.0, 9.0, side=Side.LEFT, hold_s=1.0),
            LabelledMovement(10.0, 14.0),
            LabelledMovement(15.0, 19.0, side=Side.LEFT, hold_s=1.0),
        ),
    )
    found = [
        counted(1, 0.0, 4.0, 2.0, Side.LEFT),
        counted(2, 5.0, 9.0, float("nan"), Side.RIGHT),
        counted(3, 10.0, 14.0, 2.0, Side.RIGHT),
    ]
    score = score_clip("clip", labels, found)
    assert (score.sided, score.sides_right) == (2, 1)
    assert score.hold_errors_s == (0.5,)
    assert score.holds_untold == 1


def test_good_form_is_judged_on_matched_repetitions() -> None:
    """Missed ones and those that nobody labelled are no judgements."""
    wings = score_clip("clip", labels_of(YES, checks={"wings": "good"}), [rep(0)], ["feet"]).checks
    assert [one.good_untold for one in wings] == [1]  # the exercise has no such check
    judged = rep(0, {"feet": Verdict.UNCLEAR, "arms": Verdict.GOOD}, faults=["arms"])
    assert [verdict_of(judged, check) for check in ("feet", "arms", "head")] == [
        Verdict.UNCLEAR,
        Verdict.GOOD,
        Verdict.UNCLEAR,
    ]
    assert verdict_of(rep(0, faults=["feet"]), "feet") is Verdict.FAULT  # by the faults where nothing is judged
    labels = labels_of(YES, YES, MAYBE, YES, NO, checks={"feet": "good", "arms": "unclear"})
    said = [Verdict.GOOD, Verdict.FAULT, Verdict.UNCLEAR]
    found = [rep(place, {"feet": verdict}) for place, verdict in enumerate(said)] + [rep(4, {"feet": Verdict.FAULT})]
    assert score_clip("clip", labels, found).checks == (CheckScore("feet", good=3, false_alarms=1, good_untold=1),)


def test_bad_form_is_found_on_the_repetitions_that_have_it() -> None:
    """A repetition that wasn't counted can't be found; a fault on another one doesn't count.

    Where nobody said on which repetition it was, one fault is enough.
    """
    labels = labels_of(YES, YES, YES, checks={"feet": "bad"}, faults=["feet"])
    labels = replace(labels, movements=(*labels.movements, LabelledMovement(15.0, 19.0)))
    found = [rep(0, {"feet": Verdict.FAULT}), rep(1, {"feet": Verdict.UNCLEAR}), rep(3, {"feet": Verdict.FAULT})]
    assert score_clip("clip", labels, found).checks == (CheckScore("feet", bad=3, bad_found=1, bad_untold=1),)
    somewhere = labels_of(YES, YES, checks={"feet": "bad"})
    for said, of_one in (
        ([Verdict.GOOD, Verdict.FAULT], (1, 0)),
        ([Verdict.UNCLEAR, Verdict.GOOD], (0, 1)),
        ([], (0, 0)),
    ):
        events = [rep(place, {"feet": verdict}) for place, verdict in enumerate(said)]
        (check,) = score_clip("clip", somewhere, events).checks
        assert (check.bad, check.bad_found, check.bad_untold) == (1, *of_one)


def scores() -> list[ClipScore]:
    """Two bridges and a cobra."""
    good, bad = labels_of(YES, YES, checks={"feet": "good"}), labels_of(YES, checks={"feet": "bad"}, faults=["feet"])
    return [
        score_clip("a", replace(good, view="side head left"), [rep(0), rep(1, faults=["feet"])]),
        score_clip("b", replace(bad, view="oblique, then side"), []),
        score_clip("c", replace(labels_of(MAYBE), exercise="cobra", view="side"), [rep(0), rep(3), rep(4)]),
    ]


def test_groups_add_up() -> None:
    """By exercise and by view, the largest group of views first; judgements, repetitions and recordings."""
    together = count_figures("all", scores())
    assert (together.clips, together.exact, together.within_one) == (3, 1, 2)
    assert (together.repetitions, together.matched, together.maybe, together.extra) == (3, 2, 1, 2)
    assert together.hold_median_abs_s is None
    assert [(one.name, one.exact, one.clips) for one in by_exercise(scores())] == [("bridge", 1, 2), ("cobra", 0, 1)]
    assert [(one.name, one.clips) for one in by_view(scores())] == [("side", 2), ("mixed", 1)]
    (feet,), every = by_check(scores()), all_checks(scores())
    assert (feet.exercise, feet.check, feet.good, feet.false_alarms) == ("bridge", "feet", 2, 1)
    assert (feet.bad, feet.bad_found, feet.bad_clips, feet.bad_clips_found) == (1, 0, 1, 0)
    assert (every.good, every.bad) == (2, 1)


def test_near_misses_stand_apart() -> None:
    """And what was recognised, from what was named; recordings near no exercise have no named one. Notes tell them."""
    near_notes = (
        "NEAREST MISS: one donkey kick",
        "a near-miss negative",
        "AMBIGUOUS (0 or 1)",
        "so 0 or 2 is defensible",
    )
    assert all(map(is_near_miss, near_notes))
    assert not any(map(is_near_miss, ("2 squats, arms to the front", "nearest to a bridge")))
    those = [
        OtherScore("a", False, 0.5, Told("bridge", 2, 3), (Told("cobra", 1, 0), Told("bridge", 0, 1))),
        OtherScore("b", True, 1.0, Told("bridge", 1, 0), ()),
        OtherScore("c", False, 0.25, None, ()),
    ]
    figures = {one.name: one for one in other_figures(those)}
    named, near, auto = (figures[name] for name in ("other movements", "near misses", "other movements, auto"))
    assert (named.clips, named.clips_counted, named.repetitions, named.cues, named.minutes) == (1, 1, 2, 3, 0.5)
    assert (near.clips, near.clips_counted, near.repetitions) == (1, 1, 1)
    assert (auto.clips, auto.clips_named, auto.clips_counted, auto.repetitions, auto.cues) == (2, 1, 1, 1, 1)
    assert (figures["near misses, auto"].clips_named, figures["near misses, auto"].clips) == (0, 1)


@pytest.mark.parametrize(
    ("named", "outcome"),
    [
        ([], Outcome.UNTOLD),
        (["back_stretch", "childs_pose"], Outcome.RIGHT),
        (["childs_pose", "cobra"], Outcome.WRONG),
        (["bridge"], Outcome.WRONG),
    ],
)
def test_like_movements_are_one_name(named: Sequence[str], outcome: Outcome) -> None:
    """All of a recording's parts must be right."""
    clip = Clip("clip", Path("clip.mp4"), ClipLabels("childs_pose", ()))
    parts = [NamedPart(name, 10.0 * place, 10.0 * place + 5, 0.5) for place, name in enumerate(named)]
    assert name_clip(clip, parts).outcome is outcome


def test_labels_are_read_beside_a_recording(tmp_path: Path) -> None:
    """The table with `maybe` in it, and the form in the file beside it; wrong ones are refused by name."""
    (tmp_path / "clip.csv").write_text(
        "# exercise: bird_dog\n# maybe more\nstart_s,end_s,side,hold_s,faults,counts\n"
        "0.5,3,left,1.5,back leg_level,yes\n4,6,,,,Maybe\n7,8,right,0,,no\n9,10,,,,\n"
    )
    form = tmp_path / "clip.json"
    form.write_text('{"view": "foot end", "checks": {"back": "bad", "feet": "so so"}, "people": 1}')
    labels = read_clip_labels(tmp_path / "clip.mp4")
    assert labels is not None
    assert labels.movements[0] == LabelledMovement(0.5, 3.0, Side.LEFT, 1.5, ("back", "leg_level"), YES)
    assert [one.counts for one in labels.movements] == [YES, MAYBE, NO, YES]
    assert labels.wanted == (2, 3)
    assert (labels.exercise, labels.view, labels.checks) == ("bird_dog", "foot end", {"back": "bad", "feet": "unclear"})
    assert read_clip_labels(tmp_path / "other.mp4") is None
    form.write_text('{"checks": "fine"}')
    with pytest.raises(SourceError, match=r"clip.json: not a file of labels"):
        read_clip_labels(tmp_path / "clip.mp4")
    (tmp_path / "clip.csv").write_text("start_s,end_s\n1,2\n")
    with pytest.raises(SourceError, match=r"clip.csv: names no exercise"):
        read_clip_labels(tmp_path / "clip.mp4")


def test_views_have_groups() -> None:
    """A view that changes is mixed."""
    views = ("side, slightly from above", "oblique from the feet", "oblique, then side", "foot end", "from the ceiling")
    assert list(map(view_group, views)) == ["side", "oblique", "mixed", "foot end", "unknown"]
