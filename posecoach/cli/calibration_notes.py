"""Which calibrations lie over an exercise's file, in sentences."""

from posecoach.calibrations.overlay import Layer, Overlay
from posecoach.exercise.schema import Exercise
from posecoach.file_checks import not_used

__all__ = ["calibration_notes"]


def calibration_notes(exercise: Exercise, overlay: Overlay) -> list[str]:
    """One sentence for each file that says something of an exercise, as its file has it."""
    speaking = [layer for layer in overlay.layers if exercise.id in layer.calibration.exercises]
    return [_note(exercise, layer) for layer in speaking]


def _note(exercise: Exercise, layer: Layer) -> str:
    if not layer.fits(exercise):
        return f"{not_used(exercise, layer.path)}."
    said = layer.calibration.exercises[exercise.id]
    whose = f"profile {layer.profile}" if layer.profile is not None else str(layer.path)
    count = len(said.thresholds)
    thresholds = f"{count} threshold{'' if count == 1 else 's'}" if count else "No thresholds"
    return f"{thresholds} from {whose}, of {said.provenance.date}."
