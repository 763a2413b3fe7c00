"""What a manifest names, as two short texts: which streams, and how they stand.

Both ends work out how they stand, so that the server need not send all of it again. Called by the
server, and by the desktop's storage, which writes the lines in a statement of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def named(streams: Iterable[tuple[str, str]]) -> str:
    """Give the text of which streams these are: id and mode of each, in order of the ids."""
    return hashed("\n".join(f"{name} {mode}" for name, mode in streams))


def standing(streams: Iterable[tuple[str, str, int, str]]) -> str:
    """Give the text of how they stand: id, mode, head and digest of each, in the same order."""
    return hashed("\n".join(f"{name} {mode} {head} {sum_}" for name, mode, head, sum_ in streams))


def hashed(lines: str) -> str:
    """Give the text of lines that are written already."""
    return sha256(lines.encode()).hexdigest()
