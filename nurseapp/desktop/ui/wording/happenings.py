"""What happened in a case, entry by entry: the words of the timeline."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.records import channel_words, outcome_words, teach_back_words
from nurseapp.domain.contact import Channel, Outcome
from nurseapp.domain.handout import TeachBack
from nurseapp.domain.member import ConsentAnswer
from nurseapp.domain.safety import SafetyOutcome
from nurseapp.domain.timeline import Entry, EntryKind


def entry_kind_words(kind: EntryKind) -> str:
    """Name a kind of entry."""
    return {
        EntryKind.NOTE: QCoreApplication.translate("timeline", "Note"),
        EntryKind.CONTACT: QCoreApplication.translate("timeline", "Contact"),
        EntryKind.SCREENING: QCoreApplication.translate("timeline", "Screening"),
        EntryKind.SCREENING_DECLINED: QCoreApplication.translate("timeline", "Screening declined"),
        EntryKind.SAFETY_RAISED: QCoreApplication.translate("timeline", "Safety raised"),
        EntryKind.SAFETY_CLOSED: QCoreApplication.translate("timeline", "Safety ended"),
        EntryKind.HANDOUT: QCoreApplication.translate("timeline", "Handout"),
        EntryKind.DOCUMENT: QCoreApplication.translate("timeline", "Document attached"),
        EntryKind.PROBLEM: QCoreApplication.translate("timeline", "Problem added"),
        EntryKind.GOAL: QCoreApplication.translate("timeline", "Goal agreed"),
        EntryKind.CONSENT: QCoreApplication.translate("timeline", "Consent"),
        EntryKind.EMERGENCY: QCoreApplication.translate("timeline", "Opened in an emergency"),
        EntryKind.ENCOUNTER: QCoreApplication.translate("timeline", "Encounter"),
    }[kind]


def entry_words(entry: Entry, forms: Mapping[str, str]) -> str:
    """Say what happened in one line; ``forms`` are short names by id of the form."""
    form = forms.get(entry.subject, entry.subject)
    match entry.kind:
        case EntryKind.SCREENING:
            return f"{form} {entry.detail}"
        case EntryKind.SCREENING_DECLINED:
            return f"{form}: {entry.detail}"
        case EntryKind.SAFETY_RAISED:
            raised = QCoreApplication.translate("timeline", "%1 item %2 answered above zero")
            return filled(raised, form, entry.detail)
        case EntryKind.SAFETY_CLOSED:
            return f"{form}: {_ended(entry.detail)}"
        case EntryKind.CONTACT:
            channel, _, outcome = entry.detail.partition(" ")
            how = f"{channel_words(Channel(channel))}, {outcome_words(Outcome(outcome))}"
            return f"{how}: {_one_line(entry.subject)}"
        case EntryKind.HANDOUT:
            return f"{entry.subject} ({teach_back_words(TeachBack(entry.detail))})"
        case EntryKind.CONSENT:
            return f"{_subject_of_consent(entry.subject)}: {_answer(entry.detail)}"
    return _one_line(entry.subject)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _ended(outcome: str) -> str:
    if outcome == SafetyOutcome.DONE:
        return QCoreApplication.translate("timeline", "steps done")
    return QCoreApplication.translate("timeline", "unable, handed over")


def _subject_of_consent(to: str) -> str:
    if to == "case-management":
        return QCoreApplication.translate("timeline", "case management")
    return to.replace("-", " ")


def _answer(answer: str) -> str:
    return {
        ConsentAnswer.GIVEN.value: QCoreApplication.translate("timeline", "given"),
        ConsentAnswer.DECLINED.value: QCoreApplication.translate("timeline", "declined"),
        ConsentAnswer.WITHDRAWN.value: QCoreApplication.translate("timeline", "withdrawn"),
    }.get(answer, answer)
