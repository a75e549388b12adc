"""Starting to read a recording in its middle."""

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

import av

from posecoach.capture.container import OpenVideo, opened_video
from posecoach.capture.decoding import Damage, StreamPacket, read_packets
from posecoach.capture.scan import VideoScan

_ATTEMPTS = 3


def open_at(
    path: Path, scan: VideoScan, start_s: float, damage: Damage, stack: ExitStack
) -> tuple[OpenVideo, Iterator[StreamPacket]]:
    """Open a recording, to be closed by `stack`, with the packets from a keyframe at or before `start_s` on.

    Raises:
        SourceError: If the file can't be opened.
    """
    video = stack.enter_context(opened_video(path))
    keyframes = _keyframes_before(scan, start_s)
    for keyframe in keyframes:
        packets = _seek(video, keyframe, keyframes[0], damage)
        if packets is not None:
            return video, packets
    if keyframes:
        # The container's index is of no use: read from the beginning, which only takes longer.
        video = stack.enter_context(opened_video(path))
    return video, read_packets(video, video.stream, damage=damage)


def _keyframes_before(scan: VideoScan, start_s: float) -> tuple[int, ...]:
    """The keyframes to try, the latest first; none if the beginning is as good."""
    place = bisect_right(scan.keyframes, start_s, key=scan.scale.seconds)
    return scan.keyframes[max(1, place - _ATTEMPTS) : place][::-1]


def _seek(video: OpenVideo, target: int, limit: int, damage: Damage) -> Iterator[StreamPacket] | None:
    """The packets from a keyframe near `target` on, or None if the container goes beyond `limit`.

    Containers index decoding times, presentation times or byte positions, so only the packets tell where one is.
    """
    try:
        video.container.seek(target, stream=video.stream)
    except av.error.FFmpegError:
        return None
    packets = read_packets(video, video.stream, damage=damage)
    first = next((packet for packet in packets if packet.is_keyframe), None)
    if first is None or first.pts is None or first.pts > limit:
        # What breaks off where nothing is read from is no damage to this reading.
        damage.broke_off = False
        return None
    return chain([first], packets)
