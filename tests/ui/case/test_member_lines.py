"""The words of the member's header: seen whole at every width, in both directions, and said."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.case.member_lines import MemberLines
from nurseapp.desktop.ui.theme.theme import Theme

WIDE, NARROW = 900, 220
IDENTITY = "61 F · 14 Mar 1965 · No. 4402"
FACTS = "Spanish, interpreter needed · Ward 4 · Consent to 30 Jun 2027 · Allergy: Penicillin"


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made).setContentsMargins(0, 0, 0, 0)
    made.resize(WIDE, 400)
    return made


@pytest.fixture
def lines(qtbot: QtBot, theme: Theme, page: QWidget) -> MemberLines:
    made = MemberLines(theme, page)
    layout = page.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.addWidget(made)
    layout.addStretch(1)
    made.set_words("MARQUEZ, Elena", IDENTITY, FACTS)
    page.show()
    qtbot.waitExposed(page)
    return made


def inked_columns(lines: MemberLines, top: int, bottom: int) -> list[int]:
    """Give the columns in which anything is painted between two rows of pixels."""
    image = lines.grab().toImage()
    ground = image.pixelColor(image.width() - 1, image.height() - 1).lightness()
    return [
        x
        for x in range(image.width())
        if any(abs(image.pixelColor(x, y).lightness() - ground) > 60 for y in range(top, bottom))
    ]


def test_who_it_is_stands_beside_the_name_and_what_to_know_below(lines: MemberLines) -> None:
    first, second = lines.height() // 2, lines.height()
    beside = inked_columns(lines, 0, first)
    assert beside[0] < 10
    assert beside[-1] > inked_columns(lines, 0, 6)[-1]  # past the name, whose letters are taller
    assert inked_columns(lines, first + 4, second)[0] < 10


def test_narrower_than_its_words_it_wraps_and_nothing_is_cut(lines: MemberLines) -> None:
    assert lines.heightForWidth(NARROW) > 2 * lines.heightForWidth(WIDE)
    lines.window().resize(NARROW, 400)
    assert lines.height() >= lines.heightForWidth(lines.width())
    assert inked_columns(lines, 0, lines.height())[-1] < lines.width()


def test_a_longer_member_makes_room_for_itself(qtbot: QtBot, lines: MemberLines) -> None:
    lines.window().resize(400, 400)
    before = lines.height()
    lines.set_words("MARQUEZ DE LA FUENTE Y SANTOLALLA, Elena Isabel", IDENTITY, 3 * FACTS)
    qtbot.waitUntil(lambda: lines.height() > before)
    assert lines.height() == lines.heightForWidth(lines.width())


def test_from_right_to_left_the_name_stands_at_the_right(lines: MemberLines) -> None:
    lines.window().setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    lines.set_words("MARQUEZ, Elena", "", "")
    assert inked_columns(lines, 0, lines.height())[0] > WIDE // 2


def test_a_larger_text_takes_more_room(lines: MemberLines, theme: Theme) -> None:
    before = lines.heightForWidth(WIDE)
    theme.zoom_in()
    assert lines.heightForWidth(WIDE) > before


def test_a_screen_reader_says_all_of_it(lines: MemberLines) -> None:
    assert lines.accessibleName() == f"MARQUEZ, Elena {IDENTITY} {FACTS}"
