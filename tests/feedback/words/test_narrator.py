import pytest
from guided import task

from posecoach.counting.events import HoldStarted, PaceCue, RepetitionCounted, RepetitionStarted
from posecoach.counting.state import Hint
from posecoach.exercise.library import load_exercise
from posecoach.feedback.voice.protocols import Chime
from posecoach.feedback.words.announcer import Announcement
from posecoach.feedback.words.language import ENGLISH, Language, load_language
from posecoach.feedback.words.narrator import Narrator, Setting
from posecoach.feedback.words.phrases import Phrase
from posecoach.pose.landmarks import Side
from posecoach.session.moments import (
    ConditionUnmet,
    CountdownTick,
    CueGiven,
    DoseChanged,
    Dosed,
    FaultRecalled,
    HintGiven,
    HoldDone,
    HoldTick,
    Moment,
    MovingTick,
    Paused,
    PauseReason,
    PositionAsked,
    Praised,
    RestTick,
    Resumed,
    SeenWell,
    SideAsked,
    SideChanged,
    Stage,
    StageEntered,
    TaskEnded,
)
from posecoach.session.speech import Priority
from posecoach.session.start import Unmet

BRIDGE = task(hold_s=(2.0, 3.0), reps=(5, 5))
BIRD = task("bird_dog", hold_s=(4.0, 5.0), reps=(5, 5), note="Slowly.")
ROLL = task("leg_roll", moving_s=(60.0, 60.0))
TILT = task("pelvic_tilt")
HERE = Setting(BRIDGE, count=7, upcoming=BIRD)
REP = RepetitionCounted(12, None, 0.0, 1.0, 2.0, 1.0, 3.0, (), {})
TIMELY, CUE, INFO, SAFETY, PRAISE, FAREWELL = (
    Priority.TIMELY,
    Priority.CUE,
    Priority.INFO,
    Priority.SAFETY,
    Priority.PRAISE,
    Priority.FAREWELL,
)


def cue(check: str, exercise_id: str = "bridge") -> CueGiven:
    rule = next(rule for rule in load_exercise(exercise_id).rules if rule.id == check)
    return CueGiven(0.0, check, rule.cue, rule.spoken)


def spoken(moment: Moment, setting: Setting = HERE, language: Language = ENGLISH) -> list[Announcement]:
    narrator = Narrator(language)
    narrator.tell(StageEntered(0.0, Stage.PLACEMENT, 0), setting)  # the first introduction has words of its own
    return narrator.tell(moment, setting)


SINGLE = [
    (REP, HERE, "Number 12.", "Nummer 12.", TIMELY, Chime.REPETITION),
    (HoldTick(0.0, 3), HERE, "3 more seconds.", "Noch 3 Sekunden.", TIMELY, Chime.TICK),
    (RestTick(0.0, 10), HERE, "10 seconds left.", "Noch 10 Sekunden.", TIMELY, Chime.TICK),
    (MovingTick(0.0, 30), Setting(ROLL), "30 seconds done.", "30 Sekunden geschafft.", TIMELY, None),
    (HoldStarted(0.0), HERE, "Hold.", "Halten.", TIMELY, None),
    (HoldDone(0.0), HERE, "And back.", "Und zurück.", TIMELY, Chime.HOLD_DONE),
    (SideAsked(0.0, Side.LEFT), HERE, "Begin with the left side.", None, TIMELY, None),
    (SideAsked(0.0, Side.RIGHT), HERE, "Begin with the right side.", None, TIMELY, None),
    (SideChanged(0.0, Side.LEFT), HERE, "Now the left side.", "Jetzt die linke Seite.", TIMELY, None),
    (SideChanged(0.0, Side.RIGHT), HERE, "Now the right side.", "Jetzt die rechte Seite.", TIMELY, None),
    (cue("arms_down"), HERE, "Arms on the floor", None, CUE, Chime.FAULT),
    (cue("back", "bird_dog"), Setting(BIRD), "Stomach tight, back flat", None, SAFETY, Chime.FAULT),
    (
        FaultRecalled(0.0, "arms_down", "Arms on the floor"),
        HERE,
        "Next time: Arms on the floor",
        "Beim nächsten Mal: Arme ablegen",
        CUE,
        Chime.FAULT,
    ),
    (
        FaultRecalled(0.0, "hold", "", 1.26),
        HERE,
        "You held 1.3 seconds; try 2.",
        "Du hast 1,3 Sekunden gehalten; versuch es mit 2.",
        CUE,
        Chime.FAULT,
    ),
    (Praised(0.0, mended=True), HERE, "That's better.", "So ist es besser.", PRAISE, None),
    (Praised(0.0, mended=False), HERE, "Well done.", "Gut gemacht.", INFO, None),
    (TaskEnded(0.0, 0, complete=True), HERE, "Done. 7 repetitions.", "Fertig. 7 Wiederholungen.", INFO, Chime.DONE),
    (
        TaskEnded(0.0, 0, complete=True),
        Setting(BRIDGE, 1),
        "Done. One repetition.",
        "Fertig. Eine Wiederholung.",
        INFO,
        Chime.DONE,
    ),
    (TaskEnded(0.0, 0, complete=True), Setting(ROLL, 9), "Done.", "Fertig.", INFO, Chime.DONE),
    (Paused(0.0, PauseReason.KEY), HERE, "Paused.", "Angehalten.", TIMELY, Chime.PAUSE),
    (Paused(0.0, PauseReason.GESTURE), HERE, "Paused.", "Angehalten.", TIMELY, Chime.PAUSE),
    (Paused(0.0, PauseReason.AWAY), HERE, Phrase.SAY_PAUSED_AWAY.value, None, TIMELY, Chime.PAUSE),
    (Paused(0.0, PauseReason.CAMERA), HERE, Phrase.SAY_PAUSED_CAMERA.value, None, TIMELY, Chime.PAUSE),
    (Resumed(0.0), HERE, "Going on.", "Weiter geht es.", TIMELY, Chime.GO),
    (StageEntered(0.0, Stage.EXERCISE, 0), HERE, "Begin.", "Fang an.", TIMELY, Chime.GO),
    (StageEntered(0.0, Stage.REST, 0), HERE, "Rest. Next: Bird dog.", None, INFO, None),
    (StageEntered(0.0, Stage.DONE, 0), HERE, "That was all for today.", "Das war alles für heute.", FAREWELL, None),
    (HintGiven(0.0, Hint.LEFT), HERE, "Move to the left of the screen.", None, INFO, Chime.FAULT),
    (PositionAsked(0.0), HERE, BRIDGE.exercise.position, None, INFO, None),
    (PositionAsked(0.0, 1), HERE, BRIDGE.exercise.placement.advice, None, INFO, None),
    (PositionAsked(0.0, 2), HERE, BRIDGE.exercise.position, None, INFO, None),
    (ConditionUnmet(0.0, Unmet.BEND_KNEES), HERE, "Bend your knees a little more.", None, INFO, None),
    (SeenWell(0.0), HERE, "I see all of you.", "Ich sehe dich ganz.", INFO, None),
    (PaceCue(0.0, "Relax."), Setting(TILT), "Relax.", None, TIMELY, None),
    (DoseChanged(0.0), HERE, "5 repetitions, hold 2 to 3 seconds.", None, INFO, None),
    (Dosed(0.0, 5), HERE, "That is enough. Up to 5 more if it feels good.", None, INFO, None),
]


@pytest.mark.parametrize(("moment", "setting", "english", "german", "priority", "chime"), SINGLE)
def test_each_moment_has_its_words(
    moment: Moment, setting: Setting, english: str, german: str | None, priority: Priority, chime: Chime | None
) -> None:
    """In the person's language, as urgent as they are, with the tone that stands for them; text however it is used."""
    (said,) = spoken(moment, setting)
    assert f"{said.text}" == english
    assert (said.text, said.rule.priority, said.chime) == (english, priority, chime)
    (in_german,) = spoken(moment, setting, load_language("de"))
    assert in_german.text == german or (german is None and in_german.text != english)
    assert (in_german.rule.priority, in_german.chime) == (priority, chime)


@pytest.mark.parametrize("moment", [CountdownTick(0.0, 3), HoldTick(0.0, 2), RestTick(0.0, 3)])
def test_last_seconds_are_tones(moment: Moment) -> None:
    """So that nobody takes them for repetitions; they are heard beside speech, too."""
    (said,) = spoken(moment)
    assert (said.text, said.chime, said.chime_always) == ("", Chime.TICK, True)


@pytest.mark.parametrize(
    ("moment", "setting"),
    [
        (RepetitionStarted(0.0), HERE),
        (REP, Setting(ROLL)),
        (HoldStarted(0.0), Setting(task("toe_touch", reps=(10, 10)))),
        (StageEntered(0.0, Stage.POSITION, 0), HERE),
        (StageEntered(0.0, Stage.REST, 0), Setting(BRIDGE)),
    ],
)
def test_some_moments_go_unsaid(moment: Moment, setting: Setting) -> None:
    """Repetitions of continuous movement, holds of exercises without one, and what other moments tell."""
    assert spoken(moment, setting) == []


def test_the_right_position_has_a_tone_without_words() -> None:
    """It is heard beside speech, too."""
    (said,) = spoken(StageEntered(0.0, Stage.COUNTDOWN, 0))
    assert (said.text, said.chime, said.chime_always) == ("", Chime.READY, True)


def test_the_first_introduction_opens_the_session() -> None:
    """What is more important comes first, and only once."""
    narrator = Narrator(ENGLISH, opening="Three exercises.")
    first, second = (
        [one.text for one in narrator.tell(StageEntered(0.0, Stage.PLACEMENT, place), Setting(one_task))]
        for place, one_task in enumerate((BRIDGE, BIRD))
    )
    dose = "5 repetitions, hold 2 to 3 seconds."
    assert first == ["Stop if it hurts.", "Three exercises.", "Bridge.", dose]
    assert second == ["Bird dog.", "5 repetitions on each side, hold 4 to 5 seconds.", "Slowly."]


def test_the_advice_is_said_before_all_else() -> None:
    """That this is no medical device, and when to stop."""
    said = Narrator(ENGLISH).tell(StageEntered(0.0, Stage.ADVICE, 0), HERE)
    assert ["not a medical device" in said[0].text, "new pain" in said[1].text] == [True, True]
    assert {one.rule.priority for one in said} == {SAFETY}
