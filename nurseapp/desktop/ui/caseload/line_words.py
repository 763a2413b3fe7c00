"""How a line of a list is said. Nothing here leaves the page it is shown on."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.services.caseloads import CaseLine
from nurseapp.desktop.ui.wording.days import day_words
from nurseapp.desktop.ui.wording.people import SEPARATOR, age_and_sex_words
from nurseapp.domain.caseload import CaseRow, MarkKind

NOTHING = "—"


def list_name(row: CaseRow) -> str:
    """Write a name as lists do: family name first."""
    return ", ".join(part for part in (row.family_name, row.given_name) if part)


def who_words(row: CaseRow, today: date) -> str:
    """Say age, sex and place, such as «54 F · London»; what is not known is left out."""
    person = age_and_sex_words(row.birth_date, row.sex, today)
    return SEPARATOR.join(part for part in (person, row.place) if part)


def is_for_safety(line: CaseLine) -> bool:
    """Tell whether a safety concern is what the case needs first."""
    return line.marks[0].kind is MarkKind.SAFETY


def next_words(line: CaseLine) -> str:
    """Say what is next; an open safety concern is, whatever else was agreed."""
    if is_for_safety(line):
        return QCoreApplication.translate("caseload", "Safety call")
    return line.next_what or NOTHING


def when_words(line: CaseLine, today: date) -> str:
    """Say when that is."""
    if is_for_safety(line):
        return QCoreApplication.translate("caseload", "now")
    return day_words(line.next_on, today) if line.next_on else NOTHING


def result_words(line: CaseLine) -> str:
    """Say the last result with its change, such as «PHQ-9 14 ↑5»."""
    row = line.row
    if line.last_form is None or row.last_total is None:
        return NOTHING
    words = f"{line.last_form} {row.last_total}"
    if row.last_change:
        words += f" {'↑' if row.last_change > 0 else '↓'}{abs(row.last_change)}"
    return words


def cases_words(count: int) -> str:
    """Count cases."""
    if count == 1:
        return QCoreApplication.translate("caseload", "1 case")
    return QCoreApplication.translate("caseload", "%n cases", "", count)


def points_words(count: int) -> str:
    """Count the points by which caseloads are weighed."""
    if count == 1:
        return QCoreApplication.translate("caseload", "1 point")
    return QCoreApplication.translate("caseload", "%n points", "", count)
