"""The lines of the SMART checker in words, met or not."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.wording.days import date_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.domain.smart import CONFIDENCE_TO_RENEGOTIATE, Check, Finding

LONGEST_FOUND = 30
"""Letters of the wording that a line of the checker repeats."""


def finding_face(finding: Finding) -> ChipFace:
    """Word one line: what met the criterion, or what to do about it."""
    kind = ChipKind.ON_TIME if finding.met else ChipKind.DUE
    words = _met(finding) if finding.met else _missing(finding)
    return ChipFace(kind=kind, words=words)


def _met(finding: Finding) -> str:
    found = finding.found
    match finding.check:
        case Check.SPECIFIC:
            return filled(QCoreApplication.translate("smart", "Specific: %1"), _short(found))
        case Check.MEASURABLE:
            return filled(QCoreApplication.translate("smart", "Measurable: %1"), found)
        case Check.TIME_BOUND:
            by = date_words(date.fromisoformat(found))
            return filled(QCoreApplication.translate("smart", "By: %1"), by)
        case Check.OWNER:
            return filled(QCoreApplication.translate("smart", "Owner: %1"), found)
        case Check.CONFIDENCE:
            return filled(QCoreApplication.translate("smart", "Confidence %1 of 10"), found)


def _missing(finding: Finding) -> str:
    found = finding.found
    match finding.check:
        case Check.SPECIFIC if found:
            vague = QCoreApplication.translate(
                "smart", "Specific: «%1» says too little; what is done?"
            )
            return filled(vague, found)
        case Check.SPECIFIC:
            return QCoreApplication.translate("smart", "Specific: say what will be done")
        case Check.MEASURABLE:
            return QCoreApplication.translate("smart", "Measurable: name a number")
        case Check.TIME_BOUND if found:
            far = QCoreApplication.translate("smart", "By: %1 is past, or over a year away")
            return filled(far, date_words(date.fromisoformat(found)))
        case Check.TIME_BOUND:
            return QCoreApplication.translate("smart", "By: set a date")
        case Check.OWNER:
            return QCoreApplication.translate("smart", "Owner: who does it?")
        case Check.CONFIDENCE:
            low = QCoreApplication.translate(
                "smart", "Confidence %1 of 10: talk about what would make it %2"
            )
            return filled(low, found, CONFIDENCE_TO_RENEGOTIATE)


def _short(text: str) -> str:
    """Give the first words of a text, for a line that has no room for all of it."""
    words = " ".join(text.split())
    if len(words) <= LONGEST_FOUND:
        return words
    return f"{words[:LONGEST_FOUND].rpartition(' ')[0]} …"
