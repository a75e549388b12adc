from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

import pytest
from catalogues import translations
from live_people import HOLD_S, RATE_HZ, REP_S, bridges, filmed
from rehearsal import Rehearsal, begins_s, in_hold_s

from posecoach.capture.frame import Frame
from posecoach.capture.grabber import GrabState
from posecoach.counting.events import FaultStarted, RepetitionCounted
from posecoach.counting.state import Hint
from posecoach.feedback.draw.scene import Status
from posecoach.feedback.voice.protocols import Chime, VoiceMode
from posecoach.feedback.words.language import load_language
from posecoach.feedback.words.phrases import Phrase
from posecoach.live.pose_thread import CompanyWatch
from posecoach.pose.estimator import Pose
from posecoach.session.guide import Command
from posecoach.session.moments import Paused, PauseReason, Resumed, Stage
from posecoach.testing import FailedReads, Film, Unplugged
from posecoach.testing.cameras import Script


def repetitions(rehearsal: Rehearsal) -> list[RepetitionCounted]:
    return [one for one in rehearsal.moments if isinstance(one, RepetitionCounted)]


def pauses(rehearsal: Rehearsal) -> list[PauseReason | None]:
    """Reasons of pauses, None for going on."""
    signs = [one for one in rehearsal.moments if isinstance(one, Paused | Resumed)]
    return [one.reason if isinstance(one, Paused) else None for one in signs]


Trouble: TypeAlias = Film | FailedReads | Unplugged


def whole(*trouble: Trouble) -> Script:
    """Something happens in the middle of the second bridge's hold; then there is time for another."""
    return [filmed(in_hold_s(2)), *trouble, filmed(2.3 * REP_S)]


def test_bridges_are_counted_and_told() -> None:
    """Safety first, then what to do; countdown, holds and numbers; the end."""
    rehearsal = Rehearsal.of([filmed(in_hold_s(3))], opening="Slowly today.").run()
    assert rehearsal.count == 2
    assert rehearsal.said == [
        *("Stop if it hurts.", "Slowly today.", "Bridge.", "2 repetitions, hold one second."),
        "I see all of you.",
        "Lie on your back, knees bent, feet flat and near your seat, arms beside you.",
        *("Begin.", "Hold.", "And back.", "Number 1.", "Hold.", "And back."),
        *("Done. 2 repetitions.", "That was all for today."),
    ]


@pytest.mark.parametrize(
    ("trouble", "shown"),
    [
        pytest.param(Unplugged(opens=30), Hint.CAMERA_GONE, id="unplugged"),
        pytest.param(Film(5.0, RATE_HZ, still=True), Hint.FROZEN, id="freezes"),
    ],
)
def test_a_camera_without_pictures_pauses_and_goes_on(trouble: Trouble, shown: Hint) -> None:
    """It is shown and said; who goes on when it is back has lost no repetition, and nobody asks for more light."""
    rehearsal = Rehearsal.of(whole(trouble)).run()
    assert pauses(rehearsal) == [PauseReason.CAMERA, None]
    assert shown.value in rehearsal.statuses
    assert "Paused: ()" in rehearsal.cards
    expected = (Phrase.SAY_PAUSED_CAMERA.value, Phrase.SAY_RESUMED.value)
    assert tuple(text for text in rehearsal.said if text in expected) == expected
    assert rehearsal.session.camera_hint is None
    assert Hint.SLOW_CAMERA.value not in (*rehearsal.statuses, *rehearsal.said)
    assert [rep.number for rep in repetitions(rehearsal)] == [1, 2]
    assert rehearsal.count == 2


def test_a_black_picture_is_told() -> None:
    """On the screen and aloud; while it pauses because nobody is seen, the reason stays on the screen."""
    rehearsal = Rehearsal.of(whole(Film(9.0, RATE_HZ, level=0))).run()
    assert pauses(rehearsal) == [PauseReason.AWAY, None]
    assert Hint.BLACK.value in rehearsal.statuses
    assert rehearsal.said.count(Hint.BLACK.value) == 1
    assert Hint.BLACK.value not in rehearsal.said[rehearsal.said.index(Phrase.SAY_RESUMED.value) :]
    paused = [scene.status for scene in rehearsal.picture.scenes if scene.stage is Stage.PAUSED]
    assert Status(Hint.BLACK.value, good=False) in paused
    assert Status(Hint.NOBODY.value, good=False) not in paused
    assert rehearsal.count == 2


def test_a_dark_beginning_is_told() -> None:
    """It goes on after a while if somebody is seen."""
    rehearsal = Rehearsal.of([Film(12.5, RATE_HZ, level=18)]).run()
    assert Hint.DARK.value in rehearsal.statuses
    assert Hint.DARK.value in rehearsal.said
    assert "Lie on your back, knees bent, feet flat and near your seat, arms beside you." in rehearsal.said


def test_five_pictures_a_second_are_told_and_counted() -> None:
    """Slow movements can be followed all the same."""
    rehearsal = Rehearsal.of([filmed(40.0, rate_hz=5.0)], slower=1.8, letter_s=0.06).run()
    assert Hint.SLOW_CAMERA.value in rehearsal.statuses
    assert Hint.SLOW_CAMERA.value in rehearsal.said
    assert rehearsal.count == 2
    assert [rep.faults for rep in repetitions(rehearsal)] == [(), ()]


def test_a_camera_may_change_its_resolution() -> None:
    """Upright in a hold, back between two bridges, larger in the next hold: nothing is lost or found fault with."""
    changes_s = (1.6, REP_S - 0.2, REP_S + 2.0)
    edges_s = [0.0, *(begins_s() + change_s for change_s in changes_s), begins_s() + 2.2 * REP_S]
    sizes = [(160, 90), (90, 160), (160, 90), (320, 180)]
    films = [
        filmed(end_s - start_s, size=size) for (start_s, end_s), size in zip(pairwise(edges_s), sizes, strict=True)
    ]
    rehearsal = Rehearsal.of(films).run()
    assert rehearsal.count == 2
    assert [rep.faults for rep in repetitions(rehearsal)] == [(), ()]
    assert [one for one in rehearsal.moments if isinstance(one, FaultStarted)] == []
    assert pauses(rehearsal) == []


@pytest.mark.parametrize("trouble", [GrabState.GONE, GrabState.FROZEN, Command.PAUSE, Command.DOSE, Command.RESTART])
def test_nothing_before_the_first_picture_spoils_the_beginning(trouble: GrabState | Command) -> None:
    """A camera that fails is shown, keys have nothing to change yet, and what comes first is said all the same."""
    rehearsal = Rehearsal.of([filmed(9.0)])
    if isinstance(trouble, GrabState):
        rehearsal.session.camera(trouble)
        assert rehearsal.scene.status is not None
        assert rehearsal.scene.status.text in (Hint.CAMERA_GONE.value, Hint.FROZEN.value)
    else:
        rehearsal.session.command(trouble)
    rehearsal.until(Stage.POSITION)
    assert rehearsal.said[:2] == ["Stop if it hurts.", "Bridge."]
    assert rehearsal.said.count("Bridge.") == 1


def test_a_camera_that_only_takes_its_time_is_no_trouble() -> None:
    """Such as while the model is loaded."""
    rehearsal = Rehearsal.of([filmed(9.0)]).until(Stage.POSITION)
    rehearsal.session.camera(GrabState.OPENING)
    assert rehearsal.session.camera_hint is None
    assert pauses(rehearsal) == []


def spoken_in(mode: VoiceMode) -> tuple[bool, set[Chime]]:
    rehearsal = Rehearsal.of([filmed(begins_s() + REP_S)], bridges(1), mode=mode).run()
    assert rehearsal.count == 1
    return bool(rehearsal.said), {one.chime for one in rehearsal.chimes.log}


@dataclass
class Visited(CompanyWatch):
    """Somebody comes to sit beside the mat at a time."""

    comes_s: float
    seen: bool = False
    looks_s: list[float] = field(default_factory=list)

    def watch(self, frame: Frame, person: Pose | None) -> None:  # noqa: ARG002 - nobody looks at the picture
        self.looks_s.append(frame.time_s)
        self.seen = frame.time_s >= self.comes_s


def test_somebody_who_comes_during_the_exercise_is_told_once() -> None:
    """On the screen for as long as they are there, aloud between two movements; looked for only there, too."""
    visited = Visited(in_hold_s(1))
    rehearsal = Rehearsal.of([filmed(in_hold_s(4))], bridges(8), company=visited).run()
    two = Hint.TWO_PEOPLE.value
    assert rehearsal.statuses[-1] == two
    assert rehearsal.said.count(two) == 1
    (said,) = [one.start_s for one in rehearsal.speaker.log if one.text == two]
    rests = [in_hold_s(rep) + REP_S / 2 for rep in (1, 2, 3)]
    assert min(abs(said - rest) for rest in rests) < 1.5
    assert not [one for one in visited.looks_s if abs(one - in_hold_s(2)) < HOLD_S / 2]


def test_the_voice_may_be_off() -> None:
    """Counting goes on; tones alone tell of all that there is a tone for."""
    assert spoken_in(VoiceMode.OFF) == (False, set())
    assert spoken_in(VoiceMode.FULL) == (True, {Chime.READY, Chime.TICK})
    wanted = {Chime.READY, Chime.TICK, Chime.GO, Chime.HOLD_DONE, Chime.REPETITION, Chime.DONE}
    assert spoken_in(VoiceMode.SOUNDS) == (False, wanted)


def test_tones_take_the_place_of_an_engine_that_fails() -> None:
    """From the moment on; what was waited for until it had spoken is not waited for any more."""
    rehearsal = Rehearsal.of([filmed(30.0)]).until(Stage.COUNTDOWN)
    rehearsal.speaker.failed = "the engine is gone"
    said = len(rehearsal.said)
    rehearsal.until(Stage.DONE)
    assert len(rehearsal.said) == said
    assert rehearsal.count == 2
    assert [one.chime for one in rehearsal.chimes.log].count(Chime.REPETITION) == 2


def english_left(texts: Sequence[str]) -> list[str]:
    """Texts that aren't in the German catalogue, neither as they are nor as what a template made of them."""
    stems = {one.split("{")[0].strip() for one in translations("de")} - {""}
    return [text for text in texts if not text.isdecimal() and not any(text.startswith(stem) for stem in stems)]


def test_a_session_may_be_german() -> None:
    """All that is said and all that is shown."""
    german = load_language("de")
    rehearsal = Rehearsal.of(whole(Unplugged(opens=30)), language=german, advise=True, keys={40: "enter"}).run()
    assert "Hör auf, wenn es wehtut." in rehearsal.said
    assert "Angehalten. Die Kamera liefert keine Bilder." in rehearsal.said
    assert english_left(rehearsal.said) == ["2 Wiederholungen, eine Sekunde halten."]
    assert english_left([*rehearsal.messages, *rehearsal.statuses]) == []
    assert {scene.title for scene in rehearsal.picture.scenes} == {german.of_exercise("bridge", "Bridge")}
    assert english_left([card.split(":")[0] for card in rehearsal.cards]) == []
