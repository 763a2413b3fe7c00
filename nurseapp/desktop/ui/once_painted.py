"""Puts off what may wait until the screen shows what it should show first.

Called by whoever shows a first page.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def once_painted(owner: QObject, then: Callable[[], None]) -> None:
    """Call something when what is shown by now has been painted, unless its owner is gone."""
    # A zero timer fires in the turn of the event loop that paints, the next one after it.
    QTimer.singleShot(0, owner, lambda: QTimer.singleShot(0, owner, then))
