"""Makes the demonstration loops' files, and one picture of all of them side by side."""

import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import av
import cv2
import numpy as np

from sample_videos.demonstrations import DEMONSTRATIONS, Demonstration
from sample_videos.effects import Image
from sample_videos.nodes import pose_key
from sample_videos.render import gallery_of

__all__ = ["LOOPS", "RENDERER", "SHEET", "make_loops", "render_poses", "write_loop_sheet"]

_ROOT = Path(__file__).parents[1]
LOOPS = _ROOT / "demonstrations"
SHEET = _ROOT / "docs" / "demonstrations.jpg"
RENDERER = _ROOT / ".render" / "bin" / "python"
"""The Python that has Blender's module."""

_ACROSS = 6
_WIDTH, _HEIGHT, _CAPTION, _GAP = 310, 176, 26, 6
_FONT_PX, _PAPER, _INK = 17.0, 255, (16, 20, 26)
_QUALITY = 82


def render_poses(demonstrations: Iterable[Demonstration], report: Callable[[str], None]) -> None:
    """Renders the pictures that loops need and that aren't there yet; needs Blender's bpy."""
    for one in demonstrations:
        gallery = gallery_of(one.scene)
        _ = gallery.background
        for frame in dict.fromkeys(one.frames):
            gallery.node(one.pose(frame))
        report(f"{one.exercise}: {gallery.rendered} new pictures")


def make_loops(exercises: Sequence[str], renderer: Path, report: Callable[[str], None]) -> None:
    """Writes loops; the Python of the renderer makes the pictures that are missing.

    Raises:
        FileNotFoundError: Pictures are missing, and there is no renderer.
        subprocess.CalledProcessError: It failed.
    """
    from sample_videos.loops import Loop  # noqa: PLC0415 - draws with the product, which Blender's Python doesn't have

    LOOPS.mkdir(exist_ok=True)
    for exercise in exercises:
        one, video = DEMONSTRATIONS[exercise], LOOPS / f"{exercise}.mp4"
        if not _is_rendered(one):
            _render_with(renderer, exercise)
        Loop(one, gallery_of(one.scene)).write(video)
        report(f"{exercise}: {video.stat().st_size / 1000:.0f} kB")


def _is_rendered(demonstration: Demonstration) -> bool:
    frames = dict.fromkeys(demonstration.frames)
    return gallery_of(demonstration.scene).has(pose_key(demonstration.pose(frame)) for frame in frames)


def _render_with(renderer: Path, exercise: str) -> None:
    if not renderer.exists():
        raise FileNotFoundError(f"{exercise}: pictures are missing, and {renderer} isn't there to render them")
    command = [str(renderer), "-m", "sample_videos", "demonstrations", "--render", exercise]
    subprocess.run(command, check=True, cwd=_ROOT)


def write_loop_sheet(path: Path) -> None:
    """Draws all loops side by side, each at its first hold and with its exercise's name.

    Raises:
        FileNotFoundError: A loop is missing.
    """
    cells = [_cell(one) for one in DEMONSTRATIONS.values()]
    cells += [np.full_like(cells[0], _PAPER)] * (-len(cells) % _ACROSS)
    rows = [np.hstack(cells[start : start + _ACROSS]) for start in range(0, len(cells), _ACROSS)]
    if not cv2.imwrite(str(path), np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]):
        raise OSError(f"cannot write {path}")


def _cell(demonstration: Demonstration) -> Image:
    from posecoach.exercise.library import load_exercise  # noqa: PLC0415 - as above
    from posecoach.feedback.draw.text import text  # noqa: PLC0415 - as above

    picture = _held(demonstration)
    scale = min(_WIDTH / picture.shape[1], _HEIGHT / picture.shape[0])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    cell = np.full((_HEIGHT + _CAPTION + _GAP, _WIDTH + _GAP, 3), _PAPER, np.uint8)
    left = (_WIDTH - small.shape[1]) // 2
    cell[_GAP : _GAP + small.shape[0], left : left + small.shape[1]] = small
    name = load_exercise(demonstration.exercise).name
    text(cell, name, left, _GAP + _HEIGHT + 0.72 * _CAPTION, _FONT_PX, _INK)
    return cell


def _held(demonstration: Demonstration) -> Image:
    """The picture in the middle of the loop's first hold."""
    held = [index for index, frame in enumerate(demonstration.frames) if (frame.turn, frame.part) == (0, "hold")]
    with av.open(str(LOOPS / f"{demonstration.exercise}.mp4")) as container:
        frames = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
    return np.asarray(frames[held[len(held) // 2]], np.uint8)
