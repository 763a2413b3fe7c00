"""The names of kinds of records and of their fields, as the editors show them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nurseapp.domain.contact import Channel, Outcome
from nurseapp.domain.fact import FactCategory
from nurseapp.domain.handout import TeachBack


def kind_words(kind: str) -> str:
    """Name a kind of record by its KIND; an unknown one is «record»."""
    return {
        "member": QCoreApplication.translate("records", "member"),
        "case": QCoreApplication.translate("records", "case"),
        "problem": QCoreApplication.translate("records", "problem"),
        "goal": QCoreApplication.translate("records", "goal"),
        "intervention": QCoreApplication.translate("records", "intervention"),
        "barrier": QCoreApplication.translate("records", "barrier"),
        "note": QCoreApplication.translate("records", "note"),
        "contact": QCoreApplication.translate("records", "contact"),
        "screening": QCoreApplication.translate("records", "screening"),
        "safety_concern": QCoreApplication.translate("records", "safety concern"),
        "handout_given": QCoreApplication.translate("records", "handout"),
        "attachment": QCoreApplication.translate("records", "document"),
        "fact": QCoreApplication.translate("records", "received record"),
        "appointment": QCoreApplication.translate("records", "appointment"),
        "consent": QCoreApplication.translate("records", "consent"),
        "participant": QCoreApplication.translate("records", "part in the case"),
        "emergency_access": QCoreApplication.translate("records", "emergency access"),
    }.get(kind, QCoreApplication.translate("records", "record"))


def field_words(kind: str, field: str) -> str:
    """Name a field of a kind of record; an unknown one keeps its own name, spaced."""
    special = {
        ("goal", "words"): QCoreApplication.translate("records", "In the member's words"),
        ("goal", "outcome"): QCoreApplication.translate("records", "What will be different"),
        ("barrier", "action"): QCoreApplication.translate("records", "What is done about it"),
        ("contact", "with_whom"): QCoreApplication.translate("records", "With whom"),
        ("appointment", "on"): QCoreApplication.translate("records", "Day"),
    }
    plain = {
        "title": QCoreApplication.translate("records", "Title"),
        "status": QCoreApplication.translate("records", "Status"),
        "priority": QCoreApplication.translate("records", "Priority"),
        "due": QCoreApplication.translate("records", "Due"),
        "owner": QCoreApplication.translate("records", "Owner"),
        "cadence": QCoreApplication.translate("records", "How often"),
        "importance": QCoreApplication.translate("records", "Importance"),
        "confidence": QCoreApplication.translate("records", "Confidence"),
        "text": QCoreApplication.translate("records", "Text"),
        "reason": QCoreApplication.translate("records", "Reason"),
        "minutes": QCoreApplication.translate("records", "Minutes"),
        "purpose": QCoreApplication.translate("records", "Purpose"),
        "time": QCoreApplication.translate("records", "Time"),
        "place": QCoreApplication.translate("records", "Place"),
        "family_name": QCoreApplication.translate("records", "Family name"),
        "given_name": QCoreApplication.translate("records", "Given name"),
        "birth_date": QCoreApplication.translate("records", "Birth date"),
        "sex": QCoreApplication.translate("records", "Sex"),
        "number": QCoreApplication.translate("records", "Member number"),
        "language": QCoreApplication.translate("records", "Language"),
        "interpreter": QCoreApplication.translate("records", "Interpreter"),
        "phone": QCoreApplication.translate("records", "Phone"),
        "country": QCoreApplication.translate("records", "Country"),
        "died_on": QCoreApplication.translate("records", "Died on"),
        "stage": QCoreApplication.translate("records", "Stage"),
        "programme": QCoreApplication.translate("records", "Programme"),
        "tags": QCoreApplication.translate("records", "Tags"),
        "closing_reason": QCoreApplication.translate("records", "Reason for closing"),
        "closing_proposed": QCoreApplication.translate("records", "Proposal to close"),
        "void_reason": QCoreApplication.translate("records", "Entered in error"),
    }
    return special.get((kind, field)) or plain.get(field) or field.replace("_", " ").capitalize()


def category_words(category: FactCategory) -> str:
    """Name a category of received records."""
    return {
        FactCategory.CONDITION: QCoreApplication.translate("records", "Conditions"),
        FactCategory.MEDICATION: QCoreApplication.translate("records", "Medicines"),
        FactCategory.ALLERGY: QCoreApplication.translate("records", "Allergies"),
        FactCategory.ENCOUNTER: QCoreApplication.translate("records", "Encounters"),
        FactCategory.RESULT: QCoreApplication.translate("records", "Results"),
    }[category]


def channel_words(channel: Channel) -> str:
    """Word how a contact happened."""
    return {
        Channel.PHONE: QCoreApplication.translate("records", "Phone"),
        Channel.VISIT: QCoreApplication.translate("records", "Visit"),
        Channel.VIDEO: QCoreApplication.translate("records", "Video"),
        Channel.MESSAGE: QCoreApplication.translate("records", "Message"),
    }[channel]


def outcome_words(outcome: Outcome) -> str:
    """Word whether somebody was reached."""
    return {
        Outcome.REACHED: QCoreApplication.translate("records", "Reached"),
        Outcome.NO_ANSWER: QCoreApplication.translate("records", "No answer"),
        Outcome.LEFT_MESSAGE: QCoreApplication.translate("records", "Left a message"),
    }[outcome]


def teach_back_words(result: TeachBack) -> str:
    """Word how the member explained a handout back."""
    return {
        TeachBack.CORRECT: QCoreApplication.translate("records", "Explained it correctly"),
        TeachBack.PARTLY: QCoreApplication.translate("records", "Explained part of it"),
        TeachBack.NOT_YET: QCoreApplication.translate("records", "Not yet"),
        TeachBack.NOT_ASKED: QCoreApplication.translate("records", "Not asked"),
    }[result]
