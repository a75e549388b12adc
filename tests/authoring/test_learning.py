from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from figures import turned
from scripted import visits

from posecoach.authoring import ExerciseDraft, Identity, exercise_text, learn
from posecoach.counting.coach import Coach
from posecoach.counting.events import FaultEnded, RepetitionCounted
from posecoach.errors import SourceError
from posecoach.exercise.library import read_exercise
from posecoach.exercise.lint import lint
from posecoach.exercise.schema import Exercise, Sides, View
from posecoach.exercise.thresholds import with_thresholds
from posecoach.pose.landmarks import Side
from posecoach.pose.posture import Posture
from posecoach.pose.series import Landmarks, StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import AnyFigure, Figure, FrontFigure, scripted_series

LEFT, RIGHT = Side.LEFT, Side.RIGHT
HOOK, FLAT, FOURS = Figure.supine(), Figure.flat(), Figure.all_fours()
SEATED = FrontFigure(seated=True)
CURL = Figure.standing(shoulder_angle=10.0)
WHO = Identity("shown", "Shown")


def knee_up(side: Side) -> Figure:
    return HOOK.with_limbs(side, hip_angle=45.0, knee_angle=45.0)


def leg_up(side: Side) -> Figure:
    return FLAT.with_limbs(side, hip_angle=80.0)


@dataclass(frozen=True)
class Show:
    """A demonstration, and what must be learnt from it."""

    name: str
    start: AnyFigure
    tops: Sequence[AnyFigure]
    drive: str
    posture: Posture
    sides: Sides = Sides.TOGETHER
    view: View = View.SIDE
    hold_s: float = 3.0


SHOWS = [
    Show("bridge", HOOK, [Figure.supine(178.0)] * 3, "hip_angle", Posture.SUPINE),
    Show("one bridge", HOOK, [Figure.supine(178.0)], "hip_angle", Posture.SUPINE, hold_s=12.0),
    Show("knees in turn", HOOK, [knee_up(LEFT), knee_up(RIGHT)] * 2, "hip_angle", Posture.SUPINE, Sides.ALTERNATE),
    Show("left, then right", FLAT, [leg_up(LEFT)] * 2 + [leg_up(RIGHT)] * 2, "hip_angle", Posture.SUPINE, Sides.EACH),
    Show("one side alone", FLAT, [leg_up(RIGHT)] * 3, "hip_angle", Posture.SUPINE, Sides.EACH),
    Show(
        "bird dog",
        FOURS,
        [Figure.all_fours(LEFT), Figure.all_fours(RIGHT)] * 2,
        "hip_angle",
        Posture.ALL_FOURS,
        Sides.ALTERNATE,
    ),
    Show("cobra", Figure.prone(), [Figure.prone(40.0)] * 2, "hip_angle", Posture.PRONE),
    Show("bending", Figure.standing(), [Figure.standing(40.0)] * 3, "hip_angle", Posture.STANDING, hold_s=0.2),
    Show("arm raise", CURL, [CURL.with_limbs(shoulder_angle=150.0)] * 3, "shoulder_angle", Posture.STANDING),
    Show("elbow bend", CURL, [CURL.with_limbs(elbow_angle=50.0)] * 3, "elbow_angle", Posture.STANDING),
    Show("fold", Figure.kneeling(85, 30), [Figure.kneeling(25, 30, 165)] * 2, "hip_angle", Posture.KNEELING),
    Show(
        "arms up",
        SEATED,
        [SEATED.with_limbs(shoulder_angle=172.0)] * 2,
        "shoulder_angle",
        Posture.SEATED,
        view=View.FRONT,
    ),
]


def poses_of(start: AnyFigure, tops: Sequence[AnyFigure], hold_s: float = 3.0, rate_hz: int = 30) -> StablePoses:
    """From the start position to each of the tops in turn and back."""
    return Stabiliser()(series_of(start, tops, hold_s, rate_hz))


def series_of(start: AnyFigure, tops: Sequence[AnyFigure], hold_s: float, rate_hz: int) -> Landmarks:
    script = [*visits(start, *tops, held_s=hold_s, rate_hz=rate_hz), *[start] * rate_hz]
    return scripted_series(script, rate_hz=rate_hz, noise_px=0.5)


def reread(draft: ExerciseDraft, folder: Path) -> Exercise:
    """The exercise by way of its file."""
    path = folder / f"{draft.exercise.id}.toml"
    path.write_text(exercise_text(draft), encoding="utf-8")
    return read_exercise(path)


def coached(exercise: Exercise, poses: StablePoses) -> tuple[list[RepetitionCounted], list[str]]:
    coach = Coach(exercise, exercise.doses["own"])
    events = [*coach.follow(poses).events, *coach.finish()]
    reps = [event for event in events if isinstance(event, RepetitionCounted)]
    return reps, [event.check for event in events if isinstance(event, FaultEnded)]


@pytest.mark.parametrize("show", SHOWS, ids=lambda show: show.name)
def test_an_exercise_is_learnt_from_somebody_who_shows_it(show: Show, tmp_path: Path) -> None:
    """What moves, how often, how long, on which side, in which posture; its file says so, and holds for others."""
    poses = poses_of(show.start, show.tops, show.hold_s)
    draft = learn(poses, WHO)
    exercise = draft.exercise
    assert (exercise.drive.measure, exercise.sides, exercise.posture) == (show.drive, show.sides, show.posture)
    assert (exercise.placement.view, draft.repetitions) == (show.view, len(show.tops))
    assert draft.hold_s == pytest.approx((show.hold_s, show.hold_s), abs=0.7)
    assert reread(draft, tmp_path) == exercise
    reps, faults = coached(exercise, poses)
    assert (len(reps), faults) == (len(show.tops), [])
    start, *tops = map(turned, (show.start, *show.tops))
    assert len(coached(exercise, poses_of(start, tops, show.hold_s + 1, rate_hz=24))[0]) == len(show.tops)


@pytest.mark.parametrize("show", [SHOWS[0], SHOWS[2], SHOWS[-1]], ids=lambda show: show.name)
def test_what_is_learnt_can_be_tuned(show: Show, tmp_path: Path) -> None:
    """The least travel and every check's tolerance, within limits that leave it an exercise."""
    exercise = reread(learn(poses_of(show.start, show.tops, show.hold_s), WHO), tmp_path)
    bounds = [(check.id, bound) for check in exercise.checks for bound in ("below", "above") if getattr(check, bound)]
    assert set(exercise.tunables) == {"drive.least", *(f"checks.{name}.{bound}" for name, bound in bounds)}
    for end in (0, 1):
        furthest = {key: limits[end] for key, limits in exercise.tunables.items()}
        assert lint(with_thresholds(exercise, furthest)) == []


@pytest.mark.parametrize(
    ("start", "top", "check"),
    [
        (HOOK, Figure.supine(178.0, knee_angle=125.0), "knee"),
        (HOOK, Figure.supine(178.0).with_limbs(elbow_angle=90.0), "elbow"),
    ],
)
def test_what_was_not_shown_is_a_fault(start: Figure, top: Figure, check: str) -> None:
    """What stayed as it was in all repetitions is asked of others."""
    exercise = learn(poses_of(HOOK, [Figure.supine(178.0)] * 3), WHO).exercise
    assert check in coached(exercise, poses_of(start, [top] * 2))[1]


def test_turning_back_halfway_is_told() -> None:
    """The attempt of its own."""
    exercise = learn(poses_of(HOOK, [Figure.supine(178.0)] * 3), WHO).exercise
    assert coached(exercise, poses_of(HOOK, [Figure.supine(152.0)]))[1] == ["far_enough"]


def test_a_check_that_varied_is_only_suggested(tmp_path: Path) -> None:
    """As a comment of the file, with its number signs to be taken away."""
    tops = [Figure.supine(178.0).with_limbs(elbow_angle=angle) for angle in (140.0, 150.0, 160.0)]
    draft = learn(poses_of(HOOK, tops), WHO)
    assert "elbow" in [check.id for check in draft.doubtful]
    assert "elbow" not in [check.id for check in draft.exercise.checks]
    text = exercise_text(draft)
    assert '# id = "elbow"' in text
    assert all(check.id != "elbow" for check in reread(draft, tmp_path).checks)


def test_a_hold_that_the_recording_ends_in_counts() -> None:
    """Nobody has to come back from a stretch, which counts even if only its hold is seen."""
    series = series_of(Figure.prone(), [Figure.prone(40.0)], hold_s=20.0, rate_hz=30)
    draft = learn(Stabiliser()(series[: 20 * 30]), WHO)
    assert (draft.repetitions, draft.exercise.drive.held_alone) == (1, True)


@pytest.mark.parametrize(
    ("name", "script"), [("nobody", [None] * 90), ("standing still", [Figure.standing()] * 200), ("a moment", [HOOK])]
)
def test_nothing_is_learnt_from_nothing(name: str, script: list[AnyFigure | None]) -> None:
    """One clear line."""
    with pytest.raises(SourceError) as caught:
        learn(Stabiliser()(scripted_series(script, noise_px=0.5)), WHO)
    assert "\n" not in str(caught.value)
    assert any(words in str(caught.value) for words in ("nobody is in view", "no repetition"))


def test_how_many_were_shown_can_be_told() -> None:
    """What has another number of repetitions isn't the movement."""
    poses = poses_of(HOOK, [Figure.supine(178.0)] * 3)
    assert learn(poses, WHO, shown=3).repetitions == 3
    with pytest.raises(SourceError, match="no repetition can be found"):
        learn(poses, WHO, shown=7)


def test_the_posture_can_be_told() -> None:
    """Whoever knows better than the picture."""
    poses = poses_of(HOOK, [Figure.supine(178.0)] * 3)
    assert learn(poses, WHO, Posture.SUPINE).exercise == learn(poses, WHO).exercise


def test_names_with_quotes_and_signs_are_written_as_they_are(tmp_path: Path) -> None:
    """TOML's own escapes."""
    who = Identity("odd", 'A "quoted" \\ name: Brücke \x7f 日本', "B")
    exercise = reread(learn(poses_of(HOOK, [Figure.supine(178.0)] * 2), who), tmp_path)
    assert (exercise.name, exercise.articles) == (who.name, ("B",))
