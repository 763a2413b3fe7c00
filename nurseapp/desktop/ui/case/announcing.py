"""Tells screen readers what changed without taking the focus away."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str) -> None:
    """Have words read aloud where a screen reader runs."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))
