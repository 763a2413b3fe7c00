"""What is asked of the server while somebody looks, in the session of the transport.

It keeps nothing and retries nothing. Called by services, on a thread that may wait.
"""

from __future__ import annotations

from typing import Protocol, TypeVar

from nurseapp.desktop.sync.transport import TransportError
from nurseapp.wire.messages import Request

A = TypeVar("A")


class Asking(Protocol):
    """What asks the server in somebody's session; it raises TransportError."""

    def ask(self, method: str, path: str, answer: type[A], request: Request | None = None) -> A:
        """Ask, and give the answer."""


def is_refused_for(error: TransportError, reason: str) -> bool:
    """Tell whether the server could be asked, and refused for this reason."""
    return error.code == "server_failed" and error.facts.get("reason") == reason
