"""How the body lies, which decides what the picture of it means."""

from enum import Enum

__all__ = ["Posture"]


class Posture(str, Enum):
    """What the body rests on."""

    SUPINE = "supine"
    PRONE = "prone"
    ALL_FOURS = "all fours"
    KNEELING = "kneeling"
    SEATED = "seated"
    STANDING = "standing"

    @property
    def front_up(self) -> bool | None:
        """Whether the front of the body faces up; None for an upright trunk, whose front faces neither way."""
        if self is Posture.SUPINE:
            return True
        return False if self in (Posture.PRONE, Posture.ALL_FOURS) else None
