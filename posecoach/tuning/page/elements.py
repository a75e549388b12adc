"""Buttons, tables and other elements as all parts of the page have them."""

from collections.abc import Callable, Sequence

from nicegui import ui

from posecoach.messages import Message

__all__ = ["button", "capitalised", "clock", "flag", "put", "table"]


def button(text: str, pressed: Callable[[], object] | None, tip: str = "") -> ui.button:
    """A button as all of the page's are."""
    made = ui.button(text, on_click=pressed, color=None).props("flat no-caps")
    if tip:
        put(made, title=tip)
    if len(text) == 1:
        put(made, **{"aria-label": tip})
    return made


def put(element: ui.element, **props: object) -> None:
    """Gives an element properties; those it has already aren't sent again."""
    changed = {
        name: value for name, value in props.items() if name not in element.props or element.props[name] != value
    }
    if changed:
        element.props.update(changed)


def flag(element: ui.element, name: str, *, on: bool) -> None:
    """Gives an element a class, or takes it."""
    element.classes(**{"add" if on else "remove": name})


def clock(seconds: float) -> Message:
    """A moment as minutes and seconds."""
    tenths = round(10 * seconds)
    return Message("{minutes}:{seconds:04.1f}", minutes=tenths // 600, seconds=tenths % 600 / 10)


def capitalised(text: str) -> str:
    """With a capital, as a heading has it."""
    return text[:1].upper() + text[1:]


def table(titles: Sequence[str], rows: Sequence[Sequence[str]], changed: Sequence[bool] = ()) -> None:
    """A table whose changed rows stand out."""
    names = [f"column {place}" for place in range(len(titles))]
    columns = [
        {"name": name, "label": title, "field": name, "align": "left"}
        for name, title in zip(names, titles, strict=True)
    ]
    cells = [dict(zip(names, row, strict=True)) | {"id": place} for place, row in enumerate(rows)]
    for cell, different in zip(cells, changed, strict=False):
        cell["changed"] = different
    made = ui.table(rows=cells, columns=columns).props("flat dense wrap-cells hide-pagination").classes("w-full")
    made.props(''':table-row-class-fn="(row) => (row.changed ? 'changed' : '')"''')
