"""Catalogues of translations: as a user would write them, and what ours say."""

from pathlib import Path

from babel.messages.pofile import read_po

from posecoach.exercise.data_files import data_folder
from posecoach.feedback.words.language import ENGLISH, catalogue_path

TRANSLATED = sorted(path.parts[-3] for path in data_folder("languages").glob("*/LC_MESSAGES/*.po"))
CODES = [ENGLISH.code, *TRANSLATED]
"""The languages that come with the program."""

POLISH = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"


def write_catalogue(folder: Path, code: str, entries: str, plural: str = "nplurals=2; plural=(n != 1);") -> Path:
    """Writes a catalogue where a folder of languages has it."""
    path = folder / code / "LC_MESSAGES" / "posecoach.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    header = f'msgid ""\nmsgstr ""\n"Language: {code}\\n"\n"Plural-Forms: {plural}\\n"\n'
    header += '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    path.write_text(header + entries, encoding="utf-8")
    return path


def entry(english: str, *translations: str, several: str = "", context: str = "") -> str:
    """One text of a catalogue: with all its forms if it has a plural."""
    lines = [f'msgctxt "{context}"'] if context else []
    lines.append(f'msgid "{english}"')
    if several:
        lines.append(f'msgid_plural "{several}"')
        lines += [f'msgstr[{form}] "{text}"' for form, text in enumerate(translations)]
    else:
        lines.append(f'msgstr "{translations[0]}"')
    return "\n".join(lines) + "\n\n"


def translations(code: str) -> set[str]:
    """All translated texts of one of our languages, in all their forms."""
    with catalogue_path(code).open("rb") as file:
        texts = [message.string for message in read_po(file) if message.id]
    return {form for text in texts if text for form in ([text] if isinstance(text, str) else text)}
