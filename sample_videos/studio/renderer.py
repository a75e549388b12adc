"""Blender's camera and its path tracer Cycles, set for speed."""

import tempfile
from pathlib import Path

import bpy
import cv2
import numpy as np
from mathutils import Matrix
from numpy.typing import NDArray

from sample_videos.cameras import SENSOR_MM, Camera

__all__ = ["Renderer"]

_THREADS = 2


class Renderer:
    """Renders the scene that is loaded in Blender.

    Args:
        camera: Which Blender's camera is made to match.
    """

    def __init__(self, camera: Camera) -> None:
        self._size = camera.size
        self._folder = tempfile.TemporaryDirectory(prefix="posecoach-")
        _place(camera)
        _set_cycles(bpy.context.scene.cycles)
        _set_output(bpy.context.scene, self._size)

    def render(self, box: tuple[int, int, int, int], samples: int, seed: int = 0) -> NDArray[np.uint8]:
        """Shape (h, w, 4): BGR and alpha of the box from (left, top) to (right, bottom), in pixels."""
        scene = bpy.context.scene
        self._frame(box)
        scene.cycles.samples, scene.cycles.seed = samples, seed
        path = Path(self._folder.name) / "picture.png"
        scene.render.filepath = str(path)
        bpy.ops.render.render(write_still=True)
        picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        left, top, right, bottom = box
        if picture is None or picture.shape[:2] != (bottom - top, right - left):
            raise RuntimeError(f"Blender did not render the pixels {box}")
        return np.asarray(picture, np.uint8)

    def _frame(self, box: tuple[int, int, int, int]) -> None:
        left, top, right, bottom = box
        width, height = self._size
        settings = bpy.context.scene.render
        settings.use_border = settings.use_crop_to_border = True
        # Blender cuts the fractions to whole pixels: the quarter keeps rounding from losing one.
        settings.border_min_x, settings.border_max_x = (left + 0.25) / width, (right + 0.25) / width
        settings.border_min_y, settings.border_max_y = (height - bottom + 0.25) / height, (height - top + 0.25) / height


def _place(camera: Camera) -> None:
    data = bpy.data.cameras.new("camera")
    data.sensor_fit, data.sensor_width, data.lens = "AUTO", SENSOR_MM, camera.lens_mm
    item = bpy.data.objects.new("camera", data)
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = camera.axes, camera.place
    item.matrix_world = Matrix(matrix.tolist())
    bpy.context.scene.collection.objects.link(item)
    bpy.context.scene.camera = item


def _set_cycles(cycles: bpy.types.PropertyGroup) -> None:
    cycles.device = "CPU"
    cycles.use_adaptive_sampling = False
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 3, 2, 1
    cycles.transmission_bounces = cycles.volume_bounces = 0
    # Light from the second bounce on is guessed from what is near, which saves a fifth of the time.
    cycles.use_fast_gi, cycles.fast_gi_method, cycles.ao_bounces_render = True, "REPLACE", 1
    # A handful of lamps: sampling them all directly is quicker than looking for the right one in a tree.
    cycles.use_light_tree = False
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.use_denoising = True
    cycles.denoiser = "OPENIMAGEDENOISE"
    cycles.denoising_input_passes = "RGB_ALBEDO_NORMAL"
    cycles.denoising_prefilter = "NONE"
    cycles.denoising_quality = "FAST"


def _set_output(scene: bpy.types.Scene, size: tuple[int, int]) -> None:
    settings = scene.render
    settings.resolution_x, settings.resolution_y, settings.resolution_percentage = *size, 100
    settings.use_persistent_data = True
    settings.threads_mode, settings.threads = "FIXED", _THREADS
    settings.use_compositing = settings.use_sequencer = False
    settings.image_settings.file_format, settings.image_settings.color_mode = "PNG", "RGBA"
    settings.image_settings.compression = 0
    scene.view_settings.view_transform, scene.view_settings.look = "Filmic", "Medium High Contrast"
    scene.view_settings.exposure = -0.15
