from pathlib import Path, PurePath

import pytest

from posecoach.batch.finding import find_recordings, is_one_recording
from posecoach.batch.recordings import Recording
from posecoach.errors import SourceError
from posecoach.pose.landmarks import Side


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Recordings, results of earlier analyses, and what else lies in folders."""
    monkeypatch.chdir(tmp_path)
    names = ("clips/b/IMG_1.MOV", "clips/a/IMG_1.mp4", "clips/a/IMG_1.labels.csv", "clips/._a.mp4", "clips/.cut/c.mp4")
    results = (
        "clips/out/a/IMG_1/landmarks.npz",
        "clips/out/d.mp4",
        "clips/old/annotated.mp4",
        "clips/old/landmarks.npz",
    )
    for name in (*names, *results, "clip[1].mp4"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def found(*arguments: str) -> list[tuple[str, str]]:
    return [(one.path.as_posix(), str(one.place)) for one in find_recordings(arguments, Path("clips", "out"))]


A, B = ("clips/a/IMG_1.mp4", "a"), ("clips/b/IMG_1.MOV", "b")


@pytest.mark.parametrize(
    ("arguments", "recordings"),
    [
        (["clips"], [A, B]),
        (["clips", "clips/a/IMG_1.mp4"], [A, B]),
        (["clips/b/IMG_1.MOV", "clips"], [("clips/b/IMG_1.MOV", "."), A]),
        (["clips/*"], [A, B]),
        (["clips/**/*.mp4"], [A]),
        (["clip[1].mp4", "none.mp4"], [("clip[1].mp4", "."), ("none.mp4", ".")]),
        (["clips/out/a"], [("clips/out/a/IMG_1/landmarks.npz", ".")]),
    ],
)
@pytest.mark.usefixtures("folder")
def test_recordings_are_found_in_folders_and_patterns(arguments: list[str], recordings: list[tuple[str, str]]) -> None:
    """Each once, with the place of its results; what is hidden, drawn upon or a result is none."""
    assert found(*arguments) == recordings


@pytest.mark.parametrize("argument", ["empty", "clips/*.avi"])
def test_nothing_found_is_told(folder: Path, argument: str) -> None:
    """With the folder or pattern."""
    (folder / "empty").mkdir()
    with pytest.raises(SourceError, match=r"no recording found"):
        found(argument)


@pytest.mark.parametrize(
    ("argument", "one"),
    [("clip[1].mp4", True), ("none.mp4", True), ("clips", False), ("*.mp4", False), ("a.csv", False)],
)
@pytest.mark.usefixtures("folder")
def test_a_name_means_one_recording(argument: str, one: bool) -> None:
    """Also of a file that isn't there, or is called like a pattern."""
    assert is_one_recording(argument) == one


def test_a_manifest_says_what_is_known(folder: Path) -> None:
    """From its own folder on, as spreadsheets write it; it holds for a file that is named otherwise, too."""
    manifest = folder / "clips" / "study.csv"
    manifest.write_text(
        "sep=;\nFile;Exercise;Dose;Subject;Side;From;To\n"
        "a/IMG_1.mp4;Bridge;B;Müller;Left;0:01,5;20\n# not yet\n\na/IMG_1.mp4;;;Müller;;20;\n../gone.mp4;auto\n",
        encoding="latin-1",
    )
    clips = Path("clips")
    a, *_ = find_recordings(["clips"], Path("out"))
    assert find_recordings([str(a.path), "clips/study.csv"], Path("out")) == [
        Recording(a.path, PurePath("a"), "bridge", "B", "Müller", Side.LEFT, 1.5, 20.0),
        Recording(a.path, PurePath("a"), subject="Müller", start_s=20.0),
        Recording(clips / "../gone.mp4", PurePath(), "auto"),
    ]


def test_all_that_is_wrong_with_a_manifest_is_told_at_once(tmp_path: Path) -> None:
    """Line, what was found, and what is allowed."""
    manifest = tmp_path / "study.csv"
    rows = ("a.mp4,brigde,,,,", "b.mp4,bridge,Q,,both,ten,5", ",,,,", "c.mp4,,,,,9,3", "a,b,c,d,e,f,g,h", ",bridge")
    manifest.write_text("\n".join(("file,exercise,dose,subject,side,from,to", *rows)), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        find_recordings([str(manifest)], tmp_path / "out")
    problems = [str(caught.value), *caught.value.more]
    assert [problem.removeprefix(f"{manifest}: ") for problem in problems] == [
        "line 6: 8 values for 7 columns; with decimal commas, separate by semicolons",
        'line 2: exercise = "brigde": unknown exercise; did you mean bridge?',
        'line 3: dose = "Q": bridge has no such dose; allowed: A, B, C, D',
        'line 3: side = "both"; allowed: "left" or "right"',
        'line 3: from = "ten": not a number; allowed: 83.5 or 1:23.5',
        'line 5: to = "3": not later than from',
        "line 7: file is missing",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no header"),
        ("file\n", "lists no recording"),
        ("exercise\nbridge", "column file is missing"),
        ("file,name\na,b", "unknown column 'name'"),
        ("file\na.mp4\na.mp4", "line 3: a.mp4 is in line 2 already"),
    ],
)
def test_a_manifest_that_is_none_is_told(tmp_path: Path, text: str, words: str) -> None:
    """In one line with its name."""
    manifest = tmp_path / "study.csv"
    manifest.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        find_recordings([str(manifest)], tmp_path / "out")
    assert str(caught.value).startswith(f"{manifest}: ")
    assert words in str(caught.value)
