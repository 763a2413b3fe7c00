"""The columns of a table: a name, a heading, and how a row's cell is read from a frozen row.

Must not format values by itself: the room hands in the functions. Read by RowsModel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Generic, TypeVar

from nurseapp.desktop.ui.widgets.chip_face import ChipFace

R = TypeVar("R")


class Emphasis(Enum):
    """How loudly the words of a cell speak."""

    PLAIN = auto()
    STRONG = auto()
    DIM = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[R]):
    """One column over rows of one type.

    Attributes:
        name: stays the same in every language; named by `sort_asked`.
        words: the cell's text; None where the chips say it all.
        sort: the raw value to sort by; None when the column cannot be sorted.
        width: in pixels of the design; shrinks to 72 % before columns hide or the table scrolls.
        may_hide: goes, the last such column first, before the table would scroll sideways; for
            what the preview and the opened thing show as well.
        grows: takes a share of the width left over; without any such column the last one does.
        numeric: the words stand at the trailing edge.
    """

    name: str
    title: str
    words: Callable[[R], str] | None = None
    chips: Callable[[R], tuple[ChipFace, ...]] | None = None
    sort: Callable[[R], Any] | None = None
    emphasis: Emphasis = Emphasis.PLAIN
    width: int = 120
    grows: bool = False
    may_hide: bool = False
    numeric: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a cell shows: chips where there are any, else words."""

    words: str
    chips: tuple[ChipFace, ...] = ()
    emphasis: Emphasis = Emphasis.PLAIN
    numeric: bool = False


def cell_of(column: Column[R], row: R) -> Cell:
    """Read one cell of a row."""
    chips = column.chips(row) if column.chips else ()
    words = column.words(row) if column.words else ", ".join(chip.words for chip in chips)
    return Cell(words=words, chips=chips, emphasis=column.emphasis, numeric=column.numeric)


def in_order(rows: Iterable[R], column: Column[R], *, descending: bool) -> tuple[R, ...]:
    """Sort rows by a column; rows whose value is None come last either way.

    Raises ValueError when the column cannot be sorted.
    """
    if column.sort is None:
        raise ValueError(f"column {column.name} cannot be sorted")
    rows = tuple(rows)
    known = [row for row in rows if column.sort(row) is not None]
    unknown = [row for row in rows if column.sort(row) is None]
    return (*sorted(known, key=column.sort, reverse=descending), *unknown)
