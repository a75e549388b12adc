"""The list of clips covers what it promises."""

from collections import defaultdict

import pytest

from sample_videos.motions.catalogue import MOVEMENTS
from sample_videos.motions.movement import CLEAN
from sample_videos.people import PEOPLE
from sample_videos.recipes import Recipe, load_recipes
from sample_videos.rooms import ROOMS

RECIPES = list(load_recipes().values())
USUAL = [recipe for recipe in RECIPES if recipe.group != "hard"]


def kinds_of(recipe: Recipe) -> set[str]:
    return {name.partition("@")[0] for name in recipe.reps}


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_recipes_name_what_exists(recipe: Recipe) -> None:
    """Exercise, person, room and kinds of repetitions."""
    assert recipe.person in PEOPLE
    assert recipe.room in ROOMS
    assert kinds_of(recipe) <= set(MOVEMENTS[recipe.exercise].kinds)


@pytest.mark.parametrize("exercise", sorted(MOVEMENTS))
def test_both_halves_have_clean_clips_and_faults(exercise: str) -> None:
    """Of every exercise; the training half has every fault of the exercise."""
    faults = {name for name, kinds in MOVEMENTS[exercise].kinds.items() if any(kind.faults for kind in kinds.values())}
    by_half: dict[str, set[str]] = defaultdict(set)
    for recipe in USUAL:
        if recipe.exercise == exercise:
            by_half[recipe.half] |= kinds_of(recipe)
            assert recipe.group == "fault" or kinds_of(recipe).isdisjoint(faults)
    assert faults - {"half", "limited"} <= by_half["training"]
    assert CLEAN in {kind for recipe in USUAL if recipe.exercise == exercise for kind in kinds_of(recipe)}
    assert by_half["held_out"] & faults


def test_the_halves_share_neither_people_nor_rooms() -> None:
    """So that the held-out half says what to expect of strangers."""
    for part in ("person", "room"):
        halves = [
            {getattr(recipe, part) for recipe in RECIPES if recipe.half == half} for half in ("training", "held_out")
        ]
        assert halves[0].isdisjoint(halves[1])


def test_people_rooms_and_cameras_vary() -> None:
    """Eight people, four rooms, both ways round, both shapes of picture, 15 to 60 frames a second."""
    assert len({recipe.person for recipe in RECIPES}) >= 8
    assert len({recipe.room for recipe in RECIPES}) >= 4
    assert {recipe.camera.head for recipe in RECIPES} == {"left", "right"}
    assert {recipe.camera.size[0] > recipe.camera.size[1] for recipe in RECIPES} == {True, False}
    assert {15, 60} <= {recipe.fps for recipe in RECIPES}


def test_hard_clips_say_what_they_test() -> None:
    """And no others do."""
    assert all(bool(recipe.tests) == (recipe.group == "hard") for recipe in RECIPES)
    assert sum(recipe.group == "hard" for recipe in RECIPES) >= 16
