"""The people in the clips: none of them exists."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from sample_videos.anatomy.shape import Build

__all__ = ["PEOPLE", "Colour", "Look", "Person"]

Colour: TypeAlias = tuple[float, float, float]
"""Linear red, green and blue, 0 to 1."""


@dataclass(frozen=True)
class Look:
    """Skin, hair and clothes.

    Attributes:
        skin: Colour of the skin.
        hair: Colour of the hair and the brows.
        hairstyle: How it is worn.
        top: Colour of the shirt.
        bottom: Colour of the trousers.
        sleeve: How far it reaches: 0 none, 1 the elbow, 2 the wrist.
        leg: How far the trousers reach: 0.5 the knee, 1 the ankle.
        loose_m: How far the clothes stand off the body.
        shoes: Their colour; None is barefoot.
    """

    skin: Colour
    hair: Colour
    hairstyle: Literal["short", "bun", "buzz", "bald", "long"]
    top: Colour
    bottom: Colour
    sleeve: float = 0.5
    leg: float = 0.93
    loose_m: float = 0.004
    shoes: Colour | None = None


@dataclass(frozen=True)
class Person:
    """A build with its look."""

    build: Build
    look: Look


_PALE: Colour = (0.58, 0.36, 0.27)
_LIGHT: Colour = (0.50, 0.29, 0.20)
_TAN: Colour = (0.38, 0.21, 0.13)
_OLIVE: Colour = (0.43, 0.265, 0.17)
_BROWN: Colour = (0.22, 0.11, 0.065)
_DARK: Colour = (0.10, 0.050, 0.032)

_BLACK_HAIR: Colour = (0.015, 0.011, 0.009)
_DARK_HAIR: Colour = (0.045, 0.025, 0.015)
_BROWN_HAIR: Colour = (0.10, 0.050, 0.025)
_BLOND_HAIR: Colour = (0.36, 0.23, 0.11)
_RED_HAIR: Colour = (0.26, 0.085, 0.03)
_GREY_HAIR: Colour = (0.20, 0.195, 0.19)
_WHITE_HAIR: Colour = (0.46, 0.45, 0.43)

PEOPLE: Mapping[str, Person] = MappingProxyType(
    {
        "jonas": Person(
            Build(1.0, age=0.6, muscle=0.6, weight=0.45, height=0.55),
            Look(_LIGHT, _DARK_HAIR, "short", top=(0.12, 0.25, 0.48), bottom=(0.05, 0.05, 0.06)),
        ),
        "maria": Person(
            Build(0.0, age=0.5, muscle=0.6, weight=0.45, height=0.5, proportions=0.8, bust=0.4),
            Look(_PALE, _BROWN_HAIR, "bun", (0.55, 0.07, 0.14), (0.03, 0.06, 0.18), 0.35, 0.93, 0.002),
        ),
        "amara": Person(
            Build(0.0, age=0.56, muscle=0.6, weight=0.55, height=0.52, ancestry=(1.0, 0.0, 0.0), bust=0.5),
            Look(_DARK, _BLACK_HAIR, "bun", (0.75, 0.45, 0.05), (0.10, 0.03, 0.16), 0.0, 0.6, 0.002),
        ),
        "kwame": Person(
            Build(1.0, age=0.53, muscle=0.78, weight=0.48, height=0.5, ancestry=(1.0, 0.0, 0.0)),
            Look(_DARK, _BLACK_HAIR, "buzz", (0.62, 0.62, 0.58), (0.04, 0.10, 0.08), 0.5, 0.52, 0.008, (0.5, 0.5, 0.5)),
        ),
        "mei": Person(
            Build(0.0, age=0.53, muscle=0.5, weight=0.35, height=0.56, ancestry=(0.0, 1.0, 0.0), bust=0.3),
            Look(_LIGHT, _BLACK_HAIR, "long", (0.12, 0.38, 0.36), (0.09, 0.09, 0.10), 1.9, 0.95, 0.004),
        ),
        "hiroshi": Person(
            Build(1.0, age=0.82, muscle=0.45, weight=0.42, height=0.56, ancestry=(0.0, 1.0, 0.0)),
            Look(
                _OLIVE,
                _GREY_HAIR,
                "short",
                (0.30, 0.33, 0.22),
                (0.13, 0.11, 0.09),
                0.8,
                0.97,
                0.010,
                (0.04, 0.04, 0.05),
            ),
        ),
        "ingrid": Person(
            Build(0.0, age=0.885, muscle=0.4, weight=0.62, height=0.52, proportions=0.5, bust=0.55),
            Look(_PALE, _WHITE_HAIR, "short", (0.30, 0.16, 0.40), (0.16, 0.18, 0.22), 1.0, 0.9, 0.010),
        ),
        "carlos": Person(
            Build(1.0, age=0.7, muscle=0.5, weight=0.85, height=0.5, proportions=0.5, ancestry=(0.1, 0.2, 0.7)),
            Look(
                _TAN, _BLACK_HAIR, "bald", (0.40, 0.06, 0.05), (0.16, 0.16, 0.18), 0.6, 0.55, 0.008, (0.08, 0.09, 0.2)
            ),
        ),
        "priya": Person(
            Build(0.0, age=0.62, muscle=0.42, weight=0.82, height=0.54, ancestry=(0.15, 0.35, 0.5), bust=0.6),
            Look(_BROWN, _BLACK_HAIR, "long", (0.10, 0.16, 0.42), (0.20, 0.05, 0.12), 0.7, 0.9, 0.007),
        ),
        "finn": Person(
            Build(1.0, age=0.5, muscle=0.5, weight=0.22, height=0.58),
            Look(_PALE, _RED_HAIR, "short", (0.10, 0.32, 0.14), (0.22, 0.23, 0.26), 0.45, 0.95, 0.005),
        ),
        "elena": Person(
            Build(0.0, age=0.72, muscle=0.62, weight=0.4, height=0.58, bust=0.4),
            Look(
                _OLIVE, _BLOND_HAIR, "long", (0.70, 0.68, 0.64), (0.05, 0.16, 0.20), 0.3, 0.75, 0.003, (0.6, 0.25, 0.3)
            ),
        ),
        "tariq": Person(
            Build(1.0, age=0.65, muscle=0.55, weight=0.6, height=0.52, ancestry=(0.35, 0.15, 0.5)),
            Look(_BROWN, _BLACK_HAIR, "buzz", (0.03, 0.03, 0.035), (0.28, 0.30, 0.33), 0.55, 0.95, 0.006),
        ),
        "loose": Person(
            Build(1.0, age=0.58, muscle=0.5, weight=0.5, height=0.55),
            Look(_LIGHT, _BROWN_HAIR, "short", (0.46, 0.44, 0.40), (0.12, 0.15, 0.22), 1.1, 0.92, 0.032),
        ),
    }
)
"""By name; `loose` wears clothes that hide where the joints are."""
