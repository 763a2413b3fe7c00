"""Three-way merging of text, line by line."""

from __future__ import annotations

import pytest

from nurseapp.domain.text_merge import merged_text

WAS = "Walk\nEat\nSleep\nRest"


@pytest.mark.parametrize(
    ("theirs", "mine", "merged"),
    [
        ("Swim\nEat\nSleep\nRest", "Walk\nEat\nSleep\nRead", "Swim\nEat\nSleep\nRead"),
        ("Walk\nEat\nSleep\nRest\nCall", "Wake\nWalk\nEat\nSleep\nRest", "Wake\n" + WAS + "\nCall"),
        ("Eat\nSleep\nRest", "Walk\nEat\nSleep", "Eat\nSleep"),
        ("Walk\nSleep\nRest", "Walk\nSleep\nRest", "Walk\nSleep\nRest"),
        (
            "Swim\nEat\nSleep\nRest",
            "Swim\nEat\nSleep\nRead",
            "Swim\nEat\nSleep\nRead",
        ),
        ("Walk\nEat\nEat more\nSleep\nRest", WAS, "Walk\nEat\nEat more\nSleep\nRest"),
    ],
    ids=[
        "two lines apart",
        "one before, one behind",
        "each removes another line",
        "the same change",
        "the same change and one more",
        "only one changed",
    ],
)
def test_changes_with_unchanged_lines_between_them_are_both_taken(
    theirs: str, mine: str, merged: str
) -> None:
    assert merged_text(WAS, theirs, mine) == merged


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        ("Swim\nEat\nSleep\nRest", "Run\nEat\nSleep\nRest"),
        ("Swim\nEat\nSleep\nRest", "Walk\nDrink\nSleep\nRest"),
        ("Walk\nSleep\nRest", "Walk\nEat slowly\nSleep\nRest"),
        ("Walk\nEat\nSleep\nRest\nCall", "Walk\nEat\nSleep\nRest\nWrite"),
        ("", "Walk\nEat\nSleep\nRest\nWrite"),
    ],
    ids=[
        "the same line",
        "neighbouring lines",
        "removed and reworded",
        "two lines at the same place",
        "all removed and one added",
    ],
)
def test_changes_that_touch_do_not_merge(theirs: str, mine: str) -> None:
    assert merged_text(WAS, theirs, mine) is None
    assert merged_text(WAS, mine, theirs) is None


def test_two_people_who_write_into_an_empty_field_do_not_merge() -> None:
    assert merged_text("", "Walk", "Eat") is None
    assert merged_text("", "Walk", "") == "Walk"


def test_a_trailing_line_break_is_kept() -> None:
    assert merged_text("Walk\n", "Walk\n", "Walk daily\n") == "Walk daily\n"
