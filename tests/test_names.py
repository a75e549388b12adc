import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.names import folder_name, printable

ANY_TEXT = st.text(st.characters() | st.sampled_from("\x1b\n\r\x9b\u202e\u2028\udcff\ud800./\\ :"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Brücke (1)\u202f[b].mp4", "Brücke (1)\u202f[b].mp4"),
        ("a\x1b[2J\x07b", r"a\x1b[2J\x07b"),
        ("two\nlines\r\u2028", r"two\nlines\r\u2028"),
        ("\u202egpj\u2066\x9b", r"\u202egpj\u2066\x9b"),
        ("\udcff\ud800", r"\xff\ud800"),
        ("ne\u200cxt", "ne\u200cxt"),
    ],
)
def test_what_would_steer_a_terminal_is_an_escape(text: str, shown: str) -> None:
    """Everything else stays as it is, also letters of all languages and brackets."""
    assert printable(text) == shown


@given(ANY_TEXT)
def test_any_text_is_one_line_that_can_be_encoded(text: str) -> None:
    """With nothing left to be made printable."""
    shown = printable(text)
    assert shown.encode().decode().splitlines() in ([], [shown])
    assert printable(shown) == shown
    assert not any(unicodedata.category(letter) == "Cc" for letter in shown)


@pytest.mark.parametrize(
    ("recording", "folder"),
    [
        ("my clip.v2.mp4", "my clip.v2"),
        ("IMG_1", "IMG_1"),
        ("...mp4", "recording"),
        ("..", "recording"),
        (".mp4", "mp4"),
        ("../up/b.mp4", "_up_b"),
        ("c:\\b?.mp4", "c__b_"),
        ("con.mp4", "_con"),
        ("Com1 .x.mp4", "_Com1 .x"),
        ("console.mp4", "console"),
        ("trailing. .mp4", "trailing"),
        ("e\u0301.mp4", "\xe9"),
        ("\udcff\x1b.mp4", "_xff_x1b"),
        (f"{99 * 'x'}\xe9.mp4", 99 * "x"),
    ],
)
def test_folders_are_called_after_their_recordings(recording: str, folder: str) -> None:
    """As far as every file system takes the name, and it leads nowhere else."""
    assert folder_name(recording) == folder


@given(ANY_TEXT)
def test_any_recording_has_a_folder_name(recording: str) -> None:
    """One that is no path, no hidden file, printable, and short."""
    name = folder_name(recording)
    assert name == name.strip(" .") == printable(name) != ""
    assert not set(name) & set('/\\:*?"<>|')
    assert len(name.encode()) <= 101
