"""A labelled recording with its landmarks."""

from dataclasses import dataclass
from pathlib import Path

from posecoach.names import printable
from posecoach.pose.recording import is_of_results
from posecoach.pose.series import Landmarks
from posecoach.tuning.labels import Labels

__all__ = ["Recording"]


@dataclass(frozen=True, eq=False, slots=True)
class Recording:
    """A recording, its landmarks and its labels.

    Attributes:
        path: The video, or a landmark recording that stands in for it.
        sha256: Of its bytes.
        series: Its landmarks as the estimator saw them.
        labels: What the person did in it.
        labels_path: Where the labels come from; None if there is no such file yet.
        labels_sha256: Of that file's bytes.
    """

    path: Path
    sha256: str
    series: Landmarks
    labels: Labels
    labels_path: Path | None = None
    labels_sha256: str | None = None

    @property
    def name(self) -> str:
        """File name, made printable; landmarks of results, which are all called alike, are named with their folder."""
        if is_of_results(self.path):
            return printable(f"{self.path.absolute().parent.name}/{self.path.name}")
        return printable(self.path.name)
