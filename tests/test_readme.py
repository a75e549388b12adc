"""The blocks of Python in the README and in docs/library.md run as they stand."""

import re
from pathlib import Path

import pytest

from posecoach.exercise.lint import Findings, inspect

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(path: str) -> list[str]:
    return BLOCK.findall((ROOT / path).read_text(encoding="utf-8"))


RECORDING, LANDMARKS = blocks("README.md")


def value_of(block: str) -> object:
    """What a notebook would show beneath a cell: its last line's value."""
    *before, last = block.splitlines()
    names: dict[str, object] = {}
    exec("\n".join(before), names)  # noqa: S102 - our own text
    return eval(last, names)  # noqa: S307 - as above


@pytest.mark.parametrize(("block", "lines"), [(RECORDING, 3), (LANDMARKS, 4)], ids=["recording", "landmarks"])
@pytest.mark.usefixtures("pose_model")
def test_the_readmes_blocks_count_the_sample_clip(monkeypatch: pytest.MonkeyPatch, block: str, lines: int) -> None:
    """Few lines for three bridges, the second of which is too low."""
    pandas = pytest.importorskip("pandas")
    monkeypatch.chdir(ROOT)
    table = value_of(block)
    assert len(list(filter(None, block.splitlines()))) <= lines
    assert isinstance(table, pandas.DataFrame)
    assert table["faults"].tolist() == ["", "alignment", ""]


def test_the_readmes_plan_is_fine(tmp_path: Path) -> None:
    """As it stands there."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r'^    name = "Mrs.*?\n\n', text, re.DOTALL | re.MULTILINE)
    assert found is not None
    (tmp_path / "plan.toml").write_text(found[0].replace("    ", ""), encoding="utf-8")
    assert inspect(tmp_path / "plan.toml") == Findings()


def test_the_blocks_of_the_library_page(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """One after the other."""
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for block in blocks("docs/library.md"):
        exec(block, names)  # noqa: S102 - our own text
    printed = capsys.readouterr().out
    assert printed.startswith("3 ")
    assert " s: 3" in printed
    assert "did you mean bridge?" in printed
