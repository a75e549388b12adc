"""Measures: what can be read off a pose, by name, for one frame or an hour of them."""

from collections.abc import Mapping
from types import MappingProxyType

from posecoach.measures import angles, places, spine
from posecoach.measures.body import Body, Values
from posecoach.measures.measure import Measure

__all__ = ["MEASURES", "Body", "Measure", "Values"]

_FOUND = (one for module in (angles, places, spine) for one in vars(module).values() if isinstance(one, Measure))

MEASURES: Mapping[str, Measure] = MappingProxyType({measure.name: measure for measure in _FOUND})
"""All that an exercise file may name."""
