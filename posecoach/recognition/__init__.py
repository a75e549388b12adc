"""Which exercise a recording shows: every exercise's own coach is asked, and the best account of the time wins."""

from posecoach.recognition.claims import Claim, claims_of
from posecoach.recognition.parts import Part, parts_of
from posecoach.recognition.recogniser import nearest, recognise

__all__ = ["Claim", "Part", "claims_of", "nearest", "parts_of", "recognise"]
