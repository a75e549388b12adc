"""How the measure is drawn that tells people how far they are."""

from posecoach.exercise.rules import Check
from posecoach.exercise.schema import Exercise
from posecoach.feedback.angle_arc import DriveView
from posecoach.feedback.language import ENGLISH, Language
from posecoach.measures import MEASURES, Measure

__all__ = ["angle_labels", "drive_view"]


def drive_view(exercise: Exercise, language: Language = ENGLISH) -> DriveView | None:
    """How the exercise's shown measure is drawn: its joints and the zone in which it is good.

    None when it is no angle between joints, or when no check says which of its values are good.
    """
    measure, check = MEASURES[exercise.shown_measure], exercise.attempt_rule
    if measure.joints is None or not isinstance(check, Check) or check.measure != measure.name:
        return None
    zone = (max(check.lowest, 0.0), min(check.highest, 360.0))
    return DriveView(joints=measure.joints, zone=zone, label=language.of_plan(_label(measure)))


def angle_labels() -> tuple[str, ...]:
    """Every label there may be beside an angle, in English."""
    return tuple(_label(measure) for measure in MEASURES.values() if measure.joints is not None)


def _label(measure: Measure) -> str:
    return measure.name.replace("_", " ")
