"""Nothing reaches a page while what it shows is exchanged, and nobody old is seen for long."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.case.veil import Veil


class Page(QWidget):
    """A page with one field, which has the focus, under its veil."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit("MARQUEZ, Elena", self)
        QVBoxLayout(self).addWidget(self.field)
        self.veil = Veil(self)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page()
    qtbot.addWidget(page)
    page.resize(300, 80)
    page.show()
    page.activateWindow()
    page.field.setFocus()
    qtbot.waitUntil(page.field.hasFocus)
    return page


def ink(page: Page) -> set[str]:
    image = page.grab().toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {QColor(image.pixelColor(x, y)).name() for x, y in points}


def test_a_key_does_not_reach_what_lies_under_the_veil(page: Page) -> None:
    page.veil.fall()
    assert not page.field.hasFocus()
    focused = page.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "x")
    assert page.field.text() == "MARQUEZ, Elena"


def test_a_click_does_not_either(page: Page) -> None:
    page.veil.fall()
    at = page.childAt(page.field.geometry().center())
    assert at is page.veil
    QTest.mouseClick(page.veil, Qt.MouseButton.LeftButton)
    assert not page.field.hasFocus()


def test_for_a_moment_the_picture_stays(page: Page) -> None:
    page.veil.fall()
    assert not page.updatesEnabled()
    page.veil.lift()
    assert page.updatesEnabled()
    assert not page.veil.isVisible()


def test_after_a_while_nobody_is_seen(qtbot: QtBot, page: Page) -> None:
    assert len(ink(page)) > 2
    page.veil.fall()
    qtbot.waitUntil(page.updatesEnabled)
    assert len(ink(page)) == 1
