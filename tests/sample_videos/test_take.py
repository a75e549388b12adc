"""Which nodes of its paths a take shows, and in which frames."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from small_takes import pose_at, take

from sample_videos.nodes import STEP_PX


@given(st.integers(0, 10**6))
@settings(deadline=None, max_examples=15)
def test_neighbouring_frames_show_neighbouring_nodes_in_holds_and_rests(seed: int) -> None:
    """Swaying moves no joint by more than a few pixels."""
    made = take("clean", "low", seed=seed)
    seen = [made.scene.camera.project(made.node(spot)[1].heads["hand.L"]) for spot in made.shown if spot]
    phases = [made.plan.spans[spot.span].phase for spot in made.shown if spot]
    for before, after, *where in zip(seen, seen[1:], phases, phases[1:], strict=False):
        if where[0] == where[1] and where[0] in {"hold", "rest"}:
            assert np.linalg.norm(after - before) < 4.5


def test_nodes_are_as_far_apart_as_they_may_be() -> None:
    """Some tens of pictures carry a path; turning points and the start are met exactly."""
    made = take("clean")
    shares = made.lines["up"].shares
    assert {0.0, 0.55, 1.0} <= set(shares)
    assert 8 <= len(shares) <= 40
    spots = np.array([made.scene.camera.project(pose_at(share).heads["hand.L"]) for share in shares])
    assert np.linalg.norm(np.diff(spots, axis=0), axis=1).max() < 1.5 * STEP_PX


def test_all_paths_share_the_start_and_scenes_share_nodes() -> None:
    """The start is one node, and a clip with another seed needs hardly any other."""
    made, other = take("clean", "lean", seed=1), take("clean", "lean", seed=2)
    assert made.lines["up"].node(0)[0] == made.lines["leaning"].node(0)[0]
    assert made.lines["settle"].node(len(made.lines["settle"].shares) - 1)[0] == made.lines["kneeling_talk"].node(0)[0]
    assert made.scene.key == other.scene.key
    assert len(set(other.nodes()) - set(made.nodes())) < len(made.nodes()) / 2


def test_gaps_leave_out_frames_in_the_middle_of_movements() -> None:
    """Two or three, and the other frames are uneven."""
    made = take("clean", "clean", "clean", gaps=True)
    times = np.array([shot.time_s for shot in made.shots])
    gaps = np.flatnonzero(np.diff(times) > 0.2)
    assert 2 <= len(gaps) <= 3
    for gap in gaps:
        moment = made.plan.at((times[gap] + times[gap + 1]) / 2)
        assert moment
        assert made.plan.spans[moment.span].phase in {"lifting", "lowering"}
    assert np.diff(times).std() > 0.003


def test_drops_leave_out_as_many_frames_as_they_repeat() -> None:
    """Each a tenth here."""
    made = take("clean", "clean", drops=0.1)
    count = round(made.plan.duration_s * 30)
    contents = [shot.content_s for shot in made.shots]
    assert len(made.shots) == count - round(0.1 * count)
    assert len(contents) - len(set(contents)) == round(0.1 * count)
