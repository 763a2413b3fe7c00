"""Memory that is free and yet held: the C library of Linux keeps most of it for later.

Called by the cache, after the one thing that takes much.
"""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Give what is free back to the system."""
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)
