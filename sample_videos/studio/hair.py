"""Hair: a shell over the skull, and what is tied up or hangs behind it."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sample_videos.anatomy.assets import BODY_VERTICES, Assets
from sample_videos.anatomy.body import Body
from sample_videos.anatomy.rotation import Array
from sample_videos.people import Look
from sample_videos.studio.masks import mask
from sample_videos.studio.surfaces import Surface, cut, normals, vertices_of

__all__ = ["hair"]

_THICKNESS_M = {"short": 0.011, "bun": 0.010, "buzz": 0.004, "long": 0.013}
_HAIRLINE_AT = (0, 0.12, 0.30, 0.42, 0.50, 0.62, 0.75, 1.0)
_HAIRLINE_M = (0.074, 0.067, 0.040, -0.005, 0.015, -0.035, -0.06, -0.07)
"""Height of the hairline above the eyes, by the share of the way from the brow to the back of the head."""


def hair(look: Look, body: Body, assets: Assets) -> list[Surface]:
    """The person's hair; none for the bald."""
    if look.hairstyle == "bald":
        return []
    head = _Head(body, assets)
    pieces = [head.shell(_THICKNESS_M[look.hairstyle])]
    if look.hairstyle == "bun":
        pieces.append(head.bun())
    if look.hairstyle == "long":
        pieces.append(head.tail())
    return pieces


class _Head:
    def __init__(self, body: Body, assets: Assets) -> None:
        self._body, self._assets = body, assets
        self._eye = body.rest[vertices_of(body.mesh.groups["helper-l-eye"])].mean(axis=0)
        skull = body.rest[:BODY_VERTICES]
        skull = skull[skull[:, 2] > self._eye[2]]
        self._front, self._back = skull[:, 1].min(), skull[:, 1].max()
        self._crown = np.array([0.0, 0.35 * self._front + 0.65 * self._back, skull[:, 2].max()])
        self._carrier = int(body.weights[:BODY_VERTICES, body.bones.index("head")].argmax())

    def shell(self, thickness_m: float) -> Surface:
        """The skin above the hairline, lifted."""
        inside = self._above_hairline()
        tufts = 1 + 0.2 * np.sin(self._body.rest[:, 0] * 180 + 3 * np.sin(self._body.rest[:, 1] * 90))
        lift = -0.001 + thickness_m * np.sqrt(np.clip(inside / 0.035, 0, 1)) * (tufts if thickness_m > 0.005 else 1.0)
        faces = [face for face in self._body.mesh.groups["body"] if self._body.rest[face[0][0], 2] > self._eye[2] - 0.1]
        surface = cut(self._body, faces, inside, normals(self._body) * lift[:, None])
        return replace(surface, grain=self._strands(surface.points))

    def _above_hairline(self) -> Array:
        x, y, z = self._body.rest.T
        line = np.interp((y - self._front) / (self._back - self._front), _HAIRLINE_AT, _HAIRLINE_M)
        temples = np.where(y < self._front + 0.2 * (self._back - self._front), np.clip(np.abs(x) - 0.03, 0, 0.05), 0)
        above = z - self._eye[2] - line + 0.3 * temples
        return np.asarray(np.where(self._ears() | (z < self._eye[2] - 0.1), -0.01, above))

    def _ears(self) -> NDArray[np.bool_]:
        on_texture = mask(self._assets, "ears", 1024)
        ears = np.zeros(len(self._body.rest), bool)
        corners = np.array([corner for face in self._body.mesh.groups["body"] for corner in face])
        columns, rows = (
            np.minimum(self._body.mesh.texture_points[corners[:, 1]] * len(on_texture), len(on_texture) - 1)
            .astype(int)
            .T
        )
        ears[corners[:, 0]] = on_texture[rows, columns] > 0.4
        return ears

    def _strands(self, points: Array) -> Array:
        """Coordinates that change quickly across the strands and slowly along them: they run down from the crown."""
        away = points - self._crown
        turn = np.arctan2(away[:, 1], away[:, 0])
        return np.stack([0.1 * np.cos(turn), 0.1 * np.sin(turn), 0.12 * away[:, 2]], axis=1)

    def _round(self, rows: list[Array], grain: Array, carriers: list[int]) -> Surface:
        """A surface through rings of points, of which each moves with one vertex of the body."""
        around = len(rows[0])
        faces = tuple(
            (
                ring * around + k,
                ring * around + (k + 1) % around,
                (ring + 1) * around + (k + 1) % around,
                (ring + 1) * around + k,
            )
            for ring in range(len(rows) - 1)
            for k in range(around)
        )
        points = np.concatenate(rows)
        return Surface(points, np.repeat(carriers, around), faces, grain=grain)

    def bun(self) -> Surface:
        """A knot at the back of the head."""
        middle = np.array([0.0, self._back + 0.014, self._crown[2] - 0.05])
        rings, around = np.meshgrid(np.linspace(0.02, np.pi - 0.02, 12), np.linspace(0, 2 * np.pi, 24, endpoint=False))
        rings, around = rings.T, around.T
        radius = 0.036 * (1 + 0.06 * np.sin(3 * around + 5 * rings))
        sphere = np.stack(
            [np.sin(rings) * np.cos(around), -np.cos(rings) * 0.8, np.sin(rings) * np.sin(around)], axis=-1
        )
        points = middle + radius[..., None] * sphere
        coil = np.stack([rings * 0.06, around * 0.006, 0 * rings], axis=-1).reshape(-1, 3)
        return self._round(list(points), coil, [self._carrier] * len(points))

    def tail(self) -> Surface:
        """A pony tail down the neck."""
        start = np.array([0.0, self._back - 0.012, self._crown[2] - 0.06])
        along = np.linspace(0, 1, 14)
        spine = start + np.stack([0 * along, 0.042 * np.sin(2.6 * along), -0.30 * along**1.25], axis=1)
        radius = 0.026 * np.sqrt(np.clip(np.sin(np.pi * (0.12 + 0.86 * along)), 0.02, 1))
        turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
        round_ = np.stack([1.15 * np.cos(turn), np.sin(turn), 0 * turn], axis=1)
        rows = [middle + r * round_ for middle, r in zip(spine, radius, strict=True)]
        grain = [np.stack([0.1 * np.cos(turn), 0.1 * np.sin(turn), 0 * turn + 0.03 * a], axis=1) for a in along]
        return self._round(rows, np.concatenate(grain), self._neck_beside(spine))

    def _neck_beside(self, spine: Array) -> list[int]:
        """The skin next to each ring of the tail, so that it lies along the neck however the head is held."""
        skin = self._body.rest[:BODY_VERTICES]
        nearest = [int(np.linalg.norm(skin - middle, axis=1).argmin()) for middle in spine]
        return [self._carrier] * 4 + nearest[4:]
