"""What is said at each moment of a session, and a dose in words."""

from dataclasses import dataclass
from functools import singledispatchmethod

from posecoach.counting.events import HoldStarted, PaceCue, RepetitionCounted
from posecoach.counting.holds import HOLD_CHECK
from posecoach.exercise.rules import Severity
from posecoach.exercise.schema import Dose, Exercise
from posecoach.feedback.voice.protocols import Chime
from posecoach.feedback.words.announcer import Priority, Utterance
from posecoach.feedback.words.language import Language
from posecoach.feedback.words.phrases import CountedPhrase, Phrase
from posecoach.pose.landmarks import Side
from posecoach.session.moments import (
    CountdownTick,
    CueGiven,
    DoseChanged,
    Dosed,
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
    SideChanged,
    Stage,
    StageEntered,
    TaskEnded,
)
from posecoach.session.task import GuidedTask

__all__ = ["Narrator", "Setting", "dose_words", "hold_words"]

_AT_ONCE_S, _SOON_S, _LATER_S, _WHENEVER_S = 0.8, 3.0, 8.0, 60.0
"""How long something is still worth saying: a second of a countdown, a cue, a count, an introduction."""
_IN_WORDS_S = 5
"""What is left of a rest is said in a sentence from here on; below, the seconds are counted."""
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


class Narrator:
    """Puts moments into words. It knows nothing of what is being said: the announcer decides that.

    Args:
        language: To say it in.
        opening: Said before the first exercise, such as a plan's note.
    """

    def __init__(self, language: Language, opening: str = "") -> None:
        self._language, self._opening, self._opened = language, opening, False

    def tell(self, moment: Moment, setting: Setting) -> list[Utterance]:
        """What to say at a moment."""
        return self._words(moment, setting)

    @singledispatchmethod
    def _words(self, moment: object, setting: Setting) -> list[Utterance]:  # noqa: ARG002 - most moments go unsaid
        return []

    @_words.register
    def _(self, moment: StageEntered, setting: Setting) -> list[Utterance]:
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
    def _(self, moment: RepetitionCounted, setting: Setting) -> list[Utterance]:
        return [] if setting.timed else [_number(moment.number, _LATER_S, Chime.REPETITION)]

    @_words.register(CountdownTick)
    @_words.register(HoldTick)
    def _(self, moment: CountdownTick | HoldTick, _setting: Setting) -> list[Utterance]:
        return [_number(moment.seconds, _AT_ONCE_S, Chime.TICK)]

    @_words.register
    def _(self, moment: RestTick, _setting: Setting) -> list[Utterance]:
        if moment.seconds < _IN_WORDS_S:
            return [_number(moment.seconds, _AT_ONCE_S, Chime.TICK)]
        return [self._counted(CountedPhrase.SAY_REST_LEFT, moment.seconds, Priority.TIMELY, _SOON_S)]

    @_words.register
    def _(self, moment: MovingTick, _setting: Setting) -> list[Utterance]:
        return [self._counted(CountedPhrase.SAY_MOVED, moment.seconds, Priority.TIMELY, _SOON_S)]

    @_words.register
    def _(self, _moment: HoldStarted, setting: Setting) -> list[Utterance]:
        held = setting.task.dose.hold_s[1] > 0
        return self._said(Phrase.SAY_HOLD, Priority.TIMELY, _AT_ONCE_S) if held else []

    @_words.register
    def _(self, _moment: HoldDone, _setting: Setting) -> list[Utterance]:
        return self._said(Phrase.SAY_BACK, Priority.TIMELY, _SOON_S, Chime.HOLD_DONE)

    @_words.register
    def _(self, moment: PaceCue, setting: Setting) -> list[Utterance]:
        return [Utterance(self._own(setting.task, moment.text), Priority.TIMELY, _SOON_S)]

    @_words.register
    def _(self, moment: CueGiven, setting: Setting) -> list[Utterance]:
        task = setting.task
        if moment.check == HOLD_CHECK:
            return [Utterance(hold_words(task.dose, self._language), Priority.CUE, _SOON_S, Chime.FAULT)]
        severe = any(rule.id == moment.check and rule.severity is Severity.SAFETY for rule in task.exercise.checks)
        priority = Priority.SAFETY if severe else Priority.CUE
        return [Utterance(self._own(task, moment.spoken), priority, _SOON_S, Chime.FAULT)]

    @_words.register
    def _(self, moment: HintGiven, _setting: Setting) -> list[Utterance]:
        return [Utterance(self._language.text(moment.hint), Priority.INFO, _SOON_S, Chime.FAULT, key="hint")]

    @_words.register
    def _(self, moment: PositionAsked, setting: Setting) -> list[Utterance]:
        exercise = setting.task.exercise
        if moment.again:
            advice = self._own(setting.task, exercise.placement.advice)
            return [Utterance(advice, Priority.INFO, _WHENEVER_S, key="position")]
        text = self._own(setting.task, exercise.start_instruction)
        return [Utterance(text, Priority.INFO, _WHENEVER_S, key="position")]

    @_words.register
    def _(self, moment: SideChanged, _setting: Setting) -> list[Utterance]:
        phrase = Phrase.SAY_LEFT if moment.side is Side.LEFT else Phrase.SAY_RIGHT
        return self._said(phrase, Priority.TIMELY, _LATER_S)

    @_words.register
    def _(self, moment: Praised, _setting: Setting) -> list[Utterance]:
        if moment.mended:
            return self._said(Phrase.SAY_MENDED, Priority.PRAISE, _SOON_S)
        return self._said(Phrase.SAY_WELL_DONE, Priority.INFO, _LATER_S)

    @_words.register
    def _(self, moment: Dosed, _setting: Setting) -> list[Utterance]:
        return [self._counted(CountedPhrase.SAY_ENOUGH, moment.more, Priority.INFO, _LATER_S)]

    @_words.register
    def _(self, _moment: DoseChanged, setting: Setting) -> list[Utterance]:
        words = dose_words(setting.task.exercise, setting.task.dose, self._language)
        return [Utterance(f"{words}.", Priority.INFO, _LATER_S, key="dose")]

    @_words.register
    def _(self, _moment: TaskEnded, setting: Setting) -> list[Utterance]:
        if setting.timed:
            return self._said(Phrase.SAY_DONE_TIME, Priority.INFO, _WHENEVER_S, Chime.DONE)
        return [self._counted(CountedPhrase.SAY_DONE, setting.count, Priority.INFO, _WHENEVER_S, Chime.DONE)]

    @_words.register
    def _(self, moment: Paused, _setting: Setting) -> list[Utterance]:
        phrase = _PAUSES.get(moment.reason, Phrase.SAY_PAUSED)
        return self._said(phrase, Priority.TIMELY, _WHENEVER_S, Chime.PAUSE)

    @_words.register
    def _(self, _moment: Resumed, _setting: Setting) -> list[Utterance]:
        return self._said(Phrase.SAY_RESUMED, Priority.TIMELY, _SOON_S, Chime.GO)

    def _advice(self, _setting: Setting) -> list[Utterance]:
        advice = (Phrase.ADVICE_NOT_MEDICAL, Phrase.ADVICE_STOP)
        return [one for phrase in advice for one in self._said(phrase, Priority.SAFETY, _WHENEVER_S)]

    def _introduction(self, setting: Setting) -> list[Utterance]:
        task = setting.task
        words = dose_words(task.exercise, task.dose, self._language)
        note = self._language.of_plan(task.note)
        # Somebody who goes on to the next exercise at once wants to hear of that one alone.
        texts = {"name": f"{self._own(task, task.exercise.name)}.", "dose": f"{words}.", "note": note}
        introduction = [Utterance(text, Priority.INFO, _WHENEVER_S, key=key) for key, text in texts.items() if text]
        return [*self._open(), *introduction]

    def _open(self) -> list[Utterance]:
        if self._opened:
            return []
        self._opened = True
        note = [Utterance(self._opening, Priority.INFO, _WHENEVER_S)] if self._opening else []
        return [*self._said(Phrase.SAY_STOP_IF_IT_HURTS, Priority.SAFETY, _WHENEVER_S), *note]

    def _ready(self, _setting: Setting) -> list[Utterance]:
        return [Utterance("", Priority.TIMELY, _AT_ONCE_S, Chime.READY, chime_always=True)]

    def _begin(self, _setting: Setting) -> list[Utterance]:
        return self._said(Phrase.SAY_BEGIN, Priority.TIMELY, _AT_ONCE_S, Chime.GO)

    def _rest(self, setting: Setting) -> list[Utterance]:
        if setting.upcoming is None:
            return []
        name = self._own(setting.upcoming, setting.upcoming.exercise.name)
        return self._said(Phrase.SAY_REST, Priority.INFO, _WHENEVER_S, exercise=name)

    def _end(self, _setting: Setting) -> list[Utterance]:
        return self._said(Phrase.SAY_FINISHED, Priority.INFO, _WHENEVER_S)

    def _own(self, task: GuidedTask, english: str) -> str:
        return self._language.of_exercise(task.exercise.id, english)

    def _said(
        self, phrase: Phrase, priority: Priority, expires_s: float, chime: Chime | None = None, **values: object
    ) -> list[Utterance]:
        return [Utterance(self._language.text(phrase, **values), priority, expires_s, chime)]

    def _counted(
        self, phrase: CountedPhrase, count: int, priority: Priority, expires_s: float, chime: Chime | None = None
    ) -> Utterance:
        return Utterance(self._language.counted(phrase, count), priority, expires_s, chime)


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


def hold_words(dose: Dose, language: Language) -> str:
    """What to do about a hold that was too short."""
    return language.counted(CountedPhrase.HOLD_LONGER, dose.hold_s[0])


def _counted(phrase: CountedPhrase, ends: tuple[float, float], language: Language) -> str:
    first, last = ends
    if first == last:
        return language.counted(phrase, last)
    # Of a range there are several, also of one that ends at 1.
    return language.counted(phrase, max(2, last), count=language.text(Phrase.TO, first=f"{first:g}", last=f"{last:g}"))


def _number(number: int, expires_s: float, chime: Chime) -> Utterance:
    return Utterance(str(number), Priority.TIMELY, expires_s, chime)
