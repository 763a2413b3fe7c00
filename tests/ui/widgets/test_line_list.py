"""Short lines in one widget: seen, said, and shown whole where there is no room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.line_list import LineList, TextLine

LONG = "Metformin 850 mg tablet, with breakfast and with supper"
WIDTH = 300


@pytest.fixture
def lines(qtbot: QtBot, theme: Theme) -> LineList:
    made = LineList(theme, 3)
    qtbot.addWidget(made)
    made.set_lines([TextLine(what="PHQ-9 9 mild", aside="3 Mar"), TextLine(what=LONG)])
    made.resize(WIDTH, made.sizeHint().height())
    made.show()
    qtbot.waitExposed(made)
    return made


def inked(lines: LineList) -> set[int]:
    """Give the columns in which the first line has anything dark."""
    image = lines.grab().toImage()
    return {
        x
        for x in range(WIDTH)
        for y in range(lines.height() // 3)
        if image.pixelColor(x, y).lightness() < 140
    }


def test_a_line_stands_at_one_edge_and_its_day_at_the_other(lines: LineList) -> None:
    dark = inked(lines)
    assert min(dark) < 10
    assert max(dark) > WIDTH - 10
    lines.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    mirrored = inked(lines)
    assert min(mirrored) < 10
    assert max(mirrored) > WIDTH - 10
    assert mirrored != dark


def test_a_screen_reader_finds_every_line(lines: LineList) -> None:
    assert lines.accessibleName() == f"PHQ-9 9 mild 3 Mar; {LONG}"


def test_what_stands_below_stays_in_its_place(lines: LineList, theme: Theme) -> None:
    room = lines.sizeHint().height()
    lines.set_lines([TextLine(what="None recorded", is_dim=True)])
    assert lines.sizeHint().height() == room > LineList(theme, 2, lines).sizeHint().height()


def test_a_line_without_room_is_shown_whole_by_its_tip(lines: LineList) -> None:
    lines.resize(160, lines.height())
    for y, tip in ((2, ""), (lines.height() // 2, LONG)):
        at = QPoint(5, y)
        QApplication.sendEvent(lines, QHelpEvent(QEvent.Type.ToolTip, at, lines.mapToGlobal(at)))
        assert QToolTip.text() == tip
    QToolTip.hideText()
