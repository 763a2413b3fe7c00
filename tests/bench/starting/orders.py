"""What a starting program says and is told, in the words of :mod:`tests.bench.sides`.

Written by hand, since whatever it imported would be there before the first window.
"""

from __future__ import annotations

import sys
import time


def tell(wall: float, cpu: float) -> None:
    """Answer whoever started this side; in seconds."""
    print(f'{{"wall": {wall:.6f}, "cpu": {cpu:.6f}, "facts": {{}}}}', flush=True)


def tell_ready() -> None:
    """Say that the first window is painted; the wall is for whoever counts from the start."""
    tell(0, time.process_time())


def is_to_go_on() -> bool:
    """Wait for the one order there is, which is to let somebody in."""
    return bool(sys.stdin.readline())
