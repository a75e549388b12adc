"""Which clips are measured."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sample_videos.recipes import Recipe

__all__ = ["HALVES", "Selection", "from_the_side", "spread"]

HALVES = ("held_out", "training")
"""Those that say more first."""
_GROUPS = ("clean", "fault", "hard")
_SIDE_VIEW_DEG = (75.0, 105.0)
"""Azimuths that a person takes for side-on."""
_TWISTED = frozenset({"leg_roll", "lumbar_rotation"})
"""Legs that roll leave the plane of the picture: the angles of hip and knee in it are nothing that anybody measures."""


def from_the_side(recipe: Recipe) -> bool:
    """Whether a clip shows joint angles from the side: the camera at most 15 degrees off, and no twisted body."""
    low, high = _SIDE_VIEW_DEG
    return low <= recipe.camera.azimuth_deg <= high and recipe.exercise not in _TWISTED


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for.

    Attributes:
        names: Names of clips; all when empty.
        half: Only this half of the split.
        group: Only this group.
        subset: At most so many clips.
    """

    names: tuple[str, ...] = ()
    half: str | None = None
    group: str | None = None
    subset: int | None = None

    def of(self, recipes: Mapping[str, Recipe]) -> list[Recipe]:
        """The chosen clips, in the order of the index.

        Raises:
            ValueError: A name isn't in the index.
        """
        unknown = [name for name in self.names if name not in recipes]
        if unknown:
            raise ValueError(f"no clip named {', '.join(unknown)} in the index")
        chosen = [recipe for recipe in recipes.values() if self._wants(recipe)]
        return chosen if self.subset is None else spread(chosen, self.subset)

    def command(self, script: str) -> str:
        """The command line that chooses the same clips."""
        options = {"--half": self.half, "--group": self.group, "--subset": self.subset}
        told = [f"{option} {value}" for option, value in options.items() if value is not None]
        return " ".join(["python", script, *self.names, *told])

    def _wants(self, recipe: Recipe) -> bool:
        named = not self.names or recipe.name in self.names
        return named and self.half in {None, recipe.half} and self.group in {None, recipe.group}


def spread(recipes: Sequence[Recipe], count: int) -> list[Recipe]:
    """At most `count` clips, spread over exercises, halves and groups; the same ones every time.

    Every exercise gets a clip before any gets its second, with the halves taking turns.
    """
    exercises = sorted({recipe.exercise for recipe in recipes})
    ranked = sorted(_ranks(recipes, exercises), key=lambda entry: entry[0])
    chosen = {recipe.name for _, recipe in ranked[:count]}
    return [recipe for recipe in recipes if recipe.name in chosen]


def _ranks(recipes: Iterable[Recipe], exercises: Sequence[str]) -> list[tuple[tuple[int, int, int], Recipe]]:
    """Each clip with its rank: its place among those of its exercise and half, then whose turn it is."""
    cells: dict[tuple[int, int], list[Recipe]] = defaultdict(list)
    for recipe in recipes:
        cells[exercises.index(recipe.exercise), HALVES.index(recipe.half)].append(recipe)
    ranks = []
    for (exercise, half), cell in cells.items():
        # Half of the exercises begin with a clean clip, the others with a fault.
        first = _GROUPS[exercise // 2 % 2]
        cell.sort(key=lambda recipe: (recipe.group != first, _GROUPS.index(recipe.group)))
        ranks += [((place, (exercise + half) % 2, exercise), recipe) for place, recipe in enumerate(cell)]
    return ranks
