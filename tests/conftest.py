"""What several test folders share."""

from pathlib import Path

import pytest

from posecoach.pose.model_store import ModelStore


@pytest.fixture(scope="session")
def pose_model() -> Path:
    """The real pose model: fetched once into the user's cache folder, the only download of all tests."""
    return ModelStore().ensure()
