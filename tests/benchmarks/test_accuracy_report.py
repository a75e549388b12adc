import json
import re
from pathlib import Path

import pytest
from accuracy import main, measured
from accuracy_report.clip_results import clip_result
from accuracy_report.clips import ClipFolder
from accuracy_report.grids import Grid, half_grids, hard_grids
from accuracy_report.rendering import to_markdown
from accuracy_report.report import Report, Stamp, build_report, current_stamp, to_json
from accuracy_report.selection import Selection, spread
from scripted_truths import bridge_reps, bridges, counted, observed, planted, recipe_of, told, truth_of

from posecoach.exercise.schema import Exercise
from posecoach.pose.series import Landmarks
from posecoach.testing import scripted_series
from posecoach.tuning.landmark_cache import Progress
from sample_videos.truth import truth_path

REAL = Grid("Real people", ("figure", "value"), (("counts exact", "3 of 4"),))
STAMP = Stamp("2030-01-02", "abc1234", "9.9", "python benchmarks/accuracy.py")


@pytest.fixture
def report(bridge: Exercise) -> Report:
    """A clip of each half, one without an exercise file, and a hard one."""
    truth = truth_of(bridges(2), reps=bridge_reps(2), faults=[planted("alignment", 1, 3.0, 4.0)])
    events = [told("alignment", 1, 3.0, 4.0), counted(1, 1.0, 6.0, hold_s=2.75)]
    recipes = [
        (recipe_of("seen", group="fault"), bridge),
        (recipe_of("unseen", half="held_out"), bridge),
        (recipe_of("other", half="held_out", exercise="clamshell"), None),
        (recipe_of("dark", group="hard", tests="Too little light | or none"), bridge),
    ]
    observations = [
        observed(truth, events if exercise else [], exercise=exercise, recipe=recipe) for recipe, exercise in recipes
    ]
    return build_report([clip_result(one) for one in observations], STAMP, ["lost"])


def test_halves_and_hard_clips_stand_apart(report: Report) -> None:
    """The held-out half first, hard clips in neither; dashes in all tables but those of landmarks without a file."""
    assert [half.half for half in report.halves] == ["held_out", "training"]
    assert [group.name for group in report.halves[0].exercises] == ["bridge", "clamshell"]
    assert [clip.name for half in report.halves for clip in half.clips] == ["unseen", "other", "seen"]
    assert [hard.figures.name for hard in report.hard] == ["dark"]
    angles, reps, faults, frames = half_grids(report.halves[0])
    assert next(row for row in reps.rows if row[0] == "clamshell")[2:] == ("-",) * 8
    assert [row for row in faults.rows if row[0] == "clamshell"] == []
    assert next(row for row in frames.rows if row[0] == "clamshell")[2:5] == ("-",) * 3
    assert any(row[0] == "clamshell" for row in angles.rows)
    for grid in [grid for half in report.halves for grid in half_grids(half)] + hard_grids(report.hard):
        assert {len(row) for row in grid.rows} == {len(grid.columns)}


def test_the_document_has_the_same_numbers_as_the_json(report: Report) -> None:
    """With when and with what they were made, and null for what there isn't."""
    text, data = to_markdown(report, REAL), json.loads(to_json(report))
    assert (data["schema"], data["left_out"]) == ("posecoach.accuracy/1", ["lost"])
    assert data["stamp"] == {"date": "2030-01-02", "commit": "abc1234", "version": "9.9", "command": STAMP.command}
    bridge, clamshell = data["halves"][0]["exercises"]
    assert (bridge["reps"]["true"], bridge["reps"]["counted"], bridge["reps"]["missed"]) == (2, 1, 1)
    assert (bridge["reps"]["hold_bias_s"], clamshell["reps"]) == (pytest.approx(0.15), None)
    for half in data["halves"]:
        title = half["half"].replace("_", "-").capitalize()
        section = text.split(f"## {title} half")[1].split("\n## ")[0]
        for group in (half["together"], *half["exercises"]):
            for angle in group["angles"]:
                assert f"| {angle['median_abs']:.1f} | {angle['p95_abs']:.1f} | {angle['bias']:+.1f} | " in section
            if reps := group["reps"]:
                assert f"| {reps['exact']} of {reps['clips']} | {reps['off_by_one']} of {reps['clips']} |" in section
                assert f"| {reps['hold_median_abs_s']:.2f} | {reps['hold_bias_s']:+.2f} |" in section
            for check in group["checks"]:
                assert f"| {check['planted']} | {check['found']} | {check['right']} | " in section
            assert f"| {100 * group['pose']['found_share']:.1f} % |" in section
    assert f"| dark | {data['hard'][0]['figures']['reps']['counted']} of 2 |" in text
    titles = ("| counts exact | 3 of 4 |", "## Held-out half", "## Training half", "## Hard clips", "light \\| or none")
    places = [text.index(part) for part in (STAMP.command, STAMP.date, STAMP.commit, *titles)]
    assert places[3:] == sorted(places[3:])


def test_the_stamp_is_of_today_and_this_checkout() -> None:
    """Whatever they are; the command chooses the same clips."""
    selection = Selection(("a", "b"), half="training", subset=3)
    stamp = current_stamp(selection.command("accuracy.py"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", stamp.date)
    assert re.fullmatch(r"[0-9a-f]{7,}(-dirty)?|unknown", stamp.commit)
    assert stamp.command == "python accuracy.py a b --half training --subset 3"


RECIPES = {
    f"{exercise}_{half}_{group}": recipe_of(f"{exercise}_{half}_{group}", exercise=exercise, half=half, group=group)
    for exercise in ("bridge", "cat_cow", "clamshell", "plank")
    for half in ("training", "held_out")
    for group in ("clean", "fault", "hard")
}


def test_clips_are_chosen_by_name_half_and_group() -> None:
    """Together; an unknown name is refused."""
    assert len(Selection().of(RECIPES)) == 24
    chosen = Selection(half="held_out", group="hard").of(RECIPES)
    assert {(recipe.half, recipe.group) for recipe in chosen} == {("held_out", "hard")}
    assert [recipe.name for recipe in Selection(("plank_training_clean",)).of(RECIPES)] == ["plank_training_clean"]
    with pytest.raises(ValueError, match="plonk"):
        Selection(("plonk",)).of(RECIPES)


def test_a_subset_is_spread_over_exercises_halves_and_groups() -> None:
    """Four clips are one of each exercise, two of each half; the same ones whatever the order of the index."""
    four = spread(list(RECIPES.values()), 4)
    assert len({recipe.exercise for recipe in four}) == 4
    assert [recipe.half for recipe in four].count("held_out") == 2
    assert {recipe.group for recipe in four} == {"clean", "fault"}
    assert {recipe.name for recipe in spread(list(reversed(RECIPES.values())), 4)} == {recipe.name for recipe in four}
    assert len({(recipe.exercise, recipe.half) for recipe in spread(list(RECIPES.values()), 8)}) == 8
    assert len(spread(list(RECIPES.values()), 99)) == 24


def found(_video: Path, progress: Progress) -> Landmarks:
    """In place of the landmark cache: landmarks of two bridges."""
    progress(1.0)
    return scripted_series(bridges(2))


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    """A folder with a video and its truth beside it."""
    (tmp_path / "there.mp4").write_bytes(b"one")
    truth = truth_of(bridges(2), reps=bridge_reps(2))
    truth_path(tmp_path / "there.mp4").write_text(truth.model_dump_json(by_alias=True))
    return tmp_path


def test_clips_are_measured_from_their_files(clips: Path) -> None:
    """What is missing is left out by name."""
    folder = ClipFolder(clips, found)
    report = measured([recipe_of("there"), recipe_of("missing")], folder, STAMP)
    assert report.left_out == ("missing",)
    reps = report.halves[0].together.reps
    assert reps is not None
    assert (reps.exact, reps.counted, reps.missed) == (1, 2, 0)
    with pytest.raises(FileNotFoundError):
        measured([recipe_of("missing")], folder, STAMP)


def test_the_script_prints_and_writes_the_same_report(
    clips: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table on the terminal, the numbers and the document; wrong use ends with a line."""
    monkeypatch.setattr("accuracy.ClipFolder", lambda **options: ClipFolder(clips, **options | {"cache": found}))
    monkeypatch.setattr("accuracy.load_recipes", lambda: {"there": recipe_of("there")})
    monkeypatch.setattr("accuracy.real_people", lambda: REAL)
    main(["there", "--json", str(tmp_path / "a.json"), "--markdown", str(tmp_path / "a.md")])
    data, text = json.loads((tmp_path / "a.json").read_text()), (tmp_path / "a.md").read_text()
    assert data["stamp"]["command"] == "python benchmarks/accuracy.py there"
    minutes = f"{data['halves'][0]['together']['minutes']:.1f} minutes"
    for part in (data["stamp"]["command"], minutes):
        assert part in text
    printed = capsys.readouterr().out
    assert minutes in printed
    assert max(map(len, printed.splitlines())) <= 120
    with pytest.raises(SystemExit, match="no clip named plonk"):
        main(["plonk"])
