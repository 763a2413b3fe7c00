"""What was rescued is said in figures, and what is left to do."""

import pytest
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.wording.rescued import rescued_words


@pytest.mark.parametrize(
    ("found", "happened", "safe", "step"),
    [
        ((1, 0, 0), "1 entry", "in its case", ""),
        ((7, 0, 0), "7 entries", "in their cases", ""),
        ((7, 2, 0), "7 entries", "in their cases", "keeps 2 that it refused"),
        ((0, 0, 3), "Not all", "", "3 could not be read"),
        ((4, 1, 3), "4 entries", "in their cases", "supervisor. 3 could not be read"),
    ],
)
def test_each_number_that_is_not_nothing_is_told(
    qtbot: QtBot, found: tuple[int, int, int], happened: str, safe: str, step: str
) -> None:
    told = rescued_words(*found)

    assert happened in told[0]
    assert safe in told[1]
    assert step in told[2]
    assert bool(safe) == bool(told[1])
    assert bool(step) == bool(told[2])
