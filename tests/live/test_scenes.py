from dataclasses import replace

import cv2
import numpy as np
import pytest
from live_people import REP_S, bridges, filmed
from rehearsal import Rehearsal, begins_s, in_hold_s

from posecoach.capture.grabber import GrabState
from posecoach.capture.live_source import CameraFormat
from posecoach.counting.holds import hold_cue
from posecoach.counting.state import Hint, Phase
from posecoach.exercise.library import load_exercise
from posecoach.exercise.rules import Check
from posecoach.exercise.schema import Dose
from posecoach.feedback.draw.scene import Message, Scene
from posecoach.feedback.words.language import load_language
from posecoach.live.loop import mirrored
from posecoach.pose.landmarks import Landmark, Side
from posecoach.session.guide import Command
from posecoach.session.moments import Stage
from posecoach.session.task import GuidedTask

BIRD_DOG = GuidedTask(load_exercise("bird_dog"), "own", Dose(reps=(3, 3)))


def at(stage: Stage, *, language: str = "en", rest_s: float = 10.0) -> Rehearsal:
    """Two exercises, gone through to the first frame of a stage."""
    words = load_language(language)
    film = [filmed(begins_s() + 30.0)]
    return Rehearsal.of(film, bridges(1, rest_s=rest_s), BIRD_DOG, language=words, advise=stage is Stage.ADVICE).until(
        stage
    )


def sized(rehearsal: Rehearsal, size: tuple[int, int]) -> Scene:
    return rehearsal.loop.scenes.scene(size, None)


@pytest.mark.parametrize("shown", [(160, 90), (320, 180), (80, 45), (1280, 720)])
def test_points_lie_where_their_pixels_are_shown(shown: tuple[int, int]) -> None:
    """Mirrored and scaled just as the picture is."""
    rehearsal = at(Stage.POSITION)
    poses = rehearsal.session.poses
    assert poses is not None
    image = np.zeros((90, 160, 3), np.uint8)
    x, y = poses.points[-1, Landmark.LEFT_KNEE]
    cv2.circle(image, (round(x), round(y)), 3, (255, 255, 255), -1)
    rows, columns = np.nonzero(mirrored(image, shown)[..., 0] > 127)
    points = sized(rehearsal, shown).points
    assert points is not None
    assert points[Landmark.LEFT_KNEE] == pytest.approx((columns.mean(), rows.mean()), abs=max(1.0, shown[0] / 160))


def test_left_and_right_of_the_body_are_not_exchanged() -> None:
    """A mirror shows the left hand as a left hand: each landmark keeps its place in the list."""
    rehearsal = at(Stage.POSITION)
    poses, scene = rehearsal.session.poses, rehearsal.scene
    assert poses is not None
    assert scene.points is not None
    assert scene.points[:, 0] == pytest.approx(159 - poses.points[-1, :, 0])
    assert scene.points[:, 1] == pytest.approx(poses.points[-1, :, 1])
    assert scene.near is (Side.RIGHT if poses.near_is_right[-1] else Side.LEFT)
    nose, hip = (scene.points[mark, 0] for mark in (Landmark.NOSE, Landmark.LEFT_HIP))
    assert nose > hip, "the head, at the camera's left, is at the mirror's right"


def test_nobody_has_no_points() -> None:
    """Neither before the first frame nor when nobody is seen."""
    rehearsal = Rehearsal.of([replace(filmed(3.0), level=0)])
    assert rehearsal.scene.points is None
    assert rehearsal.scene.near is None
    rehearsal.until(Stage.PLACEMENT)
    assert rehearsal.scene.points is None


def test_a_body_that_faces_the_camera_has_no_nearer_side() -> None:
    """Both of its sides are drawn alike."""
    facing = GuidedTask(load_exercise("seated_overhead_stretch"), "own", Dose(reps=(1, 1)))
    rehearsal = Rehearsal.of([filmed(1.0)], facing).until(Stage.PLACEMENT)
    assert rehearsal.scene.points is not None
    assert rehearsal.scene.near is None


def test_placement_asks_for_the_camera_s_place() -> None:
    """As long as there is nothing more urgent."""
    scene = at(Stage.PLACEMENT).scene
    assert scene.message is not None
    assert scene.message.text.startswith("Put the camera at mat height, side-on")
    assert not scene.message.fault
    assert (scene.title, scene.card, scene.countdown, scene.view) == ("Bridge", None, None, None)


def test_position_asks_for_the_start() -> None:
    """In the exercise's own words; what comes after is announced."""
    scene = at(Stage.POSITION).scene
    assert scene.message is not None
    assert scene.message.text.startswith("Lie on your back, knees bent")
    assert scene.next_title == "Bird dog"


def test_the_countdown_is_in_whole_seconds() -> None:
    """Three, two, one, and never zero."""
    rehearsal = at(Stage.COUNTDOWN)
    shown = [rehearsal.scene.countdown]
    while rehearsal.session.guide.stage is Stage.COUNTDOWN:
        pose_frame = rehearsal.loop.pose_frames.next(0.1)
        assert pose_frame is not None
        rehearsal.session.see(pose_frame, 30.0)
        shown.append(rehearsal.scene.countdown)
    assert list(dict.fromkeys(shown)) == [3, 2, 1, None]


def test_an_exercise_shows_angle_and_breath() -> None:
    """And of the angle, the zone to reach."""
    rehearsal = Rehearsal.of([filmed(in_hold_s(1))]).run()
    scene = [scene for scene in rehearsal.picture.scenes if scene.stage is Stage.EXERCISE][-1]
    assert scene.view is not None
    check = load_exercise("bridge").attempt_rule
    assert isinstance(check, Check)
    assert scene.view.zone == (check.lowest, check.highest)
    assert scene.state is not None
    assert scene.state.drive == pytest.approx(174.0, abs=3.0), "the angle of the hip, whatever counts"
    assert scene.breath is not None
    assert scene.breath.text == "Keep breathing"
    assert scene.state is not None
    assert scene.state.hold_s > 0.5


def test_a_cue_is_a_fault_and_a_hint_is_none() -> None:
    """While somebody exercises; the cue goes first."""
    rehearsal = at(Stage.EXERCISE)
    run = rehearsal.session.guide.run
    assert run.state is not None
    rehearsal.session.guide.hints.now = Hint.SLOW_CAMERA
    hold, texts = hold_cue(run.task.dose), []
    for state in (
        replace(run.state, cue=run.task.exercise.checks[0].cue),
        replace(run.state, cue=hold),
        replace(run.state, hold_done=True),
        run.state,
    ):
        run.state = state
        message = rehearsal.scene.message
        assert message is not None
        texts.append((message.text, message.fault))
    assert texts == [
        (run.task.exercise.checks[0].cue, True),
        ("Hold the position for one second.", True),
        ("Go back slowly.", False),
        (Hint.SLOW_CAMERA.value, False),
    ]


def test_who_can_t_be_seen_is_told_so_before_anything_else() -> None:
    """Even if the hold that was seen last is over."""
    rehearsal = at(Stage.EXERCISE)
    run = rehearsal.session.guide.run
    assert run.state is not None
    rehearsal.session.guide.hints.now = Hint.NOBODY
    run.state = replace(run.state, hold_done=True, phase=Phase.LOST)
    assert rehearsal.scene.message == Message(Hint.NOBODY.value)


def test_why_nothing_is_counted_is_told_quietly() -> None:
    """As a hint, and after all else."""
    rehearsal = at(Stage.EXERCISE)
    guide, run = rehearsal.session.guide, rehearsal.session.guide.run
    run.refusal = "posture at the end: prone, wanted supine"
    assert rehearsal.scene.message == Message(f"Not counted: {run.refusal}.")
    guide.hints.now = Hint.SLOW_CAMERA
    assert rehearsal.scene.message == Message(Hint.SLOW_CAMERA.value)


@pytest.mark.parametrize("stage", [Stage.PLACEMENT, Stage.POSITION])
def test_hints_stand_before_what_is_asked(stage: Stage) -> None:
    """While they hold."""
    rehearsal = at(stage)
    rehearsal.session.guide.hints.now = Hint.FEET_OUT
    message = rehearsal.scene.message
    assert message is not None
    assert (message.text, message.fault) == (Hint.FEET_OUT.value, True)


def test_the_rest_has_a_card() -> None:
    """With the seconds left, and all there is to know of the next exercise."""
    card = at(Stage.REST, rest_s=7.0).scene.card
    assert card is not None
    assert (card.title, card.big) == ("Rest", "7")
    start = BIRD_DOG.exercise.start_instruction
    assert card.rows == ("Next: Bird dog", "3 repetitions on each side", start)


def test_the_advice_has_a_card() -> None:
    """It can be accepted by a key or by waiting."""
    card = at(Stage.ADVICE).scene.card
    assert card is not None
    assert card.title == "Before you begin"
    assert card.foot == "Press any key, or wait 20 seconds."
    assert ["medical device" in row for row in card.rows] == [True, False, False]
    assert "Stop at once" in card.rows[1]


@pytest.mark.parametrize(
    ("command", "state", "words"),
    [
        (Command.PAUSE, None, "Press space to go on"),
        (None, GrabState.GONE, Hint.CAMERA_GONE.value),
        (None, GrabState.FROZEN, Hint.FROZEN.value),
    ],
)
def test_a_pause_tells_how_to_go_on(command: Command | None, state: GrabState | None, words: str) -> None:
    """Which depends on why."""
    rehearsal = at(Stage.EXERCISE)
    if command is not None:
        rehearsal.session.command(command)
    if state is not None:
        rehearsal.session.camera(state)
    card = rehearsal.scene.card
    assert card is not None
    assert card.title == "Paused"
    assert words in str(card.rows[0])


@pytest.mark.parametrize(
    ("dose", "came_to"),
    [
        (Dose(hold_s=(1.0, 1.0), reps=(3, 5)), "1 of 3 repetitions, 1 in good form"),
        (Dose(hold_s=(1.0, 1.0), reps=(1, 1)), "1 of 1 repetition, 1 in good form"),
        (Dose(hold_s=(3.0, 3.0), reps=(2, 2)), "1 of 2 repetitions, 0 in good form"),
        (Dose(moving_s=(30.0, 60.0)), "3 of 30 seconds"),
    ],
)
def test_the_end_has_a_card(dose: Dose, came_to: str) -> None:
    """Each exercise with what was done of it, and how to leave."""
    task = GuidedTask(load_exercise("bridge"), "own", dose)
    rehearsal = Rehearsal.of([filmed(begins_s() + REP_S)], task).run()
    card = rehearsal.scene.card
    assert card is not None
    assert (card.title, card.foot) == ("Done", "Press q to leave.")
    assert card.rows == (("Bridge", came_to),)


def test_nothing_done_is_said_without_praise_or_blame() -> None:
    """Nobody asks how well nothing was done."""
    rehearsal = Rehearsal.of([filmed(2.0)], bridges(3)).run()
    assert rehearsal.scene.card is not None
    assert rehearsal.scene.card.rows == (("Bridge", "0 of 3 repetitions"),)


@pytest.mark.parametrize("stage", [Stage.ADVICE, Stage.PLACEMENT, Stage.DONE])
def test_help_goes_over_everything(stage: Stage) -> None:
    """All eight keys, and the sign that needs none."""
    rehearsal = at(Stage.PLACEMENT if stage is Stage.DONE else stage)
    if stage is Stage.DONE:
        rehearsal.session.end()
    rehearsal.loop.scenes.help = True
    card = rehearsal.scene.card
    assert card is not None
    assert card.title == "Keys"
    assert [row[0] for row in card.rows] == ["space", "n", "r", "d", "m", "f", "?", "q"]
    assert "both arms" in str(card.foot)


@pytest.mark.parametrize(
    ("camera", "text", "good"),
    [
        (CameraFormat(1280, 720, 30.0), "1280x720 30/s", True),
        (CameraFormat(640, 480, 15.0), "640x480 15/s", True),
        (CameraFormat(1280, 720, 0.0), "1280x720 0/s", True),
        (CameraFormat(1280, 720, 5.0), "1280x720 5/s", False),
        (CameraFormat(320, 240, 30.0), "320x240 30/s", False),
        (CameraFormat(240, 640, 30.0), "240x640 30/s", False),
    ],
)
def test_the_camera_s_quality_is_judged(camera: CameraFormat, text: str, good: bool) -> None:
    """By its rate and its smaller side."""
    quality = at(Stage.PLACEMENT).loop.scenes.scene((160, 90), camera).camera
    assert quality is not None
    assert (quality.text, quality.good) == (text, good)


def test_what_else_is_shown() -> None:
    """Whether the sound is off, and lines about speed."""
    rehearsal = at(Stage.PLACEMENT)
    rehearsal.session.announcer.mute()
    scene = rehearsal.loop.scenes.scene((160, 90), None, ("fast",))
    assert (scene.muted, scene.stats, scene.camera) == (True, ("fast",), None)


@pytest.mark.parametrize(
    ("stage", "texts"),
    [
        (Stage.ADVICE, ["Bevor du anfängst", "Drück eine Taste oder warte 20 Sekunden."]),
        (Stage.POSITION, ["Leg dich auf den Rücken"]),
        (Stage.REST, ["Pause", "Als Nächstes: Diagonaler Vierfüßlerstand", "3 Wiederholungen auf jeder Seite"]),
        (Stage.DONE, ["Fertig", "0 von 1 Wiederholung", "Drück q zum Beenden."]),
    ],
)
def test_scenes_may_be_german(stage: Stage, texts: list[str]) -> None:
    """Cards and messages alike."""
    rehearsal = at(Stage.PLACEMENT if stage is Stage.DONE else stage, language="de")
    if stage is Stage.DONE:
        rehearsal.session.end()
    shown = f"{rehearsal.scene.card} {rehearsal.scene.message}"
    assert [text for text in texts if text not in shown] == []


def test_the_german_keys_are_those_of_the_keyboard() -> None:
    """Only what they do is translated, and the space bar."""
    rehearsal = at(Stage.PLACEMENT, language="de")
    rehearsal.loop.scenes.help = True
    assert rehearsal.scene.card is not None
    assert rehearsal.scene.card.rows[:2] == (("Leertaste", "anhalten oder weitermachen"), ("n", "nächste Übung"))


def test_the_advice_needs_no_frame() -> None:
    """It is on the screen while the model is loaded, with the time that there is to read it."""
    card = Rehearsal.of([filmed(1.0)], advise=True).scene.card
    assert card is not None
    assert card.foot == "Press any key, or wait 20 seconds."
