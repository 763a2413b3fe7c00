"""The page of the summary: goals, what is next, what happened, what others measured.

Must not change anything: it says what somebody wants to do or to see.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.case.plan.plan_tree import HEAD_PX, ROW_PX, PlanTree
from nurseapp.desktop.ui.case.side_by_side import SideBySide
from nurseapp.desktop.ui.case.summary.fact_lines import FactLines
from nurseapp.desktop.ui.case.summary.happened_panel import HappenedPanel
from nurseapp.desktop.ui.case.summary.next_panel import NextPanel
from nurseapp.desktop.ui.case.summary.summary_actions import SummaryActions
from nurseapp.desktop.ui.case.summary.summary_words import goals_at_a_glance
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.line_list import TextLine
from nurseapp.desktop.ui.widgets.panel import Panel

SIDE_PX = 340
GOAL_ROWS = 6


class SummaryView(QWidget):
    """Show a case at a glance.

    Attributes:
        next, happened: its parts.

    Signals:
        line_opened(object): the id of a problem or a goal.
    """

    line_opened = Signal(object)

    def __init__(
        self,
        theme: Theme,
        actions: SummaryActions,
        safety: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._safety = _Alert(theme, ChipKind.SAFETY, safety, self)
        self._conflicts = _Alert(theme, ChipKind.DUE, actions.conflicts, self)
        self._tree = PlanTree(theme, self)
        self._tree.setAccessibleName(self.tr("Problems and goals"))
        self._goals = Panel("", self)
        self._goals.set_title(self.tr("Problems and goals"), self.tr("Enter opens the plan"))
        self._no_goals = QLabel(self.tr("No plan yet. It begins on the Plan tab, Alt+2."), self)
        self.next = NextPanel(theme, actions, self)
        self.happened = HappenedPanel(theme, self)
        self._results = FactLines(theme, self.tr("Last results"), 4, self)
        self._medicines = FactLines(theme, self.tr("Medicines and allergies"), 5, self)
        self._foot = QLabel(self)
        self._lay_out()
        self._tree.activated.connect(self._tell_opened)
        theme.changed.connect(self._fit_goals)

    def show_goals(self, case: OpenCase) -> None:
        """Show problems and goals."""
        self._tree.set_plan(goals_at_a_glance(case.plan), case.today)
        self._tree.setVisible(bool(case.plan))
        self._no_goals.setVisible(not case.plan)
        self._shown = sum(1 + len(node.children) for node in case.plan)
        self._fit_goals()

    def show_alerts(self, safety: str, conflicts: str) -> None:
        """Say what is open and must not be overlooked; nothing where there is none."""
        self._safety.say(safety)
        self._conflicts.say(conflicts)

    def show_received(self, results: Sequence[TextLine], medicines: Sequence[TextLine]) -> None:
        """Show what was measured, and what others say the member takes and cannot bear."""
        self._results.set_lines(results, self.tr("No results yet"))
        self._medicines.set_lines(medicines, self.tr("No medicines recorded"))

    def set_foot(self, words: str) -> None:
        """Say what is saved and what waits."""
        self._foot.setText(words)

    def _lay_out(self) -> None:
        dress(self._no_goals, Look.DIM)
        dress(self._foot, Look.DIM)
        self._foot.setWordWrap(True)
        self._shown = 0
        self._goals.body.addWidget(self._tree)
        self._goals.body.addWidget(self._no_goals)
        main, side = QWidget(self), QWidget(self)
        left, right = QVBoxLayout(main), QVBoxLayout(side)
        for column in (left, right):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(12)
        for part in (self._safety, self._conflicts, self._goals):
            left.addWidget(part)
        left.addWidget(self.happened, 1)
        right.addWidget(self.next, 1)
        right.addWidget(self._results)
        right.addWidget(self._medicines)
        right.addWidget(self._foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(
            SideBySide(self._theme, main, side, side_px=SIDE_PX, folded_main_px=520, parent=self)
        )
        self.setFocusProxy(self.happened)

    def _fit_goals(self) -> None:
        """Show up to a few lines whole; more of them scroll."""
        px = self._theme.typography.px
        rows = max(1, min(self._shown, GOAL_ROWS))
        self._tree.setFixedHeight(px(HEAD_PX) + rows * px(ROW_PX) + 2)

    def _tell_opened(self, _index: QModelIndex) -> None:
        self.line_opened.emit(self._tree.chosen_id())


class _Alert(Panel):
    """One line that must not be overlooked, with the way to it."""

    def __init__(self, theme: Theme, kind: ChipKind, way: QAction, parent: QWidget) -> None:
        super().__init__("", parent)
        self._kind = kind
        self._line = StatusLine(theme, self)
        row = QHBoxLayout()
        row.addWidget(self._line, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(ActionButton(way, parent=self))
        self.body.addLayout(row)
        self.hide()

    def say(self, words: str) -> None:
        if words or not self.isHidden():
            self._line.set_face(ChipFace(kind=self._kind, words=words))
        self.setVisible(bool(words))
