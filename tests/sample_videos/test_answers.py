"""What the truth says of a take."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_takes import KINDS, hands_measured, take

from sample_videos.answers import truth_about, truth_text
from sample_videos.truth import Attempt, Repetition, load_truth

_measures = pytest.fixture(autouse=True, scope="module")(hands_measured)


def near(times: Any, second: float) -> int:
    return int(np.abs(np.asarray(times) - second).argmin())


@given(
    st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=3),
    st.integers(0, 10**6),
    st.sampled_from([{}, {"gaps": True}, {"drops": 0.1}, {"before": "kneeling_talk"}]),
    st.sampled_from([(0.8, 1.5), (0.0, 0.0)]),
)
@settings(deadline=None, max_examples=12)
def test_edges_are_those_of_the_motion_shown(
    kinds: list[str], seed: int, more: dict[str, Any], hold_s: tuple[float, float]
) -> None:
    """The hands are down at the start and the end, up during the hold, and times rise."""
    made = take(*kinds, seed=seed, hold_s=hold_s, **more)
    truth, down = truth_about(made), 20 + 80 * max(line.shares[1] for line in made.lines.values()) + 0.1
    times, height = truth.times, truth.angle("left_hip_angle")
    assert np.all(np.diff(times) > 0)
    assert [rep.number for rep in truth.reps] == list(range(1, len(truth.reps) + 1))
    assert len(truth.reps) + len(truth.attempts) == len(kinds)
    parts: list[Repetition | Attempt] = [*truth.reps, *truth.attempts]
    for part in parts:
        start, end = near(times, part.start_s), near(times, part.end_s)
        assert start < end
        assert max(height[start], height[end]) < down < height[start + 1]
    for rep in truth.reps:
        if rep.hold_start_s is not None and rep.hold_end_s is not None:
            held = height[near(times, rep.hold_start_s) : near(times, rep.hold_end_s) + 1]
            assert held.min() > 93
            assert rep.start_s < rep.hold_start_s < rep.hold_end_s < rep.end_s
            assert rep.hold_s == pytest.approx(rep.hold_end_s - rep.hold_start_s, abs=1e-3)
    edges = sorted([(part.start_s, part.end_s) for part in parts])
    assert all(first[1] <= second[0] for first, second in pairwise(edges))


def test_faults_show_while_they_can_be_seen() -> None:
    """During the hold, or in movements without one the whole time; attempts have no repetition."""
    held = truth_about(take("clean", "lean", "low", before="kneeling_talk"))
    cycle = ["outbound", "hold", "returning", "rest"]
    assert [phase for phase, _ in held.phases] == ["away", "rest", *cycle, *cycle, *cycle]
    assert np.all(np.diff([second for _, second in held.phases]) > 0)
    first, second = held.faults
    assert (first.check, first.rep, first.side) == ("lean", 2, "right")
    assert (first.start_s, first.end_s) == (held.reps[1].hold_start_s, held.reps[1].hold_end_s)
    assert (second.check, second.rep, second.side) == ("low", None, "left")
    turned = truth_about(take("lean", hold_s=(0, 0)))
    assert (turned.reps[0].hold_start_s, turned.reps[0].hold_s) == (None, None)
    assert (turned.faults[0].start_s, turned.faults[0].end_s) == (turned.reps[0].start_s, turned.reps[0].end_s)
    assert [phase for phase, _ in turned.phases] == ["rest", "outbound", "returning", "rest"]


@pytest.mark.parametrize(
    ("kind", "share", "counts"), [("low", 0.55, "maybe"), ("lowest", 0.4, "no"), ("lower", 0.7, "yes")]
)
def test_what_turns_back_says_how_far_it_went(kind: str, share: float, counts: str) -> None:
    """Of the way of a clean repetition; about half of it may be counted or not."""
    (attempt,) = truth_about(take("clean", kind)).attempts
    assert attempt.share == pytest.approx(share, abs=0.03)
    assert attempt.counts == counts


def test_an_empty_room_has_nobody() -> None:
    """But the names of all measures, so that tables stay whole."""
    truth = truth_about(take())
    assert (set(truth.frames.pose), truth.reps, truth.near_side) == ({None}, (), None)
    assert truth.phases == (("away", 0.0),)
    assert np.isnan(truth.angle("left_hip_angle")).all()


def test_mirroring_swaps_the_names_of_the_sides() -> None:
    """Joints, angles, working sides and the near side are those that the picture shows."""
    plain, mirrored = truth_about(take("clean")), truth_about(take("clean", mirrored=True))
    assert (plain.near_side, mirrored.near_side) == ("left", "right")
    assert (plain.reps[0].side, mirrored.reps[0].side) == ("left", "right")
    x, y = plain.joint("left_wrist")[0]
    assert mirrored.joint("right_wrist")[0] == pytest.approx((320 - x, y))
    assert np.array_equal(mirrored.angle("right_hip_angle"), plain.angle("left_hip_angle"))


@pytest.mark.parametrize(
    ("camera", "near"),
    [({}, "left"), ({"head": "right"}, "right"), ({"azimuth_deg": 60}, "left"), ({"azimuth_deg": 0}, None)],
)
def test_the_near_side_depends_on_how_the_person_lies(camera: dict[str, Any], near: str | None) -> None:
    """From the feet's end there is none; below ninety degrees the feet are nearer than the head."""
    made = take("clean", camera=camera)
    assert truth_about(made).near_side == near
    across = (made.start_pose().heads["hand.L"] + made.start_pose().heads["hand.R"])[1]
    assert (across > 0.01) == (camera.get("azimuth_deg", 90) < 90)


def test_truth_files_have_a_line_for_each_key(tmp_path: Path) -> None:
    """No -0.0 in them, and reading gives the same truth again."""
    truth = truth_about(take("clean", shake_px=3))
    text = truth_text(truth)
    (tmp_path / "clip.truth.json").write_text(text)
    assert load_truth(tmp_path / "clip.truth.json") == truth
    assert not re.search(r"-0\.0\b", text)
    assert [line.split('"')[1] for line in text.splitlines()[1:-1]] == list(json.loads(text))
