"""Composes a demonstration loop out of its rendered poses, with the good angle drawn where it is held."""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from posecoach.exercise.library import load_exercise
from posecoach.feedback.draw.angle_arc import Angle, DriveView, draw_angle, drive_view
from posecoach.feedback.draw.page import Scale
from posecoach.feedback.draw.skeleton import draw_skeleton
from posecoach.pose.landmarks import Landmark, Side
from sample_videos.anatomy.body import Pose
from sample_videos.compose import pasted
from sample_videos.demonstrations import FPS, Demonstration, Frame
from sample_videos.effects import Image
from sample_videos.encode import write_video
from sample_videos.frames import CLOCK
from sample_videos.gallery import Gallery
from sample_videos.measures import JOINTS, true_angles, true_joints
from sample_videos.nodes import body_of

__all__ = ["held_pictures", "write_loop"]

_CRF = 25
_LANDMARKS = 33
_FADE_FRAMES = 4
"""In which the angle appears and goes."""


def write_loop(demonstration: Demonstration, gallery: Gallery, path: Path) -> None:
    """Writes a loop; its pictures must be rendered, or a renderer be there."""
    pictures = enumerate(_pictures(demonstration, gallery))
    write_video(path, ((index * CLOCK // FPS, image) for index, image in pictures), FPS, _CRF)


def held_pictures(demonstration: Demonstration, gallery: Gallery) -> list[Image]:
    """What is seen in the middle of each hold."""
    holds = {frame.turn: frame for frame in demonstration.frames if frame.part == "hold"}
    return [_held(demonstration, gallery, frame) for frame in holds.values()]


def _pictures(demonstration: Demonstration, gallery: Gallery) -> Iterator[Image]:
    shown: dict[Frame, Image] = {}
    frames = demonstration.frames
    for index, frame in enumerate(frames):
        if frame not in shown:
            shown[frame] = _plain(demonstration, gallery, frame)
        image = shown[frame]
        cover = _cover(frames, index)
        if cover:
            image = _mixed(image, _held(demonstration, gallery, frame), cover)
        yield image


def _cover(frames: tuple[Frame, ...], index: int) -> float:
    """How much of the drawing is seen: it appears and goes within the hold."""
    if frames[index].part != "hold":
        return 0.0
    held = [number for number, frame in enumerate(frames) if frame == frames[index]]
    return min(1.0, (1 + min(index - held[0], held[-1] - index)) / _FADE_FRAMES)


def _mixed(under: Image, over: Image, cover: float) -> Image:
    return np.asarray(np.round(under + cover * (over.astype(np.float32) - under)), np.uint8)


def _plain(demonstration: Demonstration, gallery: Gallery, frame: Frame) -> Image:
    return pasted(gallery.background, gallery.node(demonstration.pose(frame)))


def _held(demonstration: Demonstration, gallery: Gallery, frame: Frame) -> Image:
    """A picture with the body's lines and the angle that should be reached."""
    image = np.ascontiguousarray(_plain(demonstration, gallery, frame)[..., ::-1])
    pose, view = demonstration.pose(frame), drive_view(load_exercise(demonstration.exercise))
    points, near = _points(demonstration, pose), _near(demonstration, pose)
    side = Side(demonstration.side_of(frame)) if demonstration.side_of(frame) else near or Side.LEFT
    unit = Scale.of(image.shape[1], image.shape[0]).unit
    draw_skeleton(image, points, near, (side, view.joints if view else ()), unit)
    angle = None if view is None else _angle(demonstration, pose, side, view, unit)
    if view is not None and angle is not None:
        draw_angle(image, angle, view, unit)
    return np.ascontiguousarray(image[..., ::-1])


def _angle(demonstration: Demonstration, pose: Pose, side: Side, view: DriveView, unit: float) -> Angle | None:
    exercise = load_exercise(demonstration.exercise)
    angles = true_angles(body_of(demonstration.scene.person), pose, demonstration.scene.camera)
    value = angles.get(f"{side.value}_{exercise.shown_measure}", math.nan)
    return Angle.seen(_points(demonstration, pose), side, value, view, unit)


def _points(demonstration: Demonstration, pose: Pose) -> np.ndarray:
    """Shape (33, 2): pixels of the landmarks that are known, NaN elsewhere."""
    joints = true_joints(body_of(demonstration.scene.person), pose, demonstration.scene.camera)
    points = np.full((_LANDMARKS, 2), np.nan)
    for side in Side:
        for joint in JOINTS:
            points[Landmark.of(joint, side)] = joints[f"{side.value}_{joint}"]
    return points


def _near(demonstration: Demonstration, pose: Pose) -> Side | None:
    """The side towards the camera; None from the front."""
    if demonstration.movement.view == "front":
        return None
    hips = {side: pose.heads[f"upperarm01.{side.value[0].upper()}"] for side in Side}
    return min(hips, key=lambda side: float(hips[side][1]))
