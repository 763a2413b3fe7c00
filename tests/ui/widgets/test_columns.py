"""Columns read cells from frozen rows, sort them, and share the width."""

from typing import Any

import pytest

from nurseapp.desktop.ui.widgets.columns import Column, cell_of, in_order
from nurseapp.desktop.ui.widgets.fitting import fitted
from tests.ui.widgets.conftest import DUE, OVERDUE, Row


def column(columns: tuple[Column[Row], ...], name: str) -> Column[Row]:
    return next(column for column in columns if column.name == name)


def test_a_cell_of_chips_says_their_words(columns: tuple[Column[Row], ...]) -> None:
    row = Row(id=1, name="Chen, Wei", chips=(OVERDUE, DUE))
    cell = cell_of(column(columns, "status"), row)
    assert cell.chips == (OVERDUE, DUE)
    assert cell.words == "2 days overdue, Stay 13 d"


def test_rows_sort_by_their_raw_values(
    columns: tuple[Column[Row], ...],
) -> None:
    rows = [Row(id=n, name=str(n), score=score) for n, score in enumerate((9, 14, 3))]
    ordered = in_order(rows, column(columns, "score"), descending=True)
    assert [row.score for row in ordered] == [14, 9, 3]


@pytest.mark.parametrize("descending", [False, True])
def test_what_is_not_known_comes_last_either_way(
    columns: tuple[Column[Row], ...], rows: tuple[Row, ...], descending: bool
) -> None:
    ordered = in_order(rows, column(columns, "score"), descending=descending)
    assert ordered[-1].score is None


def test_a_column_without_raw_values_cannot_sort(columns: tuple[Column[Row], ...]) -> None:
    with pytest.raises(ValueError, match="status"):
        in_order((), column(columns, "status"), descending=False)


def some(*widths: int, grows: int | None = None, may_hide: int | None = None) -> list[Column[Any]]:
    return [
        Column(name=str(n), title="", width=width, grows=n == grows, may_hide=n == may_hide)
        for n, width in enumerate(widths)
    ]


def test_what_is_left_over_goes_to_the_column_that_grows() -> None:
    assert fitted(some(100, 100, 100, grows=1), 400, 1.0) == [100, 200, 100]


def test_without_one_that_grows_it_goes_to_the_last() -> None:
    assert fitted(some(100, 100), 300, 1.0) == [100, 200]


def test_columns_shrink_together_before_anything_hides() -> None:
    assert fitted(some(100, 100, may_hide=1), 160, 1.0) == [80, 80]


def test_a_column_that_may_hide_goes_when_shrinking_is_not_enough() -> None:
    assert fitted(some(100, 100, 100, may_hide=1), 200, 1.0) == [100, None, 100]


def test_when_nothing_more_may_go_the_table_scrolls_at_the_least_widths() -> None:
    assert fitted(some(100, 100), 100, 1.0) == [72, 72]


def test_widths_grow_with_the_zoom() -> None:
    assert fitted(some(100, 100), 300, 1.5) == [150, 150]
