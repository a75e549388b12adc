"""session.json of a session that grows, without making the same text over and over."""

from posecoach.results.records import Record
from posecoach.results.session import Session

__all__ = ["SessionText"]

_LISTS = ("reps", "attempts", "faults", "not_counted", "placement")
"""In the order of the file; they grow at their ends only, and no record but the last one changes."""


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
            session: What the session came to so far.
        """
        rest = session.model_copy(update={name: [] for name in _LISTS}).to_json().encode()
        pieces: list[bytes | bytearray] = []
        for name, text in self._texts.items():
            records = getattr(session, name)
            if records:
                self._extend(name, records[:-1])
                # No value can look like this line: JSON has line breaks in values as \n.
                before, empty_list, rest = rest.partition(f'\n "{name}": []'.encode())
                pieces += [before, empty_list[:-1], text, _item(records[-1], first=not text), b"\n ]"]
        return [*pieces, rest]

    def _extend(self, name: str, records: list[Record]) -> None:
        text = self._texts[name]
        for record in records[self._counts[name] :]:
            text += _item(record, first=not text)
        self._counts[name] = len(records)


def _item(record: Record, *, first: bool) -> bytes:
    text = record.model_dump_json(by_alias=True, indent=1).replace("\n", "\n  ")
    return f"{'' if first else ','}\n  {text}".encode()
