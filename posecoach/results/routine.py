"""routine.json: how much of a plan some recordings show, and what each of its exercises came to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from posecoach.exercise.plans import LoadedPlan, Task
from posecoach.names import printable
from posecoach.results.records import Document, Record
from posecoach.results.session import Session

__all__ = ["SCHEMA", "Done", "Routine", "RoutineBuilder"]

SCHEMA = "posecoach.routine/1"


class DoneRecord(Record):
    """One stretch in which an exercise was done; times in seconds of its recording's media time."""

    source: str
    folder: str
    start_s: float
    end_s: float
    confidence: float
    rep_count: int
    score: float
    technique: float


class TaskRecord(Record):
    """One exercise of the plan; nothing done means that it wasn't seen."""

    exercise: str
    stage: str
    dose: str
    done: list[DoneRecord]
    score: float
    rest_asked_s: float
    rest_s: float | None


class Routine(Document):
    """The whole plan."""

    schema_: str = SCHEMA
    plan: str
    article: str | None
    score: float
    in_order: bool
    missing: list[str]
    unplanned: list[DoneRecord]
    tasks: list[TaskRecord]


@dataclass(frozen=True, slots=True)
class Done:
    """A stretch of a recording in which an exercise was done.

    Attributes:
        session: What it came to.
        folder: Where its files are.
        start_s: When its first movement began.
        end_s: When its last one was over.
        confidence: How surely it was recognised, 0 to 1.
    """

    session: Session
    folder: str
    start_s: float
    end_s: float
    confidence: float

    def record(self) -> DoneRecord:
        """As the file tells it."""
        return DoneRecord(
            source=self.session.source,
            folder=printable(self.folder),
            start_s=round(self.start_s, 3),
            end_s=round(self.end_s, 3),
            confidence=round(self.confidence, 3),
            rep_count=self.session.rep_count,
            score=self.session.score or 0.0,
            technique=self.session.technique,
        )


@dataclass(slots=True)
class RoutineBuilder:
    """Puts what was done beside what was planned.

    Attributes:
        loaded: The plan.
    """

    loaded: LoadedPlan
    _done: list[tuple[int | None, Done]] = field(default_factory=list)

    def task_for(self, exercise_id: str) -> int | None:
        """The place in the plan of the next stretch with this exercise; None if it isn't planned.

        A stretch that follows on one of the same exercise goes on with it, unless the plan asks for it once more.
        """
        places = [place for place, task in enumerate(self.loaded.tasks) if task.exercise.id == exercise_id]
        taken = {place for place, _ in self._done}
        last = self._done[-1][0] if self._done else None
        if last in places and not any(place > last for place in places if place not in taken):
            return last
        free = [place for place in places if place not in taken]
        return free[0] if free else (places[-1] if places else None)

    def add(self, done: Done) -> None:
        """Takes in the next stretch."""
        self._done.append((self.task_for(done.session.exercise), done))

    def build(self) -> Routine:
        """The routine so far; its score is the mean of all its exercises, of which one that is missing has none."""
        plan = self.loaded.plan
        tasks = [self._task(place, task) for place, task in enumerate(self.loaded.tasks)]
        places = [place for place, _ in self._done if place is not None]
        return Routine(
            plan=plan.name,
            article=plan.article,
            score=round(sum(task.score for task in tasks) / len(tasks), 3),
            in_order=places == sorted(places),
            missing=[task.exercise for task in tasks if not task.done],
            unplanned=[done.record() for place, done in self._done if place is None],
            tasks=tasks,
        )

    def _task(self, place: int, task: Task) -> TaskRecord:
        done = [one for at, one in self._done if at == place]
        return TaskRecord(
            exercise=task.exercise.id,
            stage=task.planned.stage.value,
            dose=task.dose_name,
            done=[one.record() for one in done],
            score=round(min(1.0, sum(one.session.score or 0.0 for one in done)), 3),
            rest_asked_s=task.planned.rest_s,
            rest_s=self._rest_s(done),
        )

    def _rest_s(self, done: Sequence[Done]) -> float | None:
        """Seconds from the end of an exercise to the next one in the same recording."""
        if not done:
            return None
        last = done[-1]
        later = [
            other.start_s
            for _, other in self._done
            if _recording(other) == _recording(last) and other.start_s >= last.end_s
        ]
        return round(min(later) - last.end_s, 3) if later else None


def _recording(done: Done) -> tuple[str | None, str]:
    return done.session.recording_sha256, done.session.source
