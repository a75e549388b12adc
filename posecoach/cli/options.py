"""Options that several commands share."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from posecoach.errors import ExerciseError
from posecoach.feedback.voice.protocols import VoiceMode
from posecoach.messages import Message

__all__ = [
    "AgainOption",
    "BrowserOption",
    "CameraOption",
    "DoseOption",
    "DryRunOption",
    "ExerciseArgument",
    "FullScreenOption",
    "JobsOption",
    "ModelOption",
    "PoseRateOption",
    "ProfileOption",
    "SettingsOption",
    "VoiceOption",
    "WatchOption",
    "dose_settings",
]

ExerciseArgument = Annotated[str, typer.Argument(metavar="EXERCISE", help="Exercise id, see `posecoach exercises`.")]
DoseOption = Annotated[
    str | None, typer.Option("--dose", "-d", metavar="ARTICLE", help="Article whose dose is asked for (A to E).")
]
SettingsOption = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Your own dose: reps=8 hold_s=6.")
]
ProfileOption = Annotated[
    str | None,
    typer.Option("--profile", "-p", metavar="NAME", help="Whose exercises they are, see `posecoach profiles`."),
]
CameraOption = Annotated[
    str,
    typer.Option(
        "--camera", "-c", metavar="CAMERA", help="Index or name of a camera, RTSP or HTTP address, or a recording."
    ),
]
VoiceOption = Annotated[VoiceMode, typer.Option("--voice", help="What is heard.")]
FullScreenOption = Annotated[bool, typer.Option("--full-screen", help="Fill the screen.")]
PoseRateOption = Annotated[
    float,
    typer.Option(
        "--pose-rate", metavar="HZ", min=1, help="How often a second a recording is looked at, at most; 1000 is always."
    ),
]
ModelOption = Annotated[
    Path | None,
    typer.Option("--model", metavar="FILE.task", help="Another pose landmarker bundle (lite, heavy)."),
]
BrowserOption = Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")]
JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, metavar="N", help="Recordings analysed at a time; one per core if left out."),
]
AgainOption = Annotated[bool, typer.Option("--again", help="Analyse what is done already, too.")]
WatchOption = Annotated[bool, typer.Option("--watch", help="Wait for new recordings when all are done.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Print what was found, and write nothing.")]


def dose_settings(texts: Sequence[str]) -> dict[str, float]:
    """Values by name, from texts such as "reps=8".

    Raises:
        ExerciseError: If one isn't a name and a number.
    """
    return dict(_setting(text) for text in texts)


def _setting(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        return name.strip(), float(value)
    except ValueError:
        raise ExerciseError(
            Message("--set {setting}: write a name and a number, such as reps=8 or hold_s=6", setting=text)
        ) from None
