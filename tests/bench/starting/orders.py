"""What a starting program says and is told, in the words of :mod:`tests.bench.sides`.

Written by hand, since whatever it imported would be there before the first window.
"""

from __future__ import annotations

import sys
import time

SETTLED_MS = 3_000
"""By then the program has done what it leaves for when nobody waits."""


def tell(wall: float, cpu: float, facts: str = "{}") -> None:
    """Answer whoever started this side; in seconds, and facts as JSON."""
    print(f'{{"wall": {wall:.6f}, "cpu": {cpu:.6f}, "facts": {facts}}}', flush=True)


def tell_ready() -> None:
    """Say that the first window is painted; the wall is for whoever counts from the start."""
    tell(0, time.process_time())


def tell_memory() -> None:
    """Say how much memory this side holds."""
    from tests.bench.memory.reading import memory

    tell(0, 0, "{" + ", ".join(f'"{name}": {value}' for name, value in memory().items()) + "}")


def is_to_go_on() -> bool:
    """Wait for the next order: to let somebody in, then to tell how much memory that took."""
    return bool(sys.stdin.readline())
