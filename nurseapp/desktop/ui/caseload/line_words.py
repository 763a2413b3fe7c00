"""How a line of a list says who it is about. Nothing here leaves the page it is shown on."""

from __future__ import annotations

from datetime import date

from nurseapp.desktop.ui.wording.people import SEPARATOR, age_and_sex_words
from nurseapp.domain.caseload import CaseRow


def list_name(row: CaseRow) -> str:
    """Write a name as lists do: family name first."""
    return ", ".join(part for part in (row.family_name, row.given_name) if part)


def who_words(row: CaseRow, today: date) -> str:
    """Say age, sex and place, such as «54 F · London»; what is not known is left out."""
    person = age_and_sex_words(row.birth_date, row.sex, today)
    return SEPARATOR.join(part for part in (person, row.place) if part)
