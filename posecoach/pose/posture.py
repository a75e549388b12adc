"""How the body lies, which decides what the picture of it means."""

from enum import Enum

from posecoach.messages import Message

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
    def words(self) -> Message:
        """How people call it."""
        return _WORDS[self]

    @property
    def front_up(self) -> bool | None:
        """Whether the front of the body faces up; None for an upright trunk, whose front faces neither way."""
        if self is Posture.SUPINE:
            return True
        return False if self in (Posture.PRONE, Posture.ALL_FOURS) else None


_WORDS = {
    Posture.SUPINE: Message("supine"),
    Posture.PRONE: Message("prone"),
    Posture.ALL_FOURS: Message("all fours"),
    Posture.KNEELING: Message("kneeling"),
    Posture.SEATED: Message("seated"),
    Posture.STANDING: Message("standing"),
}
