"""Which nodes of its paths a take shows, and in which frames."""

import numpy as np
from small_takes import take


def test_all_paths_share_the_start_and_scenes_share_nodes() -> None:
    """The start is one node, and a clip with another seed needs hardly any other."""
    made, other = take("clean", "lean", seed=1), take("clean", "lean", seed=2)
    assert made.lines["up"].node(0)[0] == made.lines["leaning"].node(0)[0]
    assert made.lines["settle"].node(len(made.lines["settle"].shares) - 1)[0] == made.lines["kneeling_talk"].node(0)[0]
    assert made.scene.key == other.scene.key
    assert len(set(other.nodes()) - set(made.nodes())) < len(made.nodes()) / 2


def test_gaps_and_drops_leave_out_frames() -> None:
    """Two or three gaps in the middle of movements, between uneven frames; drops repeat as many as they leave out."""
    made = take("clean", "clean", "clean", gaps=True)
    times = np.array([shot.time_s for shot in made.shots])
    gaps = np.flatnonzero(np.diff(times) > 0.2)
    assert 2 <= len(gaps) <= 3
    for gap in gaps:
        moment = made.plan.at((times[gap] + times[gap + 1]) / 2)
        assert moment
        assert made.plan.spans[moment.span].phase in {"outbound", "returning"}
    assert np.diff(times).std() > 0.003
    made = take("clean", "clean", drops=0.1)
    count, contents = round(made.plan.duration_s * 30), [shot.content_s for shot in made.shots]
    assert count - len(contents) == len(contents) - len(set(contents)) == round(0.1 * count)
