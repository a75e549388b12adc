import re
import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[1]


def pinned(file: str) -> dict[str, set[str]]:
    """The versions of each package, of which other Pythons may have other ones."""
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE):
        versions.setdefault(canonicalize_name(name), set()).add(version)
    return versions


def test_what_is_installed_by_hash_is_what_the_tests_ran_with() -> None:
    """All that the program and its tuning ask for; `scripts/dependencies hashes` writes it anew."""
    hashed, tested = pinned("requirements-hashed.txt"), pinned("constraints.txt")
    assert {name: versions for name, versions in hashed.items() if versions != tested.get(name, versions)} == {}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for asked in map(Requirement, project["dependencies"] + project["optional-dependencies"]["tuning"]):
        assert all(map(asked.specifier.contains, hashed[canonicalize_name(asked.name)]))
