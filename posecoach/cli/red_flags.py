"""`--red-flags`: short questions about signs with which nobody should exercise unseen."""

import typer

from posecoach.cli.console import out
from posecoach.feedback.words.language import Language
from posecoach.feedback.words.phrases import Phrase

__all__ = ["ask_red_flags"]

_QUESTIONS = (Phrase.ASK_NUMBNESS, Phrase.ASK_WEAKNESS, Phrase.ASK_SEVERE, Phrase.ASK_LASTING)


def ask_red_flags(language: Language) -> bool:
    """Asks in the terminal; returns whether to go on.

    The questions follow article B: severe or lasting pain, numbness and weakness belong before a professional.
    """
    answers = [typer.confirm(language.text(question), default=False) for question in _QUESTIONS]
    if not any(answers):
        return True
    out.print(language.text(Phrase.SEE_A_PROFESSIONAL), style="bold", soft_wrap=True)
    return typer.confirm(language.text(Phrase.ASK_GO_ON), default=False)
