"""Everything about a clip except its pictures: its course, its frames, and the node and the camera in each."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sample_videos.anatomy.body import Body, Pose
from sample_videos.camera_path import CameraPath, camera_path
from sample_videos.frames import Shot, Shown, exposures, shots_of, shown_at
from sample_videos.motions.movement import Movement
from sample_videos.nodes import Line, Scene, lines_of
from sample_videos.recipes import Recipe
from sample_videos.timeline import Plan, plan_of

__all__ = ["Take", "take_of"]


@dataclass(frozen=True)
class Take:
    """A clip before it is rendered.

    Attributes:
        recipe: What it is made of.
        movement: The exercise.
        scene: What its pictures show.
        body: The person's.
        plan: The course.
        lines: Nodes by path.
        shots: The frames of the file.
        shown: The node of each; None in an empty room.
        camera: The camera's similarity in each.
    """

    recipe: Recipe
    movement: Movement
    scene: Scene
    body: Body
    plan: Plan
    lines: Mapping[str, Line]
    shots: tuple[Shot, ...]
    shown: tuple[Shown | None, ...]
    camera: CameraPath

    def blurred(self, index: int) -> tuple[Shown | None, ...]:
        """The nodes whose pictures a frame is the mean of."""
        times = exposures(self.shots[index], self.recipe)
        return tuple(shown_at(self.plan, self.lines, float(time)) for time in times)

    def node(self, shown: Shown) -> tuple[str, Pose]:
        """Key and pose of a node."""
        return self.lines[shown.path].node(shown.node)

    def nodes(self) -> dict[str, Pose]:
        """All nodes that the frames show, in the order in which they appear."""
        spots = (shown for index in range(len(self.shots)) for shown in self.blurred(index) if shown)
        return dict(self.node(shown) for shown in spots)

    def start_pose(self) -> Pose:
        """The pose in which the paths of the repetitions begin."""
        kind = next(iter(self.movement.kinds["clean"].values()))
        return self.lines[kind.strokes[0].path].node(0)[1]


def take_of(recipe: Recipe, movement: Movement, scene: Scene, body: Body) -> Take:
    """Draws all that is left to chance.

    Raises:
        KeyError: The movement lacks a kind of repetition or a path that the recipe asks for.
    """
    plan = plan_of(recipe, movement)
    lines = lines_of(movement, movement.paths(body), scene)
    shots = shots_of(plan, recipe)
    shown = tuple(shown_at(plan, lines, shot.content_s) for shot in shots)
    times = np.array([shot.time_s for shot in shots])
    camera = camera_path(recipe.effects, recipe.camera.size, times, recipe.fps, recipe.seed)
    return Take(recipe, movement, scene, body, plan, lines, shots, shown, camera)
