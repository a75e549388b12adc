"""Makes the sample videos: `python -m sample_videos render NAME...`."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sample_videos.answers import truth_text
from sample_videos.demonstrations import DEMONSTRATIONS
from sample_videos.loop_files import RENDERER, SHEET, make_loops, render_poses, write_loop_sheet
from sample_videos.recipes import Recipe, load_recipes
from sample_videos.render import CLIPS, render_all, render_nodes, truth_of
from sample_videos.sheet import write_sheet

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and gives the exit code."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if chosen.command == "demonstrations":
        return _demonstrate(chosen, parser)
    recipes = load_recipes()
    unknown = sorted(set(chosen.clip) - set(recipes))
    if unknown:
        parser.error(f"no such clip: {', '.join(unknown)}")
    if not (chosen.clip or chosen.all or chosen.command == "sheet"):
        parser.error("name some clips, or pass --all")
    return _run(chosen, [recipes[name] for name in chosen.clip] or list(recipes.values()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m sample_videos", description="Makes the sample videos.")
    commands = parser.add_subparsers(dest="command", required=True)
    render = commands.add_parser("render", help="make clips and their truth files; needs Blender's bpy")
    render.add_argument("--out", type=Path, default=CLIPS, help="folder to write to")
    truth = commands.add_parser("truth", help="make truth files; needs no renderer")
    truth.add_argument("--check", action="store_true", help="compare with the files that are there instead of writing")
    commands.add_parser("nodes", help="render the pictures that clips need, and keep them")
    sheet = commands.add_parser("sheet", help="draw three pictures of every finished clip")
    sheet.add_argument("--out", type=Path, default=Path("sheet.png"), help="picture to write")
    for command in commands.choices.values():
        command.add_argument("clip", nargs="*", help="name in index.toml")
        command.add_argument("--all", action="store_true", help="all of them")
    _add_demonstrations(commands.add_parser("demonstrations", help="make the loops that show each exercise"))
    return parser


def _add_demonstrations(command: argparse.ArgumentParser) -> None:
    command.add_argument("exercise", nargs="*", help="exercise ids; otherwise all of them")
    command.add_argument("--renderer", type=Path, default=RENDERER, help="the Python that has Blender's bpy")
    instead = command.add_mutually_exclusive_group()
    instead.add_argument("--check", action="store_true", help="analyse the loops that are there: all must be good form")
    instead.add_argument("--render", action="store_true", help="only render the pictures that are missing")


def _demonstrate(chosen: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    exercises = chosen.exercise or list(DEMONSTRATIONS)
    unknown = sorted(set(exercises) - set(DEMONSTRATIONS))
    if unknown:
        parser.error(f"no such exercise: {', '.join(unknown)}")
    if chosen.check:
        return _check_loops(exercises)
    if chosen.render:
        with _without_chatter() as say:
            render_poses([DEMONSTRATIONS[exercise] for exercise in exercises], say)
        return 0
    try:
        make_loops(exercises, chosen.renderer, _say)
        write_loop_sheet(SHEET)
    except FileNotFoundError as error:
        sys.exit(str(error))
    return 0


def _check_loops(exercises: Sequence[str]) -> int:
    """1 if one isn't counted exactly and in good form."""
    from sample_videos.loop_check import verdicts  # noqa: PLC0415 - analyses with the product

    bad = 0
    for verdict in verdicts(exercises):
        _say(f"{verdict.line}{'' if verdict.good else '  <-- not good'}")
        bad += not verdict.good
    return 1 if bad else 0


def _run(chosen: argparse.Namespace, recipes: list[Recipe]) -> int:
    if chosen.command == "render":
        with _without_chatter() as say:
            render_all(recipes, chosen.out, say)
    elif chosen.command == "nodes":
        with _without_chatter() as say:
            render_nodes(recipes, say)
    elif chosen.command == "sheet":
        write_sheet(recipes, CLIPS, chosen.out)
    elif chosen.check:
        return _check(recipes)
    else:
        for recipe in recipes:
            _truth_file(recipe).write_text(truth_text(truth_of(recipe)), encoding="utf-8", newline="\n")
    return 0


def _check(recipes: list[Recipe]) -> int:
    """1 if a truth file isn't what its recipe gives."""
    differing = [recipe.name for recipe in recipes if not _is_current(recipe)]
    for name in differing:
        _say(f"{name}: the truth file is missing or not what the recipe gives")
    return 1 if differing else 0


def _is_current(recipe: Recipe) -> bool:
    path = _truth_file(recipe)
    return path.exists() and path.read_bytes() == truth_text(truth_of(recipe)).encode()


def _truth_file(recipe: Recipe) -> Path:
    return CLIPS / f"{recipe.name}.truth.json"


@contextmanager
def _without_chatter() -> Iterator[Callable[[str], None]]:
    """Keeps Blender, which writes to the process's output past Python, quiet; gives what prints all the same."""
    sys.stdout.flush()
    with os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1) as output, Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        try:
            yield lambda line: print(line, file=output)
        finally:
            os.dup2(output.fileno(), 1)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
