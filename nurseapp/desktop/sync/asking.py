"""What is asked of the server while somebody looks, in the session of the transport.

It keeps nothing and retries nothing. Called by services, on a thread that may wait.
"""

from __future__ import annotations

from typing import Protocol, TypeVar

from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.refusal import DomainError
from nurseapp.wire.messages import Request

A = TypeVar("A")


class Asking(Protocol):
    """What asks the server in somebody's session; it raises TransportError."""

    def ask(self, method: str, path: str, answer: type[A], request: Request | None = None) -> A:
        """Ask, and give the answer."""


def ask_about_member(transport: Asking, path: str, answer: type[A], request: Request) -> A:
    """Ask about a member; refuse ``no_such_member`` where there is none for this person.

    Raises:
        TransportError: the server could not be asked.
        DomainError: it knows nobody of that number, or nobody whom this person may ask about.
    """
    try:
        return transport.ask("POST", path, answer, request)
    except TransportError as error:
        if error.facts.get("reason") == "not_found":
            raise DomainError("no_such_member") from error
        raise
