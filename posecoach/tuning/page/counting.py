"""Counting off the event loop, so that the page stays quick while a line is dragged."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["LatestOnly"]

Wanted = TypeVar("Wanted")
Found = TypeVar("Found")


class LatestOnly(Generic[Wanted, Found]):
    """Runs a slow function in a thread, once at a time; of what is wanted meanwhile, only the last is done."""

    def __init__(self, work: Callable[[Wanted], Found], done: Callable[[Wanted, Found], None]) -> None:
        """Prepares for work.

        Args:
            work: The function; called in a thread.
            done: Told what was wanted and what was found, in the event loop.
        """
        self._work, self._done = work, done
        self._next: list[Wanted] = []
        self._task: asyncio.Task[None] | None = None

    def ask(self, wanted: Wanted) -> None:
        """Wants something, in place of what is waiting; only within an event loop."""
        self._next = [wanted]
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def settled(self) -> None:
        """Waits until nothing is wanted any more.

        Raises:
            Exception: What the function raised.
        """
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        while self._next:
            wanted = self._next.pop()
            found = await asyncio.to_thread(self._work, wanted)
            self._done(wanted, found)
