"""Makes the sample videos: `python -m sample_videos render NAME...`."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sample_videos.answers import truth_text
from sample_videos.recipes import Recipe, load_recipes
from sample_videos.render import CLIPS, render_all, render_nodes, truth_of
from sample_videos.sheet import write_sheet

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and gives the exit code."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
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
    return parser


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
