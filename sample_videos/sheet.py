"""A contact sheet of finished clips."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import av
import cv2
import numpy as np

from sample_videos.effects import Image
from sample_videos.recipes import Recipe
from sample_videos.truth import Truth, load_truth, truth_path

__all__ = ["write_sheet"]

_WIDTH, _HEIGHT, _CAPTION = 213, 120, 18
_CLIPS_ACROSS = 4
_FONT, _FONT_SIZE = cv2.FONT_HERSHEY_SIMPLEX, 0.42
_PAPER, _INK = 255, (0, 0, 0)


def write_sheet(recipes: Iterable[Recipe], folder: Path, path: Path) -> None:
    """Draws three pictures of every clip that is finished, with its name and half.

    Raises:
        FileNotFoundError: None is finished.
    """
    videos = [(recipe, folder / f"{recipe.name}.mp4") for recipe in recipes]
    cells = [_cell(recipe, video) for recipe, video in videos if video.exists() and truth_path(video).exists()]
    if not cells:
        raise FileNotFoundError(f"no finished clips in {folder}")
    cells += [np.full_like(cells[0], _PAPER)] * (-len(cells) % _CLIPS_ACROSS)
    rows = [np.hstack(cells[start : start + _CLIPS_ACROSS]) for start in range(0, len(cells), _CLIPS_ACROSS)]
    if not cv2.imwrite(str(path), np.vstack(rows)):
        raise OSError(f"cannot write {path}")


def _cell(recipe: Recipe, video: Path) -> Image:
    truth = load_truth(truth_path(video))
    pictures = _pictures(video, _chosen(truth), recipe.effects.rotation_deg)
    caption = np.full((_CAPTION, 3 * _WIDTH, 3), _PAPER, np.uint8)
    text = f"{recipe.name} ({recipe.half.replace('_', ' ')})"
    cv2.putText(caption, text, (4, _CAPTION - 5), _FONT, _FONT_SIZE, _INK, 1, cv2.LINE_AA)
    return np.vstack([caption, np.hstack([_fitted(picture) for picture in pictures])])


def _chosen(truth: Truth) -> list[int]:
    """Frames at rest, halfway up and in the end position of the first movement."""
    times, last = truth.times, len(truth.times) - 1
    starts = dict(reversed(truth.phases))
    if "outbound" not in starts:
        return [0, last // 2, last]
    rest, outbound, returning = starts["rest"], starts["outbound"], starts["returning"]
    top = min(returning, starts.get("hold", returning))
    seconds = ((rest + outbound) / 2, (outbound + top) / 2, (top + returning) / 2)
    return [int(np.abs(times - second).argmin()) for second in seconds]


def _pictures(video: Path, indices: Sequence[int], rotation_deg: int) -> list[Image]:
    """Some frames of a video as players show them."""
    found: dict[int, Image] = {}
    with av.open(str(video)) as container:
        for index, frame in enumerate(container.decode(video=0)):
            if index in indices:
                found[index] = np.asarray(np.rot90(frame.to_ndarray(format="bgr24"), -rotation_deg // 90), np.uint8)
            if index >= max(indices):
                break
    return [found[index] for index in indices]


def _fitted(picture: Image) -> Image:
    """Scaled into a cell of the sheet."""
    height, width = picture.shape[:2]
    scale = min(_WIDTH / width, _HEIGHT / height)
    small = cv2.resize(
        np.ascontiguousarray(picture), (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA
    )
    cell = np.full((_HEIGHT, _WIDTH, 3), _PAPER, np.uint8)
    top, left = (_HEIGHT - small.shape[0]) // 2, (_WIDTH - small.shape[1]) // 2
    cell[top : top + small.shape[0], left : left + small.shape[1]] = small
    return cell
