"""What came of a recording: for people, for machines, and what to do about it."""

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType

from posecoach.analysis import Job, Result
from posecoach.auto_analysis import PartResult, nearest_of
from posecoach.cli.console import styled
from posecoach.cli.summary import reach_advice, summary, time_span
from posecoach.messages import Message
from posecoach.recognition import SURE, Part

__all__ = ["AutoOutcome", "NamedOutcome", "Outcome"]


class Outcome(ABC):
    """Of one recording."""

    @property
    @abstractmethod
    def results(self) -> Sequence[Result]:
        """Of its analyses, at least one."""

    @abstractmethod
    def shown(self) -> RenderableType:
        """For people."""

    @abstractmethod
    def as_json(self) -> dict[str, Any]:
        """For machines."""

    @abstractmethod
    def advice(self, recording: Path) -> list[str]:
        """What to do about it, in lines that may end in a command."""

    @property
    def cut_off(self) -> bool:
        """Whether the recording breaks off before its end."""
        return any(result.cut_off for result in self.results)

    @property
    def losses(self) -> list[str]:
        """What could not be read of the recording."""
        return list(dict.fromkeys(words for result in self.results for words in result.losses))

    @property
    def folder(self) -> Path:
        """Where the files are: one recording's folder, or the one around those of its parts."""
        folder = self.results[0].folder
        return folder if len(self.results) == 1 else folder.parent


@dataclass(frozen=True)
class NamedOutcome(Outcome):
    """Of a recording whose exercise was named."""

    result: Result
    job: Job

    @property
    def results(self) -> Sequence[Result]:
        """The one."""
        return [self.result]

    def shown(self) -> RenderableType:
        """The summary."""
        return summary(self.result, self.job)

    def advice(self, recording: Path) -> list[str]:
        """The command that makes a profile, if that may help."""
        return _advice(self.result, self.job, recording)

    def as_json(self) -> dict[str, Any]:
        """Folder and session."""
        return {**_files(self.result), "cut_off": self.cut_off, "losses": self.losses, "session": _session(self.result)}


@dataclass(frozen=True)
class AutoOutcome(Outcome):
    """Of a recording whose exercises were recognised."""

    parts: Sequence[PartResult]

    @property
    def results(self) -> Sequence[Result]:
        """Those of the parts whose exercise is sure."""
        return [part.result for part in self.parts if part.result is not None]

    def shown(self) -> RenderableType:
        """What was recognised, each with its summary."""
        lines: list[RenderableType] = []
        for one in self.parts:
            lines.append(styled(_line(one.part), style="bold cyan"))
            if one.result is not None and one.job is not None:
                lines.append(summary(one.result, one.job))
        return Group(*lines)

    def advice(self, recording: Path) -> list[str]:
        """The commands that make a profile, where that may help."""
        known = [(one.result, one.job) for one in self.parts]
        lines = [_advice(result, job, recording) for result, job in known if result is not None and job is not None]
        return list(dict.fromkeys(line for part in lines for line in part))

    def as_json(self) -> dict[str, Any]:
        """The parts; folder and session beside them too, as for a named exercise, when there is one part."""
        line: dict[str, Any] = {
            "cut_off": self.cut_off,
            "losses": self.losses,
            "parts": [_part(one) for one in self.parts],
        }
        if len(self.parts) == 1:
            line |= {**_files(self.results[0]), "session": _session(self.results[0])}
        return line


def _advice(result: Result, job: Job, recording: Path) -> list[str]:
    line = reach_advice(result.session, job.exercise, recording)
    return [] if line is None else [line]


def _line(part: Part) -> str:
    time, near = time_span(part.start_s, part.end_s), nearest_of(part)
    if part.exercise is None:
        return Message("can't tell which exercise it is, {time}: {likeness}", time=time, likeness=near)
    unsure = Message("; {likeness}", likeness=near) if part.confidence < SURE else ""
    return Message(
        "{exercise} (confidence {confidence:.2f}), {time}{unsure}",
        exercise=part.exercise,
        confidence=part.confidence,
        time=time,
        unsure=unsure,
    )


def _part(one: PartResult) -> dict[str, Any]:
    part = one.part
    line: dict[str, Any] = {
        "exercise": part.exercise,
        "start_s": round(part.start_s, 3),
        "end_s": round(part.end_s, 3),
        "confidence": round(part.confidence, 3),
        "repetitions": part.repetitions,
        "guesses": list(part.guesses),
        "difference": part.difference,
    }
    return line | ({**_files(one.result), "session": _session(one.result)} if one.result is not None else {})


def _files(result: Result) -> dict[str, str]:
    return {"folder": str(result.folder)}


def _session(result: Result) -> dict[str, Any]:
    session: dict[str, Any] = json.loads(result.session.to_json())
    return session
