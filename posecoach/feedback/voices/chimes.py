"""Tones on the sound device."""

import threading
from collections.abc import Callable
from typing import Any

from posecoach.feedback.voice import Chime
from posecoach.feedback.voices.mixer import Mixer
from posecoach.feedback.voices.sound_output import SoundError, first_line, sound_output
from posecoach.feedback.voices.tones import RATE, Samples, tone

__all__ = ["SoundDeviceChimes"]

_JOIN_S = 2.0
"""Devices that take longer to open are left to the end of the program."""


class SoundDeviceChimes:
    """`Chimes` on the sound device of the system, which stays open: devices that fall asleep swallow tones.

    Making one takes 0.1 s; the device is opened on a thread of its own.

    Args:
        output: Gives the module sounddevice, or raises SoundError.
    """

    def __init__(self, output: Callable[[], Any] = sound_output) -> None:
        self._failed: str | None = None
        self._closed = threading.Event()
        self._mixer = Mixer()
        self._tones: dict[Chime, Samples] = {chime: tone(chime) for chime in Chime}
        self._stream: Any = None
        self._opening: threading.Thread | None = None
        try:
            module = output()
        except SoundError as error:
            self._failed = str(error)
            return
        self._opening = threading.Thread(target=self._open, args=(module,), name="chimes", daemon=True)
        self._opening.start()

    @property
    def failed(self) -> str | None:
        """Why there are no tones; None while they work."""
        return self._failed

    def play(self, chime: Chime) -> None:
        """Begins a tone, in place of the one that is played."""
        if self._failed is None:
            self._mixer.play(self._tones[chime])

    def close(self) -> None:
        """Gives the sound device back; closing twice does no harm."""
        self._closed.set()
        if self._opening is not None:
            self._opening.join(_JOIN_S)
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def _open(self, module: Any) -> None:
        try:
            stream = module.OutputStream(
                samplerate=RATE, channels=1, dtype="float32", callback=self._fill, finished_callback=self._finished
            )
            stream.start()
        except module.PortAudioError as error:
            self._failed = f"the sound device fails: {first_line(error)}"
            return
        self._stream = stream

    def _fill(self, out: Any, count: int, _time: object, _status: object) -> None:
        out[:, 0] = self._mixer.take(count)

    def _finished(self) -> None:
        if not self._closed.is_set():
            self._failed = "the sound device is gone"
