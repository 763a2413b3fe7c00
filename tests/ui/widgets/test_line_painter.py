"""One line of words lies where Qt itself would lay it, in either direction of reading."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QImage, QPainter

from nurseapp.desktop.ui.theme.drawing import Drawing
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.line_painter import LinePainter, paint_line

BOX = QRect(20, 10, 200, 30)
LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
V_CENTER = Qt.AlignmentFlag.AlignVCenter


def ink(
    direction: Qt.LayoutDirection,
    trailing: bool,
    *,
    words: str,
    by_qt: bool = False,
    kept: Drawing | None = None,
) -> QRect:
    """Give the box of what was painted, by Qt, by ourselves, or from what is kept."""
    image = QImage(240, 50, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(QGuiApplication.font())
    painter.setLayoutDirection(direction)
    if by_qt:
        at_right = trailing is (direction is LTR)
        edge = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(BOX, edge | Qt.AlignmentFlag.AlignAbsolute | V_CENTER, words)
    elif kept is not None:
        LinePainter(painter, kept).paint(BOX, words, trailing=trailing)
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
    ours = ink(direction, trailing, words=words)
    qts = ink(direction, trailing, by_qt=True, words=words)
    assert abs(ours.left() - qts.left()) <= 1
    assert abs(ours.right() - qts.right()) <= 1
    assert abs(ours.top() - qts.top()) <= 1


@pytest.mark.parametrize("direction", [LTR, RTL])
@pytest.mark.parametrize("trailing", [False, True])
@pytest.mark.parametrize("words", ["Walks after supper", "ממתין לשיחה", "Walks " * 20])
def test_a_line_that_is_kept_lies_where_it_lay_when_it_was_first_painted(
    theme: Theme, direction: Qt.LayoutDirection, trailing: bool, words: str
) -> None:
    first = ink(direction, trailing, kept=theme.drawing, words=words)
    again = ink(direction, trailing, kept=theme.drawing, words=words)
    new = ink(direction, trailing, words=words)
    assert first == again
    assert abs(new.left() - first.left()) <= 1
    assert abs(new.right() - first.right()) <= 1
    assert abs(new.top() - first.top()) <= 1


def test_words_without_room_end_in_an_ellipsis_and_stay_in_their_box(
    qapp: QGuiApplication,
) -> None:
    long = "Walks after supper on most days of the week, in the park"
    box = ink(LTR, False, words=long)
    assert BOX.contains(box)


def test_it_says_what_is_shown(qapp: QGuiApplication) -> None:
    image = QImage(240, 50, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    metrics = QFontMetrics(painter.font())
    assert paint_line(painter, BOX, "Rest", metrics) == "Rest"
    assert paint_line(painter, BOX, "Rest " * 40, metrics).endswith("…")
    assert paint_line(painter, BOX, "", metrics) == ""
    painter.end()
