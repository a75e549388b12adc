"""Hostile names of files and hostile texts in them, through every command that takes or prints them.

Looked at is what reaches a terminal, byte by byte, and where files are written.
"""

import itertools
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import tomlkit

from attacks.tally import Case, Tally
from attacks.terminal import on_terminal, steering
from posecoach.exercise.data_files import data_folder
from posecoach.names import printable
from posecoach.pose.recording import LandmarkRecorder, Origin
from posecoach.testing import Figure, eased, scripted_series

__all__ = ["run"]

_BEGUN = "FORGED"
"""Mustn't begin a line."""
_TEXTS = {
    "steering": f"\x1b]0;t\x07\x1b[5m\x1b[2J\x9b5m\x7f\b\ra\n{_BEGUN}\u2028{_BEGUN}\u202eb\u2066",
    "markup": "Lift [slowly] up [b] :skull:",
    "closing": "up [/b] [/]",
    "bytes": "\udcff\udc9b5m\udc80",
    "ascii": "\xe9\u20ac\udcff",
}
_ASCII_TERMINAL = {"PYTHONIOENCODING": "ascii"}
"""For the texts of that name: one that can't print a degree sign."""
_NAMES = (
    *("IMG_1.mp4", "img_1.mp4", "IMG_1.mov", "IMG_1", "...mp4", "..", ".", "..mp4", "con.mp4", "NUL", "lpt1.x.mp4"),
    *("trailing. .mp4", "trailing.mp4", "\\up\\..\\b.mp4", "../../up.mp4", "/up/up.mp4", "c:up.mp4", "e\u0301.mp4"),
    *("\xe9.mp4", f"{'x' * 250}.mp4", f"{'x' * 249}y.mp4", "a\nb.mp4", "\udcff.mp4", "\udcfe.mp4", " .mp4", "-e.mp4"),
)
_FORBIDDEN = frozenset('/\\:*?"<>|')
_BRIDGE = "exercises/bridge.toml"


def run(cases: int | None = None) -> Tally:
    """Has recordings of hostile names analysed, and starts every command with hostile names on a terminal."""
    tried = itertools.islice(itertools.chain([_folders()], _commands()), cases) if sys.platform != "win32" else ()
    return Tally("Hostile names and texts", tuple(tried))


def _folders() -> Case:
    """Analyses two recordings of each name, together and again in another order; each must have a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        root, out = Path(name), Path(name, "a", "b", "out")
        (root / "clips").mkdir()
        recordings = [root / "clips" / f"{number}.npz" for number in range(2 * len(_NAMES))]
        for path, source in zip(recordings, [*_NAMES, *_NAMES], strict=True):
            _write_landmarks(path, source, seed=int(path.stem))
        before = _files(root)
        for order in (recordings, recordings[::-1], recordings[:3]):
            on_terminal(["analyse", *order, "-e", "bridge", "--out", out], root)
        sessions = [path for path in _files(root) - before if path.name == "session.json"]
        return Case("folders of results", _misplaced(sessions, out, _files(root) - before))


def _misplaced(sessions: Sequence[Path], out: Path, written: set[Path]) -> str:
    """What is wrong with where results are; empty if nothing is."""
    folders = [path.parent for path in sessions]
    wrong = [folder.name for folder in folders if folder.parent != out or _is_bad(folder.name)]
    elsewhere = [path for path in written if out not in path.parents]
    if wrong or elsewhere:
        return f"in {[printable(one) for one in wrong]}, {elsewhere}"
    return "" if len(sessions) == 2 * len(_NAMES) else f"{len(sessions)} folders for {2 * len(_NAMES)} recordings"


def _is_bad(name: str) -> bool:
    return bool(set(name) & _FORBIDDEN) or printable(name) != name or name != name.strip(" .")


def _commands() -> Iterator[Case]:
    for kind, text in _TEXTS.items():
        with tempfile.TemporaryDirectory() as name:
            place = _Place(Path(name), text)
            place.prepare()
            for command in place.commands():
                yield place.tried(kind, command)


@dataclass(frozen=True)
class _Command:
    """What is started.

    Attributes:
        arguments: Of the command line.
        written: A folder where it may write, beside those of results and settings.
        says: What its output must have in it.
        environment: Variables.
    """

    arguments: Sequence[str | Path]
    written: Path | None = None
    says: str = ""
    environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Place:
    """A folder with hostile files.

    Attributes:
        root: The folder.
        text: What their names and contents have in them.
    """

    root: Path
    text: str

    @property
    def clips(self) -> Path:
        """The folder of recordings, hostile itself."""
        return self.root / f"clips{self.text}"

    def prepare(self) -> None:
        """Writes the files."""
        for number in range(3):
            path = self._made(self.clips / f"{number}{self.text}.npz")
            _write_landmarks(path, f"{self.text}.mp4", seed=number)
            path.with_suffix(".csv").write_bytes(b"start_s,end_s\n" + self.text.encode("utf-8", "replace"))
        _write_landmarks(self.clips / "good.npz", f"{self.text}.mp4", seed=9)
        self._made(self.clips / f"{self.text}.mp4").write_bytes(b"no video")
        for folder in (self.root / "config", self.root):
            self._made(folder / "routines/hostile.toml").write_text(self._plan(), encoding="utf-8")
            self._made(folder / "exercises/hostile.toml").write_text(self._exercise(), encoding="utf-8")
        for name in (f"exercises/wrong{self.text}.toml", "calibration/wrong.toml"):
            wrong = tomlkit.dumps({"id": self._told, self._told: self._told})
            self._made(self.root / "wrong" / name).write_text(wrong, encoding="utf-8")
        (self.root / "wrong.po").write_bytes(b'msgid "' + self.text.encode("utf-8", "surrogateescape"))

    def commands(self) -> Iterator[_Command]:
        """All that take names and texts or print them."""
        text, root = self.text, self.root
        clip, video = self.clips / f"0{text}.npz", self.clips / f"{text}.mp4"
        analyse = ("analyse", clip, "--out", root / "out")
        yield _Command([*analyse, "-e", "bridge"])
        yield _Command([*analyse, "-e", "bridge", "--json", "--out", root / "out" / text])
        yield _Command([*analyse, video, clip.with_name("missing"), "-e", "auto"])
        yield _Command([*analyse, "-e", "hostile"])
        for option in ("-e", "--dose", "--set", "--profile", "--model", f"--{text}"):
            yield _Command([*analyse, "-e", "bridge", option, text])
        yield _Command(["routine", root / "routines/hostile.toml"], says=self._told)
        yield _Command(["routine", root / "routines/hostile.toml", clip, video, "--out", root / "out"])
        yield _Command(["routine", text, clip])
        for listing in ("routine", "exercises", "profiles"):
            yield _Command([listing], says="" if listing == "profiles" else self._told)
            yield _Command([listing], environment=(("POSECOACH_CONFIG_DIR", str(root / "wrong")),))
        yield _Command(["exercises", "show", "hostile"], says=self._told)
        yield _Command(["exercises", "show", text])
        wrong = (root / f"wrong/exercises/wrong{text}.toml", root / "wrong/calibration/wrong.toml", root / "wrong.po")
        yield _Command(["exercises", "check", *wrong, root / "routines/hostile.toml", text])
        yield _Command(["exercises", "new", text, "--from", clip])
        yield _Command(["exercises", "new", "mine", "--from", video, "--out", root / text / "mine.toml"])
        yield _Command(["calibrate", "bridge", "--from", clip])
        yield _Command(["calibrate", "bridge", "--from", clip, "--profile", text])
        for action in (["show", "me"], ["show", text], ["delete", text], ["import", wrong[0]]):
            yield _Command(["profiles", *action])
        yield _Command(["profiles", "export", "me", self.clips], written=self.clips)
        yield _Command(["tune", "bridge", self.clips])
        yield _Command(["tune", "bridge", self.clips, "--page", "--no-browser"])
        yield _Command(["label", self.clips / "good.npz", "--no-browser"])
        yield _Command(["label", video, "--no-browser"])
        yield _Command(["live", "--plan", root / "routines/hostile.toml", "--camera", video, "--voice", "off"])
        for option in ("--camera", "--language", "--events", "--routine"):
            yield _Command(["live", "bridge", option, f"{text}/none", "--voice", "off"])
        yield _Command(["doctor"], environment=(("DISPLAY", text), ("POSECOACH_CACHE_DIR", str(root / text))))
        for arguments in (["model", text], ["schema", text], [text], [f"--{text}"]):
            yield _Command(arguments)

    def tried(self, kind: str, command: _Command) -> Case:
        """Starts it; its name tells the command and the kind of text."""
        before = _files(self.root)
        environment = {"POSECOACH_CONFIG_DIR": str(self.root / "config"), **dict(command.environment)}
        environment |= _ASCII_TERMINAL if kind == "ascii" else {}
        output = on_terminal(command.arguments, self.root, environment)
        allowed = [self.root / "out", self.root / "config", *([command.written] if command.written else [])]
        written = [path for path in _files(self.root) - before if not any(one in path.parents for one in allowed)]
        harm = steering(output, _BEGUN) or (f"wrote {written}" if written else "")
        says = printable(command.says).encode("ascii" if kind == "ascii" else "utf-8", "backslashreplace")
        if not harm and says not in output:
            harm = "lost words"
        words = " ".join(printable(str(one)).replace(str(self.root), "") for one in command.arguments[:2])
        return Case(f"{kind}: {words[:60]}", printable(harm))

    @property
    def _told(self) -> str:
        """The text as it stands in files, which are UTF-8."""
        return printable(self.text) if "\udcff" in self.text else self.text

    @staticmethod
    def _made(path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _plan(self) -> str:
        task = {"exercise": "bridge", "note": self._told}
        return tomlkit.dumps({"name": self._told, "note": self._told, "exercises": [task]})

    def _exercise(self) -> str:
        file = tomlkit.parse((data_folder("exercises") / "bridge.toml").read_text(encoding="utf-8")).unwrap()
        file |= {"id": "hostile", "name": self._told, "description": self._told, "safety": self._told}
        for check in file["checks"]:
            check |= {"cue": self._told}
        return tomlkit.dumps(file)


def _write_landmarks(path: Path, source: str, *, seed: int) -> None:
    """Somebody does two bridges; each seed is another recording."""
    angles = ([125.0] * 30 + eased(125, 170 + seed / 100, 25) + [170.0 + seed / 100] * 60 + eased(170, 125, 25)) * 2
    series = scripted_series([Figure.supine(angle) for angle in [*angles, *[125.0] * 30]])
    origin = Origin("")
    # As it stands in a file that the program hasn't written.
    object.__setattr__(origin, "source", source)
    with LandmarkRecorder(origin) as recorder:
        recorder.add(series)
        recorder.save(path)


def _files(root: Path) -> set[Path]:
    return {path for path in root.rglob("*") if path.is_file()}
