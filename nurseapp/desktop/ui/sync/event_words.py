"""What somebody did, in words, for the list of what waits to sync."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.wording.records import kind_words
from nurseapp.domain.apply import HANDLERS
from nurseapp.domain.revising import Revision, Voiding

_KINDS = {kind.__name__: kind for kind in HANDLERS}


def event_words(kind: str) -> str:
    """Say an event by the name of its kind; one of a newer version keeps its name."""
    known = {**_of_the_plan(), **_of_the_record()}
    if kind in known:
        return known[kind]
    event = _KINDS.get(kind)
    if event is not None and issubclass(event, Revision):
        words = QCoreApplication.translate("sync", "Changed: %1")
        return words.replace("%1", kind_words(event.REVISES.KIND))
    if event is not None and issubclass(event, Voiding):
        words = QCoreApplication.translate("sync", "Marked as entered in error: %1")
        return words.replace("%1", kind_words(event.VOIDS.KIND))
    return kind


def _of_the_plan() -> Mapping[str, str]:
    return {
        "ProblemAdded": QCoreApplication.translate("sync", "Problem added"),
        "GoalAdded": QCoreApplication.translate("sync", "Goal agreed"),
        "BarrierAdded": QCoreApplication.translate("sync", "Barrier added"),
        "InterventionAdded": QCoreApplication.translate("sync", "Intervention planned"),
        "AppointmentPlanned": QCoreApplication.translate("sync", "Appointment planned"),
        "HandoutWasGiven": QCoreApplication.translate("sync", "Handout given"),
    }


def _of_the_record() -> Mapping[str, str]:
    return {
        "NoteWritten": QCoreApplication.translate("sync", "Note written"),
        "NoteMarkedAsError": QCoreApplication.translate("sync", "Note marked as an error"),
        "ContactLogged": QCoreApplication.translate("sync", "Contact logged"),
        "ContactMarkedAsError": QCoreApplication.translate("sync", "Contact marked as an error"),
        "DocumentAttached": QCoreApplication.translate("sync", "Document attached"),
        "DocumentWithdrawn": QCoreApplication.translate("sync", "Document withdrawn"),
        "ParticipantJoined": QCoreApplication.translate("sync", "Part in the case given"),
        "ParticipantLeft": QCoreApplication.translate("sync", "Part in the case ended"),
        "EmergencyAccessReviewed": QCoreApplication.translate("sync", "Emergency access reviewed"),
        "ConsentRecorded": QCoreApplication.translate("sync", "Consent recorded"),
        "ScreeningAnswered": QCoreApplication.translate("sync", "Screening answer"),
        "ScreeningSigned": QCoreApplication.translate("sync", "Screening signed"),
        "ScreeningDeclined": QCoreApplication.translate("sync", "Screening declined"),
        "SafetyConcernRaised": QCoreApplication.translate("sync", "Safety concern raised"),
        "EntryWithdrawn": QCoreApplication.translate("sync", "Entry withdrawn"),
        "SafetyConcernClosed": QCoreApplication.translate("sync", "Safety concern ended"),
    }
