"""Which speaker and which chimes are used."""

from posecoach.feedback.announcer import VoiceMode
from posecoach.feedback.voice import Chimes, Speaker
from posecoach.feedback.voices.chimes import SoundDeviceChimes
from posecoach.feedback.voices.silence import Silence
from posecoach.feedback.voices.speech import SpeechProcess
from posecoach.feedback.voices.worker_process import SpeechWorker

__all__ = ["Voice", "make_voice"]


class Voice:
    """What is heard, and what keeps it from being heard.

    Attributes:
        speaker: Speaks.
        chimes: Plays tones.
    """

    def __init__(self, speaker: Speaker, chimes: Chimes) -> None:
        self.speaker = speaker
        self.chimes = chimes
        self._chimes_told = self._speaker_told = False

    def problems(self) -> list[str]:
        """What has turned out since the last call, each in one line for the terminal; cheap enough for every frame."""
        found = []
        if self.chimes.failed is not None and not self._chimes_told:
            self._chimes_told = True
            found.append(f"{self.chimes.failed}; no sounds are played")
        if self.speaker.failed is not None and not self._speaker_told:
            self._speaker_told = True
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
