"""A server that answers what it is asked with what a test has put there."""

from __future__ import annotations

from typing import Any, TypeVar

from nurseapp.wire.messages import Request

A = TypeVar("A")


class FakeAsking:
    """Answer in order.

    Attributes:
        answers: what is answered or raised next, the first first.
        asked: each path with its request.
    """

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.asked: list[tuple[str, Any]] = []

    def ask(self, method: str, path: str, answer: type[A], request: Request | None = None) -> A:
        """Give the next answer."""
        self.asked.append((path, request))
        found = self.answers.pop(0)
        if isinstance(found, Exception):
            raise found
        assert isinstance(found, answer)
        assert method == "POST"
        return found
