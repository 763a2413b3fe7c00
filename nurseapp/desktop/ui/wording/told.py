"""What is told about a circumstance: what happened, what is safe, the next step."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What to tell somebody about a circumstance."""

    happened: str
    safe: str
    step: str


def kept() -> str:
    """Say that nothing was lost."""
    return QCoreApplication.translate("circumstances", "Everything you wrote is on this computer.")


def again() -> str:
    """Say what to do where nothing else helps."""
    return QCoreApplication.translate("circumstances", "Try again; then tell your administrator.")
