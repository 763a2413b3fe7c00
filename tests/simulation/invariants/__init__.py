"""What must hold, each promise a function whose name a violation carries.

Those of :mod:`.spoken` are looked at whenever something is said, those of :mod:`.screen` after
each step of a device, the others when all is quiet. The numbers are those of the protocol's list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tests.simulation.violation import Violation


def hold(name: str, found: Iterable[str]) -> None:
    """Raise a violation for the first thing that was found."""
    for message in found:
        raise Violation(name, message)


def hold_all(checks: Iterable[Callable[..., Iterator[str]]], *evidence: object) -> None:
    """Check one promise after the other."""
    for check in checks:
        hold(check.__name__, check(*evidence))
