"""Makes clips and their truth files."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from sample_videos.answers import truth_about, truth_text
from sample_videos.compose import Composer
from sample_videos.encode import write_video
from sample_videos.gallery import Gallery, StudioLike
from sample_videos.motions.movement import Movement
from sample_videos.nodes import Scene, body_of, scene_of
from sample_videos.people import PEOPLE
from sample_videos.recipes import Recipe
from sample_videos.take import Take, take_of
from sample_videos.truth import Truth, truth_path
from sample_videos.walker import Walker

__all__ = ["CLIPS", "film", "gallery_of", "render", "render_all", "render_nodes", "take_for", "truth_of"]

CLIPS = Path(__file__).parent / "clips"


def take_for(recipe: Recipe) -> Take:
    """All about a clip but its pictures.

    Raises:
        KeyError: It asks for something that doesn't exist.
    """
    scene = _scene_for(recipe)
    return take_of(recipe, _movement_of(recipe), scene, body_of(scene.person))


def _movement_of(recipe: Recipe) -> Movement:
    from sample_videos.motions.catalogue import MOVEMENTS  # noqa: PLC0415 - tests bring a movement of their own

    return MOVEMENTS[recipe.exercise]


def _scene_for(recipe: Recipe) -> Scene:
    return scene_of(recipe, _movement_of(recipe).view)


def truth_of(recipe: Recipe) -> Truth:
    """The truth about a clip, which needs no renderer."""
    return truth_about(take_for(recipe))


def render(recipe: Recipe, out_folder: Path) -> None:
    """Makes a clip and its truth file."""
    take = take_for(recipe)
    film(take, gallery_of(take.scene), out_folder)


def render_all(recipes: Iterable[Recipe], out_folder: Path, report: Callable[[str], None]) -> None:
    """Makes several clips; those of a scene one after another, because setting it up takes time."""
    _each(recipes, report, lambda take, gallery: film(take, gallery, out_folder))


def render_nodes(recipes: Iterable[Recipe], report: Callable[[str], None]) -> None:
    """Renders the pictures that the clips need, without making the clips."""
    _each(recipes, report, _render_missing)


def film(take: Take, gallery: Gallery, out_folder: Path) -> None:
    """Composes and encodes a clip; its files appear when they are finished."""
    recipe = take.recipe
    walker = _render_missing(take, gallery)
    out_folder.mkdir(parents=True, exist_ok=True)
    video = out_folder / f"{recipe.name}.mp4"
    frames = Composer(take, gallery, walker).frames()
    write_video(video, frames, recipe.fps, recipe.effects.crf, recipe.effects.rotation_deg)
    truth = truth_path(video)
    unfinished = truth.with_name(f".{truth.name}.part")
    unfinished.write_text(truth_text(truth_about(take)), encoding="utf-8", newline="\n")
    unfinished.replace(truth)


def _each(recipes: Iterable[Recipe], report: Callable[[str], None], do: Callable[[Take, Gallery], object]) -> None:
    scenes: dict[Scene, list[Recipe]] = {}
    for recipe in recipes:
        scenes.setdefault(_scene_for(recipe), []).append(recipe)
    for scene, inside in scenes.items():
        gallery = gallery_of(scene)
        for recipe in inside:
            start, before = time.monotonic(), gallery.rendered
            do(take_for(recipe), gallery)
            report(f"{recipe.name}: {time.monotonic() - start:.0f} s, {gallery.rendered - before} new pictures")


def gallery_of(scene: Scene) -> Gallery:
    """A scene's pictures, which are rendered when they are missing."""
    return Gallery(scene, partial(_studio, scene))


def _studio(scene: Scene) -> StudioLike:
    from sample_videos.studio.studio import Studio  # noqa: PLC0415 - needs Blender, which making the truth doesn't

    body = body_of(scene.person)
    return Studio(scene.person, body, scene.room, scene.camera, scene.mat_turn_deg, scene.samples)


def _render_missing(take: Take, gallery: Gallery) -> Walker | None:
    """Renders what the clip needs; gives the walker if it has one."""
    _ = gallery.background
    for key, pose in take.nodes().items():
        gallery.node(pose, key)
    name = take.recipe.effects.walker
    return None if name is None else _walker(replace(take.scene, person=PEOPLE[name]))


def _walker(scene: Scene) -> Walker:
    from sample_videos.motions.upright import walking_poses  # noqa: PLC0415 - as above

    walker = Walker(walking_poses(body_of(scene.person)), scene.camera, gallery_of(scene))
    walker.render()
    return walker
