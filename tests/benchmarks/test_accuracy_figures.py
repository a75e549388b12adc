import numpy as np
import pytest
from accuracy_report.clip_results import ClipResult, clip_result
from accuracy_report.figures import CheckFigures, RepFigures, group_figures
from accuracy_report.matching import FaultCount, match_faults, match_reps
from accuracy_report.observation import observe, true_poses
from scripted_truths import counted, observed, planted, recipe_of, rep, told, truth_of, turned_about

from posecoach.counting.events import Event
from posecoach.exercise.schema import Exercise
from posecoach.pose.landmarks import Landmark, Side
from posecoach.testing import Figure, scripted_series
from sample_videos.truth import Attempt, Poses, Truth

CHECKS = {"alignment"}
TEN_S: list[Figure | None] = [Figure.supine(130.0)] * 300
TWO_REPS = (rep(1, 1.0, 1.0, "left"), rep(2, 5.0, 1.0, "right"))
ATTEMPT = Attempt(side=None, start_s=8.5, end_s=9.5, share=0.4, counts="no")
MAYBE, LATE = (ATTEMPT.model_copy(update={"share": s, "counts": c}) for s, c in ((0.55, "maybe"), (0.7, "yes")))


def reps_of(*results: ClipResult) -> RepFigures:
    reps = group_figures("all", results).reps
    assert reps is not None
    return reps


def result_of(truth: Truth, events: list[Event], exercise: Exercise, group: str = "fault") -> ClipResult:
    recipe = recipe_of(group="clean" if group == "clean" else "fault")
    return clip_result(observed(truth, events, exercise=exercise, recipe=recipe))


def test_a_count_off_by_one_is_told_as_that(bridge: Exercise) -> None:
    """One clip exact, one with a repetition too few."""
    truth = truth_of(TEN_S, reps=TWO_REPS)
    first, second = counted(1, 1.0, 4.4, side=Side.LEFT), counted(2, 5.0, 8.4, side=Side.RIGHT)
    reps = reps_of(result_of(truth, [first, second], bridge), result_of(truth, [first], bridge))
    assert (reps.clips, reps.exact, reps.off_by_one, reps.mean_abs_error) == (2, 1, 1, 0.5)
    assert (reps.true, reps.counted, reps.missed, reps.extra) == (4, 3, 1, 0)


@pytest.mark.parametrize(
    ("half", "counted_too", "exact", "attempts", "missed"),
    [
        (ATTEMPT, True, 0, (1, 1), 0),
        (MAYBE, False, 1, (0, 0), 0),
        (MAYBE, True, 1, (0, 0), 0),
        (LATE, False, 0, (0, 0), 1),
    ],
)
def test_what_turns_back_may_be_a_repetition(
    bridge: Exercise, half: Attempt, *, counted_too: bool, exact: int, attempts: tuple[int, int], missed: int
) -> None:
    """Early it mustn't be counted, late it must, and in between both are right; good it never is."""
    truth = truth_of(TEN_S, reps=TWO_REPS, attempts=[half])
    events = [counted(1, 1.0, 4.4), counted(2, 5.0, 8.4), *([counted(3, 8.5, 9.5)] if counted_too else [])]
    reps = reps_of(result_of(truth, events, bridge))
    assert (reps.exact, (reps.attempts_counted, reps.attempts), reps.missed) == (exact, attempts, missed)
    assert (reps.planted_good, reps.planted, reps.extra) == (counted_too, 1, 0)


def test_sides_and_holds_cost_figures_of_their_own(bridge: Exercise) -> None:
    """One of two sides wrong; measured 0.2 s too long and 0.4 s too short. Without sides or holds there is nothing."""
    truth = truth_of(TEN_S, reps=TWO_REPS)
    events = [counted(1, 1.0, 4.4, 1.2, side=Side.LEFT), counted(2, 5.0, 8.4, 0.6, side=Side.LEFT)]
    reps = reps_of(result_of(truth, events, bridge))
    assert (reps.exact, reps.sided, reps.sides_right, reps.side_accuracy) == (1, 2, 1, 0.5)
    assert (reps.hold_median_abs_s, reps.hold_bias_s) == pytest.approx((0.3, -0.1))
    bare = rep(1, 1.0, 1.0).model_copy(update={"hold_start_s": None, "hold_end_s": None, "hold_s": None})
    reps = reps_of(result_of(truth_of(TEN_S, reps=[bare]), [counted(1, 1.0, 4.4)], bridge))
    assert (reps.exact, reps.sided, reps.side_accuracy) == (1, 0, None)
    assert (reps.holds, reps.hold_median_abs_s, reps.hold_bias_s) == (0, None, None)


def test_missing_and_extra_faults_cost_recall_and_precision(bridge: Exercise) -> None:
    """Of three planted two are found, and one that isn't there; what has no check is left out."""
    faults = [
        planted("alignment", 1, 2.0, 3.0),
        planted("alignment", 2, 6.0, 7.0),
        planted("alignment", None, 8.8, 9.2),
        planted("no check of the exercise", None, 8.0, 9.0),
    ]
    truth = truth_of(TEN_S, reps=TWO_REPS, attempts=[ATTEMPT], faults=faults)
    events = [
        told("alignment", 1, 2.5, 2.9),
        told("knees", 1, 2.0, 3.0),
        counted(1, 1.0, 4.4),
        counted(2, 5.0, 8.4),
        told("alignment", None, 9.0, 9.4),
    ]
    figures = group_figures("bridge", [result_of(truth, events, bridge)])
    assert figures.checks == (
        CheckFigures("alignment", 3, 2, 2, precision=1.0, recall=2 / 3, f1=0.8),
        CheckFigures("knees", 0, 1, 0, precision=0.0, recall=None, f1=0.0),
    )
    assert figures.all_checks == CheckFigures("all", 3, 3, 2, 2 / 3, 2 / 3, 2 / 3)


def test_faults_are_matched_by_repetition() -> None:
    """In another one a fault is missed and invented, however they are numbered; twice in one is once, outside twice."""
    truth = truth_of(TEN_S, reps=TWO_REPS, faults=[planted("alignment", 2, 6.0, 7.0)])
    first, second = counted(1, 1.0, 4.4), counted(2, 5.0, 8.4)
    outside = [told("alignment", None, 8.0, 8.2), told("alignment", None, 9.0, 9.2)]
    for events, expected in (
        ([first, second, told("alignment", 1, 2.0, 3.0)], (0, 1, 1)),
        ([counted(1, 5.0, 8.4), told("alignment", 1, 6.0, 7.0)], (1, 0, 0)),
        ([told("alignment", 2, 6.0, 6.4), told("alignment", 2, 6.7, 7.0), first, second, *outside], (1, 2, 0)),
    ):
        assert match_faults(events, truth, match_reps(events, truth), CHECKS) == [FaultCount("alignment", *expected)]
    made_up = [counted(1, 0.0, 1.1), counted(2, 1.0, 4.4), counted(3, 5.0, 8.4)]
    matches = match_reps(made_up, truth)
    assert [(found.number, true) for found, true in matches.pairs] == [(2, TWO_REPS[0]), (3, TWO_REPS[1])]
    assert (matches.extra, matches.missed) == (1, 0)


def test_false_cues_are_those_on_clean_clips(bridge: Exercise) -> None:
    """Two in ten seconds are sixty in five minutes; those on clips with faults are no false cues."""
    truth = truth_of(TEN_S)
    events = [told("alignment", None, 1.0, 2.0), told("alignment", None, 3.0, 4.0)]
    clean, fault = (result_of(truth, events, bridge, group) for group in ("clean", "fault"))
    cues = group_figures("bridge", [clean, fault]).cues
    assert cues is not None
    assert (cues.cues, cues.minutes, cues.per_five_minutes) == pytest.approx((2, 1 / 6, 60.0))
    assert group_figures("bridge", [fault]).cues is None


def test_frames_with_and_without_a_person(bridge: Exercise) -> None:
    """Four of ten empty, of those one with a pose; of six with somebody, two without a pose."""
    truth = truth_of([None] * 4 + [Figure.supine(130.0)] * 6)
    observation = observed(truth, exercise=bridge)
    observation.poses.found[:] = [True, False, False, False, True, True, True, True, False, False]
    observation.poses.near_is_right[:6] = False
    pose = group_figures("bridge", [clip_result(observation)]).pose
    assert (pose.in_view, pose.found, pose.found_share) == (6, 4, 4 / 6)
    assert (pose.empty, pose.false, pose.false_share) == (4, 1, 0.25)
    assert (pose.sided, pose.near_right, pose.near_right_share) == (4, 2, 0.5)


def test_an_empty_room_has_frames_alone(bridge: Exercise) -> None:
    """Nothing to compare, and nothing told, with an exercise file and without."""
    lying = truth_of(TEN_S)
    empty = lying.model_copy(
        update={
            "near_side": None,
            "poses": Poses(angles={}, joints={}),
            "frames": lying.frames.model_copy(update={"pose": (None,) * 300}),
        }
    )
    for exercise in (bridge, None):
        observation = observe(recipe_of(), empty, scripted_series([None] * 300), exercise)
        figures = group_figures("bridge", [clip_result(observation)])
        assert figures.angles == ()
        assert (figures.pose.in_view, figures.pose.found_share, figures.pose.false_share) == (0, None, 0.0)
        assert figures.reps is None or (figures.reps.exact, figures.reps.counted) == (1, 0)


def test_angles_of_several_clips_are_pooled(bridge: Exercise) -> None:
    """Ten frames without an error and thirty with five degrees."""
    errors = []
    for frames, degrees in ((10, 0.0), (30, 5.0)):
        truth = truth_of([Figure.supine(130.0)] * frames)
        leg = (Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE)
        poses = turned_about(true_poses(truth), Landmark.RIGHT_HIP, leg, -degrees)
        errors.append(clip_result(observed(truth, exercise=bridge, poses=poses)))
    hip = group_figures("bridge", errors).angles[0]
    assert (hip.measure, hip.side, hip.frames, hip.missing) == ("hip_angle", "near", 40, 0)
    assert np.array([hip.median_abs, hip.p95_abs, hip.bias]) == pytest.approx([5.0, 5.0, -5.0])
