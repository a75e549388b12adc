"""The list of clips covers what it promises."""

from collections import defaultdict

from sample_videos.motions.catalogue import MOVEMENTS
from sample_videos.motions.movement import CLEAN
from sample_videos.people import PEOPLE
from sample_videos.recipes import Recipe, load_recipes
from sample_videos.rooms import ROOMS

RECIPES = list(load_recipes().values())
USUAL = [recipe for recipe in RECIPES if recipe.group != "hard"]


def kinds_of(recipe: Recipe) -> set[str]:
    return {name.partition("@")[0] for name in recipe.reps}


def test_recipes_name_what_exists() -> None:
    """Exercise, person, room and kinds of repetitions; hard clips, and no others, say what they test."""
    assert (len(PEOPLE) >= 10, len(ROOMS) >= 6) == (True, True)
    for recipe in RECIPES:
        assert recipe.person in PEOPLE
        assert recipe.room in ROOMS
        assert kinds_of(recipe) <= set(MOVEMENTS[recipe.exercise].kinds)
        assert bool(recipe.tests) == (recipe.group == "hard")


def test_both_halves_have_clean_clips_and_faults() -> None:
    """Of every exercise; the training half has every fault of the exercise."""
    for exercise, movement in MOVEMENTS.items():
        faults = {name for name, kinds in movement.kinds.items() if any(kind.faults for kind in kinds.values())}
        by_half: dict[str, set[str]] = defaultdict(set)
        for recipe in USUAL:
            if recipe.exercise == exercise:
                by_half[recipe.half] |= kinds_of(recipe)
                assert recipe.group == "fault" or kinds_of(recipe).isdisjoint(faults)
        assert faults - {"half", "limited"} <= by_half["training"]
        assert CLEAN in by_half["training"] | by_half["held_out"]
        assert by_half["held_out"] & faults


def test_the_halves_share_neither_people_nor_rooms() -> None:
    """So that the held-out half says what to expect of strangers."""
    for part in ("person", "room"):
        halves = [
            {getattr(recipe, part) for recipe in RECIPES if recipe.half == half} for half in ("training", "held_out")
        ]
        assert halves[0].isdisjoint(halves[1])
