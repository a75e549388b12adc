"""`doctor`: whether this computer has what it takes."""

import importlib.metadata
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

import av
import typer
from packaging.requirements import Requirement
from rich.text import Text

from posecoach.capture.camera import Camera, OpenCvCamera, list_cameras
from posecoach.capture.live_source import CameraFormat
from posecoach.cli.console import language, out, shown, styled
from posecoach.errors import in_one_line
from posecoach.feedback.display import display_problem
from posecoach.feedback.voice.choosing import make_voice
from posecoach.feedback.voice.protocols import VoiceMode
from posecoach.messages import Message
from posecoach.pose.model_store import ModelStatus, ModelStore
from posecoach.version import __version__

__all__ = ["doctor"]

_DECODERS = ("h264", "hevc", "vp9", "av1")
_ENCODER = "libx264"
_LONGEST_START_S, _LOOK_EVERY_S = 10.0, 0.05
"""Speech engines start in less than a second, the first time after an installation in some."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `ok` is None for what is merely good to know."""

    subject: str
    text: str
    ok: bool | None


def doctor() -> None:
    """Report versions, model, codecs, cameras, display and voice; exit code 1 when something needed is missing."""
    checks: list[Callable[[], list[Finding]]] = [
        _versions,
        _opencv,
        _model,
        _codecs,
        _cameras,
        _display,
        _sound,
    ]
    findings = [finding for check in checks for finding in _found(check)]
    marks = {True: (Message("ok"), "green"), False: (Message("bad"), "bold red"), None: ("-", "dim")}
    width = 1 + max(len(shown(mark)) for mark, _ in marks.values())
    for finding in findings:
        mark, style = marks[finding.ok]
        out.print(
            Text(f"{shown(mark):>{width}}", style=style),
            Text(f"{shown(finding.subject):<15}"),
            styled(finding.text),
            soft_wrap=True,
        )
    if any(finding.ok is False for finding in findings):
        raise typer.Exit(1)


def _found(check: Callable[[], list[Finding]]) -> list[Finding]:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - what is broken is what this command is for
        return [Finding(check.__name__.strip("_"), in_one_line(error), ok=False)]


def _versions() -> list[Finding]:
    system = f"{platform.system()} {platform.machine()}, Python {sys.version.split()[0]}"
    findings = [Finding("posecoach", f"{__version__}, {system}", None)]
    needs = [Requirement(text) for text in importlib.metadata.requires("posecoach") or []]
    return findings + [_package(need) for need in needs if need.marker is None or need.marker.evaluate()]


def _package(need: Requirement) -> Finding:
    wanted = str(need.specifier)
    try:
        version = importlib.metadata.version(need.name)
    except importlib.metadata.PackageNotFoundError:
        return Finding(need.name, Message("missing; wanted {versions}", versions=wanted), ok=False)
    fits = need.specifier.contains(version)
    return Finding(need.name, Message("{version}, wanted {versions}", version=version, versions=wanted), fits)


def _opencv() -> list[Finding]:
    names = (
        "opencv-python",
        "opencv-contrib-python",
        "opencv-python-headless",
        "opencv-contrib-python-headless",
    )
    installed = [name for name in names if _installed(name)]
    text = ", ".join(installed)
    if len(installed) > 1:
        text = Message(
            "{packages}: they overwrite each other's cv2; uninstall all and install opencv-python again", packages=text
        )
    return [Finding(Message("cv2 from"), text, len(installed) == 1)]


def _installed(name: str) -> bool:
    try:
        importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _model() -> list[Finding]:
    store = ModelStore()
    status = store.verify()
    path = store.path()
    text, ok = {
        ModelStatus.READY: (Message("ready: {path}", path=path), True),
        ModelStatus.MISSING: (Message("missing: {path}; run `posecoach model fetch`", path=path), None),
        ModelStatus.DAMAGED: (Message("damaged: {path}; run `posecoach model fetch`", path=path), False),
    }[status]
    return [Finding(Message("pose model"), text, ok)]


def _codecs() -> list[Finding]:
    reads = {name: _codec(name, "r") for name in _DECODERS}
    text = ", ".join(name if known else shown(Message("no {codec}", codec=name)) for name, known in reads.items())
    writes = _codec(_ENCODER, "w")
    return [
        Finding(Message("reads"), text, all(reads.values())),
        Finding(Message("writes"), "h264" if writes else Message("no {codec}: use --no-video", codec=_ENCODER), writes),
    ]


def _codec(name: str, mode: str) -> bool:
    try:
        av.codec.Codec(name, "w" if mode == "w" else "r")
    except av.codec.codec.UnknownCodecError:
        return False
    return True


def _cameras() -> list[Finding]:
    found = [Finding(Message("camera"), _tried(camera), None) for camera in list_cameras()]
    return found or [Finding(Message("camera"), Message("none found"), None)]


def _tried(camera: Camera) -> str:
    source = OpenCvCamera(camera.index)
    try:
        source.open()
    except Exception as error:  # noqa: BLE001 - the other cameras may be fine
        return Message("{camera}: {error}", camera=camera, error=in_one_line(error))
    finally:
        got = source.format
        source.close()
    seen = _as_asked(source.asked, got) if got else Message("no picture")
    return Message("{camera}, {seen}", camera=camera, seen=seen)


def _as_asked(asked: CameraFormat, got: CameraFormat) -> str:
    same_size = (got.width, got.height) == (asked.width, asked.height)
    if same_size and (not got.frame_rate or round(got.frame_rate) == round(asked.frame_rate)):
        return str(got)
    return Message("asked {asked}, got {got}", asked=_in_short(asked), got=_in_short(got))


def _in_short(given: CameraFormat) -> str:
    size = f"{given.width}x{given.height}"
    rate = language().written(given.frame_rate, "g")
    return Message("{size} at {rate}", size=size, rate=rate) if given.frame_rate else size


def _display() -> list[Finding]:
    return [Finding(Message("display"), display_problem() or Message("windows can be shown"), None)]


def _sound() -> list[Finding]:
    """Starts the speech engine, as a live session does, and waits until it is ready or has failed."""
    voice, waiting, tries = make_voice(VoiceMode.FULL, language().code), Event(), 0
    while voice.speaker.busy and tries < _LONGEST_START_S / _LOOK_EVERY_S:
        waiting.wait(_LOOK_EVERY_S)
        tries += 1
    problems = voice.problems() or ([Message("the speech engine doesn't start")] if voice.speaker.busy else [])
    voice.close()
    return [Finding(Message("voice"), problem, None) for problem in problems or [Message("speech and tones are ready")]]
