"""A person's build, and the body mesh that it makes of the base mesh.

The macro targets are MakeHuman's: each is one corner of a space (sex, age, muscle, weight, height, proportions,
ancestry), and a body is the sum of the corners around it, weighted by how near they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from sample_videos.anatomy.assets import Assets
from sample_videos.anatomy.rotation import Array

__all__ = ["Build", "shaped_vertices"]

_MACRO = "macrodetails"


@dataclass(frozen=True)
class Build:
    """Sex, age and figure; every number lies between 0 and 1.

    Attributes:
        sex: 0 female to 1 male.
        age: 0 baby, 0.19 child, 0.5 twenty-five years, 1 ninety.
        muscle: How muscular.
        weight: How heavy.
        height: How tall; 0.5 is average.
        proportions: 0 uncommon to 1 ideal.
        ancestry: Shares of African, Asian and European features.
        bust: Breast size, of women.
    """

    sex: float
    age: float = 0.55
    muscle: float = 0.55
    weight: float = 0.5
    height: float = 0.5
    proportions: float = 0.7
    ancestry: tuple[float, float, float] = (0.0, 0.0, 1.0)
    bust: float = 0.45


def shaped_vertices(assets: Assets, build: Build) -> Array:
    """Shape (n, 3): the base mesh with the build's targets added."""
    vertices = assets.mesh.vertices.copy()
    for name, weight in _targets(build):
        if weight > 1e-6 and assets.has_target(name):
            vertices += weight * assets.target(name)
    return vertices


def _between(value: float, corners: Mapping[str, float]) -> dict[str, float]:
    """Weights of the corners around a value, piecewise linear."""
    places = np.array(list(corners.values()))
    weights = {name: float(np.interp(value, places, np.eye(len(places))[index])) for index, name in enumerate(corners)}
    return {name: weight for name, weight in weights.items() if weight > 1e-9}


def _evenly(value: float, *names: str) -> dict[str, float]:
    return _between(value, dict(zip(names, np.linspace(0, 1, len(names)), strict=True)))


def _targets(build: Build) -> Iterator[tuple[str, float]]:
    sexes = _evenly(build.sex, "female", "male")
    ages = _between(build.age, {"baby": 0.0, "child": 0.1875, "young": 0.5, "old": 1.0})
    for (sex, sex_share), (age, age_share) in product(sexes.items(), ages.items()):
        share = sex_share * age_share
        for name, part in zip(("african", "asian", "caucasian"), build.ancestry, strict=True):
            yield f"{_MACRO}/{name}-{sex}-{age}", share * part / sum(build.ancestry)
        for name, part in _figure(build, sex, age):
            yield name, share * part


def _figure(build: Build, sex: str, age: str) -> Iterator[tuple[str, float]]:
    muscles = _evenly(build.muscle, "minmuscle", "averagemuscle", "maxmuscle")
    weights = _evenly(build.weight, "minweight", "averageweight", "maxweight")
    heights = _evenly(build.height, "minheight", "", "maxheight")
    proportions = _evenly(build.proportions, "uncommonproportions", "", "idealproportions")
    for (muscle, first), (weight, second) in product(muscles.items(), weights.items()):
        figure, share = f"{sex}-{age}-{muscle}-{weight}", first * second
        yield f"{_MACRO}/universal-{figure}", share
        yield from ((f"{_MACRO}/height/{figure}-{name}", share * part) for name, part in heights.items())
        yield from ((f"{_MACRO}/proportions/{figure}-{name}", share * part) for name, part in proportions.items())
        if sex == "female":
            cups = _evenly(build.bust, "mincup", "averagecup", "maxcup")
            yield from ((f"breast/{figure}-{cup}-averagefirmness", share * part) for cup, part in cups.items())
