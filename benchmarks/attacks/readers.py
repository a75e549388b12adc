"""Everything that reads files, each with files that are right: what is fuzzed is one row of this table."""

import contextlib
import hashlib
import io
import os
import tempfile
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from attacks.harm import harm_of
from attacks.mutations import Form, mutated, zipped
from posecoach import coach
from posecoach.cli.app import app
from posecoach.exercise.calibration_files import read_calibration, write_exercise
from posecoach.exercise.data_files import data_folder, user_folder
from posecoach.exercise.library import load_exercise, load_exercises, read_exercise
from posecoach.exercise.lint import inspect
from posecoach.exercise.plans import read_plan
from posecoach.feedback.words.language import inspect_language, load_language
from posecoach.feedback.words.phrases import CountedPhrase
from posecoach.pose.model_store import BundleRecipe, ModelPart, build_bundle, check_bundle
from posecoach.pose.recording import LandmarkLog, load_landmarks, save_landmarks
from posecoach.pose.series import Landmarks
from posecoach.results.session import Session
from posecoach.testing import Figure, eased, scripted_series
from posecoach.tuning.label_files import find_labels, read_labels

__all__ = [
    "LANDMARKS",
    "LANDMARK_LOG",
    "READERS",
    "TEXT_READERS",
    "Reader",
    "bridges",
    "harm_of_mutation",
    "own_folder",
]

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Reader:
    """Something that reads a file.

    Attributes:
        name: What it reads.
        form: How such a file is written.
        files: Some that are right: their places in the user's folder, and what they hold.
        read: Reads one, and uses what it says as far as that is quickly done.
    """

    name: str
    form: Form
    files: Callable[[], Mapping[str, bytes]]
    read: Callable[[Path], object]


def harm_of_mutation(reader: Reader, random: Random) -> str:
    """Puts a file with mistakes in its place, has it read, and takes it away again; returns what harm that did."""
    place, content = random.choice(list(reader.files().items()))
    path = user_folder() / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(mutated(content, reader.form, random))
    try:
        return harm_of(lambda: reader.read(path))
    finally:
        path.unlink()


@contextlib.contextmanager
def own_folder() -> Generator[Path, None, None]:
    """An empty folder in place of the user's."""
    name, before = "POSECOACH_CONFIG_DIR", os.environ.get("POSECOACH_CONFIG_DIR")
    with tempfile.TemporaryDirectory() as folder:
        os.environ[name] = folder
        try:
            yield Path(folder)
        finally:
            os.environ.pop(name)
            if before is not None:
                os.environ[name] = before


@cache
def bridges(seconds: int = 12) -> Landmarks:
    """Somebody who does bridges of four seconds each."""
    way = [*eased(125.0, 178.0, 30), *[178.0] * 30, *eased(178.0, 125.0, 30), *[125.0] * 30]
    return scripted_series([Figure.supine(angle) for angle in way * (seconds // 4)], noise_px=1.0)


def _beside(folder: str) -> Callable[[], Mapping[str, bytes]]:
    """The files that come with the program, as a user's own."""
    return cache(lambda: {f"{folder}/{path.name}": path.read_bytes() for path in data_folder(folder).glob("*.toml")})


_CALIBRATION = b"""
schema = "posecoach.calibration/1"
# Kept.
[exercises.bridge]
thresholds = { "drive.least" = 0.35, "checks.alignment.below" = 33.25 }
noise = { hip_angle = 0.8 }
camera_roll_deg = -1.5
[exercises.bridge.range]
rest = 121.0
best = 151.0
repetitions = 3
[exercises.bridge.provenance]
made_by = "posecoach calibrate bridge"
date = 2026-03-04
recordings = [{ name = "clip.mp4", sha256 = "%b" }]
[exercises.cat_cow]
loose = ["drive.end"]
fitted_to = "0123456789abcdef"
thresholds."drive.start" = -0.06
[exercises.cat_cow.provenance]
made_by = "posecoach tune cat_cow"
date = 2026-03-05
recordings = []
folds = 5
trials = 100
scores = { before = 0.5, after = 0.9, gain = 0.4, gain_low = 0.1, gain_high = 0.5, confidence = 0.95 }
note = "Two lines."
""" % (b"a" * 64)

_LABELS = {
    "labels/clip.csv": (
        b"# exercise: bird_dog\nstart_s,end_s,side,hold_s,faults,counts\n1.5,4,left,1,back,yes\n5,7.25,right,,,no\n"
    ),
    "labels/clip.labels.csv": "sep=;\nstart_s;end_s;hold_s\n0:01,5;0:04;1,0\n0:05;0:07,25;\n".encode("utf-16"),
    "labels/other.csv": b"start_s\tend_s\tcounts\n1.5\t4 s\tmaybe\n0:00:05\t7.25\ty\n",
}

_CATALOGUE = rb"""msgid ""
msgstr ""
"Language: xx\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"
"Content-Type: text/plain; charset=utf-8\n"

#, fuzzy
msgid "Bridge"
msgstr "Most"

msgctxt "bridge"
msgid "Lift the hips."
msgstr "Unosz\304\231 biodra."

"""


@cache
def _catalogues() -> Mapping[str, bytes]:
    texts = [phrase.value for phrase in CountedPhrase]
    entries = "".join(
        f'msgid "{one}"\nmsgid_plural "{several}"\n'
        + "".join(f'msgstr[{form}] "{several}"\n' for form in range(3))
        + "\n"
        for one, several in texts
    )
    return {"languages/xx/LC_MESSAGES/posecoach.po": _CATALOGUE + entries.encode()}


def _truths() -> Mapping[str, bytes]:
    name = "lumbar_rotation_knees_together_elena.truth.json"
    return {f"labels/{name}": (_ROOT / "sample_videos/clips" / name).read_bytes()}


def _sessions() -> Mapping[str, bytes]:
    return {"session.json": coach(bridges(), "bridge").to_json().encode()}


def _landmarks(name: str) -> Mapping[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        if path.suffix == ".npz":
            save_landmarks(path, bridges(), "clip.mp4")
        else:
            with contextlib.closing(LandmarkLog(path, "camera 0")) as log:
                log.add(bridges())
        return {name: path.read_bytes()}


_MODEL = b"model" * 99


def _bundles() -> Mapping[str, bytes]:
    return {"pose.task": zipped([("pose_detector.tflite", _MODEL), ("pose_landmarks_detector.tflite", _MODEL)])}


def _read_exercise(path: Path) -> None:
    inspect(path)
    coach(bridges(4), read_exercise(path))


def _read_plan(path: Path) -> None:
    inspect(path)
    read_plan(path)


def _read_calibration(path: Path) -> None:
    """Also shows it, writes what it says into it once more, and puts it over the exercises."""
    inspect(path)
    calibration = read_calibration(path)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        app(["profiles"], standalone_mode=False)
        if path.stem != "default":
            app(["profiles", "show", path.stem], standalone_mode=False)
    for exercise_id, values in calibration.exercises.items():
        write_exercise(path, exercise_id, values, title="What is known of anna.")
        read_calibration(path)
    load_exercises(None if path.stem == "default" else path.stem)


def _read_labels(path: Path) -> None:
    read_labels(path, load_exercise("bird_dog"), 60.0)
    find_labels(path.with_name("clip.mp4"), load_exercise("bird_dog"))


def _read_truth(path: Path) -> None:
    read_labels(path, load_exercise("lumbar_rotation"))


def _read_session(path: Path) -> None:
    Session.load(path).repetitions  # noqa: B018 - it is worked out there


def _read_catalogue(path: Path) -> None:
    inspect_language(path)
    language = load_language("xx")
    for number in (0, 1, 2.5, 7):
        for phrase in CountedPhrase:
            language.counted(phrase, number, done=3, held=3)


def _read_landmarks(path: Path) -> None:
    coach(load_landmarks(path)[1], "bridge")


def _unpack_wheel(path: Path) -> None:
    header = path.with_name("header.bin")
    header.write_bytes(b"header")
    part = ModelPart("pose_detector.tflite", "pose_detector.tflite", hashlib.sha256(_MODEL).hexdigest(), header)
    build_bundle(path, path.with_name("bundle.task"), BundleRecipe((part,), ""))


TEXT_READERS = (
    Reader("exercise", Form.TOML, _beside("exercises"), _read_exercise),
    Reader("plan", Form.TOML, _beside("routines"), _read_plan),
    Reader(
        "calibration",
        Form.TOML,
        lambda: {"calibration/anna.toml": _CALIBRATION, "calibration/default.toml": _CALIBRATION},
        _read_calibration,
    ),
    Reader("labels", Form.LINES, lambda: _LABELS, _read_labels),
    Reader("truth", Form.JSON, cache(_truths), _read_truth),
    Reader("session", Form.JSON, cache(_sessions), _read_session),
    Reader("catalogue", Form.LINES, _catalogues, _read_catalogue),
)
LANDMARKS = Reader("landmarks", Form.ZIP, cache(lambda: _landmarks("landmarks.npz")), _read_landmarks)
LANDMARK_LOG = Reader("landmark log", Form.LOG, cache(lambda: _landmarks("landmarks.part")), _read_landmarks)
_OTHERS = (
    LANDMARKS,
    LANDMARK_LOG,
    Reader("model bundle", Form.ZIP, cache(_bundles), check_bundle),
    Reader("wheel with models", Form.ZIP, cache(_bundles), _unpack_wheel),
)
READERS = (*TEXT_READERS, *_OTHERS)
"""All of them."""
