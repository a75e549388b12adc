"""The list of clips, `index.toml`: all that a clip is made of."""

import sys
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["INDEX", "CameraChoice", "Effects", "Recipe", "load_recipes"]

INDEX = Path(__file__).parent / "index.toml"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CameraChoice(_Model):
    """The camera of a clip; see `cameras.Camera` for the lengths.

    Attributes:
        azimuth_deg: From the body's long axis, counted from the feet: 90 is side-on, below it the camera sees more of
            the feet's end, above it more of the head's end, 0 looks at the soles. For movements seen from the front: 0.
        head: Which side of the picture the head is on, for movements seen from the side.
    """

    distance_m: float = 2.8
    height_m: float = 0.8
    aim_m: float = 0.3
    lens_mm: float = 30.0
    aside_m: float = 0.0
    size: tuple[int, int] = (960, 540)
    azimuth_deg: float = 90.0
    head: Literal["left", "right"] = "left"


class Effects(_Model):
    """What is done to the pictures in two dimensions; the truth goes along.

    Attributes:
        noise: Standard deviation of the sensor's noise, of 255.
        brightness: Factor on the light, before the noise.
        exposure_drift: Share by which the exposure wanders.
        crf: Of the H.264 encoder; more is smaller and worse.
        shake_px: How far a hand-held camera wanders.
        tilt_deg: The camera's roll.
        knock_at: Share of the clip's length at which the camera is knocked aside.
        zoom: Enlarges the picture about `zoom_at` (shares of width and height), so that something leaves the frame.
        mirrored: As a selfie camera shows it.
        rotation_deg: Stored turned, with metadata that asks players to turn it back.
        motion_blur: Frames that a picture's exposure covers.
        gaps: Variable frame rate, with pauses in the middle of movements.
        drops: Share of frames that are missing or stand twice in place of the next.
        walker: Key in `people.PEOPLE` of someone upright who walks through behind the mat.
    """

    noise: float = 2.0
    brightness: float = 1.0
    exposure_drift: float = 0.01
    crf: int = 28
    shake_px: float = 0.0
    tilt_deg: float = 0.0
    knock_at: float | None = None
    zoom: float = 1.0
    zoom_at: tuple[float, float] = (0.5, 0.5)
    mirrored: bool = False
    rotation_deg: Literal[0, 90, 180, 270] = 0
    motion_blur: int = 1
    gaps: bool = False
    drops: float = 0.0
    walker: str | None = None


class Recipe(_Model):
    """One clip.

    Attributes:
        name: Of the clip and its files.
        exercise: Exercise id.
        half: Which half of the split; people and rooms of one never appear in the other.
        group: Clean, with planted faults, or hard for what `tests` says.
        tests: What a hard clip tests.
        person: Key in `people.PEOPLE`.
        room: Key in `rooms.ROOMS`.
        seed: Of all that is drawn by chance.
        fps: Frames a second.
        reps: Kinds of repetitions, in their order; empty for an empty room.
        before: Something that the person does first.
    """

    name: str
    exercise: str
    half: Literal["training", "held_out"]
    group: Literal["clean", "fault", "hard"]
    tests: str = ""
    person: str
    room: str
    camera: CameraChoice = CameraChoice()
    seed: int
    fps: int = 30
    reps: tuple[str, ...]
    before: Literal["kneeling_talk"] | None = None
    effects: Effects = Effects()


class _Index(_Model):
    clip: tuple[Recipe, ...]


def load_recipes(path: Path = INDEX) -> dict[str, Recipe]:
    """Recipes by name.

    Raises:
        pydantic.ValidationError: The file has unknown keys or wrong values.
    """
    index = _Index.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    return {recipe.name: recipe for recipe in index.clip}
