"""Flat, closed hands: the resting body's fingers are spread and bent, which no one does on a mat."""

from dataclasses import dataclass

import numpy as np

from sample_videos.anatomy.body import Body, Side
from sample_videos.anatomy.rotation import Array, between, unit

__all__ = ["FlatHand", "bone"]

_TOWARDS_MIDDLE = 0.55
_CURL_PER_JOINT = 0.04
_THUMB_ASIDE = 0.6


def bone(name: str, side: Side) -> str:
    """A bone's name on one side of the body."""
    return f"{name}.{'L' if side == 'left' else 'R'}"


@dataclass(frozen=True)
class FlatHand:
    """A hand of the resting body, flattened.

    Attributes:
        fingers: Direction from the wrist to the middle finger at rest.
        dorsal: Direction out of the back of the hand at rest.
        adjustments: Rotations of the finger bones, within the resting body, that close and flatten the hand.
        palm_depth: Metres from the wrist joint to the palm's surface.
    """

    fingers: Array
    dorsal: Array
    adjustments: dict[str, Array]
    palm_depth: float

    @classmethod
    def of(cls, body: Body, side: Side) -> "FlatHand":
        """The hand of a body."""
        wrist = body.heads[bone("wrist", side)]
        fingers = unit(body.heads[bone("finger3-1", side)] - wrist)
        across = np.cross(body.heads[bone("finger2-1", side)] - wrist, body.heads[bone("finger5-1", side)] - wrist)
        dorsal = unit(across) * (1 if side == "left" else -1)
        dorsal = unit(dorsal - dorsal @ fingers * fingers)
        adjustments = _closed(body, side, fingers, dorsal)
        return cls(fingers, dorsal, adjustments, _palm_depth(body, side, wrist, dorsal))

    def turned(self, fingers: Array, dorsal: Array) -> Array:
        """The rotation that points the fingers along one direction and the back of the hand along another."""
        return between(self.fingers, self.dorsal, fingers, dorsal)


def _closed(body: Body, side: Side, fingers: Array, dorsal: Array) -> dict[str, Array]:
    wrist = body.heads[bone("wrist", side)]
    turned: dict[str, Array] = {}
    for finger in range(2, 6):
        base = unit(body.heads[bone(f"finger{finger}-1", side)] - wrist)
        flat = unit(base - base @ dorsal * dorsal)
        for joint in range(1, 4):
            name = bone(f"finger{finger}-{joint}", side)
            target = _TOWARDS_MIDDLE * fingers + (1 - _TOWARDS_MIDDLE) * flat - _CURL_PER_JOINT * (joint - 1) * dorsal
            turned[name] = between(body.tails[name] - body.heads[name], dorsal, target, dorsal)
    thumb = unit(body.tails[bone("finger1-3", side)] - body.heads[bone("finger1-1", side)])
    aside = unit(thumb - thumb @ fingers * fingers - thumb @ dorsal * dorsal)
    rotation = between(thumb, dorsal, 0.8 * fingers + _THUMB_ASIDE * aside - 0.12 * dorsal, dorsal)
    return turned | {bone(f"finger1-{joint}", side): rotation for joint in range(1, 4)}


def _palm_depth(body: Body, side: Side, wrist: Array, dorsal: Array) -> float:
    ending = bone("", side)
    columns = [i for i, name in enumerate(body.bones) if name.startswith("metacarpal") and name.endswith(ending)]
    palm = body.weights[:, columns].sum(axis=1) > 0.6
    return float(-((body.rest[palm] - wrist) @ dorsal).min())
