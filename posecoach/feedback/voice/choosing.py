"""Which speaker and which chimes are used."""

from posecoach.feedback.voice.chimes import SoundDeviceChimes
from posecoach.feedback.voice.protocols import Chime, Chimes, Speaker, VoiceMode
from posecoach.feedback.voice.speech import SpeechProcess, SpeechWorker
from posecoach.messages import Message

__all__ = ["Silence", "Voice", "make_voice"]


class Silence:
    """Speaker and chimes in one."""

    busy = False
    failed = None

    def say(self, text: str) -> None:
        """Says nothing."""

    def hush(self) -> None:
        """Has nothing to stop."""

    def play(self, chime: Chime) -> None:
        """Plays nothing."""

    def close(self) -> None:
        """Has nothing to give back."""


class Voice:
    """What is heard, and what keeps it from being heard.

    Attributes:
        speaker: Speaks.
        chimes: Plays tones.
    """

    def __init__(self, speaker: Speaker, chimes: Chimes) -> None:
        self.speaker = speaker
        self.chimes = chimes
        self._chimes_reported = self._speaker_reported = False

    def problems(self) -> list[str]:
        """What has turned out since the last call, each in one line for the terminal; cheap enough for every frame."""
        found = list[str]()
        if self.chimes.failed is not None and not self._chimes_reported:
            self._chimes_reported = True
            found.append(Message("{reason}; no sounds are played", reason=self.chimes.failed))
        if self.speaker.failed is not None and not self._speaker_reported:
            self._speaker_reported = True
            reason = self.speaker.failed
            instead = Message("{reason}; sounds are played instead", reason=reason)
            found.append(
                instead if self.chimes.failed is None else Message("{reason}; nothing is spoken", reason=reason)
            )
        return found

    def close(self) -> None:
        """Gives engine and device back; closing twice does no harm."""
        self.speaker.close()
        self.chimes.close()


def make_voice(mode: VoiceMode, language: str) -> Voice:
    """Speaker and chimes for a mode, in a language (two letters). Both start by themselves in the background.

    Not to be called while another thread makes a `MediaPipeEstimator`; see `sound_output`.
    """
    if mode is VoiceMode.OFF:
        return Voice(Silence(), Silence())
    if mode is VoiceMode.SOUNDS:
        return Voice(Silence(), SoundDeviceChimes())
    return Voice(SpeechProcess(lambda: SpeechWorker(language)), SoundDeviceChimes())
