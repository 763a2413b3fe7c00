"""The columns of a list of cases. Must not decide what a mark means: wording does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.services.caseloads import CaseLine
from nurseapp.desktop.ui.caseload.line_words import list_name, who_words
from nurseapp.desktop.ui.widgets.chip_face import ChipFace
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.wording.days import day_words
from nurseapp.desktop.ui.wording.marks import mark_faces
from nurseapp.domain.caseload import MarkKind

Day = Callable[[], date]
translate = QCoreApplication.translate


def case_columns(today: Day, *, with_nurse: bool) -> tuple[Column[CaseLine], ...]:
    """Build the columns; a supervisor's list names the nurse in place of the demographics."""
    who = _nurse() if with_nurse else _demographics(today)
    return (
        Column(
            name="member",
            title=translate("caseload", "Member"),
            words=lambda line: list_name(line.row),
            emphasis=Emphasis.STRONG,
            width=170,
        ),
        who,
        Column(
            name="programme",
            title=translate("caseload", "Programme"),
            words=lambda c: c.programme,
            width=160,
        ),
        Column(
            name="next", title=translate("caseload", "Next"), words=_next, width=180, grows=True
        ),
        Column(
            name="when",
            title=translate("caseload", "When"),
            words=lambda c: _when(c, today()),
            width=90,
        ),
        Column(name="status", title=translate("caseload", "Status"), chips=_status, width=230),
        Column(name="result", title=translate("caseload", "Last result"), words=_result, width=130),
    )


def _nurse() -> Column[CaseLine]:
    return Column(
        name="nurse",
        title=translate("caseload", "Nurse"),
        words=lambda line: line.nurse or translate("caseload", "nobody yet"),
        emphasis=Emphasis.DIM,
        width=140,
    )


def _demographics(today: Day) -> Column[CaseLine]:
    return Column(
        name="who",
        title="",
        words=lambda line: who_words(line.row, today()),
        emphasis=Emphasis.DIM,
        width=140,
    )


def _next(line: CaseLine) -> str:
    if line.marks[0].kind is MarkKind.SAFETY:
        return translate("caseload", "Safety call")
    return line.next_what or "—"


def _when(line: CaseLine, today: date) -> str:
    if line.marks[0].kind is MarkKind.SAFETY:
        return translate("caseload", "now")
    return day_words(line.next_on, today) if line.next_on else "—"


def _status(line: CaseLine) -> tuple[ChipFace, ...]:
    return mark_faces(line.marks)


def _result(line: CaseLine) -> str:
    row = line.row
    if line.last_form is None or row.last_total is None:
        return "—"
    words = f"{line.last_form} {row.last_total}"
    if row.last_change:
        words += f" {'↑' if row.last_change > 0 else '↓'}{abs(row.last_change)}"
    return words
