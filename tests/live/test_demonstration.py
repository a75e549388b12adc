from pathlib import Path

import pytest
from media import number_of, write_clip

from posecoach.live.scenes import DemonstrationPlayer

RATE, FRAMES = 10, 30


@pytest.fixture(scope="module")
def player(tmp_path_factory: pytest.TempPathFactory) -> DemonstrationPlayer:
    """Loops of two exercises whose pictures tell their number; that of a third is no video."""
    folder = tmp_path_factory.mktemp("demonstrations")
    for name in ("bridge", "bird_dog"):
        write_clip(folder / f"{name}.mp4", FRAMES, rate=RATE)
    (folder / "cobra.mp4").write_bytes(b"no video")
    found: dict[str, Path] = {path.stem: path for path in folder.glob("*.mp4")}
    return DemonstrationPlayer(found.get)


def shown(player: DemonstrationPlayer, exercise_id: str, time_s: float) -> int:
    image = player.at(exercise_id, time_s)
    assert image is not None
    return number_of(image)


def test_a_loop_plays_at_its_own_speed_again_and_again(player: DemonstrationPlayer) -> None:
    """By the time that it is given, however far apart the moments are; another exercise's begins with its first."""
    moments_s = [100.0, 100.04, 100.55, 101.04, 102.95, 103.05, 104.04, 117.2]
    assert [shown(player, "bridge", time_s) for time_s in moments_s] == [0, 0, 5, 10, 29, 0, 10, 0]
    assert [shown(player, "bird_dog", time_s) for time_s in (118.0, 118.14)] == [0, 1]
    assert shown(player, "bridge", 119.0) == 0


def test_what_has_no_loop_is_described_all_the_same(player: DemonstrationPlayer) -> None:
    """Nor is a file that can't be read an error in the middle of a session."""
    assert [player.at(name, 1.0) for name in ("leg_roll", "cobra")] == [None, None]
