"""The two sides of a conflict in plain words, for putting them side by side."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.services.conflicts import OpenConflict
from nurseapp.desktop.ui.wording.days import date_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.people import language_words, sex_words
from nurseapp.desktop.ui.wording.records import field_words, kind_words
from nurseapp.desktop.ui.wording.statuses import stage_words, status_words
from nurseapp.domain.appointment import AppointmentStatus
from nurseapp.domain.barrier import BarrierStatus
from nurseapp.domain.case import Stage
from nurseapp.domain.goal import GoalStatus
from nurseapp.domain.intervention import InterventionStatus
from nurseapp.domain.member import Sex
from nurseapp.domain.problem import ProblemStatus
from nurseapp.domain.revising import VOID_FIELD, Conflict, FieldValue


def what_words(conflict: Conflict) -> str:
    """Say what the conflict is about, such as «Goal: Due»."""
    kind = kind_words(conflict.of_kind)
    return f"{kind[:1].upper()}{kind[1:]}: {field_words(conflict.of_kind, conflict.field)}"


def author_words(shown: OpenConflict) -> str:
    """Say who wanted the later value; a feed's login name means nothing to a nurse."""
    return shown.by_name or QCoreApplication.translate("inbox", "Another system")


def value_words(field: str, value: FieldValue) -> str:
    """Say a value; an empty one is said too, for it may be what somebody wanted."""
    if field == VOID_FIELD:
        return _void_words(value)
    match value:
        case None | "" | ():
            return QCoreApplication.translate("inbox", "nothing")
        case Stage():
            return stage_words(value)
        case ProblemStatus() | GoalStatus() | InterventionStatus() | BarrierStatus():
            return status_words(value)
        case AppointmentStatus():
            return _appointment_words(value)
        case Sex():
            return sex_words(value)
        case date():
            return date_words(value)
        case tuple():
            return ", ".join(value)
        case bool():
            yes = QCoreApplication.translate("inbox", "yes")
            return yes if value else QCoreApplication.translate("inbox", "no")
        case str() if field == "language":
            return language_words(value, interpreter=False)
    return str(value)


def _appointment_words(status: AppointmentStatus) -> str:
    return {
        AppointmentStatus.PLANNED: QCoreApplication.translate("inbox", "Planned"),
        AppointmentStatus.DONE: QCoreApplication.translate("inbox", "Done"),
        AppointmentStatus.CANCELLED: QCoreApplication.translate("inbox", "Cancelled"),
    }[status]


def _void_words(value: FieldValue) -> str:
    if value is None:
        return QCoreApplication.translate("inbox", "not marked as an error")
    return filled(QCoreApplication.translate("inbox", "marked as entered in error: %1"), value)
