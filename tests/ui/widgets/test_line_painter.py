"""One line of words lies where Qt itself would lay it, in either direction of reading."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QImage, QPainter

from nurseapp.desktop.ui.widgets.line_painter import paint_line

BOX = QRect(20, 10, 200, 30)
LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
V_CENTER = Qt.AlignmentFlag.AlignVCenter


def ink(direction: Qt.LayoutDirection, trailing: bool, *, by_qt: bool, words: str) -> QRect:
    """Give the box of what was painted."""
    image = QImage(240, 50, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(QGuiApplication.font())
    painter.setLayoutDirection(direction)
    if by_qt:
        at_right = trailing is (direction is LTR)
        edge = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(BOX, edge | Qt.AlignmentFlag.AlignAbsolute | V_CENTER, words)
    else:
        paint_line(painter, BOX, words, painter.fontMetrics(), trailing=trailing)
    painter.end()
    dark = [
        (x, y) for x in range(240) for y in range(50) if image.pixelColor(x, y).lightness() < 160
    ]
    left, right = min(x for x, _ in dark), max(x for x, _ in dark)
    top, bottom = min(y for _, y in dark), max(y for _, y in dark)
    return QRect(left, top, right - left, bottom - top)


@pytest.mark.parametrize("direction", [LTR, RTL])
@pytest.mark.parametrize("trailing", [False, True])
@pytest.mark.parametrize("words", ["Walks after supper", "ממתין לשיחה"])
def test_a_line_lies_where_qt_lays_it(
    qapp: QGuiApplication, direction: Qt.LayoutDirection, trailing: bool, words: str
) -> None:
    ours = ink(direction, trailing, by_qt=False, words=words)
    qts = ink(direction, trailing, by_qt=True, words=words)
    assert abs(ours.left() - qts.left()) <= 1
    assert abs(ours.right() - qts.right()) <= 1
    assert abs(ours.top() - qts.top()) <= 1


def test_words_without_room_end_in_an_ellipsis_and_stay_in_their_box(
    qapp: QGuiApplication,
) -> None:
    long = "Walks after supper on most days of the week, in the park"
    box = ink(LTR, False, by_qt=False, words=long)
    assert BOX.contains(box)


def test_it_says_what_is_shown(qapp: QGuiApplication) -> None:
    image = QImage(240, 50, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    metrics = QFontMetrics(painter.font())
    assert paint_line(painter, BOX, "Rest", metrics) == "Rest"
    assert paint_line(painter, BOX, "Rest " * 40, metrics).endswith("…")
    assert paint_line(painter, BOX, "", metrics) == ""
    painter.end()
