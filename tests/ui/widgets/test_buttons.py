"""Buttons say their key, are pressed by keys, and follow their action."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.theme.looks import Look
from nurseapp.desktop.ui.theme.palette import Scheme
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton, KeyButton
from nurseapp.desktop.ui.widgets.number_field import NumberField
from nurseapp.desktop.ui.widgets.push_button import PushButton


def scroll_up(widget: QWidget) -> None:
    spot = QPointF(widget.rect().center())
    turned = QWheelEvent(
        spot,
        QPointF(widget.mapToGlobal(spot)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, turned)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_key_stands_after_the_words_and_not_in_the_name(window: QWidget) -> None:
    button = KeyButton("Add goal", key="Ctrl+G", parent=window)
    assert button.text() == "Add goal   Ctrl+G"
    assert button.accessibleName() == "Add goal"


def test_other_words_keep_the_key(window: QWidget) -> None:
    button = KeyButton("As a table", key="T", parent=window)
    button.set_words("As a line")
    assert button.text() == "As a line   T"
    assert button.shortcut() == QKeySequence("T")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_as_the_space_bar_does(qtbot: QtBot, window: QWidget, key: Qt.Key) -> None:
    button = PushButton("Unlock", Look.PRIMARY, window)
    button.show()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, key)


def test_a_single_letter_key_does_not_act_while_somebody_types(
    qtbot: QtBot, window: QWidget
) -> None:
    button, line = KeyButton("As a table", key="T", parent=window), QLineEdit(window)
    for part in (button, line):
        part.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    line.setFocus()
    with qtbot.assertNotEmitted(button.clicked):
        QTest.keyClick(line, Qt.Key.Key_T)
    assert line.text() == "t"
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_T)


def test_a_button_of_an_action_shows_and_does_what_the_action_does(
    qtbot: QtBot, window: QWidget
) -> None:
    action = QAction("&Print list", window)
    action.setShortcut("Ctrl+P")
    button = ActionButton(action, parent=window)
    button.show()
    assert button.text() == "Print list   Ctrl+P"
    assert button.shortcut().isEmpty(), "the key is the action's alone"
    with qtbot.waitSignal(action.triggered):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_button_follows_its_action(window: QWidget) -> None:
    action = QAction("Sign", window)
    button = ActionButton(action, parent=window)
    action.setEnabled(False)
    action.setStatusTip("9 of 9 must be answered")
    action.setText("Sign at 9 of 9")
    assert not button.isEnabled()
    assert button.toolTip() == "9 of 9 must be answered"
    assert button.text() == "Sign at 9 of 9"
    action.setVisible(False)
    assert button.isHidden()


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("look", [Look.PLAIN, Look.PRIMARY, Look.LINK])
def test_the_focus_is_seen_on_every_button(
    qtbot: QtBot, theme: Theme, window: QWidget, look: Look, scheme: Scheme
) -> None:
    theme.choose_scheme(scheme)
    button, other = PushButton("Print", look, window), QLineEdit(window)
    column = QVBoxLayout(window)
    for part in (button, other):
        column.addWidget(part)
        part.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    other.setFocus()
    calm = button.grab().toImage()
    button.setFocus()
    ringed = button.grab().toImage()
    ring = QColor(theme.palette.on_accent if look is Look.PRIMARY else theme.palette.accent)
    changed = [
        ringed.pixelColor(x, y)
        for x in range(ringed.width())
        for y in range(ringed.height())
        if ringed.pixelColor(x, y) != calm.pixelColor(x, y)
    ]
    around = 2 * (ringed.width() + ringed.height()) - 48
    assert changed.count(ring) >= around


def test_targets_are_large_enough(window: QWidget) -> None:
    for look in (Look.PLAIN, Look.PRIMARY, Look.LINK):
        button = PushButton("Go", look, window)
        button.ensurePolished()
        assert button.sizeHint().height() >= 24


def test_scrolling_past_a_number_does_not_change_it(qtbot: QtBot, window: QWidget) -> None:
    field, other = NumberField("Confidence", 0, 10, window), QLineEdit(window)
    for part in (field, other):
        part.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    other.setFocus()
    scroll_up(field)
    assert field.value() == 0
    field.setFocus()
    scroll_up(field)
    assert field.value() == 1


@pytest.mark.parametrize("kind", [QPushButton, QCheckBox, QRadioButton])
def test_the_focus_has_one_ring_and_none_inside_it(
    qtbot: QtBot, theme: Theme, kind: type[QAbstractButton]
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    before, button = QLineEdit(page), kind(page)
    button.setText("Sign")
    button.setGeometry(20, 20, 160, 40)
    page.resize(200, 80)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert button.hasFocus()
    image = button.grab().toImage()
    inside = {image.pixelColor(x, 4).name() for x in range(12, 148)}
    across = {image.pixelColor(130, y).name() for y in range(4, 36)}
    assert len(inside | across) == 1
