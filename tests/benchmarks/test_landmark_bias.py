import json
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest
from accuracy_report.landmark_offsets import Key, fit_offsets
from accuracy_report.observation import Observation, true_poses
from accuracy_report.offset_trial import try_offsets
from accuracy_report.report import Stamp, to_json
from bias import grids
from scripted_truths import observed, recipe_of, truth_of

from posecoach.exercise.schema import Exercise
from posecoach.pose.landmarks import Landmark
from posecoach.testing import Figure

STAMP = Stamp("2030-01-02", "abc1234", "9.9", "python benchmarks/bias.py")
TRUNK_PX = 260.0
Half = Literal["training", "held_out"]


def clip(
    bridge: Exercise,
    seed: int,
    *,
    half: Half = "training",
    hip_px: tuple[float, float] = (0.0, 0.0),
    noise_px: float = 2.0,
    head_left: bool = True,
) -> Observation:
    """A person lying still with the near hip beside its true place by so much along and across the trunk."""
    figures = [Figure.supine(angle, head_left=head_left) for angle in np.linspace(115, 125, 60)]
    truth = truth_of(figures, near_side="right" if head_left else "left")
    poses = true_poses(truth)
    near = Landmark.RIGHT_HIP if head_left else Landmark.LEFT_HIP
    noise = np.random.default_rng(seed).normal(0.0, noise_px, poses.points.shape)
    points = poses.points + noise
    # Lying flat, the head is along x and the front is up.
    points[:, near] += np.array([-hip_px[0] if head_left else hip_px[0], -hip_px[1]])
    return observed(
        truth, exercise=bridge, recipe=recipe_of(f"clip{seed}", half=half), poses=replace(poses, points=points)
    )


def clips(bridge: Exercise, hip_px: tuple[float, float], half: Half = "training") -> list[Observation]:
    seeds = range(6) if half == "training" else range(10, 16)
    return [clip(bridge, seed, half=half, hip_px=hip_px, head_left=seed % 2 == 0) for seed in seeds]


def test_a_known_offset_is_recovered_whichever_way_the_person_lies(bridge: Exercise) -> None:
    """In trunk lengths, for the near hip alone."""
    offsets = fit_offsets(clips(bridge, (13.0, 26.0)))
    near = offsets[Key("hip", "near", "supine")]
    assert (near.along, near.across) == pytest.approx((13 / TRUNK_PX, 26 / TRUNK_PX), abs=0.01)
    far = offsets[Key("hip", "far", "supine")]
    assert (far.along, far.across) == pytest.approx((0.0, 0.0), abs=0.01)
    assert near.frames == 6 * 60


def on_all_fours(observation: Observation) -> Observation:
    return replace(observation, recipe=observation.recipe.model_copy(update={"exercise": "bird_dog"}))


def test_a_view_from_the_front_has_mirrored_offsets_for_its_sides(bridge: Exercise) -> None:
    """Both hips too far out by a tenth of the trunk are one offset."""
    lying = clip(bridge, 0, noise_px=0.0)
    front = replace(lying, truth=lying.truth.model_copy(update={"near_side": None}))
    front.poses.points[:, Landmark.RIGHT_HIP, 1] += 26.0
    front.poses.points[:, Landmark.LEFT_HIP, 1] -= 26.0
    offset = fit_offsets([front])[Key("hip", "both", "supine, from the front")]
    assert (offset.along, offset.across, offset.frames) == pytest.approx((0.0, -0.1, 120), abs=0.01)


def test_the_trial_is_told_in_tables_and_json(bridge: Exercise) -> None:
    """The same changes in both; a single clip has no interval. The shoulder's offset alone doesn't mend a hip."""
    trial = try_offsets([*clips(bridge, (0.0, 26.0)), clip(bridge, 20, half="held_out", hip_px=(0.0, 26.0))], STAMP)
    offsets, held_out, training = grids(trial)
    assert all(len(row) == len(grid.columns) for grid in (offsets, held_out, training) for row in grid.rows)
    data = json.loads(to_json(trial))
    assert data["stamp"]["commit"] == "abc1234"
    assert len(data["changes"]) == len(held_out.rows) + len(training.rows)
    first = data["changes"][0]
    assert first["half"] == "held_out"
    assert first["low"] is None
    assert held_out.rows[0][-2:] == (f"{first['change']:+.1f}", "-")
    alone = try_offsets(clips(bridge, (0.0, 26.0))[:2], STAMP, ["shoulder"], share=0.5)
    assert {offset.joint for offset in alone.offsets} == {"shoulder"}
    assert all(abs(one.change) < 0.3 for one in alone.changes if one.measure == "hip_angle")


def test_taking_a_known_offset_off_mends_the_hip_angle_on_other_clips(bridge: Exercise) -> None:
    """With a whole interval below 0 on the held-out half; a posture without an offset and the far side stay."""
    other = [on_all_fours(one) for one in clips(bridge, (0.0, 26.0), "held_out")]
    trial = try_offsets([*clips(bridge, (0.0, 26.0)), *clips(bridge, (0.0, 26.0), "held_out"), *other], STAMP)
    held_out = [one for one in trial.changes if (one.half, one.measure) == ("held_out", "hip_angle")]
    hips = [one for one in held_out if one.side == "near"]
    assert [(one.posture, one.clips) for one in hips] == [
        ("all", 12),
        ("all fours", 6),
        ("side view", 12),
        ("supine", 6),
    ]
    assert hips[1].change == pytest.approx(0.0)
    hip = hips[3]
    assert (hip.before.median_abs > 8.0, hip.after.median_abs < 2.0) == (True, True)
    assert hip.high is not None
    assert hip.high < -5.0
    assert abs(hip.after.bias) < 1.0 < abs(hip.before.bias)
    assert all(abs(one.change) < 0.3 for one in held_out if one.side == "far")
