"""The columns of lists of cases. Must not decide what a mark means: wording does.

Widths are generous: a column shrinks to three quarters before another hides, and is read whole
even then.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QCollator, QCoreApplication, QLocale, Qt

from nurseapp.desktop.services.caseloads import CaseLine
from nurseapp.desktop.ui.caseload.line_words import (
    is_for_safety,
    list_name,
    next_words,
    result_words,
    when_words,
    who_words,
)
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.wording.marks import mark_faces

Day = Callable[[], date]
CaseColumn = Column[CaseLine]
translate = QCoreApplication.translate


def caseload_columns(today: Day, *, with_nurse: bool) -> tuple[CaseColumn, ...]:
    """Build the caseload's columns; a supervisor's name the nurse in place of the demographics."""
    status: CaseColumn = Column(
        name="status",
        title=translate("caseload", "Status"),
        chips=lambda line: mark_faces(line.marks),
        width=338,
    )
    return (*_who(today, with_nurse=with_nurse), _programme(), *_next(today), status, _result())


def today_columns(today: Day, *, with_nurse: bool) -> tuple[CaseColumn, ...]:
    """Build the columns of a day: what is most needed of a case leads, the rest ends the line."""
    why: CaseColumn = Column(
        name="why",
        title=translate("caseload", "Why"),
        chips=lambda line: mark_faces(line.marks[:1]),
        width=205,
    )
    also: CaseColumn = Column(
        name="also",
        title=translate("caseload", "Also"),
        chips=lambda line: mark_faces(line.marks[1:]),
        width=165,
    )
    who = _who(today, with_nurse=with_nurse)
    return (why, *who, *_next(today), _programme(), also)


def _who(today: Day, *, with_nurse: bool) -> tuple[CaseColumn, CaseColumn]:
    order = _alphabet()
    member: CaseColumn = Column(
        name="member",
        title=translate("caseload", "Member"),
        words=lambda line: list_name(line.row),
        sort=lambda line: order(list_name(line.row)),
        emphasis=Emphasis.STRONG,
        width=170,
    )
    if with_nurse:
        return member, _nurse(order)
    demographics: CaseColumn = Column(
        name="who",
        title="",
        words=lambda line: who_words(line.row, today()),
        emphasis=Emphasis.DIM,
        width=143,
        may_hide=True,
    )
    return member, demographics


def _nurse(order: Callable[[str], Any]) -> CaseColumn:
    return Column(
        name="nurse",
        title=translate("caseload", "Nurse"),
        words=lambda line: line.nurse or translate("caseload", "nobody yet"),
        sort=lambda line: order(line.nurse) if line.nurse else None,
        emphasis=Emphasis.DIM,
        width=175,
        may_hide=True,
    )


def _programme() -> CaseColumn:
    order = _alphabet()
    return Column(
        name="programme",
        title=translate("caseload", "Programme"),
        words=lambda line: line.programme,
        sort=lambda line: order(line.programme),
        width=166,
        may_hide=True,
    )


def _next(today: Day) -> tuple[CaseColumn, CaseColumn]:
    what: CaseColumn = Column(
        name="next",
        title=translate("caseload", "Next"),
        words=next_words,
        width=211,
        grows=True,
    )
    when: CaseColumn = Column(
        name="when",
        title=translate("caseload", "When"),
        words=lambda line: when_words(line, today()),
        sort=lambda line: date.min if is_for_safety(line) else line.next_on,
        width=106,
    )
    return what, when


def _result() -> CaseColumn:
    return Column(
        name="result",
        title=translate("caseload", "Last result"),
        words=result_words,
        sort=lambda line: line.last_form and (line.last_form, line.row.last_total),
        width=140,
        may_hide=True,
    )


def _alphabet() -> Callable[[str], Any]:
    """Give what sorts words as the language of the screen does, «Éric» before «Eva».

    The locale C sorts by bytes, which is no alphabet of anybody's; English stands in for it.
    """
    locale = QLocale()
    if locale.language() is QLocale.Language.C:
        locale = QLocale(QLocale.Language.English)
    collator = QCollator(locale)
    collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return collator.sortKey
