from dataclasses import replace

import cv2
import numpy as np
import pytest
from live_people import REP_S, bridges, filmed
from rehearsal import Rehearsal, begins_s, in_hold_s

from posecoach.capture.frame import RgbImage
from posecoach.counting.holds import hold_cue
from posecoach.counting.state import Hint, Phase
from posecoach.exercise.library import load_exercise
from posecoach.exercise.rules import Check
from posecoach.exercise.schema import Dose
from posecoach.feedback.draw.layout import Layout
from posecoach.feedback.draw.scene import Message, Status
from posecoach.feedback.words.language import load_language
from posecoach.live import scenes
from posecoach.live.scenes import DemonstrationPlayer
from posecoach.pose.landmarks import Landmark, Side
from posecoach.session.guide import Command
from posecoach.session.moments import Stage
from posecoach.session.red_flags import RED_FLAGS
from posecoach.session.start import Unmet
from posecoach.session.task import GuidedTask

BIRD_DOG = GuidedTask(load_exercise("bird_dog"), "own", Dose(reps=(3, 3)))


def at(stage: Stage, *, language: str = "en", rest_s: float = 10.0) -> Rehearsal:
    """Two exercises, gone through to the first frame of a stage."""
    words = load_language(language)
    film = [filmed(begins_s() + 30.0)]
    return Rehearsal.of(film, bridges(1, rest_s=rest_s), BIRD_DOG, language=words, advise=stage is Stage.ADVICE).until(
        stage
    )


@pytest.mark.parametrize("shown", [(160, 90), (1280, 720), (640, 640), (300, 90)])
def test_points_lie_where_their_pixels_are_shown(shown: tuple[int, int]) -> None:
    """Mirrored and scaled just as the picture is, wherever it stands; the left knee stays the left one."""
    rehearsal = at(Stage.POSITION)
    poses = rehearsal.session.poses
    assert poses is not None
    image, window = np.zeros((90, 160, 3), np.uint8), np.zeros((shown[1], shown[0], 3), np.uint8)
    x, y = poses.points[-1, Landmark.LEFT_KNEE]
    cv2.circle(image, (round(x), round(y)), 3, (255, 255, 255), -1)
    layout = Layout.of((160, 90), shown)
    layout.paint(image, window)
    rows, columns = np.nonzero(window[..., 0] > 127)
    points = rehearsal.loop.scenes.scene(layout).points
    assert points is not None
    assert points[Landmark.LEFT_KNEE] == pytest.approx((columns.mean(), rows.mean()), abs=max(1.0, shown[0] / 160))


def test_the_near_side_is_told() -> None:
    """Of a body that faces the camera there is none: both of its sides are drawn alike."""
    lying = at(Stage.POSITION)
    assert lying.session.poses is not None
    assert lying.scene.near is (Side.RIGHT if lying.session.poses.near_is_right[-1] else Side.LEFT)
    facing = GuidedTask(load_exercise("seated_overhead_stretch"), "own", Dose(reps=(1, 1)))
    scene = Rehearsal.of([filmed(1.0)], facing).until(Stage.PLACEMENT).scene
    assert (scene.points is None, scene.near) == (False, None)


def test_nobody_has_no_points() -> None:
    """Neither before the first frame nor when nobody is seen."""
    rehearsal = Rehearsal.of([replace(filmed(3.0), level=0)])
    assert rehearsal.scene.points is None
    assert rehearsal.scene.near is None
    rehearsal.until(Stage.PLACEMENT)
    assert rehearsal.scene.points is None


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (Stage.PLACEMENT, "Put the camera at mat height, side-on"),
        (Stage.POSITION, "Lie on your back, knees bent"),
    ],
)
def test_before_the_exercise_its_placement_and_start_are_asked_for(stage: Stage, words: str) -> None:
    """What the camera sees stands below; of several exercises it is told which one this is, and how long all take."""
    rehearsal = at(stage)
    scene = rehearsal.scene
    assert scene.message is not None
    assert scene.message.text.startswith(words)
    assert not scene.message.fault
    assert (scene.title, scene.plan) == ("Bridge", "Exercise 1 of 2 · 2 min left")
    assert scene.status == Status("I see all of you.")
    assert (scene.card, scene.countdown, scene.view) == (None, None, None)
    rehearsal.session.guide.hints.now = Hint.FEET_OUT
    assert rehearsal.scene.status == Status(Hint.FEET_OUT.value, good=False)


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
    """A cue goes before why nothing is counted; who can't be seen is told that alone."""
    rehearsal = at(Stage.EXERCISE)
    guide, run = rehearsal.session.guide, rehearsal.session.guide.run
    assert run.state is not None
    state = run.state
    run.refusal = "posture at the end: prone, wanted supine"
    assert rehearsal.scene.message == Message(f"Not counted: {run.refusal}.")
    guide.hints.now = Hint.NOBODY
    run.state = replace(state, hold_done=True, phase=Phase.LOST)
    unseen = rehearsal.scene
    assert unseen.message is None
    assert unseen.status == Status(Hint.NOBODY.value, good=False)
    run.state, run.refusal = state, None
    hold, texts = hold_cue(run.task.dose), []
    for state in (
        replace(run.state, cue=run.task.exercise.checks[0].cue),
        replace(run.state, cue=hold, phase=Phase.HOLD),
        replace(run.state, cue=hold, hold_s=0.6),
        replace(run.state, hold_done=True),
        run.state,
    ):
        run.state = state
        texts.append(rehearsal.scene.message)
    assert texts == [
        Message(run.task.exercise.checks[0].cue, fault=True),
        Message("Hold the position for one second.", fault=True),
        Message("You held 0.6 seconds; try one.", fault=True),
        Message("Go back slowly."),
        None,
    ]


def test_the_advice_has_a_card() -> None:
    """It can be accepted by a key or by waiting, and is there before the first frame."""
    card = Rehearsal.of([filmed(1.0)], advise=True).scene.card
    assert card is not None
    assert card.title == "Before you begin"
    assert card.foot == "Press any key, or wait 20 seconds."
    assert ["medical device" in row for row in card.rows] == [True, False, False]
    assert "Stop at once" in card.rows[1]


def test_a_question_has_a_card_with_its_keys() -> None:
    """In the person's language, before the first frame; the last one comes with what to do, which stays to be read."""
    rehearsal = Rehearsal.of([filmed(1.0)], language=load_language("de"), ask=True)
    first = rehearsal.scene.card
    assert first is not None
    assert (first.title, first.choices) == ("Frage 1 von 4", (("J", "ja"), ("N", "nein")))
    for _ in RED_FLAGS:
        rehearsal.session.answer(yes=True)
    last = rehearsal.scene.card
    assert last is not None
    assert (last.rows[0][:8], last.rows[1][:8]) == ("Bitte ge", "Trotzdem")
    rehearsal.session.answer(yes=False)
    assert rehearsal.scene.summary is not None
    assert [block.title for block in rehearsal.scene.summary.blocks] == [last.rows[0]]


class Played(DemonstrationPlayer):
    """Has a picture of every exercise, and remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def at(self, exercise_id: str, time_s: float) -> RgbImage:  # noqa: ARG002 - all moments look alike
        self.asked.append(exercise_id)
        return np.zeros((9, 16, 3), np.uint8)


def test_demonstrations_are_shown_until_the_countdown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large while the start position is said, then small; of the next exercise during a rest."""
    monkeypatch.setattr(scenes, "_LARGE_S", 1.0)
    rehearsal, played = Rehearsal.of([filmed(begins_s() + 30.0)], bridges(1, rest_s=10.0), BIRD_DOG), Played()
    rehearsal.loop.scenes.demonstrations = played
    rehearsal.run()
    seen = [(one.stage, one.demonstration and one.demonstration.large) for one in rehearsal.picture.scenes]
    assert list(dict.fromkeys(seen)) == [
        (Stage.PLACEMENT, True),
        (Stage.PLACEMENT, False),
        (Stage.POSITION, True),
        (Stage.POSITION, False),
        (Stage.COUNTDOWN, None),
        (Stage.EXERCISE, None),
        (Stage.REST, True),
        (Stage.DONE, None),
    ]
    assert list(dict.fromkeys(played.asked)) == ["bridge", "bird_dog"]
    card = next(one.card for one in rehearsal.picture.scenes if one.stage is Stage.REST)
    assert card is not None
    assert card.rows == ("Next: Bird dog", "3 repetitions on each side")


def test_the_rest_has_a_card() -> None:
    """With the seconds left, and all there is to know of the next exercise."""
    card = at(Stage.REST, rest_s=7.0).scene.card
    assert card is not None
    assert (card.title, card.big) == ("Rest", "7")
    start = BIRD_DOG.exercise.start_instruction
    assert card.rows == ("Next: Bird dog", "3 repetitions on each side", start)


def test_a_pause_tells_how_to_go_on() -> None:
    """By the key that has paused."""
    rehearsal = at(Stage.EXERCISE)
    rehearsal.session.command(Command.PAUSE)
    card = rehearsal.scene.card
    assert card is not None
    assert card.title == "Paused"
    assert "Press space to go on" in str(card.rows[0])


@pytest.mark.parametrize(("saved", "where"), [(None, "Nothing was saved."), ("evening", "Saved in evening.")])
def test_the_end_has_a_summary(saved: str | None, where: str) -> None:
    """Each exercise with what was done, what went well and what would help; where it is, and how to leave."""
    rehearsal = Rehearsal.of([filmed(begins_s() + REP_S)], bridges(1, hold_s=3.0))
    rehearsal.loop.scenes.saved = lambda: saved
    rehearsal.run()
    summary = rehearsal.scene.summary
    assert summary is not None
    assert (summary.title, summary.foot) == ("Done", f"{where} Press q to leave.")
    (block,) = summary.blocks
    assert block.title == "Bridge"
    assert block.done.startswith("1 of 1 repetition, held ")
    assert (block.well, block.help) == ("You did all that was asked.", "Next time: Hold the position for 3 seconds.")


def test_what_is_missing_of_the_start_is_told_and_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the start position was said; lying still in it is no fault."""
    rehearsal = at(Stage.POSITION)
    guide = rehearsal.session.guide
    monkeypatch.setattr(type(guide), "unmet", Unmet.BEND_KNEES)
    early = rehearsal.scene
    monkeypatch.setattr(scenes, "_LARGE_S", 0.0)
    late = rehearsal.scene
    assert (early.marked, late.marked) == ((), ("knee",))
    assert late.message == Message(Unmet.BEND_KNEES.value, fault=True)
    monkeypatch.setattr(type(guide), "unmet", Unmet.MOVING)
    assert rehearsal.scene.message == Message(Unmet.MOVING.value)


@pytest.mark.parametrize(("language", "space"), [("en", "space"), ("de", "Leertaste")])
def test_help_goes_over_everything(language: str, space: str) -> None:
    """All eight keys, also those of a German keyboard, and the sign that needs none; over other cards, too."""
    rehearsal = at(Stage.ADVICE, language=language)
    rehearsal.loop.scenes.help = True
    card = rehearsal.scene.card
    assert card is not None
    assert card.title == {"en": "Keys", "de": "Tasten"}[language]
    assert [row[0] for row in card.rows] == [space, "n", "r", "d", "m", "f", "?", "q"]
    assert ("both arms" in str(card.foot)) == (language == "en")
