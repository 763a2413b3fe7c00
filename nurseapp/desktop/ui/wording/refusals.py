"""Refusals in a sentence and a next step, by their code and facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.records import field_words, kind_words
from nurseapp.domain.refusal import DomainError

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What was refused, and what to do instead."""

    sentence: str
    step: str

    def whole(self) -> str:
        """Return both in one line."""
        return f"{self.sentence} {self.step}".rstrip()


def refusal_words(refusal: DomainError) -> Refused:
    """Word a refusal; a code that has no words yet is named, never hidden."""
    code, facts = refusal.code, refusal.facts
    if code.startswith("may_not"):
        return _may_not()
    special = _WITH_FACTS.get(code)
    if special is not None:
        return special(facts)
    known = {**_of_people(), **_of_cases(), **_of_entries(), **_of_screenings(), **_of_documents()}
    sentence, step = known.get(code, (_unknown(code), ""))
    return Refused(sentence=sentence, step=step)


def _of_people() -> Mapping[str, tuple[str, str]]:
    return {
        "member_died": (
            QCoreApplication.translate("refusals", "The member has died; no form is opened."),
            "",
        ),
        "no_code_for_them": (
            QCoreApplication.translate("refusals", "You may give this person no code."),
            QCoreApplication.translate("refusals", "Your administrator can."),
        ),
        "no_case_to_open": (
            QCoreApplication.translate(
                "refusals", "There is no case of this number that you may open."
            ),
            QCoreApplication.translate("refusals", "Check the number, or call your supervisor."),
        ),
        "no_case_of_this_name": (
            QCoreApplication.translate(
                "refusals", "There is no case of this name and birth date that you may open."
            ),
            QCoreApplication.translate(
                "refusals",
                "Check the spelling, use the number of the member, or call your supervisor.",
            ),
        ),
        "too_many_emergencies": (
            QCoreApplication.translate(
                "refusals", "You have opened as many cases in emergencies as one day allows."
            ),
            QCoreApplication.translate("refusals", "Call your supervisor."),
        ),
        "no_such_member": (
            QCoreApplication.translate(
                "refusals", "There is no member of this number for you to ask about."
            ),
            QCoreApplication.translate("refusals", "Check the number."),
        ),
        "birth_date_unknown": (
            QCoreApplication.translate("refusals", "The birth date is not known."),
            QCoreApplication.translate("refusals", "Ask a supervisor to put it right first."),
        ),
    }


def _of_cases() -> Mapping[str, tuple[str, str]]:
    look_again = QCoreApplication.translate("refusals", "Look at the case as it is now.")
    settled = (
        QCoreApplication.translate("refusals", "Somebody has settled this conflict already."),
        look_again,
    )
    return {
        "accepted_already": (
            QCoreApplication.translate("refusals", "This condition is in the plan already."),
            "",
        ),
        "exists": (QCoreApplication.translate("refusals", "That exists already."), look_again),
        "no_such_case": (
            QCoreApplication.translate("refusals", "This case is not on this computer."),
            QCoreApplication.translate("refusals", "Sync, or ask who holds it now."),
        ),
        "no_such_record": (
            QCoreApplication.translate("refusals", "That is no longer there."),
            look_again,
        ),
        **dict.fromkeys(("no_such_conflict", "settled_already"), settled),
        "stale": (
            QCoreApplication.translate("refusals", "The case has changed since you looked."),
            look_again,
        ),
        "too_large": (
            QCoreApplication.translate("refusals", "This text is too long to be kept whole."),
            QCoreApplication.translate("refusals", "Write it as two notes."),
        ),
        "own_access": (
            QCoreApplication.translate("refusals", "Nobody reviews an access of their own."),
            QCoreApplication.translate("refusals", "Ask another supervisor."),
        ),
        "closed_case": (QCoreApplication.translate("refusals", "This case is closed."), ""),
        "nothing_to_undo": (
            QCoreApplication.translate("refusals", "There is nothing to undo."),
            "",
        ),
    }


def _of_entries() -> Mapping[str, tuple[str, str]]:
    """Word what a server or a store says of an entry, not of what the nurse asked for."""
    elsewhere = (
        QCoreApplication.translate("refusals", "This case is no longer yours to write in."),
        QCoreApplication.translate("refusals", "Ask who holds it now."),
    )
    unfit = (
        QCoreApplication.translate("refusals", "This entry cannot be taken over."),
        QCoreApplication.translate("refusals", "It is kept; tell your administrator."),
    )
    gone = QCoreApplication.translate("refusals", "This entry is no longer on the list.")
    codes = ("bad_id", "bad_policy", "cannot_apply", "forked", "malformed", "not_storable")
    newer = ("unknown_field", "unknown_stream", "wrong_stream")
    return {
        "no_such_stream": elsewhere,
        "not_held": elsewhere,
        "no_such_entry": (gone, ""),
        "cannot_be_taken_back": (
            QCoreApplication.translate("refusals", "This entry cannot be taken back from here."),
            QCoreApplication.translate("refusals", "Open the record and change it there."),
        ),
        "no_reason": (
            QCoreApplication.translate("refusals", "The reason is missing."),
            QCoreApplication.translate("refusals", "Say in a few words why."),
        ),
        "too_large": (
            QCoreApplication.translate("refusals", "This is longer than an entry can be."),
            QCoreApplication.translate("refusals", "Write it as two entries or more."),
        ),
        **dict.fromkeys((*codes, *newer), unfit),
    }


def _of_screenings() -> Mapping[str, tuple[str, str]]:
    return {
        "signed": (
            QCoreApplication.translate("refusals", "This form was signed; it cannot change."),
            QCoreApplication.translate("refusals", "Start a new one."),
        ),
        "not_author": (
            QCoreApplication.translate("refusals", "Somebody else began this form."),
            QCoreApplication.translate("refusals", "Start one of your own."),
        ),
        "safety_open": (
            QCoreApplication.translate("refusals", "The safety questions are not finished."),
            QCoreApplication.translate("refusals", "Finish them, then sign."),
        ),
        "closed_already": (
            QCoreApplication.translate("refusals", "This safety concern was ended already."),
            "",
        ),
        "no_steps": (
            QCoreApplication.translate("refusals", "No step is ticked."),
            QCoreApplication.translate("refusals", "Tick what was done, or say why not."),
        ),
        "no_handover": (
            QCoreApplication.translate("refusals", "The reason or the name is missing."),
            QCoreApplication.translate("refusals", "Say why, and who took over."),
        ),
    }


def _of_documents() -> Mapping[str, tuple[str, str]]:
    return {
        "document_empty": (
            QCoreApplication.translate("refusals", "This file is empty."),
            QCoreApplication.translate("refusals", "Scan or export it again."),
        ),
        "computer_keeps_nothing": (
            QCoreApplication.translate(
                "refusals", "This computer keeps nothing: a file on its way could be lost."
            ),
            QCoreApplication.translate("refusals", "Attach it on a computer of your own."),
        ),
        "document_type": (
            QCoreApplication.translate("refusals", "This file is no PDF, PNG or JPEG."),
            QCoreApplication.translate("refusals", "Save it as one of these, then attach that."),
        ),
    }


def _may_not() -> Refused:
    return Refused(
        sentence=QCoreApplication.translate("refusals", "You may read this case, not change it."),
        step=QCoreApplication.translate("refusals", "Its nurse can."),
    )


def _too_young(facts: Facts) -> Refused:
    sentence = QCoreApplication.translate("refusals", "%1 is for people of %2 and older; age %3.")
    return Refused(
        sentence=filled(sentence, facts.get("form"), facts.get("minimum"), facts.get("age")),
        step="",
    )


def _incomplete(facts: Facts) -> Refused:
    sentence = QCoreApplication.translate("refusals", "%1 of %2 are answered.")
    return Refused(
        sentence=filled(sentence, facts.get("answered"), facts.get("items")),
        step=QCoreApplication.translate("refusals", "Answer the rest, or record it as declined."),
    )


def _bad_value(facts: Facts) -> Refused:
    kind, field = str(facts.get("kind", "")), str(facts.get("field", ""))
    sentence = QCoreApplication.translate("refusals", "«%1» of the %2 cannot be this.")
    return Refused(
        sentence=filled(sentence, field_words(kind, field), kind_words(kind)),
        step=QCoreApplication.translate("refusals", "Fill it in; nothing was lost."),
    )


def _bad_points(facts: Facts) -> Refused:
    sentence = QCoreApplication.translate("refusals", "Item %1 takes 0 to %2 points.")
    return Refused(sentence=filled(sentence, facts.get("item"), facts.get("highest")), step="")


def _document_too_large(facts: Facts) -> Refused:
    sentence = QCoreApplication.translate("refusals", "This file is larger than %1 MB.")
    return Refused(
        sentence=filled(sentence, int(str(facts.get("limit", 0))) >> 20),
        step=QCoreApplication.translate("refusals", "Scan it in fewer dots, or in parts."),
    )


def _unknown(code: str) -> str:
    return filled(QCoreApplication.translate("refusals", "That cannot be done (%1)."), code)


_WITH_FACTS: Mapping[str, Callable[[Facts], Refused]] = {
    "too_young": _too_young,
    "incomplete": _incomplete,
    "bad_value": _bad_value,
    "bad_points": _bad_points,
    "document_too_large": _document_too_large,
}
