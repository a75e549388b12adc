import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.feedback.draw.card import Line, card_block, darken, draw_card
from posecoach.feedback.draw.page import Scale
from posecoach.feedback.draw.scene import Card
from posecoach.feedback.draw.shapes import Box
from posecoach.feedback.words.phrases import Phrase
from posecoach.session.red_flags import Question

REST = Card("Pause", "23", ("Als Nächstes: Vierfüßlerstand mit Arm- und Beinheben", "5 Wiederholungen je Seite"))
ADVICE = Card(
    Phrase.ADVICE_TITLE.value,
    rows=(Phrase.ADVICE_NOT_MEDICAL.value, Phrase.ADVICE_STOP.value, Phrase.ADVICE_MAT.value),
    foot="Press any key, or wait 15 seconds.",
)
SUMMARY = Card("Done", rows=(("Bridge", "10 of 10 repetitions, 9 in good form"),) * 9, foot=Phrase.DONE_QUIT.value)
KEYS = Card("Tasten", rows=(("Leertaste", "Pause oder weiter"), ("n", "nächste Übung"), "Oder hebe beide Arme."))
KEYS_OF_ANSWERS = (("J", "ja"), ("N", "nein"))
QUESTION = Card("Frage 1 von 4", rows=(Question.NUMBNESS.value,), foot="q", choices=KEYS_OF_ANSWERS)
CARDS = {
    "rest": REST,
    "advice": ADVICE,
    "summary": SUMMARY,
    "keys": KEYS,
    "paused": Card("Paused"),
    "question": QUESTION,
}
SIZES = [(320, 240), (720, 1280), (1920, 1080)]

words = st.text(st.sampled_from("abcdefgÄÖÜßé    "), min_size=1, max_size=120).filter(str.strip)
rows = st.lists(st.one_of(words, st.tuples(words, words)), max_size=8).map(tuple)


def room_of(size: tuple[int, int]) -> Box:
    return Box(20, 30, size[0] - 20, size[1] - 30)


def laid_out(card: Card, size: tuple[int, int]) -> tuple[Line, ...]:
    return card_block(card, Scale.live(*size), room_of(size)).lines


def assert_readable(lines: tuple[Line, ...], room: Box) -> None:
    boxes = [line.box for line in lines]
    inside = Box(room.left - 1, room.top - 1, room.right + 1, room.bottom + 1)
    assert all(inside.left <= box.left and box.right <= inside.right for box in boxes)
    assert all(inside.top <= box.top and box.bottom <= inside.bottom for box in boxes)
    # Line spacing counts on few letters going far below the line.
    bodies = [Box(box.left, box.top, box.right, line.baseline) for box, line in zip(boxes, lines, strict=True)]
    assert not [(one, other) for one in bodies for other in bodies if one is not other and one.overlaps(other)]


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_word_of_a_card_is_in_the_picture(card: Card, size: tuple[int, int]) -> None:
    """Lines keep apart and inside, and nothing is left out."""
    lines = laid_out(card, size)
    assert_readable(lines, room_of(size))
    cells = [cell for row in card.rows for cell in ([row] if isinstance(row, str) else row)]
    answers = [words for choice in card.choices for words in choice]
    asked = " ".join([card.title, card.big or "", *cells, *answers, card.foot or ""]).split()
    assert sorted(" ".join(line.content for line in lines).split()) == sorted(asked)


@settings(max_examples=40)
@given(
    words, st.one_of(st.none(), st.integers(0, 999).map(str)), rows, st.one_of(st.none(), words), st.sampled_from(SIZES)
)
def test_any_words_fit(
    title: str, big: str | None, rows: tuple[str | tuple[str, str], ...], foot: str | None, size: tuple[int, int]
) -> None:
    """However many and however long: they are written smaller."""
    assert_readable(laid_out(Card(title, big, rows, foot), size), room_of(size))


def test_the_last_seconds_do_not_shift_the_words() -> None:
    """From 10 to 9 only the number changes."""
    ten, nine = (laid_out(Card("Rest", big, ("Next: Bird dog",)), (720, 1280)) for big in ("10", "9"))
    assert [line for line in ten if line.content != "10"] == [line for line in nine if line.content != "9"]


def test_words_are_as_large_as_there_is_room() -> None:
    """Few are larger than many, and the seconds left, which are looked for from afar, are huge."""
    few, many = (laid_out(card, (1280, 720))[0].size for card in (CARDS["paused"], ADVICE))
    assert few > many
    (number,) = (line for line in laid_out(REST, (1280, 720)) if line.content == "23")
    assert 0.72 * number.size >= 720 / 4


def test_pairs_stand_in_columns() -> None:
    """All right halves begin below each other; where columns would be narrow, as in portrait, pairs do."""
    lefts = {line.content: line.left for line in laid_out(KEYS, (1280, 720))}
    assert lefts["Pause oder weiter"] == lefts["nächste Übung"] > lefts["Leertaste"] == lefts["n"]
    rows = (("Vierfüßlerstand mit Arm- und Beinheben", "10 von 10 Wiederholungen, 9 in guter Form"),)
    assert len({line.left for line in laid_out(Card("Fertig", rows=rows), (720, 1280))}) == 1


@pytest.mark.parametrize("level", [0, 255])
def test_words_stand_out_from_any_room(level: int) -> None:
    """On a dark wall as on a white one, no pixel of the picture comes near the words."""
    image = np.full((720, 1280, 3), level, np.uint8)
    darken(image)
    assert image.max() < 80
    box = draw_card(image, REST, Scale.live(1280, 720), room_of((1280, 720)))
    assert image[int(box.top) : int(box.bottom)].max() >= 250
