"""How the streams stand that a manifest names, as a short text.

Both ends work it out, so that the server need not send all of it again. Called by the server, and
by the desktop's storage; each writes the lines in a statement of its own.
"""

from __future__ import annotations

from hashlib import sha256


def standing(lines: str) -> str:
    """Give the text of how streams stand.

    Args:
        lines: of each stream id, mode, head and digest with spaces between, in order of the ids.
    """
    return sha256(lines.encode()).hexdigest()
