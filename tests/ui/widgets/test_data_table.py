"""The table shows what it is given and tells what the nurse does, by ids."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.columns import Column
from nurseapp.desktop.ui.widgets.data_table import ROW_PX, DataTable
from nurseapp.desktop.ui.widgets.rows_model import Role, RowsModel
from tests.ui.widgets.conftest import Row


def test_the_model_keeps_qts_rules_while_rows_come_and_go(
    qtbot: QtBot, columns: tuple[Column[Row], ...], rows: tuple[Row, ...]
) -> None:
    model = RowsModel(columns, lambda row: row.id)
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    for shown in ((), rows, rows[:1], ()):
        model.set_rows(shown)
        assert tester.model().rowCount() == len(shown)


def test_a_cell_gives_its_words_its_raw_value_and_its_rows_id(table: DataTable[Row]) -> None:
    score = table.model().index(0, 2)
    assert score.data() == "14"
    assert score.data(Role.SORT) == 14
    assert score.data(Role.ROW_ID) == 2**40
    assert table.model().index(0, 1).data(Role.SORT) is None
    assert score.data(Qt.ItemDataRole.DecorationRole) is None
    assert table.model().data(QModelIndex()) is None


def test_a_screen_reader_finds_headings_and_a_name(table: DataTable[Row]) -> None:
    horizontal = Qt.Orientation.Horizontal
    assert table.accessibleName() == "Caseload"
    assert [table.model().headerData(n, horizontal) for n in range(3)] == [
        "Member",
        "Status",
        "Score",
    ]
    assert table.model().headerData(0, Qt.Orientation.Vertical) is None


def test_enter_opens_the_chosen_row_even_with_a_large_id(
    qtbot: QtBot, table: DataTable[Row]
) -> None:
    table.setFocus()
    with qtbot.waitSignal(table.row_opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [2**40]


def test_the_space_bar_asks_for_a_preview(qtbot: QtBot, table: DataTable[Row]) -> None:
    table.choose("b")
    with qtbot.waitSignal(table.row_previewed) as previewed:
        QTest.keyClick(table, Qt.Key.Key_Space)
    assert previewed.args == ["b"]


def test_a_double_click_opens(qtbot: QtBot, table: DataTable[Row]) -> None:
    spot = table.visualRect(table.model().index(1, 0)).center()
    with qtbot.waitSignal(table.row_opened) as opened:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert opened.args == ["b"]


def test_j_and_k_move_as_the_arrows_do_and_stop_at_the_ends(
    qtbot: QtBot, table: DataTable[Row]
) -> None:
    table.choose("b")
    QTest.keyClick(table, Qt.Key.Key_J)
    QTest.keyClick(table, Qt.Key.Key_J)
    assert table.chosen_id() == "c"
    for _ in range(4):
        QTest.keyClick(table, Qt.Key.Key_K)
    assert table.chosen_id() == 2**40
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.chosen_id() == "b"


def test_choosing_is_told(qtbot: QtBot, table: DataTable[Row]) -> None:
    with qtbot.waitSignal(table.row_chosen) as chosen:
        table.choose("c")
    assert chosen.args == ["c"]


def test_filling_says_nothing_and_keeps_the_chosen_row(
    qtbot: QtBot, table: DataTable[Row], rows: tuple[Row, ...]
) -> None:
    table.choose("c")
    with qtbot.assertNotEmitted(table.row_chosen), qtbot.assertNotEmitted(table.row_opened):
        table.set_rows((replace(rows[2], name="Silva, J."), rows[0]))
    assert table.chosen_id() == "c"
    assert table.currentIndex().row() == 0


def test_a_chosen_row_that_is_gone_is_no_longer_chosen(
    table: DataTable[Row], rows: tuple[Row, ...]
) -> None:
    table.choose("c")
    table.set_rows(rows[:2])
    assert table.chosen_id() is None
    table.choose("c")
    assert table.chosen_id() is None


def test_keys_on_an_empty_list_do_nothing(qtbot: QtBot, table: DataTable[Row]) -> None:
    table.set_rows(())
    with qtbot.assertNotEmitted(table.row_opened), qtbot.assertNotEmitted(table.row_previewed):
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_J):
            QTest.keyClick(table, key)


def test_a_heading_asks_for_order_and_then_for_the_reverse(
    qtbot: QtBot, table: DataTable[Row]
) -> None:
    header = table.horizontalHeader()
    with qtbot.waitSignal(table.sort_asked) as asked:
        header.sectionClicked.emit(0)
    assert asked.args == ["member", False]
    table.show_sorted("member", descending=False)
    assert table.model().headerData(0, Qt.Orientation.Horizontal) == "Member ↑"
    with qtbot.waitSignal(table.sort_asked) as asked:
        header.sectionClicked.emit(0)
    assert asked.args == ["member", True]


def test_a_heading_without_raw_values_does_not_ask(qtbot: QtBot, table: DataTable[Row]) -> None:
    with qtbot.assertNotEmitted(table.sort_asked):
        table.horizontalHeader().sectionClicked.emit(1)


def test_rows_grow_with_the_zoom(theme: Theme, table: DataTable[Row]) -> None:
    assert table.rowHeight(0) == ROW_PX
    for _ in range(5):
        theme.zoom_in()
    assert table.rowHeight(0) == 2 * ROW_PX


@pytest.mark.parametrize(("width", "is_hidden"), [(700, False), (330, True)])
def test_what_the_preview_shows_too_hides_where_the_table_would_scroll(
    table: DataTable[Row], width: int, is_hidden: bool
) -> None:
    table.resize(width, 300)
    assert table.isColumnHidden(2) is is_hidden
    assert not table.horizontalScrollBar().isVisible()


def test_a_row_begins_where_reading_begins(table: DataTable[Row]) -> None:
    table.resize(700, 200)

    def first_ink() -> tuple[int, int]:
        image = table.viewport().grab().toImage()
        dark = [
            x
            for x in range(image.width())
            for y in range(4, 30)
            if image.pixelColor(x, y).lightness() < 60
        ]
        return min(dark), image.width() - max(dark)

    left, _ = first_ink()
    table.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    _, right = first_ink()
    assert 0 < left < 30
    assert 0 < right < 30


def test_the_chosen_row_is_tinted_and_no_other(theme: Theme, table: DataTable[Row]) -> None:
    table.choose("b")
    image = table.viewport().grab().toImage()
    tint = QColor(theme.palette.soft).rgb()
    height = table.rowHeight(0)
    tinted = [image.pixel(3, place * height + height // 2) == tint for place in range(3)]
    assert tinted == [False, True, False]
