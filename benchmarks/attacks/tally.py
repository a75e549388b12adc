"""What came of an attack's cases."""

from collections.abc import Sequence
from dataclasses import dataclass

from accuracy_report.grids import Grid

__all__ = ["Case", "Tally", "tally_grid"]


@dataclass(frozen=True)
class Case:
    """One hostile input.

    Attributes:
        name: What was wrong with it.
        harm: What it did that it mustn't have done; empty if the program withstood it.
    """

    name: str
    harm: str = ""


@dataclass(frozen=True)
class Tally:
    """The cases of one attack.

    Attributes:
        attack: What was tried, as a sentence's subject.
        cases: Each of them, in the order tried.
    """

    attack: str
    cases: tuple[Case, ...]

    @property
    def harmed(self) -> tuple[Case, ...]:
        """The cases that the program didn't withstand."""
        return tuple(case for case in self.cases if case.harm)


def tally_grid(tallies: Sequence[Tally]) -> Grid:
    """A row for each attack, and one for each case that did harm."""
    rows = []
    for tally in tallies:
        rows.append((tally.attack, str(len(tally.cases)), str(len(tally.harmed)), ""))
        rows += [(f"  {case.name}", "", "", case.harm) for case in tally.harmed]
    return Grid("Attacks", ("attack", "cases", "harmed", "how"), tuple(rows))
