"""What the page's components are told: plain values of plain names, as JSON has them."""

from typing import Any, TypeAlias

import numpy as np

from posecoach.counting.events import Attempted, RepetitionCounted
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES
from posecoach.tuning.page.changes import Changes, counted, total
from posecoach.tuning.page.curves import Curve
from posecoach.tuning.page.page_state import PageState
from posecoach.tuning.recording import Recording, is_of_results
from posecoach.tuning.wording import plain, threshold_words, unit_of

__all__ = [
    "Payload",
    "check_payload",
    "counts_payload",
    "curve_payload",
    "draft_payload",
    "list_payload",
    "recording_payload",
    "shown_name",
    "summary",
    "threshold_payload",
]

Payload: TypeAlias = dict[str, Any]

_USUAL_STEP_S = 1 / 30


def shown_name(recording: Recording) -> str:
    """A recording's name for people; landmarks among results are called after their folder."""
    path = recording.path
    return path.absolute().parent.name if is_of_results(path) else path.stem


def recording_payload(index: int, recording: Recording, *, video: bool) -> Payload:
    """What a recording is: it doesn't change."""
    time_s = recording.series.time_s
    step_s = float(np.median(np.diff(time_s))) if len(time_s) > 1 else _USUAL_STEP_S
    return {
        "index": index,
        "name": shown_name(recording),
        "duration": float(time_s[-1]) + step_s if len(time_s) else 0.0,
        "step": step_s,
        "size": list(recording.series.size),
        "video": video,
    }


def curve_payload(exercise: Exercise, curve: Curve) -> Payload:
    """What a curve is, without its values."""
    kind = curve.kind
    lines = [
        {
            "kind": line.kind.value,
            "key": line.key,
            "value": line.value,
            "base": line.base,
            "factor": line.factor,
            "above": line.good_above,
            "decimals": threshold_words(exercise, line.key).decimals,
        }
        for line in kind.lines
    ]
    return {
        "id": kind.id,
        "title": kind.title,
        "unit": unit_of(kind.measure),
        "decimals": MEASURES[kind.measure].decimals,
        "bounds": list(curve.bounds),
        "for": [plain(name) for name in kind.names],
        "series": list(curve.values),
        "lines": lines,
    }


def threshold_payload(exercise: Exercise) -> list[Payload]:
    """The tunables with their words and limits, in their groups' order."""
    items = []
    for key, (low, high) in exercise.tunables.items():
        words = threshold_words(exercise, key)
        items.append(
            {
                "key": key,
                "group": words.group,
                "title": words.title,
                "meaning": words.meaning,
                "unit": words.unit,
                "decimals": words.decimals,
                "low": low,
                "high": high,
            }
        )
    return items


def counts_payload(state: PageState, index: int) -> Payload:
    """What is counted in a recording at the moment."""
    events, changed = state.counts[index], state.changes[index]
    new = {id(rep): "gained" for rep in changed.gained} | {id(rep): "moved" for rep in changed.moved}
    return {
        "counted": state.job.tuned is not None,
        "reps": [_rep(rep, new.get(id(rep), "")) for rep in counted(events)],
        "lost": [_rep(rep, "lost") for rep in changed.lost],
        "attempts": [{"start": one.start_s, "end": one.end_s} for one in events if isinstance(one, Attempted)],
    }


def draft_payload(state: PageState, index: int) -> Payload:
    """The thresholds, and what is labelled in a recording."""
    marks = [
        {
            "start": mark.start_s,
            "end": mark.end_s,
            "side": mark.side and mark.side.value,
            "faults": list(mark.faults),
            "counts": mark.counts.value,
        }
        for mark in state.now.labels[index].movements
    ]
    return {
        "labels": marks,
        "pending": state.pending.get(index),
        "thresholds": dict(state.now.thresholds),
        "saved": dict(state.saved.thresholds),
    }


def list_payload(state: PageState) -> list[Payload]:
    """A row for each recording."""
    rows = []
    for index, recording in enumerate(state.job.recordings):
        score = state.score(index)
        rows.append(
            {
                "index": index,
                "name": shown_name(recording),
                "counted": len(counted(state.counts[index])) if state.job.tuned else None,
                "labelled": len(state.now.labels[index].repetitions) if state.labelled(index) else None,
                "score": None if score is None else round(score, 4),
                "changes": _change_words(state.changes[index]),
                "unsaved": state.now.labels[index] != state.saved.labels[index],
            }
        )
    return rows


def summary(state: PageState) -> list[str]:
    """What the thresholds change in all recordings against those on disk, a few words each."""
    return _change_words(total(state.changes))


def _rep(rep: RepetitionCounted, change: str) -> Payload:
    return {
        "number": rep.number,
        "start": rep.start_s,
        "end": rep.end_s,
        "hold_start": rep.hold_start_s,
        "hold_end": rep.hold_end_s,
        "hold": rep.hold_s,
        "side": rep.side and rep.side.value,
        "faults": list(rep.faults),
        "change": change,
    }


def _change_words(changed: Changes) -> list[str]:
    parts = (
        ("gained", "gained", changed.gained),
        ("lost", "lost", changed.lost),
        ("moved", "moved", changed.moved),
        ("new fault", "new faults", changed.faults_new),
        ("fault gone", "faults gone", changed.faults_gone),
    )
    return [f"{len(found)} {one if len(found) == 1 else more}" for one, more, found in parts if found]


def check_payload(exercise: Exercise) -> list[Payload]:
    """All that a fault may be of, in the order of their number keys."""
    return [{"id": rule.id, "title": plain(rule.id), "cue": rule.cue} for rule in exercise.rules]
