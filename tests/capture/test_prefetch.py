import threading
from collections.abc import Iterator

import pytest

from posecoach.capture.prefetch import prefetch

WAIT_S = 10


class Numbers:
    """Counts up, noting how far it has come and on which threads it ran."""

    def __init__(self, count: int, wanted: int = 0) -> None:
        self.count = count
        self.made = 0
        self.closed = False
        self.threads: set[str] = set()
        self.reached = threading.Event()
        self._wanted = wanted

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        if self.made == self.count:
            raise StopIteration
        self.threads.add(threading.current_thread().name)
        self.made += 1
        if self.made == self._wanted:
            self.reached.set()
        return self.made - 1

    def close(self) -> None:
        """Note it."""
        self.closed = True


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize(("count", "depth"), [(0, 1), (5, 7), (50, 2)])
def test_items_arrive_in_order(count: int, depth: int) -> None:
    """All items come through, in order, made on one other thread."""
    numbers = Numbers(count)
    with prefetch(numbers, depth) as items:
        assert list(items) == list(range(count))
    assert threading.current_thread().name not in numbers.threads
    assert len(numbers.threads) <= 1
    assert numbers.closed


def test_no_more_than_depth_items_are_ahead() -> None:
    """However slow the consumer, the producer stays `depth` items ahead and no more."""
    numbers = Numbers(100, wanted=4)
    with prefetch(numbers, depth=3) as items:
        for taken, _ in enumerate(items, start=1):
            assert taken <= numbers.made <= taken + 3
            if taken == 1:
                assert numbers.reached.wait(WAIT_S)


def failing() -> Iterator[int]:
    """Breaks after two items."""
    yield 1
    yield 2
    message = "broken"
    raise RuntimeError(message)


def test_an_exception_reaches_the_consumer_in_its_place() -> None:
    """Items before the failure arrive, then the failure does."""
    with prefetch(failing(), depth=5) as items:
        assert [next(items), next(items)] == [1, 2]
        with pytest.raises(RuntimeError, match="broken"):
            next(items)


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_leaving_early_stops_the_producer_and_closes_it(taken: int) -> None:
    """After the block nothing more is read; the consumer's own exception passes through it."""
    numbers = Numbers(1000)
    with pytest.raises(KeyError), prefetch(numbers, depth=4) as items:
        for _ in range(taken):
            next(items)
        raise KeyError
    assert numbers.made <= taken + 4
    assert numbers.closed


def test_leaving_waits_for_the_item_in_the_making() -> None:
    """The generator isn't closed under the feet of the thread that runs it."""
    started, proceed, log = threading.Event(), threading.Event(), []

    def slow() -> Iterator[int]:
        try:
            yield 0
            started.set()
            proceed.wait(WAIT_S)
            log.append("made")
            yield 1
        finally:
            log.append("closed")

    with prefetch(slow(), depth=1) as items:
        assert next(items) == 0
        assert started.wait(WAIT_S)
        proceed.set()
    assert log == ["made", "closed"]


def test_depth_must_be_positive() -> None:
    """A queue without room would never deliver."""
    with pytest.raises(ValueError, match="at least 1"), prefetch([1], 0):
        pass
