"""session.json of a session that grows, without making the same text over and over."""

from posecoach.results.records import Record
from posecoach.results.session import Session

__all__ = ["SessionText"]

_LISTS = ("reps", "attempts", "faults", "placement")
"""In the order of the file; they grow at their ends only."""


class SessionText:
    """The text of one session at successive moments, the same as `Session.to_json` gives.

    Each record is made into text once: doing that every time takes 5 ms for the 600 repetitions of an hour.
    """

    def __init__(self) -> None:
        self._counts = dict.fromkeys(_LISTS, 0)
        self._texts = {name: bytearray() for name in _LISTS}

    def of(self, session: Session) -> list[bytes | bytearray]:
        """The whole file in pieces, to be written before the next call.

        Args:
            session: What the session came to so far; no record of an earlier moment may have changed.
        """
        rest = session.model_copy(update={name: [] for name in _LISTS}).to_json().encode()
        pieces: list[bytes | bytearray] = []
        for name, text in self._texts.items():
            self._extend(name, getattr(session, name))
            if text:
                # No value can look like this line: JSON has line breaks in values as \n.
                before, empty_list, rest = rest.partition(f'\n "{name}": []'.encode())
                pieces += [before, empty_list[:-1], text, b"\n ]"]
        return [*pieces, rest]

    def _extend(self, name: str, records: list[Record]) -> None:
        for record in records[self._counts[name] :]:
            item = record.model_dump_json(by_alias=True, indent=1).replace("\n", "\n  ")
            self._texts[name] += f"{',' if self._texts[name] else ''}\n  {item}".encode()
        self._counts[name] = len(records)
