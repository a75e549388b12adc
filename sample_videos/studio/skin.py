"""The picture on the skin: complexion, lips, brows, lids and eyes."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sample_videos.anatomy.assets import Assets
from sample_videos.anatomy.body import Body
from sample_videos.anatomy.rotation import Array
from sample_videos.people import Look, Person
from sample_videos.studio.masks import mask
from sample_videos.studio.noise import noise
from sample_videos.studio.surfaces import vertices_of

__all__ = ["painted_skin"]

_SIZE = 1024
_REDDER: tuple[float, float, float] = (1.05, 0.74, 0.74)
_EYE_WHITE = (0.62, 0.60, 0.57)
_PUPIL = (0.01, 0.01, 0.01)


@dataclass(frozen=True)
class _Atlas:
    """Which resting point each texel shows.

    Attributes:
        places: Shape (size, size, 3), metres; the first row is at the texture's bottom.
        of_skin: Texels of the skin.
        of_eyes: Texels of the eyes.
    """

    places: Array
    of_skin: NDArray[np.bool_]
    of_eyes: NDArray[np.bool_]


def painted_skin(person: Person, body: Body, assets: Assets) -> Array:
    """Shape (rows, columns, 3): linear colours, the first row at the texture's bottom."""
    atlas = _atlas(body)
    painting = _Painting(person, body, assets, atlas)
    painting.complexion()
    painting.face()
    painting.eyes()
    return np.clip(painting.colours, 0.0, 1.0)


def _bump(distance: Array, width: float) -> Array:
    return np.asarray(np.exp(-((distance / width) ** 2)))


class _Painting:
    def __init__(self, person: Person, body: Body, assets: Assets, atlas: _Atlas) -> None:
        self._look: Look = person.look
        self._male = person.build.sex > 0.5
        self._assets, self._atlas = assets, atlas
        eye = body.rest[vertices_of(body.mesh.groups["helper-l-eye"])]
        self._eye = eye.mean(axis=0)
        x, y, z = np.moveaxis(atlas.places, -1, 0)
        self._aside, self._y, self._up = np.abs(x) - self._eye[0], y, z - self._eye[2]
        self._middle = np.abs(x)
        self._front = atlas.of_skin & (z > body.heads["head"][2] - 0.08) & (y < self._eye[1] + 0.02)
        self._fine = noise((_SIZE, _SIZE), [(512, 512)], seed=4)
        self.colours: Array = np.ones((_SIZE, _SIZE, 3)) * self._look.skin

    def complexion(self) -> None:
        """Unevenness, and the redder and paler parts that the asset pack has masks for."""
        uneven = noise((_SIZE, _SIZE), [(8, 8), (32, 32), (128, 128)], seed=3)
        self.colours *= (1 + 0.07 * uneven + 0.035 * self._fine)[..., None]
        self._tint(mask(self._assets, "lips", _SIZE), (0.86, 0.52, 0.52) if not self._male else (0.90, 0.66, 0.64), 0.9)
        self._tint(mask(self._assets, "ears", _SIZE), _REDDER, 0.5)
        for nails in ("fingernails", "toenails"):
            self._tint(mask(self._assets, nails, _SIZE), (1.12, 1.0, 1.0), 0.8)

    def face(self) -> None:
        """Cheeks, nose, lids, brows and a man's shadow of a beard."""
        self._tint(_bump(self._aside - 0.012, 0.02) * _bump(self._up + 0.04, 0.018) * self._front, _REDDER, 0.6)
        self._tint(_bump(self._middle, 0.016) * _bump(self._up + 0.045, 0.014) * self._front, _REDDER, 0.5)
        lid = _bump(np.hypot(self._aside, self._up * 1.5) - 0.0165, 0.003) * self._front
        self._tint(lid, (0.55, 0.42, 0.40), 0.8)
        self._cover(self._brows(), self._look.hair, 0.85)
        if self._male:
            chin = _bump(self._up + 0.105, 0.034) * (self._middle < 0.07) * self._front
            self._cover(chin * (0.8 + 0.2 * self._fine), self._look.hair, 0.22)

    def _brows(self) -> Array:
        bend = 0.004 * np.cos(np.clip(self._aside / 0.03, -1.5, 1.5) * 1.4)
        arc = 0.0215 + bend - 0.06 * np.clip(self._aside - 0.012, 0, 1)
        width = 0.0042 if self._male else 0.0032
        brows = np.exp(-(((self._up - arc) / width) ** 4)) * self._front
        brows *= np.clip((self._aside + 0.021) / 0.006, 0, 1) * np.clip((0.027 - self._aside) / 0.012, 0, 1)
        return np.asarray(brows * (0.75 + 0.25 * np.clip(self._fine, -1, 1)))

    def eyes(self) -> None:
        """White, iris and pupil."""
        of_eyes, front = self._atlas.of_eyes, self._y < self._eye[1]
        distance = np.hypot(self._aside, self._up)
        dark = sum(self._look.hair) < 0.12
        self.colours[of_eyes] = _EYE_WHITE
        self.colours[of_eyes & front & (distance < 0.0064)] = (0.09, 0.045, 0.02) if dark else (0.16, 0.20, 0.22)
        self.colours[of_eyes & front & (distance < 0.0028)] = _PUPIL
        self.colours[~of_eyes & ~self._atlas.of_skin] = self._look.skin

    def _tint(self, where: Array, factor: ArrayLike, strength: float) -> None:
        share = strength * where[..., None]
        self.colours *= 1 - share + share * np.asarray(factor)

    def _cover(self, where: Array, colour: ArrayLike, strength: float) -> None:
        share = strength * where[..., None]
        self.colours = self.colours * (1 - share) + np.asarray(colour) * share


def _atlas(body: Body) -> _Atlas:
    places = np.zeros((_SIZE, _SIZE, 3))
    owner = np.zeros((_SIZE, _SIZE), int)
    for number, group in enumerate(("body", "helper-l-eye", "helper-r-eye"), start=1):
        for texels, corners in _triangles(body, group):
            rows, columns, shares = _filled(texels)
            places[rows, columns] = shares @ corners
            owner[rows, columns] = number
    return _Atlas(places, owner == 1, owner > 1)


def _triangles(body: Body, group: str) -> Iterator[tuple[Array, Array]]:
    """Of each triangle: its corners on the texture, in texels, and at rest, in metres."""
    texels = body.mesh.texture_points * (_SIZE - 1)
    for face in body.mesh.groups[group]:
        for second in range(1, len(face) - 1):
            corners = (face[0], face[second], face[second + 1])
            yield texels[[point for _, point in corners]], body.rest[[vertex for vertex, _ in corners]]


def _filled(texels: Array) -> tuple[NDArray[np.int_], NDArray[np.int_], Array]:
    """Rows, columns and barycentric shares of the texels in a triangle, and a little around it against seams."""
    low = np.maximum(np.floor(texels.min(axis=0)).astype(int), 0)
    high = np.minimum(np.ceil(texels.max(axis=0)).astype(int) + 1, _SIZE)
    columns, rows = (grid.ravel() for grid in np.meshgrid(np.arange(low[0], high[0]), np.arange(low[1], high[1])))
    (ax, ay), (bx, by), (cx, cy) = texels
    area = (by - cy) * (ax - cx) + (cx - bx) * (ay - cy)
    if abs(area) < 1e-9:
        return rows[:0], columns[:0], np.empty((0, 3))
    first = ((by - cy) * (columns - cx) + (cx - bx) * (rows - cy)) / area
    second = ((cy - ay) * (columns - cx) + (ax - cx) * (rows - cy)) / area
    shares = np.stack([first, second, 1 - first - second], axis=1)
    inside = (shares >= -0.15).all(axis=1)
    return rows[inside], columns[inside], shares[inside]
