"""A value is said so that two of them can be put side by side."""

from datetime import date

import pytest

from nurseapp.desktop.ui.inbox.value_words import value_words, what_words
from nurseapp.domain.case import Stage
from nurseapp.domain.goal import GoalStatus
from nurseapp.domain.member import Sex
from nurseapp.domain.revising import FieldValue
from tests.builders import conflict


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("phone", None, "nothing"),
        ("outcome", "", "nothing"),
        ("tags", (), "nothing"),
        ("tags", ("diabetes", "heart"), "diabetes, heart"),
        ("stage", Stage.MONITOR, "Monitor"),
        ("status", GoalStatus.PARTLY_MET, "Partly met"),
        ("due", date(2026, 5, 1), "1 May 2026"),
        ("sex", Sex.MALE, "Male"),
        ("interpreter", True, "yes"),
        ("interpreter", False, "no"),
        ("language", "pt-BR", "Portuguese"),
        ("confidence", 7, "7"),
        ("phone", "+55 11 5550 1001", "+55 11 5550 1001"),
        ("void_reason", None, "not marked as an error"),
        ("void_reason", "a duplicate", "marked as entered in error: a duplicate"),
    ],
)
def test_a_value_is_said_in_plain_words(field: str, value: FieldValue, words: str) -> None:
    assert value_words(field, value) == words


def test_what_it_is_about_names_the_kind_and_the_field() -> None:
    assert what_words(conflict()) == "Goal: Due"
    assert what_words(conflict(of_kind="member", field="birth_date")) == "Member: Birth date"
