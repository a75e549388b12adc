import threading
from collections.abc import Iterator

import pytest
from grabbing import WAIT_S

from posecoach.capture.prefetch import prefetch


class Numbers:
    """Counts up, and breaks if it is asked to, noting how far it has come and on which threads it ran."""

    def __init__(self, count: int, wanted: int = 0, *, breaks: bool = False) -> None:
        self.made = 0
        self.closed = False
        self.threads: set[str] = set()
        self.reached = threading.Event()
        self._count, self._wanted, self._breaks = count, wanted, breaks

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        if self.made == self._count:
            raise RuntimeError("broken") if self._breaks else StopIteration
        self.threads.add(threading.current_thread().name)
        self.made += 1
        if self.made == self._wanted:
            self.reached.set()
        return self.made - 1

    def close(self) -> None:
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
    """However slow the consumer; an exception reaches it in its place, after the items before it."""
    numbers = Numbers(20, wanted=4, breaks=True)
    with prefetch(numbers, depth=3) as items:
        for taken in range(1, 21):
            next(items)
            assert taken <= numbers.made <= taken + 3
            if taken == 1:
                assert numbers.reached.wait(WAIT_S)
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
