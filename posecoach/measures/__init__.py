"""Measures: what can be read off a pose, by name, for one frame or an hour of them."""

from posecoach.measures.body import Body, Values
from posecoach.measures.registry import MEASURES, Measure

__all__ = ["MEASURES", "Body", "Measure", "Values"]
