"""Text files with mistakes, for everything that reads some."""

from attacks.children import in_children
from attacks.mutations import seeded
from attacks.readers import TEXT_READERS, harm_of_mutation, own_folder
from attacks.tally import Case, Tally

__all__ = ["run"]

_CASES = 5000
"""As many as take a minute."""


def run(cases: int | None = None) -> Tally:
    """Has them read in turn; they must be refused in one line, or taken for what they say."""
    return Tally("Text files with mistakes", in_children(_case, cases or _CASES))


def _case(number: int) -> Case:
    reader = TEXT_READERS[number % len(TEXT_READERS)]
    with own_folder():
        return Case(f"{reader.name} {number}", harm_of_mutation(reader, seeded(f"{reader.name} {number}")))
