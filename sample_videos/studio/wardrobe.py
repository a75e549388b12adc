"""Clothes, cut from the helper shape that the base mesh carries for them, and the skin that they leave bare."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sample_videos.anatomy.body import Body
from sample_videos.anatomy.rotation import Array
from sample_videos.people import Look
from sample_videos.studio.surfaces import Surface, cut, hemmed, normals

__all__ = ["CLEARLY_LOOSE_M", "Wardrobe"]

CLEARLY_LOOSE_M = 0.015
"""From here on clothes hang in folds and sag."""

_ARM = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
_FOREARM = _ARM[1:]
_HAND = _ARM[2:]


class Wardrobe:
    """Cuts one person's clothes.

    Args:
        body: Of the person.
        look: What they wear.
    """

    def __init__(self, body: Body, look: Look) -> None:
        self._body, self._look = body, look
        self._outward = normals(body)
        self._height = body.rest[:, 2]
        self._bone = np.array(body.bones)[body.weights.argmax(axis=1)]
        self._top, self._bottom, self._shoes = self._inside_top(), self._inside_bottom(), self._inside_shoes()

    def top(self) -> Surface:
        """The shirt."""
        heads, loose = self._body.heads, self._look.loose_m
        upwards = np.clip((self._height - heads["spine02"][2]) / 0.2, 0.0, 1.0)
        off = 0.004 + loose * (1 - 0.5 * upwards) + 0.35 * self._folds()
        return self._garment(self._top, np.asarray(off))

    def bottom(self) -> Surface:
        """The trousers."""
        heads, loose = self._body.heads, self._look.loose_m
        downwards = np.clip((heads["spine05"][2] - self._height) / 0.15, 0.0, 1.0)
        off = 0.0015 + downwards * (0.55 * max(loose - 0.004, 0.0) + 0.25 * self._folds())
        return self._garment(self._bottom, np.asarray(off))

    def shoes(self) -> Surface:
        """Both shoes."""
        return self._garment(self._shoes, np.full(len(self._height), 0.006))

    def skin(self) -> Surface:
        """All skin that shows, and a little below the clothes' edges; more would poke through the cloth."""
        covered = (self._top > 0.05 + 1.2 * self._look.loose_m) | (self._bottom > 0.035)
        if self._look.shoes is not None:
            covered |= self._shoes > 0.02
        faces = self._body.mesh.groups["body"]
        return cut(self._body, [face for face in faces if not all(covered[vertex] for vertex, _ in face)])

    def _garment(self, inside_m: Array, off_m: Array) -> Surface:
        faces = self._body.mesh.groups["helper-tights"]
        surface = cut(self._body, faces, inside_m, self._outward * off_m[:, None])
        surface = hemmed(surface, self._outward, 0.003)
        # The cloth rests on what is below it and hangs from it, whichever way the body lies.
        sag = 0.6 * off_m[surface.index] if self._look.loose_m >= CLEARLY_LOOSE_M else np.empty(0)
        return replace(surface, sag_m=sag)

    def _folds(self) -> Array:
        """Waves of the cloth, metres, at each vertex; only wide clothes have them."""
        x, y, z = self._body.rest.T
        around = np.sin(70 * x + 25 * z + 2.5 * np.sin(9 * z)) + np.sin(60 * y - 30 * z + 2 * np.sin(17 * x + 8 * z))
        return np.asarray(0.4 * max(self._look.loose_m - 0.01, 0.0) * around)

    def _moves_with(self, prefixes: tuple[str, ...]) -> NDArray[np.bool_]:
        return np.array([bone.startswith(prefixes) for bone in self._bone])

    def _along_arm(self) -> Array:
        """0 at the shoulder, 1 at the elbow, 2 at the wrist; only meant for vertices of the arms."""
        left = self._body.rest[:, 0] > 0
        upper = np.where(left, self._along("upperarm01.L", "lowerarm01.L"), self._along("upperarm01.R", "lowerarm01.R"))
        fore = np.where(left, self._along("lowerarm01.L", "wrist.L"), self._along("lowerarm01.R", "wrist.R"))
        reach = np.where(self._moves_with(_FOREARM), 1 + np.maximum(fore, 0.0), np.minimum(upper, 1.0))
        return np.asarray(np.where(self._moves_with(_HAND), np.maximum(reach, 2.0), reach))

    def _along(self, start: str, end: str) -> Array:
        way = self._body.heads[end] - self._body.heads[start]
        return np.asarray((self._body.rest - self._body.heads[start]) @ way / (way @ way))

    def _inside_top(self) -> Array:
        heads = self._body.heads
        hem = heads["spine05"][2] - 0.035 - 2.5 * max(self._look.loose_m - 0.004, 0.0)
        neck = heads["neck01"]
        # The neckline runs lower in front than at the back.
        collar = neck[2] - 0.006 + 0.55 * np.clip(self._body.rest[:, 1] - neck[1], -0.09, 0.04)
        on_trunk = np.minimum(self._height - hem, collar - self._height)
        on_arm = (self._look.sleeve - self._along_arm()) * self._body.length("upperarm01.L", "lowerarm01.L")
        return np.asarray(np.where(self._moves_with(_ARM), on_arm, on_trunk))

    def _inside_bottom(self) -> Array:
        heads = self._body.heads
        hip, ankle = heads["upperleg01.L"][2], heads["foot.L"][2]
        end = hip + (ankle - hip) * self._look.leg
        # It reaches well under the shirt, so that a bent hip opens no gap.
        inside = np.minimum(heads["spine04"][2] + 0.04 - self._height, self._height - end)
        return np.asarray(np.where(self._moves_with(_ARM), -1.0, inside))

    def _inside_shoes(self) -> Array:
        inside = self._body.heads["foot.L"][2] + 0.03 - self._height
        return np.asarray(np.where(self._moves_with(_ARM), -1.0, inside))
