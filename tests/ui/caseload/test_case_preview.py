"""The preview shows the chosen case at a glance, beside the list or under it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.caseload.caseload_room import CaseloadRoom
from nurseapp.desktop.ui.frame.window import MainWindow
from tests.ui.table_words import headings


def is_beside(room: CaseloadRoom) -> bool:
    table, preview = room.view.table, room.view.preview
    return (
        preview.mapToGlobal(preview.rect().topLeft()).x()
        > table.mapToGlobal(table.rect().topRight()).x()
    )


def test_the_space_bar_shows_and_hides_the_preview(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow
) -> None:
    assert not room.view.preview.isVisible()
    QTest.keyClick(room.view.table, Qt.Key.Key_Space)
    assert room.view.preview.isVisible()
    assert room.view.table.hasFocus()
    QTest.keyClick(room.view.table, Qt.Key.Key_Space)
    assert not room.view.preview.isVisible()


def test_the_preview_says_in_full_what_the_line_says_and_follows_the_choice(
    room: CaseloadRoom, window: MainWindow
) -> None:
    QTest.keyClick(room.view.table, Qt.Key.Key_Space)
    QTest.keyClick(room.view.table, Qt.Key.Key_Down)
    assert room.view.preview.accessibleName() == "Marquez, Elena"
    assert room.view.preview.words() == {
        "Number": "N-2",
        "Programme": "Complex care",
        "Stage": "Plan",
        "Next": "Discharge barrier",
        "When": "Sat 28",
        "Last result": "—",
        "Language": "Portuguese",
        "Nurse": "Ana Lima",
    }


def test_beside_the_preview_columns_hide_that_the_preview_shows_too(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow
) -> None:
    QTest.keyClick(room.view.table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Last result" not in headings(room.view.table))
    assert headings(room.view.table)[:2] == ["Member", ""]
    assert not room.view.table.horizontalScrollBar().isVisible()


def test_the_preview_folds_under_the_list_in_a_narrow_window(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow
) -> None:
    QTest.keyClick(room.view.table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: is_beside(room))
    window.resize(980, 768)
    qtbot.waitUntil(lambda: not is_beside(room))
    assert room.view.preview.isVisible()


def test_without_a_chosen_case_the_preview_is_blank(
    qtbot: QtBot, room: CaseloadRoom, window: MainWindow
) -> None:
    QTest.keyClick(room.view.table, Qt.Key.Key_Space)
    with qtbot.waitSignal(room.listed):
        room.view.search_changed.emit("nobody")
    assert room.view.preview.accessibleName() == ""
