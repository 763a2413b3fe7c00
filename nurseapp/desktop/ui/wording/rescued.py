"""What came of the work of a store that could not be opened any more, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.wording.filling import filled


def rescued_words(taken: int, refused: int, unreadable: int) -> tuple[str, str, str]:
    """Say how many entries were rescued, where they are, and what is left to do.

    Args:
        refused: those that are on the server and do not count.
    """
    safe, steps = "", []
    if taken == 1:
        happened = QCoreApplication.translate("rescued", "1 entry that was not sent was rescued.")
        safe = QCoreApplication.translate("rescued", "It is on the server, in its case.")
    elif taken:
        happened = QCoreApplication.translate(
            "rescued", "%n entries that were not sent were rescued.", "", taken
        )
        safe = QCoreApplication.translate("rescued", "They are on the server, in their cases.")
    else:
        happened = QCoreApplication.translate("rescued", "Not all could be rescued.")
    if refused:
        words = QCoreApplication.translate(
            "rescued", "The server keeps %1 that it refused: ask your supervisor."
        )
        steps.append(filled(words, refused))
    if unreadable:
        words = QCoreApplication.translate(
            "rescued", "%1 could not be read and stay on this computer: tell your administrator."
        )
        steps.append(filled(words, unreadable))
    return happened, safe, " ".join(steps)
