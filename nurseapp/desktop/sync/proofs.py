"""What the server signed, checked against the key that was met first.

A server that has shown no key, because it is older, is asked for no proof. Called by the round and
by services.
"""

from __future__ import annotations

from nurseapp.desktop.sync.transport import TransportError


def check_key(pinned: bytes, shown: bytes) -> None:
    """Compare the key that a server shows with the pinned one; either may be missing.

    Raises:
        TransportError: ``other_server_key``.
    """
    if pinned and shown and shown != pinned:
        raise TransportError("other_server_key")
