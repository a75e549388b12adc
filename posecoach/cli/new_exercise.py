"""`exercises new`: an exercise file from somebody who shows the exercise."""

import unicodedata
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer

from posecoach.authoring import ExerciseDraft, Identity, NoRepetitionError, exercise_text, learn
from posecoach.authoring.wording import number
from posecoach.capture.video import VideoFile
from posecoach.cli.console import BAD_INPUT, analysis_progress, language, out, report_losses, styled
from posecoach.cli.instructions import POSTURES, SIDES, VIEWS
from posecoach.cli.model import estimator_for
from posecoach.cli.options import ModelOption
from posecoach.errors import ExerciseError, OutputError, SourceError
from posecoach.exercise.data_files import data_folder, one_writer, user_folder
from posecoach.exercise.library import exercise_paths, own_exercises, read_exercise
from posecoach.exercise.schema import Exercise
from posecoach.files import atomic_write, refuse_changed, sha256_of
from posecoach.messages import Message, os_reason
from posecoach.pose.landmarking import landmark_video, usable_cores
from posecoach.pose.posture import Posture
from posecoach.pose.recording import is_landmarks, load_landmarks
from posecoach.pose.series import Landmarks, StablePoses, concatenate
from posecoach.pose.stabilise import Stabiliser
from posecoach.recognition import recognise

__all__ = ["id_of", "new"]

_ARTICLES = ("A", "B", "C", "D", "E", "own")


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called; its id is made of it.")],
    recording: Annotated[
        Path,
        typer.Option("--from", metavar="VIDEO", help="A recording of it, or the landmarks.npz of an earlier analysis."),
    ],
    posture: Annotated[
        Posture | None, typer.Option(help="What the body rests on at first; found out if left out.")
    ] = None,
    reps: Annotated[
        int | None, typer.Option(min=1, metavar="NUMBER", help="How many were shown, both sides together.")
    ] = None,
    between: Annotated[
        tuple[float, float] | None, typer.Option(metavar="START END", help="Seconds of the recording to look at.")
    ] = None,
    out_file: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Where to write it; your own exercises if left out."),
    ] = None,
    article: Annotated[
        str, typer.Option(metavar="ARTICLE", help="Key of the article that describes it (A to E), or own.")
    ] = "own",
    force: Annotated[bool, typer.Option("--force", help="Write over an existing file.")] = False,
    model: ModelOption = None,
) -> None:
    """Write an exercise file from a recording of somebody who does the exercise a few times.

    Begin in a still start position, do it as it should be done, and return to the start position each time.
    """
    path = out_file or user_folder() / "exercises" / f"{id_of(name)}.toml"
    identity = Identity(_checked_id(path), _checked_name(name), _checked_article(article))
    _refuse_existing(path, force=force)
    there = sha256_of(path) if path.exists() else None
    series, losses = _landmarks(recording, model)
    poses = Stabiliser()(_cut(series, recording, between))
    with _told_of(recording, float(series.time_s[-1])):
        draft = learn(poses, identity, posture, reps)
    _write(path, exercise_text(draft), there)
    _tell(draft, path, own=out_file is None)
    _warn_if_known(poses, identity.id)
    if losses:
        report_losses(recording, losses)
        raise typer.Exit(BAD_INPUT)


@contextmanager
def _told_of(recording: Path, length_s: float) -> Generator[None, None, None]:
    """Names the recording in which nothing could be learnt."""
    try:
        yield
    except NoRepetitionError as error:
        message = Message(
            "{recording}: {error}; if it shows other things too, say when to look with --between START END, of its "
            "{length:.0f} s",
            recording=recording,
            error=error,
            length=length_s,
        )
        raise SourceError(message) from error
    except SourceError as error:
        raise SourceError(Message("{recording}: {error}", recording=recording, error=error)) from error


def id_of(name: str) -> str:
    """A name as an id: that of "Brücke (links)" is "brucke_links"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "_".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def _checked_id(path: Path) -> str:
    identifier = path.stem
    plain = identifier.isascii() and identifier.replace("_", "a").isalnum() and identifier == identifier.lower()
    if not plain or not identifier[0].isalpha() or path.suffix != ".toml":
        raise ExerciseError(
            Message(
                "{file}: an exercise file is called after its id, such as my_bridge.toml: small letters a to z, digits "
                "and underscores, a letter first",
                file=path.name,
            )
        )
    return identifier


def _checked_name(name: str) -> str:
    if not name.isprintable():
        raise ExerciseError(Message("name {name!r}: write it with letters that can be printed", name=name))
    return name.strip()


def _checked_article(article: str) -> str:
    if article not in _ARTICLES:
        allowed = ", ".join(_ARTICLES)
        raise ExerciseError(Message("--article {article}: allowed: {allowed}", article=article, allowed=allowed))
    return article


def _refuse_existing(path: Path, *, force: bool) -> None:
    if path.exists() and not force:
        raise OutputError(
            Message("{path}: is there already; choose another name or --out, or write over it with --force", path=path)
        )


def _landmarks(recording: Path, model: Path | None) -> tuple[Landmarks, tuple[str, ...]]:
    """A recording's landmarks, and what could not be read of it."""
    if is_landmarks(recording):
        return load_landmarks(recording)[1], ()
    video = VideoFile.open(recording)
    make_estimator = estimator_for(model)
    with analysis_progress(recording.name, video.info.duration_s) as progress:
        series = concatenate(list(landmark_video(video, make_estimator, workers=usable_cores(), progress=progress)))
    return series, video.losses(len(series))


def _cut(series: Landmarks, recording: Path, between: tuple[float, float] | None) -> Landmarks:
    if between is None:
        return series
    first, last = (int(row) for row in series.time_s.searchsorted(between))
    if last - first < 2:
        raise SourceError(
            Message(
                "{recording}: nothing is between {start:g} and {end:g} s; it has {length:.1f} s",
                recording=recording,
                start=between[0],
                end=between[1],
                length=float(series.time_s[-1]),
            )
        )
    return series[first:last]


def _warn_if_known(poses: StablePoses, new_id: str) -> None:
    """Says so if the recording shows an exercise that there is already."""
    known = [exercise for exercise in _readable_exercises() if exercise.id != new_id]
    names = {exercise.id: language().of_exercise(exercise.id, exercise.name) for exercise in known}
    shown = {part.exercise for part in recognise(poses, known, own_exercises()) if part.exercise is not None}
    for like in sorted(shown):
        line = Message(
            "It looks like the exercise {name}, which is there already: `posecoach exercises show {exercise}`.",
            name=names[like],
            exercise=like,
        )
        out.print(styled(line, style="yellow"), soft_wrap=True)


def _readable_exercises() -> Iterator[Exercise]:
    for path in exercise_paths().values():
        # What is wrong with another file is no concern of this one.
        with suppress(ExerciseError):
            yield read_exercise(path)


def _write(path: Path, text: str, there: str | None) -> None:
    """Writes it unless the file isn't any more as it was, its hash or None for no file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            Message("{folder}: can't be made ({reason}); choose --out", folder=path.parent, reason=os_reason(error))
        ) from error
    with one_writer():
        refuse_changed(path, there)
        with atomic_write(path) as beside:
            beside.write_text(text, encoding="utf-8")


def _tell(draft: ExerciseDraft, path: Path, *, own: bool) -> None:
    """Where it went, what was found, and what to do next."""
    exercise = draft.exercise
    out.print(f"{path}: {exercise.name}", soft_wrap=True)
    for line in _facts(draft):
        out.print(line, soft_wrap=True)
    if own and (data_folder("exercises") / path.name).exists():
        replaced = Message("It takes the place of the {exercise} that comes with the program.", exercise=exercise.id)
        out.print(replaced, soft_wrap=True)
    out.print(_next(draft, path, own=own), soft_wrap=True)


def _facts(draft: ExerciseDraft) -> Iterator[str]:
    """What was found."""
    exercise = draft.exercise
    yield Message(
        "Seen: {view}; {posture}; {sides}.",
        view=VIEWS[exercise.placement.view],
        posture=POSTURES[exercise.posture],
        sides=SIDES[exercise.sides],
    )
    yield Message(
        "Repetitions: {count}, {held}. What makes them is {measure}: {start} to {end}.",
        count=draft.repetitions,
        held=_held(draft),
        measure=exercise.drive.measure,
        start=number(exercise.drive.measure, exercise.drive.start),
        end=number(exercise.drive.measure, exercise.drive.end),
    )
    yield Message("Checks: {names}.", names=", ".join(check.id for check in exercise.checks))


def _held(draft: ExerciseDraft) -> Message:
    if not any(draft.exercise.doses[draft.exercise.default_dose].hold_s):
        return Message("not held")
    shortest, longest = draft.hold_s
    return Message("held for {shortest:.1f} to {longest:.1f} s", shortest=shortest, longest=longest)


def _next(draft: ExerciseDraft, path: Path, *, own: bool) -> Message:
    if own:
        return Message(
            "Next: put its sentences right, `posecoach exercises edit {exercise}`, and try it: `posecoach analyse "
            "VIDEO -e {exercise}`.",
            exercise=draft.exercise.id,
        )
    return Message(
        "Next: read it and edit its sentences, then run `posecoach exercises check {path}`; to use it, put it into "
        "{folder}.",
        path=path,
        folder=user_folder() / "exercises",
    )
