"""What a session came to, exercise by exercise, large enough to be read from the floor and page by page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from posecoach.capture.frame import RgbImage
from posecoach.feedback.draw.page import Scale
from posecoach.feedback.draw.scene import Summary, SummaryBlock
from posecoach.feedback.draw.shapes import (
    ATTENTION,
    DARK,
    GOOD,
    INK,
    QUIET,
    TRACK,
    Box,
    Spot,
    disc,
    polygon,
    rectangle,
    tick,
)
from posecoach.feedback.draw.text import CAPITALS, LEADING, fitting, text, text_width, wrapped

__all__ = ["PAGE_S", "draw_summary", "summary_pages"]

PAGE_S = 6.0
"""How long a page stays."""
_MARGIN = 0.05
"""Free at each edge, of the shorter side."""
_ONE_PAGE, _SEVERAL = (14, 16, 18, 20, 22), (18, 20, 22, 24, 27, 30, 36, 44, 60)
"""Font sizes that are tried, the window's height is so many of them: all on one page, else on several."""
_TITLE = 1.15
"""Size of an exercise's name, of the text below it."""
_LINE_GAP, _BLOCK_GAP, _INDENT = 0.3, 1.0, 1.45
"""Above each text of a block and above each block; what icons take: in font sizes."""
_FOOT, _BAR = 0.8, 0.45
"""Size of the foot line, and height of the bar, of other small text."""
_FOOT_LINE = 16
"""Font sizes that a foot line is long at most."""
_ARROW = ((-0.5, -0.14), (0.0, -0.14), (0.0, -0.5), (0.55, 0.0), (0.0, 0.5), (0.0, 0.14), (-0.5, 0.14))

_Icon = Callable[[RgbImage, Spot, float], None]


def draw_summary(image: RgbImage, summary: Summary, scale: Scale, top: float = 0.0) -> Box:
    """Writes one page of it onto a picture that is dark already.

    Args:
        image: Drawn on in place.
        summary: What to write; its time says which page.
        scale: Sizes for this picture.
        top: Pixels from the top edge where its room begins.

    Returns:
        The place it takes.
    """
    margin, label = _MARGIN * min(scale.width, scale.height), scale.label
    left, right, top = margin, scale.width - margin, max(top, 0.6 * margin)
    floor = _draw_foot(image, summary, scale, Box(left, top, right, scale.height))
    head = 1.1 * label
    room = Box(left, top + 1.9 * head, right, floor - 0.5 * label)
    size, pages = summary_pages(summary.blocks, room.right - room.left, room.bottom - room.top, scale.height)
    place = int(summary.shown_s / PAGE_S) % len(pages)
    text(image, summary.title, left, top + head, head, QUIET)
    if len(pages) > 1:
        number = f"{place + 1}/{len(pages)}"
        text(image, number, right - text_width(number, head), top + head, head, QUIET)
    _draw_page(image, pages[place], size, room)
    return Box(left, top, right, float(scale.height))


def _draw_foot(image: RgbImage, summary: Summary, scale: Scale, room: Box) -> float:
    """The foot line and the bar that shrinks until the summary closes; where they begin."""
    bar, size = _BAR * scale.label, min(_FOOT * scale.label, (room.right - room.left) / _FOOT_LINE)
    share = min(1.0, max(0.0, 1 - summary.shown_s / summary.stays_s)) if summary.stays_s > 0 else 0.0
    image[scale.height - round(bar) :] = TRACK
    image[scale.height - round(bar) :, : round(share * scale.width)] = GOOD
    lines = wrapped(summary.foot, size, room.right - room.left) if summary.foot else ()
    top = scale.height - bar - 0.6 * size - LEADING * size * len(lines)
    for index, line in enumerate(lines):
        small = fitting(line, size, room.right - room.left)
        text(image, line, room.left, top + (CAPITALS + LEADING * index) * size, small, QUIET)
    return top


@dataclass(frozen=True, slots=True)
class _Entry:
    """One block's texts in lines."""

    title: tuple[str, ...]
    texts: tuple[tuple[tuple[str, ...], _Icon | None], ...]

    @classmethod
    def of(cls, block: SummaryBlock, size: float, width: float) -> "_Entry":
        beside = width - _INDENT * size
        texts = [(block.done, None, width), (block.well, tick, beside), (block.help, _draw_arrow, beside)]
        lines = [(wrapped(content, size, room), icon) for content, icon, room in texts if content]
        return cls(wrapped(block.title, _TITLE * size, width), tuple(lines))

    def height(self, size: float) -> float:
        tall = (CAPITALS + LEADING * (len(self.title) - 1)) * _TITLE
        return size * (tall + sum(_LINE_GAP + CAPITALS + LEADING * (len(lines) - 1) + 0.25 for lines, _ in self.texts))


_Pages = tuple[tuple[_Entry, ...], ...]
_MOST_PAGES = 5
"""As many as there is time for until the summary closes."""


@lru_cache(maxsize=8)
def summary_pages(blocks: tuple[SummaryBlock, ...], width: float, height: float, window: float) -> tuple[float, _Pages]:
    """The largest font size at which all blocks fit on one page, else on few enough pages; and these pages."""
    for parts, most in [*((parts, 1) for parts in _ONE_PAGE), *((parts, _MOST_PAGES) for parts in _SEVERAL)]:
        size = window / parts
        pages = _paginated(blocks, size, width, height)
        if len(pages) <= most and all(_page_height(page, size) <= height for page in pages):
            break
    return size, pages


def _paginated(blocks: tuple[SummaryBlock, ...], size: float, width: float, height: float) -> _Pages:
    """Pages as full as they can be, at least one, each of one block at least."""
    pages: list[tuple[_Entry, ...]] = [()]
    for block in blocks:
        entry = _Entry.of(block, size, width)
        longer = (*pages[-1], entry)
        if pages[-1] and _page_height(longer, size) > height:
            pages.append((entry,))
        else:
            pages[-1] = longer
    return tuple(pages)


def _page_height(entries: tuple[_Entry, ...], size: float) -> float:
    return sum(entry.height(size) for entry in entries) + _BLOCK_GAP * size * max(0, len(entries) - 1)


def _draw_page(image: RgbImage, entries: tuple[_Entry, ...], size: float, room: Box) -> None:
    top = room.top + max(0.0, (room.bottom - room.top - _page_height(entries, size)) / 3)
    for index, entry in enumerate(entries):
        if index:
            rule = top - 0.5 * _BLOCK_GAP * size
            rectangle(image, Box(room.left, rule, room.right, rule + 0.05 * size), TRACK)
        _draw_entry(image, entry, size, (room.left, top), room.right - room.left)
        top += entry.height(size) + _BLOCK_GAP * size


def _draw_entry(image: RgbImage, entry: _Entry, size: float, place: Spot, width: float) -> None:
    left, bottom = place
    large = min(fitting(line, _TITLE * size, width) for line in entry.title)
    for index, line in enumerate(entry.title):
        bottom += (CAPITALS if index == 0 else LEADING) * _TITLE * size
        text(image, line, left, bottom, large, INK)
    for lines, icon in entry.texts:
        indent = 0.0 if icon is None else _INDENT * size
        for index, line in enumerate(lines):
            bottom += (_LINE_GAP + 0.25 + CAPITALS if index == 0 else LEADING) * size
            if icon is not None and index == 0:
                icon(image, (left + 0.5 * size, bottom - CAPITALS * size / 2), 0.5 * size)
            text(image, line, left + indent, bottom, fitting(line, size, width - indent), INK)


def _draw_arrow(image: RgbImage, centre: Spot, radius: float) -> None:
    disc(image, centre, radius, ATTENTION)
    polygon(image, [(centre[0] + across * radius, centre[1] + down * radius) for across, down in _ARROW], DARK)
