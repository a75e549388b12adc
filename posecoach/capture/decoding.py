"""From packets to pictures, past whatever is damaged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import av
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame

from posecoach.capture.container import OpenVideo

StreamPacket: TypeAlias = "Packet[Stream]"


@dataclass(slots=True)
class Damage:
    """What could not be read.

    Attributes:
        skipped_packets: Packets that the decoder refused.
        broke_off: Whether the file could not be read to its end, or ends within a packet.
    """

    skipped_packets: int = 0
    broke_off: bool = False


def read_packets(video: OpenVideo, *streams: Stream, damage: Damage) -> Iterator[StreamPacket]:
    """Packets of some streams, from the container's position up to its end or to where reading breaks off."""
    incomplete = False
    try:
        for packet in video.container.demux(streams):
            # An empty packet would tell the decoder that the recording ends here.
            if packet.size:
                incomplete = packet.is_corrupt
                yield packet
        damage.broke_off = incomplete
    except av.error.FFmpegError:
        damage.broke_off = True
    except IndexError:
        # After the last packet PyAV looks up each stream, and trips over those that appeared midway (seen in 18.1).
        damage.broke_off = incomplete


def decode_pictures(video: OpenVideo, packets: Iterable[StreamPacket], damage: Damage) -> Iterator[VideoFrame]:
    """Pictures in the order of presentation; packets that the decoder refuses are passed over."""
    for packet in packets:
        if packet.stream is video.stream:
            yield from _decode(video, packet, damage)
    yield from _decode(video, None, damage)


def _decode(video: OpenVideo, packet: "StreamPacket | None", damage: Damage) -> list[VideoFrame]:
    try:
        return video.stream.decode(packet)
    except av.error.FFmpegError:
        damage.skipped_packets += 1
        return []
