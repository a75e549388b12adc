"""Blender materials."""

from dataclasses import dataclass

import bpy
import numpy as np

from sample_videos.anatomy.rotation import Array
from sample_videos.people import Colour

__all__ = ["GRAIN", "Finish", "glowing", "painted", "printed"]

GRAIN = "grain"
"""The mesh attribute that says where a point lies in its material's noise; it stays with the moving surface."""


@dataclass(frozen=True)
class Finish:
    """How a surface takes the light.

    Attributes:
        rough: 0 mirror to 1 matt.
        specular: Strength of the highlight.
        sheen: The soft light edge of cloth.
        bump_m: Height of the relief; 0 is smooth.
        bump_strength: How far the relief turns the light, 0 to 1.
        mottle: Share by which the colour varies.
        per_metre: How fine the noise of relief and colour is, along the grain's three axes.
    """

    rough: float = 0.6
    specular: float = 0.3
    sheen: float = 0.0
    bump_m: float = 0.0
    bump_strength: float = 0.5
    mottle: float = 0.0
    per_metre: tuple[float, float, float] = (60.0, 60.0, 60.0)


_PLAIN = Finish()


def painted(name: str, colour: Colour, finish: Finish = _PLAIN) -> bpy.types.Material:
    """A material of one colour."""
    material, shader = _shiny(name, finish)
    shader.inputs["Base Color"].default_value = (*colour, 1.0)
    if finish.mottle or finish.bump_m:
        _textured(material, shader, finish, colour)
    return material


def printed(name: str, picture: Array, finish: Finish = _PLAIN) -> bpy.types.Material:
    """A material with a picture on it: linear colours of shape (rows, columns, 3), the first row at the bottom."""
    material, shader = _shiny(name, finish)
    texture = material.node_tree.nodes.new("ShaderNodeTexImage")
    texture.image = _image(name, picture)
    texture.extension = "EXTEND"
    material.node_tree.links.new(texture.outputs["Color"], shader.inputs["Base Color"])
    if finish.bump_m:
        _textured(material, shader, finish, None)
    return material


def glowing(name: str, colour: Colour, strength: float) -> bpy.types.Material:
    """A material that looks bright; lamps beside it must give the light, which costs fewer rays."""
    material = bpy.data.materials.new(name)
    material.cycles.emission_sampling = "NONE"
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    emission = tree.nodes.new("ShaderNodeEmission")
    emission.inputs["Color"].default_value = (*colour, 1.0)
    emission.inputs["Strength"].default_value = strength
    output = tree.nodes.new("ShaderNodeOutputMaterial")
    tree.links.new(emission.outputs["Emission"], output.inputs["Surface"])
    return material


def _shiny(name: str, finish: Finish) -> tuple[bpy.types.Material, bpy.types.Node]:
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    shader = material.node_tree.nodes["Principled BSDF"]
    shader.inputs["Roughness"].default_value = finish.rough
    shader.inputs["Specular IOR Level"].default_value = finish.specular
    shader.inputs["Sheen Weight"].default_value = finish.sheen
    return material, shader


def _image(name: str, picture: Array) -> bpy.types.Image:
    """Stored with the screen's gamma, because eight linear bits would band in the dark."""
    rows, columns = picture.shape[:2]
    linear = np.clip(picture, 0.0, 1.0)
    pixels = np.ones((rows, columns, 4), np.float32)
    pixels[..., :3] = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    image = bpy.data.images.new(name, columns, rows, alpha=False)
    image.pixels.foreach_set(pixels.ravel())
    image.update()
    return image


def _textured(material: bpy.types.Material, shader: bpy.types.Node, finish: Finish, colour: Colour | None) -> None:
    """Adds noise to the relief and the colour."""
    tree = material.node_tree
    where = tree.nodes.new("ShaderNodeAttribute")
    where.attribute_name = GRAIN
    stretch = tree.nodes.new("ShaderNodeVectorMath")
    stretch.operation = "MULTIPLY"
    stretch.inputs[1].default_value = finish.per_metre
    noise = tree.nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value = 1.0
    noise.inputs["Detail"].default_value = 2.0
    tree.links.new(where.outputs["Vector"], stretch.inputs[0])
    tree.links.new(stretch.outputs["Vector"], noise.inputs["Vector"])
    if finish.bump_m:
        bump = tree.nodes.new("ShaderNodeBump")
        bump.inputs["Strength"].default_value = finish.bump_strength
        bump.inputs["Distance"].default_value = finish.bump_m
        tree.links.new(noise.outputs["Fac"], bump.inputs["Height"])
        tree.links.new(bump.outputs["Normal"], shader.inputs["Normal"])
    if finish.mottle and colour is not None:
        ramp = tree.nodes.new("ShaderNodeValToRGB")
        for element, factor in zip(ramp.color_ramp.elements, (1 - finish.mottle, 1 + finish.mottle), strict=True):
            element.color = (*(min(1.0, value * factor) for value in colour), 1.0)
        ramp.color_ramp.elements[0].position, ramp.color_ramp.elements[1].position = 0.3, 0.7
        tree.links.new(noise.outputs["Fac"], ramp.inputs["Fac"])
        tree.links.new(ramp.outputs["Color"], shader.inputs["Base Color"])
