"""Nothing reaches a page while what it shows is exchanged, and nobody old is seen for long."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.case.veil import Veil


class Page(QWidget):
    """A page with a field, which has the focus, and a button under its veil."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit("MARQUEZ, Elena", self)
        self.done = QPushButton("Done", self)
        self.done.setCheckable(True)
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.done)
        self.veil = Veil(self)
        self.left = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.left = event.key() == Qt.Key.Key_Escape


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


def test_a_key_does_not_reach_what_is_on_the_page(page: Page) -> None:
    page.veil.fall()
    QTest.keyClicks(page.field, "x")
    assert page.field.text() == "MARQUEZ, Elena"
    page.veil.lift()
    QTest.keyClicks(page.field, "x")
    assert page.field.text() == "MARQUEZ, Elenax"


def test_a_click_does_not_either(page: Page) -> None:
    page.veil.fall()
    QTest.mouseClick(page.done, Qt.MouseButton.LeftButton)
    assert not page.done.isChecked()
    page.veil.lift()
    QTest.mouseClick(page.done, Qt.MouseButton.LeftButton)
    assert page.done.isChecked()


def test_the_rest_of_the_window_is_free_and_so_is_the_way_out(qtbot: QtBot, page: Page) -> None:
    beside = QLineEdit()
    qtbot.addWidget(beside)
    beside.show()
    page.veil.fall()
    QTest.keyClicks(beside, "x")
    assert beside.text() == "x"
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    assert page.left


def test_for_a_moment_the_picture_stays(page: Page) -> None:
    before = ink(page)
    page.veil.fall()
    assert ink(page) == before
    page.veil.lift()
    assert ink(page) == before
    assert not page.veil.isVisible()


def test_after_a_while_nobody_is_seen(qtbot: QtBot, page: Page) -> None:
    assert len(ink(page)) > 2
    page.veil.fall()
    qtbot.waitUntil(page.veil.isVisible)
    assert len(ink(page)) == 1
    page.veil.lift()
    assert len(ink(page)) > 2
