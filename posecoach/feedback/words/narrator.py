"""What is said at each moment of a session, and a dose in words."""

from dataclasses import dataclass, replace
from functools import singledispatchmethod

from posecoach.counting.events import HoldStarted, PaceCue, RepetitionCounted
from posecoach.counting.holds import HOLD_CHECK
from posecoach.exercise.rules import Severity
from posecoach.exercise.schema import Dose, Exercise
from posecoach.feedback.voice.protocols import Chime
from posecoach.feedback.words.announcer import Announcement
from posecoach.feedback.words.language import Language
from posecoach.feedback.words.phrases import CountedPhrase, Phrase
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
    QuestionAsked,
    RestTick,
    Resumed,
    SeenWell,
    SideAsked,
    SideChanged,
    Stage,
    StageEntered,
    TaskEnded,
)
from posecoach.session.red_flags import Question
from posecoach.session.speech import RULES, Priority, Rule
from posecoach.session.task import GuidedTask

__all__ = ["Narrator", "Setting", "dose_words", "held_words", "hold_words"]

_HOLD_IN_WORDS, _REST_IN_WORDS = 3, 5
"""Seconds left, from which on they are said in a sentence; below, there are tones."""
_PAUSES = {PauseReason.AWAY: Phrase.SAY_PAUSED_AWAY, PauseReason.CAMERA: Phrase.SAY_PAUSED_CAMERA}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a moment belongs to.

    Attributes:
        task: The exercise under way.
        count: Its repetitions so far.
        upcoming: The exercise after it.
    """

    task: GuidedTask
    count: int = 0
    upcoming: GuidedTask | None = None

    @property
    def timed(self) -> bool:
        """Whether seconds of movement count instead of repetitions."""
        return self.task.dose.moving_s is not None


@dataclass(frozen=True, slots=True)
class _Told:
    """Words for a moment, before it is known which; with a rule of their own where the moment's isn't theirs."""

    text: str
    chime: Chime | None = None
    chime_always: bool = False
    rule: Rule | None = None


_TICK = _Told("", Chime.TICK, chime_always=True)


class Narrator:
    """Puts moments into words. It knows nothing of what is being said: the announcer decides that.

    Args:
        language: To say it in.
        opening: Said before the first exercise, such as a plan's note.
    """

    def __init__(self, language: Language, opening: str = "") -> None:
        self._language, self._opening, self._opened = language, opening, False

    def tell(self, moment: Moment, setting: Setting) -> list[Announcement]:
        """What is to be heard at a moment."""
        rule = RULES.get(type(moment))
        if rule is None:
            return []
        why = type(moment).__name__
        return [
            Announcement(told.text, told.rule or rule, why, told.chime, told.chime_always)
            for told in self._words(moment, setting)
        ]

    @singledispatchmethod
    def _words(self, moment: object, setting: Setting) -> list[_Told]:  # noqa: ARG002 - most moments go unsaid
        return []

    @_words.register
    def _(self, moment: StageEntered, setting: Setting) -> list[_Told]:
        begin = {
            Stage.ADVICE: self._advice,
            Stage.PLACEMENT: self._introduction,
            Stage.COUNTDOWN: self._ready,
            Stage.EXERCISE: self._begin,
            Stage.REST: self._rest,
            Stage.DONE: self._end,
        }.get(moment.stage)
        return begin(setting) if begin is not None else []

    @_words.register
    def _(self, moment: RepetitionCounted, setting: Setting) -> list[_Told]:
        if setting.timed:
            return []
        return self._said(Phrase.SAY_NUMBER, Chime.REPETITION, number=moment.number)

    @_words.register
    def _(self, _moment: CountdownTick, _setting: Setting) -> list[_Told]:
        return [_TICK]

    @_words.register
    def _(self, moment: HoldTick, _setting: Setting) -> list[_Told]:
        return self._seconds(CountedPhrase.SAY_HOLD_LEFT, moment.seconds, _HOLD_IN_WORDS)

    @_words.register
    def _(self, moment: RestTick, _setting: Setting) -> list[_Told]:
        return self._seconds(CountedPhrase.SAY_REST_LEFT, moment.seconds, _REST_IN_WORDS)

    @_words.register
    def _(self, moment: MovingTick, _setting: Setting) -> list[_Told]:
        return [_Told(self._language.counted(CountedPhrase.SAY_MOVED, moment.seconds))]

    @_words.register
    def _(self, _moment: HoldStarted, setting: Setting) -> list[_Told]:
        return self._said(Phrase.SAY_HOLD) if setting.task.dose.hold_s[1] > 0 else []

    @_words.register
    def _(self, _moment: HoldDone, _setting: Setting) -> list[_Told]:
        return self._said(Phrase.SAY_BACK, Chime.HOLD_DONE)

    @_words.register
    def _(self, moment: PaceCue, setting: Setting) -> list[_Told]:
        return [_Told(self._own(setting.task, moment.text))]

    @_words.register
    def _(self, moment: CueGiven, setting: Setting) -> list[_Told]:
        task, rule = setting.task, RULES[CueGiven]
        if any(one.id == moment.check and one.severity is Severity.SAFETY for one in task.exercise.checks):
            rule = replace(rule, priority=Priority.SAFETY)
        return [_Told(self._own(task, moment.spoken), Chime.FAULT, rule=rule)]

    @_words.register
    def _(self, moment: FaultRecalled, setting: Setting) -> list[_Told]:
        if moment.check == HOLD_CHECK:
            held, wanted = moment.held_s, setting.task.dose.hold_s[0]
            return [_Told(held_words(held, wanted, self._language), Chime.FAULT)]
        return self._said(Phrase.SAY_NEXT_TIME, Chime.FAULT, cue=self._own(setting.task, moment.spoken))

    @_words.register
    def _(self, moment: HintGiven, _setting: Setting) -> list[_Told]:
        return [_Told(self._language.text(moment.hint), Chime.FAULT)]

    @_words.register
    def _(self, _moment: SeenWell, _setting: Setting) -> list[_Told]:
        return self._said(Phrase.SEEN_WELL)

    @_words.register
    def _(self, moment: QuestionAsked, _setting: Setting) -> list[_Told]:
        advice = self._said(Phrase.SEE_A_PROFESSIONAL) if moment.question is Question.GO_ON else []
        return [*advice, _Told(self._language.text(moment.question))]

    @_words.register
    def _(self, moment: PositionAsked, setting: Setting) -> list[_Told]:
        exercise = setting.task.exercise
        text = exercise.placement.advice if moment.again % 2 else exercise.start_instruction
        return [_Told(self._own(setting.task, text))]

    @_words.register
    def _(self, moment: ConditionUnmet, _setting: Setting) -> list[_Told]:
        return [_Told(self._language.text(moment.condition))]

    @_words.register
    def _(self, moment: SideAsked, _setting: Setting) -> list[_Told]:
        return self._said(Phrase.SAY_BEGIN_LEFT if moment.side is Side.LEFT else Phrase.SAY_BEGIN_RIGHT)

    @_words.register
    def _(self, moment: SideChanged, _setting: Setting) -> list[_Told]:
        return self._said(Phrase.SAY_LEFT if moment.side is Side.LEFT else Phrase.SAY_RIGHT)

    @_words.register
    def _(self, moment: Praised, _setting: Setting) -> list[_Told]:
        if moment.mended:
            return self._said(Phrase.SAY_MENDED)
        # The exercise ends with the same frame: it is said before that.
        return self._said(Phrase.SAY_WELL_DONE, rule=replace(RULES[Praised], priority=Priority.INFO))

    @_words.register
    def _(self, moment: Dosed, _setting: Setting) -> list[_Told]:
        return [_Told(self._language.counted(CountedPhrase.SAY_ENOUGH, moment.more))]

    @_words.register
    def _(self, _moment: DoseChanged, setting: Setting) -> list[_Told]:
        return [_Told(f"{dose_words(setting.task.exercise, setting.task.dose, self._language)}.")]

    @_words.register
    def _(self, _moment: TaskEnded, setting: Setting) -> list[_Told]:
        if setting.timed:
            return self._said(Phrase.SAY_DONE_TIME, Chime.DONE)
        return [_Told(self._language.counted(CountedPhrase.SAY_DONE, setting.count), Chime.DONE)]

    @_words.register
    def _(self, moment: Paused, _setting: Setting) -> list[_Told]:
        return self._said(_PAUSES.get(moment.reason, Phrase.SAY_PAUSED), Chime.PAUSE)

    @_words.register
    def _(self, _moment: Resumed, _setting: Setting) -> list[_Told]:
        return self._said(Phrase.SAY_RESUMED, Chime.GO)

    def _advice(self, _setting: Setting) -> list[_Told]:
        safety = replace(RULES[StageEntered], priority=Priority.SAFETY)
        advice = (Phrase.ADVICE_NOT_MEDICAL, Phrase.ADVICE_STOP)
        return [one for phrase in advice for one in self._said(phrase, rule=safety)]

    def _introduction(self, setting: Setting) -> list[_Told]:
        task = setting.task
        words = dose_words(task.exercise, task.dose, self._language)
        note = self._language.of_plan(task.note)
        # Somebody who goes on to the next exercise at once wants to hear of that one alone.
        texts = {"name": f"{self._own(task, task.exercise.name)}.", "dose": f"{words}.", "note": note}
        introduction = [_Told(text, rule=replace(RULES[StageEntered], key=key)) for key, text in texts.items() if text]
        return [*self._open(), *introduction]

    def _open(self) -> list[_Told]:
        if self._opened:
            return []
        self._opened = True
        safety = replace(RULES[StageEntered], priority=Priority.SAFETY)
        note = [_Told(self._opening)] if self._opening else []
        return [*self._said(Phrase.SAY_STOP_IF_IT_HURTS, rule=safety), *note]

    def _ready(self, _setting: Setting) -> list[_Told]:
        return [_Told("", Chime.READY, chime_always=True)]

    def _begin(self, _setting: Setting) -> list[_Told]:
        return self._said(Phrase.SAY_BEGIN, Chime.GO, rule=RULES[CountdownTick])

    def _rest(self, setting: Setting) -> list[_Told]:
        if setting.upcoming is None:
            return []
        name = self._own(setting.upcoming, setting.upcoming.exercise.name)
        return self._said(Phrase.SAY_REST, exercise=name)

    def _end(self, _setting: Setting) -> list[_Told]:
        return self._said(Phrase.SAY_FINISHED, rule=replace(RULES[StageEntered], priority=Priority.FAREWELL))

    def _seconds(self, phrase: CountedPhrase, seconds: int, in_words: int) -> list[_Told]:
        """Seconds that are left: one of them in a sentence, those after it as tones, which no repetition has."""
        return [_Told(self._language.counted(phrase, seconds), Chime.TICK)] if seconds >= in_words else [_TICK]

    def _own(self, task: GuidedTask, english: str) -> str:
        return self._language.of_exercise(task.exercise.id, english)

    def _said(
        self, phrase: Phrase, chime: Chime | None = None, *, rule: Rule | None = None, **values: object
    ) -> list[_Told]:
        return [_Told(self._language.text(phrase, **values), chime, rule=rule)]


def dose_words(exercise: Exercise, dose: Dose, language: Language) -> str:
    """Such as "10 to 15 repetitions, hold 5 seconds"."""
    if dose.moving_s is not None:
        return _counted(CountedPhrase.MOVE_FOR, dose.moving_s, language)
    in_turn = exercise.sides.in_turn
    words = [
        _counted(CountedPhrase.REPETITIONS_EACH_SIDE if in_turn else CountedPhrase.REPETITIONS, dose.reps, language)
    ]
    if dose.hold_s[1] > 0:
        words.append(_counted(CountedPhrase.HOLD_FOR, dose.hold_s, language))
    return ", ".join(words)


def held_words(held_s: float, wanted_s: float, language: Language) -> str:
    """That a hold was too short, and how long it should be."""
    return language.counted(CountedPhrase.HELD_TOO_SHORT, wanted_s, held=language.number(held_s))


def hold_words(dose: Dose, language: Language) -> str:
    """What to do about a hold that was too short."""
    return language.counted(CountedPhrase.HOLD_LONGER, dose.hold_s[0])


def _counted(phrase: CountedPhrase, ends: tuple[float, float], language: Language) -> str:
    first, last = ends
    if first == last:
        return language.counted(phrase, last)
    # Of a range there are several, also of one that ends at 1.
    return language.counted(
        phrase, max(2, last), count=language.text(Phrase.TO, first=language.number(first), last=language.number(last))
    )
