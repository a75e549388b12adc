"""Reading ahead on another thread."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

T = TypeVar("T")


class _End:
    """Marks the end of an iterator; no item can be mistaken for it."""


_END: Final = _End()


@contextmanager
def prefetch(items: Iterable[T], depth: int) -> Generator[Iterator[T], None, None]:
    """Run an iterator on its own thread, at most `depth` items ahead of the consumer.

    What the iterator raises reaches the consumer in the item's place. On leaving the block, early or not, the
    thread ends after the item it is busy with, and a generator is closed.

        with prefetch(video.frames(), depth=4) as frames:
            for frame in frames: ...

    Raises:
        ValueError: If `depth` is less than 1.
    """
    if depth < 1:
        message = f"depth must be at least 1, not {depth}"
        raise ValueError(message)
    source = iter(items)
    # One thread alone may run the iterator: generators and decoders are not made for two.
    worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="prefetch")
    try:
        yield _in_order(worker, source, depth)
    finally:
        worker.shutdown(wait=True, cancel_futures=True)
        close = getattr(source, "close", None)
        if close is not None:
            close()


def _in_order(worker: ThreadPoolExecutor, source: Iterator[T], depth: int) -> Iterator[T]:
    ahead: deque[Future[T | _End]] = deque(worker.submit(next, source, _END) for _ in range(depth))
    while True:
        item = ahead.popleft().result()
        if isinstance(item, _End):
            return
        ahead.append(worker.submit(next, source, _END))
        yield item
