"""The frame shows the page it is told, with its keys, and asks for everything else."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.frame.command_palette import CommandPalette
from nurseapp.desktop.ui.frame.connection import Connection, ConnectionFace
from nurseapp.desktop.ui.frame.frame_status_bar import FrameStatusBar
from nurseapp.desktop.ui.frame.key_sheet import KeySheet
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.frame.rail_button import RailButton
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.theme.palette import Scheme
from nurseapp.desktop.ui.theme.theme import LookChoice, Theme
from nurseapp.desktop.ui.widgets.elided_label import ElidedLabel

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def menus(window: MainWindow) -> dict[str, list[str]]:
    """Return the words in each menu, without mnemonics and lines."""
    return {
        menu.title().replace("&", ""): [
            action.text().replace("&", "") for action in menu.actions() if action.text()
        ]
        for menu in window.menuBar().findChildren(QMenu)
        if menu.title()
    }


def action(window: MainWindow, words: str) -> QAction:
    commands = window.menus.commands()
    return next(command.action for command in commands if command.words == words)


def test_the_title_names_no_patient(window: MainWindow) -> None:
    assert window.windowTitle() == "nurseapp"


def test_every_menu_has_a_mnemonic(window: MainWindow) -> None:
    titles = [action.text() for action in window.menuBar().actions()]
    assert titles == ["&File", "&Edit", "&Case", "&View", "&Go", "&Help"]


def test_a_pages_actions_stand_in_the_menus_while_it_is_shown(window: MainWindow) -> None:
    assert menus(window)["File"] == ["Print list", "Sync now", "Lock", "Change passphrase…", "Quit"]
    assert menus(window)["Case"] == ["New contact"]
    window.show_page("today", PlaceName.TODAY)
    assert menus(window)["File"] == ["Sync now", "Lock", "Change passphrase…", "Quit"]
    assert menus(window)["Case"] == ["Open a case to act on it"]


def test_a_page_that_is_not_shown_has_no_keys(
    qtbot: QtBot, window: MainWindow, caseload: QWidget
) -> None:
    add = caseload.actions()[0]
    with qtbot.waitSignal(add.triggered):
        QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    window.show_page("today", PlaceName.TODAY)
    with qtbot.assertNotEmitted(add.triggered):
        QTest.keyClick(window, Qt.Key.Key_N, CTRL)


def test_a_page_is_asked_where_its_keys_work_before_any_field_is_given_them(
    window: MainWindow,
) -> None:
    page, search, rows = QWidget(), QLineEdit(), QLineEdit()
    column = QVBoxLayout(page)
    column.addWidget(search)
    column.addWidget(rows)
    window.add_page("team", page)
    page.setFocusProxy(rows)
    window.show_page("team", PlaceName.TEAM)
    assert rows.hasFocus()


def test_no_two_commands_share_a_key(window: MainWindow) -> None:
    keys = [
        key.toString() for command in window.menus.commands() for key in command.action.shortcuts()
    ]
    assert len(keys) == len(set(keys))


def test_an_unknown_page_is_refused(window: MainWindow) -> None:
    with pytest.raises(KeyError):
        window.show_page("nowhere")


@pytest.mark.parametrize(("number", "name"), list(enumerate(PlaceName, start=1)))
def test_control_and_a_digit_ask_for_a_place(
    qtbot: QtBot, window: MainWindow, number: int, name: PlaceName
) -> None:
    with qtbot.waitSignal(window.place_chosen) as chosen:
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), CTRL)
    assert chosen.args == [name]


def test_a_nurse_has_no_team_to_go_to(qtbot: QtBot, window: MainWindow) -> None:
    window.set_person("Amara Osei, RN", team=False)
    assert "Team" not in menus(window)["Go"]
    with qtbot.assertNotEmitted(window.place_chosen):
        QTest.keyClick(window, Qt.Key.Key_5, CTRL)
    with qtbot.waitSignal(window.place_chosen) as chosen:
        QTest.keyClick(window, Qt.Key.Key_6, CTRL)
    assert chosen.args == ["sync"]


def test_showing_a_page_lights_its_place_and_gives_it_the_focus(window: MainWindow) -> None:
    lit = [b.accessibleName() for b in window.rail.findChildren(RailButton) if b.isChecked()]
    assert lit == ["Caseload"]
    assert isinstance(window.focusWidget(), QLineEdit)


def test_locking_and_syncing_are_asked_for(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.lock_requested):
        QTest.keyClick(window, Qt.Key.Key_K, CTRL | ALT)
    with qtbot.waitSignal(window.sync_requested):
        QTest.keyClick(window, Qt.Key.Key_F9)


def test_f6_goes_between_rail_and_page(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert isinstance(window.focusWidget(), RailButton)
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert isinstance(window.focusWidget(), QLineEdit)


def test_looks_and_zoom_are_chosen_in_the_view_menu(window: MainWindow, theme: Theme) -> None:
    action(window, "Dark").trigger()
    assert theme.choice == LookChoice(scheme=Scheme.DARK)
    assert action(window, "Dark").isChecked()
    action(window, "Look of the system").trigger()
    assert theme.choice == LookChoice(scheme=None)
    QTest.keyClick(window, Qt.Key.Key_Equal, CTRL)
    assert theme.choice.zoom == 110
    QTest.keyClick(window, Qt.Key.Key_0, CTRL)
    assert theme.choice.zoom == 100


def test_cutting_and_pasting_happen_where_the_focus_is(window: MainWindow) -> None:
    field = window.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    action(window, "Cut").trigger()
    assert field.text() == ""
    action(window, "Paste").trigger()
    assert field.text() == "Okafor"


@pytest.mark.parametrize(("width", "is_wide"), [(1366, True), (1199, False)])
def test_the_rail_folds_to_icons_where_the_window_is_narrow(
    window: MainWindow, width: int, is_wide: bool
) -> None:
    window.resize(width, 768)
    assert (window.rail.width() == 188) is is_wide


def test_the_rail_folds_where_the_zoom_makes_room_scarce(window: MainWindow, theme: Theme) -> None:
    for _ in range(3):
        theme.zoom_in()
    assert window.rail.width() == 84


def test_the_status_bar_says_what_it_is_given(window: MainWindow) -> None:
    moment = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)
    window.set_connection(
        ConnectionFace(connection=Connection.OFFLINE, as_of=moment, last_synced=moment, waiting=3)
    )
    window.set_marks(is_example=True)
    bar = window.findChild(FrameStatusBar)
    assert bar is not None
    said = [label.text() for label in bar.findChildren(ElidedLabel)]
    assert said == [
        "Offline. Last synced 14:02. 3 waiting",
        "Example organisation — not actual people",
    ]
    window.set_marks(is_example=False)
    assert "Example" not in " ".join(label.text() for label in bar.findChildren(ElidedLabel))


def test_a_curtain_covers_the_work_and_silences_its_keys(
    qtbot: QtBot, window: MainWindow, caseload: QWidget
) -> None:
    curtain = QLineEdit()
    window.cover(curtain)
    assert curtain.isVisible()
    assert not caseload.isVisible()
    assert not window.menuBar().isVisible()
    with (
        qtbot.assertNotEmitted(window.sync_requested),
        qtbot.assertNotEmitted(caseload.actions()[0].triggered),
    ):
        QTest.keyClick(window, Qt.Key.Key_F9)
        QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    assert curtain is window.focusWidget()
    window.uncover(curtain)
    assert caseload.isVisible()
    assert window.menuBar().isVisible()
    assert window.focusWidget() is caseload.focusProxy()
    window.uncover(curtain)
    assert caseload.isVisible()


def test_a_cover_that_is_taken_away_under_another_shows_nothing(
    window: MainWindow, caseload: QWidget
) -> None:
    page, curtain = QLineEdit(), QLineEdit()
    window.cover(page)
    window.cover(curtain)
    window.uncover(page)
    assert curtain.isVisible()
    assert not caseload.isVisible()
    assert not window.menuBar().isVisible()
    window.uncover(curtain)
    assert caseload.isVisible()
    assert window.menuBar().isVisible()
    assert window.focusWidget() is caseload.focusProxy()


def test_the_command_palette_finds_by_any_part_and_runs(
    qtbot: QtBot, window: MainWindow, caseload: QWidget
) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    palette = window.findChild(CommandPalette)
    assert palette is not None
    assert "New contact" in palette.shown_words()
    field = palette.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "con new")
    assert palette.shown_words() == ["New contact"]
    with qtbot.waitSignal(caseload.actions()[0].triggered):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert not palette.isVisible()


def test_the_command_palette_offers_only_what_can_be_done(
    window: MainWindow, caseload: QWidget
) -> None:
    caseload.actions()[0].setEnabled(False)
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    palette = window.findChild(CommandPalette)
    assert palette is not None
    assert "New contact" not in palette.shown_words()


def test_in_the_command_palette_down_goes_to_the_next(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    palette = window.findChild(CommandPalette)
    assert palette is not None
    field = palette.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "go")
    second = action(window, palette.shown_words()[1])
    QTest.keyClick(field, Qt.Key.Key_Down)
    with qtbot.waitSignal(second.triggered):
        QTest.keyClick(field, Qt.Key.Key_Return)


def test_nothing_found_runs_nothing(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    palette = window.findChild(CommandPalette)
    assert palette is not None
    field = palette.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "zzz")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_the_sheet_of_keys_lists_the_pages_own_and_every_command(
    qtbot: QtBot, window: MainWindow
) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(KeySheet)
    assert sheet is not None
    words = sheet.shown_keys()
    assert words["Preview"] == "Space"
    assert words["New contact"] == "Ctrl+N"
    assert words["Lock"] == "Ctrl+Alt+K"
    sheet.activateWindow()
    qtbot.waitUntil(sheet.isActiveWindow)
    QTest.keyClick(sheet, Qt.Key.Key_F1)
    assert not sheet.isVisible()


def test_dialogs_go_away_once_they_are_closed(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(KeySheet)
    assert sheet is not None
    sheet.close()
    qtbot.waitUntil(lambda: not window.findChildren(QDialog))
