"""Search field, states of a list, toast, labels and panels: each says what it is given."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.elided_label import ElidedLabel
from nurseapp.desktop.ui.widgets.panel import PageHeader, Panel, TableFrame
from nurseapp.desktop.ui.widgets.search_field import SearchField
from nurseapp.desktop.ui.widgets.states import EmptyState, FillingState, ProblemState
from nurseapp.desktop.ui.widgets.toast import Toast


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def test_every_keystroke_of_a_search_is_told(qtbot: QtBot, page: QWidget) -> None:
    field = SearchField("Search name", "/", page)
    told: list[str] = []
    field.search_changed.connect(told.append)
    QTest.keyClicks(field, "oka")
    assert told == ["o", "ok", "oka"]
    assert field.placeholderText() == "Search name   /"
    assert field.accessibleName() == "Search name"


def test_escape_empties_a_search_and_down_goes_on_to_the_list(qtbot: QtBot, page: QWidget) -> None:
    field = SearchField("Search name", "/", page)
    QTest.keyClicks(field, "oka")
    with qtbot.waitSignal(field.search_changed) as changed:
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert changed.args == [""]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        with qtbot.waitSignal(field.left_downwards):
            QTest.keyClick(field, key)


def test_its_key_leads_to_the_search_field(qtbot: QtBot, page: QWidget) -> None:
    field = SearchField("Search name", "/", page)
    other = QPushButton(page)
    for part in (field, other):
        part.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    other.setFocus()
    QTest.keyClick(other, Qt.Key.Key_Slash)
    assert field.hasFocus()


def test_an_empty_list_offers_the_act_that_fills_it(qtbot: QtBot, page: QWidget) -> None:
    state = EmptyState(page)
    add = QAction("Add goal", page)
    state.set_content("No goals yet", "A goal says what will be different.", add)
    (button,) = state.findChildren(QPushButton)
    with qtbot.waitSignal(add.triggered):
        button.click()
    state.set_content("No notes yet", "Notes stay in the order of time.")
    qtbot.waitUntil(lambda: not state.findChildren(QPushButton))
    assert state.accessibleName() == "No notes yet"


def test_a_problem_says_what_happened_what_is_safe_and_what_to_do(
    theme: Theme, page: QWidget
) -> None:
    state = ProblemState(theme, page)
    state.set_problem("The server did not answer.", "All is kept here.", "Try again later.")
    name = state.accessibleName()
    assert name == "The server did not answer. All is kept here. Try again later."


def test_a_problem_leaves_no_blank_line_for_what_is_not_said(theme: Theme, page: QWidget) -> None:
    state = ProblemState(theme, page)
    state.show()
    for safe in ("All is kept here.", ""):
        state.set_problem("That cannot be done.", safe, "Look again.")
        shown = [label.text() for label in state.findChildren(QLabel) if label.isVisible()]
        assert shown == list(filter(None, ["That cannot be done.", safe, "Look again."]))
    assert state.accessibleName() == "That cannot be done. Look again."


def test_filling_says_how_far_it_is(theme: Theme, page: QWidget) -> None:
    state = FillingState(page)
    state.set_progress(31, 62, "31 of 62 cases, about 20 s")
    bar = state.findChild(QProgressBar)
    assert bar is not None
    assert (bar.value(), bar.maximum()) == (31, 62)
    assert bar.accessibleName() == "31 of 62 cases, about 20 s"


@pytest.fixture
def undo(page: QWidget) -> QAction:
    action = QAction("Undo", page)
    action.setShortcut("Ctrl+Z")
    return action


def test_a_toast_offers_to_undo_and_goes_once_it_is_done(
    qtbot: QtBot, page: QWidget, undo: QAction
) -> None:
    toast = Toast(undo, page)
    assert not toast.isVisible()
    toast.say("Goal removed")
    assert toast.isVisible()
    assert toast.accessibleName() == "Goal removed"
    (button,) = toast.findChildren(QPushButton)
    assert button.text() == "Undo   Ctrl+Z"
    with qtbot.waitSignal(undo.triggered):
        button.click()
    assert not toast.isVisible()


def test_a_toast_stays_while_somebody_is_about_to_press_it(
    qtbot: QtBot, page: QWidget, undo: QAction
) -> None:
    toast = Toast(undo, page)
    toast.say("Goal removed")
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    (button,) = toast.findChildren(QPushButton)
    button.setFocus()
    toast.leave()
    assert toast.isVisible()
    button.clearFocus()
    toast.leave()
    assert not toast.isVisible()


def test_a_toast_stays_at_the_foot_of_its_page(page: QWidget, undo: QAction) -> None:
    toast = Toast(undo, page)
    toast.say("Goal removed")
    page.resize(900, 700)
    assert 600 < toast.geometry().bottom() < 700
    assert abs(toast.geometry().center().x() - 450) <= 1


def test_text_without_room_ends_in_an_ellipsis_and_can_be_read_in_its_tip(
    theme: Theme, page: QWidget
) -> None:
    label = ElidedLabel("Offline. Last synced 14:02. 3 waiting", page)
    label.resize(80, 20)
    label.grab()
    assert label.toolTip() == "Offline. Last synced 14:02. 3 waiting"
    label.resize(600, 20)
    label.grab()
    assert label.toolTip() == ""
    assert label.minimumSizeHint().width() < 80


def test_panels_and_headers_show_their_titles(theme: Theme, page: QWidget) -> None:
    panel = Panel("Goal", page)
    panel.set_title("Care plan", "version 4")
    panel.add_button(QPushButton("History"))
    assert panel.accessibleName() == "Care plan"
    header = PageHeader("Caseload", page)
    header.set_subtitle("62 cases")
    header.add_widget(QPushButton("Print"))
    words = {label.text() for label in (*panel.findChildren(ElidedLabel),)}
    assert words == {"version 4"}
    assert [label.text() for label in header.findChildren(ElidedLabel)] == ["62 cases"]


def test_a_table_fills_its_frame_inside_the_round_corners(theme: Theme, page: QWidget) -> None:
    content = QWidget()
    frame = TableFrame(content, page)
    frame.resize(300, 200)
    frame.show()
    assert frame.rect().adjusted(2, 5, -2, -5).contains(content.geometry().adjusted(1, 1, -1, -1))
