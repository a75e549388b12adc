"""Where the results of many recordings go: each into a folder of its own, whole or not at all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from posecoach.auto_analysis import PartResult
from posecoach.batch.analysing import RecordingJob, Report
from posecoach.batch.executor import Ended
from posecoach.batch.recordings import Recording
from posecoach.files import writing
from posecoach.names import folder_name
from posecoach.pose.recording import Origin
from posecoach.results.folders import ResultFolders

__all__ = ["ADVICE", "Places"]

ADVICE = "free space or choose another folder with --out"
_SESSION = "session.json"
_FILES = ("annotated.mp4", "frames.csv", "landmarks.npz", _SESSION)


@dataclass(frozen=True, slots=True)
class Places:
    """Where results go: beside those of their folder's other recordings.

    Attributes:
        by_place: The folders of results of each folder of recordings.
    """

    by_place: Mapping[PurePath, ResultFolders]

    @classmethod
    def of(cls, out: Path, recordings: Iterable[Recording]) -> "Places":
        """For recordings that are analysed together."""
        paths = defaultdict[PurePath, set[Path]](set)
        for one in recordings:
            paths[one.place].add(one.path)
        folders = {place: ResultFolders.for_all(out / place, sorted(several)) for place, several in paths.items()}
        return cls(folders)

    def put(self, ended: Ended) -> Report:
        """Moves a job's files to where they belong; gives its report with their new places.

        Raises:
            OutputError: If that can't be done.
        """
        report = ended.report
        if report.origin is None:
            return report
        names = [result.folder.name for result in report.results]
        names += [report.landmarks.parent.name] if report.landmarks is not None else []
        moved = {name: self._put_folder(ended.job, report.origin, name) for name in names}
        return replace(
            report,
            parts=tuple(_moved(part, moved) for part in report.parts),
            landmarks=report.landmarks and moved[report.landmarks.parent.name] / report.landmarks.name,
        )

    def _put_folder(self, job: RecordingJob, origin: Origin, name: str) -> Path:
        recording = job.recording
        times = f"-{recording.part}" if recording.part else ""
        appended = name.removeprefix(folder_name(origin.source))
        folder = self.by_place[recording.place].of(origin, f"{times}{appended}")
        _replace_results(job.folder / name, folder)
        return folder


def _moved(part: PartResult, folders: Mapping[str, Path]) -> PartResult:
    if part.result is None:
        return part
    return replace(part, result=replace(part.result, folder=folders[part.result.folder.name]))


def _replace_results(staged: Path, folder: Path) -> None:
    """Puts a folder of results in the place of those that are there, which count as none until all are.

    Raises:
        OutputError: If that can't be done.
    """
    with writing(folder / _SESSION, ADVICE):
        if not folder.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            staged.rename(folder)
            return
        for name in reversed(_FILES):
            (folder / name).unlink(missing_ok=True)
        for name in _FILES:
            if (staged / name).exists():
                (staged / name).replace(folder / name)
