"""What carries a request to one server and brings its answer, whichever way it goes.

The transport knows this and no library that speaks HTTP; a test hands in a line of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, whole.

    Attributes:
        headers: found whichever way their names are written.
        content: the body, with what the way had compressed unpacked.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes


class Line(Protocol):
    """A line to one server, which several threads may share."""

    def exchange(self, method: str, path: str, headers: dict[str, str], content: bytes) -> Answer:
        """Send one request, once, and give whatever answers it.

        Raises:
            TransportError: ``offline``, ``unknown_server``, ``not_our_server``.
        """

    def close(self) -> None:
        """Let go of the connections."""
