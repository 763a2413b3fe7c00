"""What was read of streams, kept in memory with the digest that it belongs to.

What a digest stands for never changes, so nothing here can be out of date: a stream that has
moved on is read anew. Each store has its own, on its own thread.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

from nurseapp.desktop.storage.mirror import HeldStream

T = TypeVar("T")


class Remembered(Generic[T]):
    """Values made of the records of streams; the least used leave when there are too many."""

    def __init__(self, most: int) -> None:
        """Remember so many streams at most."""
        self._most = most
        self._values: OrderedDict[int, tuple[str, T]] = OrderedDict()

    def get(self, stream: HeldStream) -> T | None:
        """Give what was kept for a stream with these very records."""
        digest, value = self._values.get(stream.n, (None, None))
        if digest != stream.digest:
            return None
        self._values.move_to_end(stream.n)
        return value

    def keep(self, stream: HeldStream, value: T) -> None:
        """Keep a value for a stream as it is now, in the place of an older one."""
        self._values[stream.n] = stream.digest, value
        self._values.move_to_end(stream.n)
        if len(self._values) > self._most:
            self._values.popitem(last=False)
