"""Which speaker and which chimes are used."""

from posecoach.feedback.voice.chimes import SoundDeviceChimes
from posecoach.feedback.voice.protocols import Chime, Chimes, Speaker, VoiceMode
from posecoach.feedback.voice.speech import SpeechProcess, SpeechWorker

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
        found = []
        if self.chimes.failed is not None and not self._chimes_reported:
            self._chimes_reported = True
            found.append(f"{self.chimes.failed}; no sounds are played")
        if self.speaker.failed is not None and not self._speaker_reported:
            self._speaker_reported = True
            rest = "sounds are played instead" if self.chimes.failed is None else "nothing is spoken"
            found.append(f"{self.speaker.failed}; {rest}")
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
