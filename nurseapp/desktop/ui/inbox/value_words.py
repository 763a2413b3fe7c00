"""The value of a field in plain words, for putting two of them side by side."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.wording.days import date_words
from nurseapp.desktop.ui.wording.statuses import stage_words, status_words
from nurseapp.domain.barrier import BarrierStatus
from nurseapp.domain.case import Stage
from nurseapp.domain.goal import GoalStatus
from nurseapp.domain.intervention import InterventionStatus
from nurseapp.domain.problem import ProblemStatus
from nurseapp.domain.revising import FieldValue


def value_words(value: FieldValue) -> str:
    """Say a value; an empty one is said too, for it may be what somebody wanted."""
    match value:
        case None | "" | ():
            return QCoreApplication.translate("inbox", "nothing")
        case Stage():
            return stage_words(value)
        case ProblemStatus() | GoalStatus() | InterventionStatus() | BarrierStatus():
            return status_words(value)
        case date():
            return date_words(value)
        case tuple():
            return ", ".join(value)
        case bool():
            yes = QCoreApplication.translate("inbox", "yes")
            return yes if value else QCoreApplication.translate("inbox", "no")
    return str(value)
