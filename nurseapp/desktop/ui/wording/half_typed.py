"""What came of half-typed text that nobody can read any more, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def lost_half_typed_words() -> tuple[str, str, str]:
    """Say what happened, what is safe and the next step."""
    return (
        QCoreApplication.translate(
            "half-typed", "What you had half typed on this computer cannot be read any more."
        ),
        QCoreApplication.translate("half-typed", "Everything that you saved is safe."),
        QCoreApplication.translate("half-typed", "Please write it again."),
    )
