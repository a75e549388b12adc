"""Which exercise a recording shows: every exercise's own counter is asked, and the best account of the time wins."""

from posecoach.recognition.fit import Claim, claims_of
from posecoach.recognition.likeness import alike, difference
from posecoach.recognition.parts import SURE, Choice, Part, parts_of, recognise, recognise_pieces

__all__ = [
    "SURE",
    "Choice",
    "Claim",
    "Part",
    "alike",
    "claims_of",
    "difference",
    "parts_of",
    "recognise",
    "recognise_pieces",
]
