"""The exercises that come with the program."""

import pytest

from posecoach.coaching.exercise import Exercise
from posecoach.exercise_files import load_exercise


@pytest.fixture(scope="session")
def bridge() -> Exercise:
    return load_exercise("bridge")


@pytest.fixture(scope="session")
def bird_dog() -> Exercise:
    return load_exercise("bird_dog")
