"""All that is wrong with a language file, and the texts that it lacks."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from posecoach.counting.hints import Hint
from posecoach.data_files import all_problems, data_folder, toml_data
from posecoach.errors import ExerciseError
from posecoach.exercise_files import exercise_paths, load_exercise
from posecoach.feedback.draw.angle_arc import angle_labels
from posecoach.feedback.words.language import LANGUAGES, LanguageFile
from posecoach.feedback.words.phrases import Phrase
from posecoach.file_checks import Findings
from posecoach.plan_files import load_plan, routine_paths

__all__ = ["inspect_language", "is_language_file", "program_texts"]


def program_texts() -> tuple[str, ...]:
    """Every English text that `[program]` translates: phrases, hints, angles, and the routines' names and notes."""
    plans = [load_plan(name).plan for name in routine_paths()]
    notes = [note for plan in plans for note in (plan.name, plan.note, *(one.note for one in plan.exercises))]
    texts = [*(phrase.value for phrase in Phrase), *(hint.value for hint in Hint), *angle_labels(), *notes]
    return tuple(dict.fromkeys(text for text in texts if text))


def is_language_file(path: Path) -> bool:
    """Whether a file means to translate; a plan's `exercises` are a list, a language's are tables of texts."""
    try:
        data = toml_data(path)
    except ExerciseError:
        return False
    exercises = data.get("exercises")
    tables = isinstance(exercises, dict) and all(isinstance(texts, dict) for texts in exercises.values())
    return tables or isinstance(data.get("program"), dict)


def inspect_language(path: Path) -> Findings:
    """Looks at a language file; a text that is missing or that nothing shows is doubtful, not wrong."""
    try:
        data = toml_data(path)
    except ExerciseError as error:
        return Findings((str(error),))
    try:
        file = LanguageFile.model_validate(data)
    except ValidationError as error:
        return Findings(tuple(f"{path}: {line}" for line in all_problems(error)))
    return Findings(lint=tuple(f"{path}: {line}" for line in _doubts(file, complete=not _overlays(path))))


def _overlays(path: Path) -> bool:
    """Whether what the file lacks comes from the program's own file of that language."""
    ours = data_folder(LANGUAGES) / path.name
    return ours.exists() and ours.resolve() != path.resolve()


def _doubts(file: LanguageFile, *, complete: bool) -> Iterator[str]:
    known = exercise_paths()
    yield from _differences("program", program_texts(), file.program, complete=complete)
    strangers = [exercise_id for exercise_id in file.exercises if exercise_id not in known]
    yield from (f"exercises.{exercise_id}: there is no exercise of this name" for exercise_id in strangers)
    for exercise_id in known:
        texts = file.exercises.get(exercise_id, {})
        yield from _differences(f"exercises.{exercise_id}", load_exercise(exercise_id).texts, texts, complete=complete)


def _differences(key: str, wanted: Iterable[str], given: Iterable[str], *, complete: bool) -> Iterator[str]:
    wanted, given = list(wanted), list(given)
    yield from (f"{key}: {text!r} is no text of it" for text in given if text not in wanted)
    if complete:
        yield from (f"{key}: {text!r} is missing" for text in wanted if text not in given)
