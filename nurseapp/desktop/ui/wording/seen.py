"""The audit trail in words: what somebody did, with what of a case, as whom, on which computer."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.services.auditing import SeenBy
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.domain.emergency_access import Emergency
from nurseapp.domain.policy import Role
from nurseapp.domain.streams import StreamKind

DEVICE_LETTERS = 8
"""Of a computer's id: enough to tell a team's apart."""


def act_words(action: str) -> str:
    """Say an act; one that has no words yet keeps its name."""
    return {
        "read": QCoreApplication.translate("seen", "Fetched to their computer"),
        "write": QCoreApplication.translate("seen", "Wrote"),
        "break-glass": QCoreApplication.translate("seen", "Opened in an emergency"),
        "emergency-read": QCoreApplication.translate("seen", "Read in an emergency"),
        "audit-read": QCoreApplication.translate("seen", "Asked who has seen the member"),
        "read-refused": QCoreApplication.translate("seen", "Read what was refused"),
        "replay": QCoreApplication.translate("seen", "Sent again"),
        "desk-open": QCoreApplication.translate("seen", "Opened the case"),
        "desk-look": QCoreApplication.translate("seen", "Looked at a document"),
        "desk-print": QCoreApplication.translate("seen", "Printed"),
        "desk-save": QCoreApplication.translate("seen", "Saved as a file"),
    }.get(action, action)


def subject_words(entry: SeenBy) -> str:
    """Say with what of the case it was done: a paper by its name, else the compartments."""
    paper = _paper_words(entry.what)
    kinds = _kind_words()
    return paper or ", ".join(kinds.get(kind, kind) for kind in entry.kinds)


def role_words(roles: tuple[str, ...]) -> str:
    """Say as what somebody works here."""
    known: Mapping[str, str] = {
        Role.NURSE: QCoreApplication.translate("seen", "nurse"),
        Role.COORDINATOR: QCoreApplication.translate("seen", "coordinator"),
        Role.NAVIGATOR: QCoreApplication.translate("seen", "navigator"),
        Role.COACH: QCoreApplication.translate("seen", "coach"),
        Role.SUPERVISOR: QCoreApplication.translate("seen", "supervisor"),
        Role.DIRECTOR: QCoreApplication.translate("seen", "medical director"),
        Role.EXPERT: QCoreApplication.translate("seen", "expert physician"),
        Role.ADMIN: QCoreApplication.translate("seen", "administrator"),
        Role.AUDITOR: QCoreApplication.translate("seen", "auditor"),
    }
    return ", ".join(known.get(role, role) for role in roles)


def emergency_words(emergency: str) -> str:
    """Say what made it necessary to break the glass."""
    known: Mapping[str, str] = {
        Emergency.MEDICAL: QCoreApplication.translate("seen", "Medical emergency"),
        Emergency.SAFETY: QCoreApplication.translate("seen", "Somebody's safety"),
        Emergency.CONTINUITY: QCoreApplication.translate("seen", "Nobody else there to care"),
        Emergency.OTHER: QCoreApplication.translate("seen", "Another emergency"),
    }
    return known.get(emergency, emergency)


def why_words(entry: SeenBy) -> str:
    """Say why somebody broke the glass, nothing for any other act."""
    parts = (emergency_words(entry.emergency) if entry.emergency else "", entry.reason)
    return ": ".join(part for part in parts if part)


def times_words(times: int) -> str:
    """Say how often, nothing for once."""
    return "" if times == 1 else filled(QCoreApplication.translate("seen", "%1 times"), times)


def _paper_words(what: str) -> str:
    if what.startswith("handout-"):
        return QCoreApplication.translate("seen", "Handout")
    if what.startswith("document-"):
        return QCoreApplication.translate("seen", "Document")
    return {
        "care-plan": QCoreApplication.translate("seen", "Care plan"),
        "visit-list": QCoreApplication.translate("seen", "Visit list"),
    }.get(what, "")


def _kind_words() -> Mapping[str, str]:
    return {
        StreamKind.CARE: QCoreApplication.translate("seen", "Care"),
        StreamKind.BEHAVIOURAL: QCoreApplication.translate("seen", "Behavioural"),
        StreamKind.COVERAGE: QCoreApplication.translate("seen", "Coverage"),
        StreamKind.OPINION: QCoreApplication.translate("seen", "Second opinion"),
        StreamKind.SCHEDULE: QCoreApplication.translate("seen", "Schedule"),
    }
