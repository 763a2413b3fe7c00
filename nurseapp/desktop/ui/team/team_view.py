"""The page of the team: each nurse's caseload in one line. Must not add up anything itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nurseapp.desktop.services.caseloads import Filter, NurseLoad
from nurseapp.desktop.ui.caseload.line_words import cases_words
from nurseapp.desktop.ui.list_page import ListPage
from nurseapp.desktop.ui.team.code_panel import CodePanel
from nurseapp.desktop.ui.theme.looks import Look
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import TableFrame
from nurseapp.desktop.ui.wording.filling import filled

translate = QCoreApplication.translate


class TeamView(ListPage):
    """Show the team.

    Attributes:
        give_code: asks for a code for somebody's new computer; ``codes`` is where.

    Signals:
        nurse_opened(object): the user id of a nurse, empty for cases of nobody.
    """

    nurse_opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Team"), parent)
        self.table: DataTable[NurseLoad] = DataTable(
            theme, _columns(), lambda load: load.nurse or "", self.tr("Nurses"), self
        )
        self.empty.set_content(
            self.tr("No cases in this team yet"),
            self.tr("They appear here after the next sync, F9."),
        )
        self.give_code = QAction(self.tr("Code for a &new computer"), self)
        self.give_code.setShortcut(QKeySequence("Ctrl+Shift+N"))
        self.give_code.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.give_code.setMenuRole(QAction.MenuRole.NoRole)  # macOS would guess one
        self.addAction(self.give_code)
        self.codes = CodePanel(self)
        self.codes.put_away.connect(self.table.setFocus)
        self.lay_out((self.codes,), self._with_foot(TableFrame(self.table, self)), self.table)
        self.table.row_opened.connect(self.nurse_opened)

    def show_team(self, loads: Sequence[NurseLoad]) -> None:
        """Show the caseloads, in the order given."""
        nurses = self._nurses_words(sum(load.nurse is not None for load in loads))
        cases = cases_words(sum(load.cases for load in loads))
        self.header.set_subtitle(f"{nurses} · {cases}")
        self.table.set_rows(loads)
        if loads and self.table.chosen_id() is None:
            self.table.choose(loads[0].nurse or "")
        self.show_content(bool(loads))

    def _with_foot(self, table: QWidget) -> QWidget:
        """Put below the table what is wanted now and then: the head is full."""
        content = QWidget(self)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(ActionButton(self.give_code, look=Look.LINK, parent=content))
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(table, 1)
        column.addLayout(foot)
        return content

    def _nurses_words(self, count: int) -> str:
        return self.tr("1 nurse") if count == 1 else self.tr("%n nurses", "", count)


def _columns() -> tuple[Column[NurseLoad], ...]:
    return (
        Column(
            name="nurse",
            title=translate("team", "Nurse"),
            words=lambda load: load.name or translate("team", "Nobody yet"),
            emphasis=Emphasis.STRONG,
            width=220,
            grows=True,
        ),
        _number("cases", translate("team", "Cases"), lambda load: load.cases),
        _number("points", translate("team", "Points"), lambda load: load.points),
        Column(name="needs", title=translate("team", "Needs today"), chips=_needs, width=440),
        _count(Filter.SCREENING_DUE, translate("team", "Screening due")),
        _count(Filter.LONG_STAY, translate("team", "Over 10 days")),
    )


def _needs(load: NurseLoad) -> tuple[ChipFace, ...]:
    """Word what needs somebody today, the most needed first."""
    words = {
        Filter.SAFETY: (ChipKind.SAFETY, translate("team", "Safety %1")),
        Filter.OVERDUE: (ChipKind.OVERDUE, translate("team", "Overdue %1")),
        Filter.DUE_TODAY: (ChipKind.DUE, translate("team", "Due today %1")),
    }
    faces = tuple(
        ChipFace(kind=kind, words=filled(said, load.counts[shown]))
        for shown, (kind, said) in words.items()
        if load.counts[shown]
    )
    return faces or (ChipFace(kind=ChipKind.ON_TIME, words=translate("team", "On time")),)


def _count(shown: Filter, title: str) -> Column[NurseLoad]:
    return _number(shown.value, title, lambda load: load.counts[shown])


def _number(name: str, title: str, number: Callable[[NurseLoad], int]) -> Column[NurseLoad]:
    return Column(
        name=name, title=title, words=lambda load: str(number(load)), width=110, numeric=True
    )
