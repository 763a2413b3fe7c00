"""Why the server refused an entry, in words; it tells a code and no facts."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.wording.refusals import refusal_words
from nurseapp.domain.refusal import DomainError


def reason_words(code: str) -> str:
    """Say a reason; one that has no words yet is named, never hidden."""
    return _without_facts().get(code) or refusal_words(DomainError(code)).whole()


def _without_facts() -> Mapping[str, str]:
    """Word what elsewhere needs facts, and what only a server says."""
    newer = QCoreApplication.translate("sync", "The server does not know this kind of entry yet.")
    return {
        "bad_value": QCoreApplication.translate("sync", "A field has a value that it cannot have."),
        "bad_points": QCoreApplication.translate("sync", "An answer has points that it cannot."),
        "incomplete": QCoreApplication.translate("sync", "Not every question was answered."),
        "too_young": QCoreApplication.translate("sync", "The member is too young for this form."),
        "forked": QCoreApplication.translate(
            "sync", "The server has this entry already, with other words."
        ),
        "refused_before": QCoreApplication.translate(
            "sync", "The server had refused this entry before it was restored."
        ),
        "unknown_field": newer,
        "unknown_stream": newer,
        "malformed": newer,
    }
