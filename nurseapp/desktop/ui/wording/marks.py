"""The marks of a case as chips, in the words of the caseload."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.wording.days import late_words
from nurseapp.domain.caseload import Mark, MarkKind

_KINDS = {
    MarkKind.SAFETY: ChipKind.SAFETY,
    MarkKind.OVERDUE: ChipKind.OVERDUE,
    MarkKind.CONFLICT: ChipKind.DUE,
    MarkKind.DUE_TODAY: ChipKind.DUE,
    MarkKind.LONG_STAY: ChipKind.DUE,
    MarkKind.IN_HOSPITAL: ChipKind.NEUTRAL,
    MarkKind.SCREENING_DUE: ChipKind.DUE,
    MarkKind.CLOSING_PROPOSED: ChipKind.NEUTRAL,
    MarkKind.ON_TIME: ChipKind.ON_TIME,
    MarkKind.CLOSED: ChipKind.NEUTRAL,
    MarkKind.DIED: ChipKind.NEUTRAL,
}


def mark_faces(marks: Iterable[Mark]) -> tuple[ChipFace, ...]:
    """Word all marks of a case, in their order."""
    return tuple(mark_face(mark) for mark in marks)


def mark_face(mark: Mark) -> ChipFace:
    """Word one mark."""
    return ChipFace(kind=_KINDS[mark.kind], words=_words(mark))


def _words(mark: Mark) -> str:
    number = mark.number or 0
    match mark.kind:
        case MarkKind.OVERDUE:
            return late_words(number)
        case MarkKind.CONFLICT:
            if number == 1:
                return QCoreApplication.translate("marks", "1 conflict")
            return QCoreApplication.translate("marks", "%n conflicts", "", number)
        case MarkKind.LONG_STAY | MarkKind.IN_HOSPITAL:
            return _stay_words(number)
    return {
        MarkKind.SAFETY: QCoreApplication.translate("marks", "Safety"),
        MarkKind.DUE_TODAY: QCoreApplication.translate("marks", "Due today"),
        MarkKind.SCREENING_DUE: QCoreApplication.translate("marks", "Screening due"),
        MarkKind.CLOSING_PROPOSED: QCoreApplication.translate("marks", "Closing proposed"),
        MarkKind.ON_TIME: QCoreApplication.translate("marks", "On time"),
        MarkKind.CLOSED: QCoreApplication.translate("marks", "Closed"),
        MarkKind.DIED: QCoreApplication.translate("marks", "Died"),
    }[mark.kind]


def _stay_words(days: int) -> str:
    if days == 0:
        return QCoreApplication.translate("marks", "Admitted today")
    if days == 1:
        return QCoreApplication.translate("marks", "Stay 1 day")
    return QCoreApplication.translate("marks", "Stay %n days", "", days)
