"""A body small enough to keep beside the tests: all bones, a fourteenth of the skin of one build (MakeHuman, CC0)."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sample_videos.anatomy.assets import Assets, Mesh
from sample_videos.anatomy.body import Body
from sample_videos.anatomy.rotation import Array
from sample_videos.anatomy.shape import Build


class SmallAssets(Assets):
    """Hands out the small body in the form of the real assets; its joints are vertices behind those of the skin."""

    def __init__(self) -> None:
        self._data = dict(np.load(Path(__file__).parent / "small_body.npz"))
        joints = np.concatenate([self._data["heads"], self._data["tails"]])
        vertices = np.concatenate([self._data["skin"], joints]).astype(float)
        self.mesh = Mesh(vertices, np.zeros((1, 2)), {})

    def json(self, name: str) -> Any:
        """The rig or the weights."""
        return self._weights() if "weights" in name else self._rig()

    def has_target(self, name: str) -> bool:
        """Never: the shape is fixed."""
        return name == ""

    def target(self, name: str) -> Array:
        """Not reached."""
        raise KeyError(name)

    def _rig(self) -> dict[str, Any]:
        data, skin, count = self._data, len(self._data["skin"]), len(self._data["bones"])
        return {
            str(bone): {
                "parent": str(parent),
                "head": {"strategy": "VERTEX", "vertex_index": skin + index},
                "tail": {"strategy": "VERTEX", "vertex_index": skin + count + index},
            }
            for index, (bone, parent) in enumerate(zip(data["bones"], data["parents"], strict=True))
        }

    def _weights(self) -> dict[str, Any]:
        pairs: dict[str, list[tuple[int, float]]] = {}
        for vertex, bone, weight in zip(*(self._data[name] for name in ("vertex", "bone", "weight")), strict=True):
            pairs.setdefault(str(self._data["bones"][bone]), []).append((int(vertex), float(weight)))
        skin, count = len(self._data["skin"]), len(self._data["bones"])
        for index, bone in enumerate(self._data["bones"]):
            pairs.setdefault(str(bone), []).extend([(skin + index, 1.0), (skin + count + index, 1.0)])
        return {"weights": pairs}


@cache
def small_body() -> Body:
    """The body."""
    return Body(SmallAssets(), Build(0.0))
