"""The person as Blender objects, which take a new pose for every picture."""

import bpy
import numpy as np

from sample_videos.anatomy.assets import Assets
from sample_videos.anatomy.body import Body, Pose
from sample_videos.anatomy.rotation import Array
from sample_videos.people import Colour, Look, Person
from sample_videos.studio.hair import hair
from sample_videos.studio.materials import Finish, painted, printed
from sample_videos.studio.meshes import add_mesh, move_points
from sample_videos.studio.skin import painted_skin
from sample_videos.studio.surfaces import Surface, cut
from sample_videos.studio.wardrobe import CLEARLY_LOOSE_M, Wardrobe

__all__ = ["Figure"]

_SKIN = Finish(rough=0.5, specular=0.35, bump_m=0.002, bump_strength=0.1, per_metre=(300.0, 300.0, 300.0))
_EYE = Finish(rough=0.08, specular=0.6)
_HAIR = Finish(rough=0.6, specular=0.2, bump_m=0.012, bump_strength=0.9, mottle=0.55, per_metre=(260.0, 260.0, 60.0))
_TIGHT = Finish(rough=0.85, specular=0.15, bump_m=0.006, bump_strength=0.4, mottle=0.1, per_metre=(18.0, 18.0, 18.0))
_LOOSE = Finish(rough=0.9, specular=0.1, bump_m=0.03, bump_strength=0.8, mottle=0.12, per_metre=(16.0, 16.0, 7.0))
_SHOE = Finish(rough=0.6, bump_m=0.002, mottle=0.1)


class Figure:
    """A dressed person in the scene.

    Args:
        person: Who.
        body: Their body.
        assets: For the textures.
    """

    def __init__(self, person: Person, body: Body, assets: Assets) -> None:
        self._body = body
        self._parts: list[tuple[bpy.types.Object, Surface]] = []
        self._add_body(person, assets)
        self._add_clothes(person.look)
        material = painted("hair", person.look.hair, _HAIR)
        for piece in hair(person.look, body, assets):
            self._add("hair", piece, material)

    def pose(self, pose: Pose) -> Array:
        """Takes a pose and returns where all points now are, shape (n, 3)."""
        skinned = self._body.skinned(pose)
        everywhere = []
        for item, surface in self._parts:
            points = surface.posed(skinned)
            move_points(item, points)
            everywhere.append(points)
        return np.concatenate(everywhere)

    def show(self, *, shown: bool) -> None:
        """Shows or hides the whole person."""
        for item, _ in self._parts:
            item.hide_render = not shown

    def _add(self, name: str, surface: Surface, material: bpy.types.Material, *, finer: bool = False) -> None:
        texture = surface.texture if len(surface.texture) else None
        grain = surface.grain if len(surface.grain) else None
        item = add_mesh(name, surface.points, surface.faces, material, smooth=True, texture=texture, grain=grain)
        if finer:
            modifier = item.modifiers.new("finer", "SUBSURF")
            modifier.levels = modifier.render_levels = 1
        self._parts.append((item, surface))

    def _add_body(self, person: Person, assets: Assets) -> None:
        picture = painted_skin(person, self._body, assets)
        groups = self._body.mesh.groups
        self._add("skin", Wardrobe(self._body, person.look).skin(), printed("skin", picture, _SKIN))
        eyes = cut(self._body, [*groups["helper-l-eye"], *groups["helper-r-eye"]])
        self._add("eyes", eyes, printed("eyes", picture, _EYE))

    def _add_clothes(self, look: Look) -> None:
        wardrobe = Wardrobe(self._body, look)
        cloth = _LOOSE if look.loose_m >= CLEARLY_LOOSE_M else _TIGHT
        self._add_garment("bottom", wardrobe.bottom(), look.bottom, cloth)
        self._add_garment("top", wardrobe.top(), look.top, cloth)
        if look.shoes is not None:
            self._add_garment("shoes", wardrobe.shoes(), look.shoes, _SHOE)

    def _add_garment(self, name: str, surface: Surface, colour: Colour, finish: Finish) -> None:
        self._add(name, surface, painted(name, colour, finish), finer=True)
