import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from posecoach.counting.events import (
    Attempted,
    Event,
    Evidence,
    FaultEnded,
    Judgement,
    NotCounted,
    PlacementNoted,
    RepetitionCounted,
    RepetitionEnded,
    Verdict,
)
from posecoach.counting.state import Hint
from posecoach.errors import SourceError
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Dose, Exercise
from posecoach.feedback.words.language import load_language
from posecoach.messages import Message
from posecoach.pose.landmarks import Side
from posecoach.pose.recording import Origin
from posecoach.results.session import Session
from posecoach.results.session_builder import FrameSpan, SessionBuilder

DOSE = Dose(hold_s=(5.0, 5.0), reps=(4, 4))
HEAD = {
    "schema": "posecoach.session/2",
    "exercise": "bridge",
    "dose": "B",
    "source": "clip.mp4",
    "duration_s": 41.2,
    "frames": 1236,
    "frames_with_pose": 1230,
    "rep_count": 2,
    "sides": {"left": 0, "right": 0},
    "hold_s_total": 10.0,
    "moving_s_total": 15.0,
    "score": 0.25,
    "technique": 0.5,
}
"""Of a session with a good bridge and a low one."""
FIRST_REP: dict[str, object] = {
    "number": 1,
    "side": None,
    "start_s": 10.0,
    "hold_start_s": 11.0,
    "hold_end_s": 16.0,
    "end_s": 17.0,
    "hold_s": 5.0,
    "good": True,
    "faults": [],
    "checks": [],
    "measures": {"hip_angle": {"min": 121.0, "max": 178.2}},
    "evidence": "seen",
    "confidence": 1.0,
    "open_start": False,
    "open_end": False,
}
LOW_HIPS = {
    "check": "alignment",
    "rep": 2,
    "side": None,
    "start_s": 12.0,
    "end_s": 13.1,
    "measured": 148.0,
    "wanted": "180 +/- 15",
    "cue": "Lift your hips.",
}


def rep(number: int, side: Side | None = None, faults: tuple[str, ...] = ()) -> RepetitionCounted:
    start_s = 10.0 * number
    return RepetitionCounted(
        number, side, start_s, start_s + 1, start_s + 6, 5.0, start_s + 7, faults, {"hip_angle": (121.04, 178.25)}
    )


def fault(check: str = "alignment", rep: int | None = 2) -> FaultEnded:
    return FaultEnded(check, rep, None, 12.0004, 13.1, 148.0123, "180 +/- 15", "Lift your hips.")


def session(exercise: Exercise, *events: Event) -> Session:
    builder = SessionBuilder(exercise, "B", DOSE, Origin("clip.mp4"))
    builder.add(list(events))
    return builder.build(FrameSpan(1236, 1230, 0.0, 1235 / 30, "mediapipe"))


def test_the_file_keeps_its_contract() -> None:
    """Every key that other tools rely on is there, with rounded values; a repetition ends when the body is back."""
    second = replace(rep(2, faults=("alignment",)), evidence=Evidence.PACED, confidence=0.876)
    events: list[Event] = [rep(1), fault(), second, RepetitionEnded(2, 28.0004), PlacementNoted(Hint.NEARER, 0.0, 1.5)]
    data = json.loads(session(load_exercise("bridge"), *events).to_json())
    assert {key: data[key] for key in HEAD} == HEAD
    assert (data["reps"][0], data["faults"]) == (FIRST_REP, [LOW_HIPS])
    assert [data["reps"][1][key] for key in ("end_s", "evidence", "confidence")] == [28.0, "paced", 0.88]
    assert data["placement"] == [{"message": "Come closer to the camera.", "start_s": 0.0, "end_s": 1.5}]


def test_every_checks_answer_is_kept() -> None:
    """With its value in the measure's unit and the reason why it can't tell; null for a value that wasn't seen."""
    answers = (
        Judgement("alignment", Verdict.GOOD, 176.84),
        Judgement("arms_down", Verdict.FAULT, 0.40404),
        Judgement("feet_close", Verdict.UNCLEAR, math.nan, "hidden"),
        Judgement("hold", Verdict.UNCLEAR, math.nan, "not seen for 1.0 s"),
    )
    (written,) = session(load_exercise("bridge"), replace(rep(1), judgements=answers, open_end=True)).reps
    assert [one.model_dump(mode="json") for one in written.checks] == [
        {"check": "alignment", "verdict": "good", "measured": 176.8, "unit": "deg", "reason": None},
        {"check": "arms_down", "verdict": "fault", "measured": 0.404, "unit": "trunk lengths", "reason": None},
        {"check": "feet_close", "verdict": "can't tell", "measured": None, "unit": "deg", "reason": "hidden"},
        {"check": "hold", "verdict": "can't tell", "measured": None, "unit": "s", "reason": "not seen for 1.0 s"},
    ]
    assert (written.open_start, written.open_end) == (False, True)


def test_the_file_reads_back() -> None:
    """What was written is a valid session again, also an attempt that is known by its drive alone."""
    events: list[Event] = [
        rep(1),
        Attempted(None, 1.0, 2.0, 144.2),
        NotCounted(1.23456, 7.5, "posture: standing, wanted supine"),
    ]
    written = session(load_exercise("bridge"), *events, replace(fault(rep=None), measured=math.nan))
    assert written.faults[0].measured is None
    (record,) = written.not_counted
    assert (record.start_s, record.end_s, record.reason) == (1.235, 7.5, "posture: standing, wanted supine")
    assert Session.model_validate_json(written.to_json()) == written


def test_reasons_can_be_said_in_another_language_until_they_are_written() -> None:
    """The file is English."""
    reason, wanted = Message("hidden"), Message("at least {value:g}", value=152.5)
    answers = (Judgement("alignment", Verdict.UNCLEAR, math.nan, reason),)
    events: list[Event] = [replace(rep(1), judgements=answers), NotCounted(1.0, 2.0, reason)]
    written = session(load_exercise("bridge"), *events, replace(fault(), wanted=wanted))
    told = [written.reps[0].checks[0].reason, written.not_counted[0].reason, written.faults[0].wanted]
    assert [load_language("de").shown(text or "") for text in told] == ["verdeckt", "verdeckt", "mindestens 152,5"]
    assert Session.model_validate_json(written.to_json()) == written
    assert '"wanted": "at least 152.5"' in written.to_json()


@pytest.mark.parametrize(
    ("exercise_id", "good", "bad", "score", "technique"),
    [
        ("bridge", 0, 0, 0.0, 0.0),
        ("bridge", 6, 0, 1.0, 1.0),
        ("bridge", 1, 3, 0.25, 0.25),
        ("bird_dog", 4, 4, 0.5, 0.5),
    ],
)
def test_score_and_technique(exercise_id: str, good: int, bad: int, score: float, technique: float) -> None:
    """Good ones of those asked for, of both sides where they alternate, and good ones of those done."""
    sides = [Side.LEFT] * good + [Side.RIGHT] * bad
    reps = [rep(number + 1, side, () if number < good else ("back",)) for number, side in enumerate(sides)]
    found = session(load_exercise(exercise_id), *reps)
    assert (found.score, found.technique) == (score, technique)
    assert found.sides == {Side.LEFT: good, Side.RIGHT: bad}


@pytest.mark.parametrize(
    ("exercise_id", "check", "measured"),
    [("bridge", "alignment", 148.0), ("cat_cow", "spine_moves", 148.012)],
)
def test_a_fault_is_rounded_in_its_rules_unit(exercise_id: str, check: str, measured: float) -> None:
    """Degrees to a tenth, lengths to a thousandth; an attempt without a check has the drive's unit."""
    assert session(load_exercise(exercise_id), fault(check)).faults[0].measured == measured


def test_sessions_of_schema_1_can_be_read(tmp_path: Path, bridge: Exercise) -> None:
    """They know neither answers of checks nor where they come from."""
    made = session(bridge)
    new = {"recorded_at", "recording_sha256", "version", "estimator", "model_sha256", "settings", "thresholds"}
    data = {key: value for key, value in json.loads(made.to_json()).items() if key not in {*new, "not_counted"}}
    for rep in data["reps"]:
        for key in ("checks", "open_start", "open_end"):
            del rep[key]
    path = tmp_path / "session.json"
    path.write_text(json.dumps(data | {"schema": "posecoach.session/1"}), encoding="utf-8")
    loaded = Session.load(path)
    assert (loaded.rep_count, loaded.faults, loaded.version) == (made.rep_count, made.faults, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{}", "no session.json"),
        ("no JSON", "no session.json"),
        (None, "no such file"),
        ("newer", "another version"),
        ("unknown measure", "no session.json"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, bridge: Exercise, text: str | None, reason: str) -> None:
    """In one line that says why."""
    path = tmp_path / "session.json"
    if text is not None:
        made = session(bridge, rep(1)).to_json()
        newer = made.replace("posecoach.session/2", "posecoach.session/9")
        texts = {"newer": newer, "unknown measure": made.replace('"hip_angle"', '"hop_angle"')}
        path.write_text(texts.get(text, text), encoding="utf-8")
    with pytest.raises(SourceError, match=reason):
        Session.load(path)
