"""What several test folders share."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from posecoach.coaching.exercise import Exercise
from posecoach.exercise_files import load_exercise
from posecoach.pose.model_store import ModelStore

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")  # a busy machine is no reason to fail


@pytest.fixture(scope="session")
def pose_model() -> Path:
    """The real pose model: fetched once into the user's cache folder, the only download of all tests."""
    return ModelStore().ensure()


@pytest.fixture(scope="session")
def bridge() -> Exercise:
    """The bridge as the program ships it."""
    return load_exercise("bridge")


@pytest.fixture(scope="session")
def bird_dog() -> Exercise:
    """The bird dog as the program ships it."""
    return load_exercise("bird_dog")
