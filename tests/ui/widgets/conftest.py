"""A list of people who do not exist, as a room would show it."""

from dataclasses import dataclass
from operator import attrgetter

import pytest
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.widgets.data_table import DataTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a list."""

    id: object
    name: str
    score: int | None = None
    chips: tuple[ChipFace, ...] = ()


OVERDUE = ChipFace(kind=ChipKind.OVERDUE, words="2 days overdue")
DUE = ChipFace(kind=ChipKind.DUE, words="Stay 13 d")


@pytest.fixture
def columns() -> tuple[Column[Row], ...]:
    return (
        Column(
            name="member",
            title="Member",
            words=attrgetter("name"),
            sort=attrgetter("name"),
            emphasis=Emphasis.STRONG,
            width=200,
        ),
        Column(name="status", title="Status", chips=attrgetter("chips"), width=240, grows=True),
        Column(
            name="score",
            title="Score",
            words=lambda row: "—" if row.score is None else str(row.score),
            sort=attrgetter("score"),
            numeric=True,
            width=80,
            may_hide=True,
        ),
    )


@pytest.fixture
def rows() -> tuple[Row, ...]:
    return (
        Row(id=2**40, name="Okafor, Ngozi", score=14, chips=(OVERDUE, DUE)),
        Row(id="b", name="Chen, Wei", score=None, chips=(DUE,)),
        Row(id="c", name="Silva, João", score=3),
    )


@pytest.fixture
def table(
    qtbot: QtBot, theme: Theme, columns: tuple[Column[Row], ...], rows: tuple[Row, ...]
) -> DataTable[Row]:
    """Show the list in a window of its own."""
    made = DataTable[Row](theme, columns, attrgetter("id"), "Caseload")
    qtbot.addWidget(made)
    made.set_rows(rows)
    made.resize(700, 300)
    made.show()
    return made
