"""A promise that was broken."""

from __future__ import annotations


class Violation(Exception):
    """An invariant does not hold.

    Attributes:
        name: of the function that found it.
    """

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name
