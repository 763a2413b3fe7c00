"""Changing the passphrase: asked for in full, told what is wrong, and the work is there again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.frame.icons import Icons
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.lock.passphrase_changing import PassphraseChanging
from nurseapp.desktop.ui.lock.passphrase_page import PassphrasePage
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.domain.circumstance import Circumstance

NOW, THEN = "seven quiet herons", "eight loud herons at dusk"


class Gate:
    """Changes the passphrase where the one until now is right."""

    def __init__(self) -> None:
        self.passphrase = NOW

    def change_passphrase(self, now: str, then: str) -> None:
        """Change it."""
        if now != self.passphrase:
            raise Circumstance("wrong_passphrase")
        self.passphrase = then


class Desk:
    """A window over which the page comes."""

    def __init__(self, qtbot: QtBot, theme: Theme, resources: Path, runner: Runner) -> None:
        self.qtbot = qtbot
        self.gate = Gate()
        self.window = MainWindow(theme, Icons(resources / "icons"), UTC)
        qtbot.addWidget(self.window)
        self.work = QWidget()
        self.window.add_page("work", self.work)
        self.window.show()
        self.window.show_page("work")
        failures = Failures(lambda: "1")
        self.changing = PassphraseChanging(theme, self.window, self.gate, runner, failures)
        self.window.passphrase_requested.emit()

    def write(self, *texts: str) -> None:
        """Fill the fields in their order."""
        page = self.window.findChild(PassphrasePage)
        assert page is not None
        for field, text in zip(page.findChildren(QLineEdit), texts, strict=True):
            field.setText(text)

    def button(self, words: str) -> QAbstractButton:
        """Find a button that is seen."""
        buttons = self.window.findChildren(QAbstractButton)
        [found] = [b for b in buttons if b.isVisible() and b.text() == words]
        return found

    def reads(self, words: str) -> bool:
        """Tell whether something that is seen says this."""
        labels = self.window.findChildren(QLabel)
        return any(words in label.text() for label in labels if label.isVisible())


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, resources: Path) -> Iterator[Desk]:
    """A desk at which somebody wants another passphrase."""
    runner = Runner()
    yield Desk(qtbot, theme, resources, runner)
    runner.close()


def test_it_is_changed_and_the_work_is_there_again(qtbot: QtBot, desk: Desk) -> None:
    assert not desk.work.isVisible()
    desk.write(NOW, THEN, THEN)
    QTest.mouseClick(desk.button("Change"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(desk.work.isVisible)
    assert desk.gate.passphrase == THEN


def test_a_wrong_one_is_told_and_nothing_is_changed(qtbot: QtBot, desk: Desk) -> None:
    desk.write("nine herons", THEN, THEN)
    QTest.mouseClick(desk.button("Change"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.reads("That is not the passphrase."))
    assert desk.gate.passphrase == NOW
    assert not desk.work.isVisible()


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ((NOW, "short", "short"), "At least 15 characters, such as five words; 5 so far"),
        ((NOW, THEN, THEN + "!"), "not the same yet"),
        (("", THEN, THEN), "until now is needed"),
    ],
)
def test_until_all_is_there_it_says_what_is_missing(
    desk: Desk, texts: tuple[str, str, str], why: str
) -> None:
    desk.write(*texts)
    assert not desk.button("Change").isEnabled()
    assert desk.reads(why)


def test_it_can_be_left_as_it_is(desk: Desk) -> None:
    QTest.mouseClick(desk.button("Leave it as it is"), Qt.MouseButton.LeftButton)
    assert desk.work.isVisible()
    assert desk.gate.passphrase == NOW
