"""The page of the team: each nurse's caseload in one line. Must not add up anything itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from nurseapp.desktop.services.caseloads import Filter, NurseLoad
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import PageHeader, TableFrame
from nurseapp.desktop.ui.widgets.states import EmptyState

translate = QCoreApplication.translate


class TeamView(QWidget):
    """Show the team.

    Signals:
        nurse_opened(object): the user id of a nurse, empty for cases of nobody.
    """

    nurse_opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header = PageHeader(self.tr("Team"), self)
        self.table: DataTable[NurseLoad] = DataTable(
            theme, _columns(), lambda load: load.nurse or "", self.tr("Nurses"), self
        )
        self._empty = EmptyState(self)
        self._empty.set_content(
            self.tr("No cases in this team yet"),
            self.tr("They appear here after the next sync, F9."),
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(TableFrame(self.table, self))
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(self._header)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.table)
        self.table.row_opened.connect(self.nurse_opened)

    def show_team(self, loads: Sequence[NurseLoad]) -> None:
        """Show the caseloads, in the order given."""
        nurses = self.tr("%n nurses", "", sum(load.nurse is not None for load in loads))
        cases = self.tr("%n cases", "", sum(load.cases for load in loads))
        self._header.set_subtitle(f"{nurses} · {cases}")
        self.table.set_rows(loads)
        self._stack.setCurrentIndex(0 if loads else 1)


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
        Column(name="needs", title=translate("team", "Needs"), chips=_needs, width=420),
        _count(Filter.SCREENING_DUE, translate("team", "Screening due")),
        _count(Filter.LONG_STAY, translate("team", "Over 10 days")),
    )


def _needs(load: NurseLoad) -> tuple[ChipFace, ...]:
    """Word what needs somebody today, the most needed first."""
    counts = load.counts
    faces = []
    if counts[Filter.SAFETY]:
        words = translate("team", "Safety %1").replace("%1", str(counts[Filter.SAFETY]))
        faces.append(ChipFace(kind=ChipKind.SAFETY, words=words))
    if counts[Filter.OVERDUE]:
        words = translate("team", "Overdue %1").replace("%1", str(counts[Filter.OVERDUE]))
        faces.append(ChipFace(kind=ChipKind.OVERDUE, words=words))
    if counts[Filter.DUE_TODAY]:
        words = translate("team", "Due today %1").replace("%1", str(counts[Filter.DUE_TODAY]))
        faces.append(ChipFace(kind=ChipKind.DUE, words=words))
    if not faces:
        faces.append(ChipFace(kind=ChipKind.ON_TIME, words=translate("team", "On time")))
    return tuple(faces)


def _count(shown: Filter, title: str) -> Column[NurseLoad]:
    return _number(shown.value, title, lambda load: load.counts[shown])


def _number(name: str, title: str, number: Callable[[NurseLoad], int]) -> Column[NurseLoad]:
    return Column(
        name=name, title=title, words=lambda load: str(number(load)), width=110, numeric=True
    )
