"""A promise that was broken."""

from __future__ import annotations


class Violation(Exception):
    """An invariant does not hold.

    Attributes:
        name: of the function that found it.
    """

    def __init__(self, name: str, message: str) -> None:
        super().__init__(name, message)
        self.name = name

    def __str__(self) -> str:
        """Say which promise, and how it was broken."""
        return ": ".join(self.args)
