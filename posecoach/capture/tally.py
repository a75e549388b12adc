"""What a recording's packets tell without decoding them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from av.stream import Stream

from posecoach.capture.decoding import StreamPacket

KEYFRAME_SPACING_S = 0.5
"""Closer keyframes are not kept: some cameras make every frame one, which would fill the memory."""


@dataclass(slots=True)
class PacketTally:
    """Sums up packets as they pass by. Its memory grows by two keyframes a second at most.

    Attributes:
        stream: The picture stream.
        count: Picture packets that are to be shown.
        file_end_s: Where the last packet of any stream ends, in the file's own time.
    """

    stream: Stream
    count: int = 0
    file_end_s: float = 0.0
    _earliest: int | None = None
    _latest: int | None = None
    _end: int = 0
    _keyframes: list[int] = field(default_factory=list)
    _untimed: bool = False
    _jumps_back: bool = False

    @property
    def keyframes(self) -> tuple[int, ...]:
        """Timestamps, ascending, at which a decoder may be started.

        Everything before such a keyframe in the file is also shown before it, so that a reading started there
        drops the same frames as one from the beginning. None are left if the recording's clock jumps back, and none
        after its first packet without a timestamp.
        """
        return () if self._jumps_back else tuple(self._keyframes)

    @property
    def frame_rate(self) -> float | None:
        """Average frames per second, or None if there are too few timestamps to tell."""
        if self._earliest is None or self._latest is None or self._latest == self._earliest:
            return None
        return (self.count - 1) / float((self._latest - self._earliest) * self._unit)

    @property
    def end(self) -> int | None:
        """Timestamp at which the last picture ends, or None without timestamps or its duration."""
        if self._latest is None or self._end <= self._latest:
            return None
        return self._end

    @property
    def latest(self) -> int | None:
        """Highest timestamp of a picture."""
        return self._latest

    @property
    def _unit(self) -> Fraction:
        return self.stream.time_base or Fraction(1)

    def watch(self, packets: Iterable[StreamPacket]) -> Iterator[StreamPacket]:
        """Pass packets on, summing them up."""
        for packet in packets:
            self._add(packet)
            yield packet

    def _add(self, packet: StreamPacket) -> None:
        if packet.pts is not None:
            end = packet.pts + (packet.duration or 0)
            self.file_end_s = max(self.file_end_s, float(end * packet.time_base))
        if packet.stream is self.stream:
            self._add_picture(packet)

    def _add_picture(self, packet: StreamPacket) -> None:
        self.count += not packet.is_discard
        if packet.pts is None:
            self._untimed = True
            return
        if packet.is_keyframe:
            self._add_keyframe(packet.pts)
        if not packet.is_discard:
            self._earliest = packet.pts if self._earliest is None else min(self._earliest, packet.pts)
            self._latest = packet.pts if self._latest is None else max(self._latest, packet.pts)
            self._end = max(self._end, packet.pts + (packet.duration or 0))

    def _add_keyframe(self, timestamp: int) -> None:
        if self._latest is not None and timestamp <= self._latest:
            self._jumps_back = True
        elif not self._untimed and self._is_spaced(timestamp):
            self._keyframes.append(timestamp)

    def _is_spaced(self, timestamp: int) -> bool:
        if not self._keyframes:
            return True
        return (timestamp - self._keyframes[-1]) * self._unit >= KEYFRAME_SPACING_S
