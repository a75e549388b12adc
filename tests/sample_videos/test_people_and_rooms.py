"""The tables of people and rooms that the clips are cast from."""

from dataclasses import fields
from typing import get_args, get_type_hints

import pytest

from sample_videos.people import PEOPLE, Look, Person
from sample_videos.rooms import ROOMS, Room

_LOOSE_M = 0.015


def _colours(item: Look | Room) -> list[tuple[float, float, float]]:
    values = [getattr(item, field.name) for field in fields(item)]
    return [value for value in values if isinstance(value, tuple)]


def test_there_are_enough_people_and_rooms_for_two_halves() -> None:
    assert len(PEOPLE) >= 10
    assert len(ROOMS) >= 6


@pytest.mark.parametrize("item", [*(person.look for person in PEOPLE.values()), *ROOMS.values()], ids=[*PEOPLE, *ROOMS])
def test_colours_are_colours(item: Look | Room) -> None:
    colours = _colours(item)
    assert len(colours) >= 3
    assert all(len(colour) == 3 and all(0.0 <= part <= 1.0 for part in colour) for colour in colours)


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_builds_are_adults_within_the_range_of_the_shape_targets(person: Person) -> None:
    build = person.build
    assert 0.5 <= build.age <= 0.9
    assert all(0.0 <= part <= 1.0 for part in (build.sex, build.muscle, build.weight, build.height, build.proportions))
    assert sum(build.ancestry) > 0


def test_people_differ() -> None:
    builds = [person.build for person in PEOPLE.values()]
    assert {build.sex for build in builds} == {0.0, 1.0}
    assert max(build.age for build in builds) - min(build.age for build in builds) > 0.35
    assert max(build.weight for build in builds) - min(build.weight for build in builds) > 0.5
    assert len({person.look.skin for person in PEOPLE.values()}) >= 4
    assert len({(person.look.top, person.look.bottom) for person in PEOPLE.values()}) == len(PEOPLE)
    assert {person.look.shoes is None for person in PEOPLE.values()} == {True, False}


def test_every_hairstyle_is_worn() -> None:
    assert {person.look.hairstyle for person in PEOPLE.values()} == set(get_args(get_type_hints(Look)["hairstyle"]))


def test_only_the_loosely_dressed_person_is() -> None:
    assert [name for name, person in PEOPLE.items() if person.look.loose_m > _LOOSE_M] == ["loose"]


@pytest.mark.parametrize("attribute", ["floor", "things"])
def test_every_floor_and_furniture_is_used(attribute: str) -> None:
    assert {getattr(room, attribute) for room in ROOMS.values()} == set(get_args(get_type_hints(Room)[attribute]))


def test_hard_rooms_are_what_their_names_say() -> None:
    assert [name for name, room in ROOMS.items() if room.window_behind] == ["backlit"]
    assert [name for name, room in ROOMS.items() if room.in_front != "none"] == ["cluttered"]
