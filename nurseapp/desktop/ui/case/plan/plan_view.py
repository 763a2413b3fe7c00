"""The page of the plan: tree and editor side by side, and what was received but is not in it.

Must not change the plan: it says what somebody wants to do.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.case.plan.plan_actions import PlanActions
from nurseapp.desktop.ui.case.plan.plan_editor import PlanEditor
from nurseapp.desktop.ui.case.plan.plan_tree import PlanTree
from nurseapp.desktop.ui.case.side_by_side import SideBySide
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.elided_label import ElidedLabel
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.widgets.states import EmptyState
from nurseapp.desktop.ui.widgets.toast import Toast
from nurseapp.domain.barrier import Barrier
from nurseapp.domain.care_plan import PlanRecord
from nurseapp.domain.goal import Goal
from nurseapp.domain.intervention import Intervention
from nurseapp.domain.problem import Problem

EDITOR_PX = 330


class PlanView(QWidget):
    """Show a plan and the editor of its chosen line.

    Attributes:
        tree, editor: its two parts.

    Signals:
        kind_chosen(object): somebody chose from the menu what to add: a type.
    """

    kind_chosen = Signal(object)

    def __init__(self, theme: Theme, actions: PlanActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = PlanTree(theme, self)
        self.editor = PlanEditor(theme, self.tree, self)
        self._panel = Panel(self.tr("Care plan"), self)
        self._add = ActionButton(actions.add, look=Look.PRIMARY, parent=self)
        self._panel.add_button(ActionButton(actions.print_plan, parent=self))
        self._panel.add_button(self._add)
        self._empty = EmptyState(self)
        self._received = ElidedLabel("", self)
        self._received_row = QWidget(self)
        self._kinds = QMenu(self)
        self._choices: Mapping[type[PlanRecord], QAction] = {
            Problem: self._kinds.addAction(self.tr("&Problem")),
            Goal: self._kinds.addAction(self.tr("&Goal")),
            Intervention: self._kinds.addAction(self.tr("&Intervention")),
            Barrier: self._kinds.addAction(self.tr("&Barrier")),
        }
        self._kinds.triggered.connect(self._tell_kind)
        self._toast = Toast(actions.undo, self)
        self._lay_out(theme, actions)

    def show_plan(self, case: OpenCase) -> None:
        """Show the tree of a case."""
        self._panel.set_title(self.tr("Care plan"), self._count(case))
        self.tree.set_plan(case.plan, case.today)
        self._parts.setCurrentIndex(0 if case.plan else 1)

    def set_received(self, words: str) -> None:
        """Offer a received condition, or nothing."""
        self._received.set_text(words)
        self._received_row.setVisible(bool(words))

    def ask_kind(self, offered: tuple[type[PlanRecord], ...], likely: type[PlanRecord]) -> None:
        """Open the menu of what can be added here, the likeliest ready to be taken by Enter."""
        for kind, action in self._choices.items():
            action.setEnabled(kind in offered)
        below = QPoint(0, self._add.height() + 4)
        self._kinds.popup(self._add.mapToGlobal(below))
        self._kinds.setActiveAction(self._choices[likely])

    def say_done(self, words: str) -> None:
        """Say what was done and can be undone."""
        self._toast.say(words)

    def say_undone(self, words: str) -> None:
        """Say what was taken back; that offers nothing more, so it is only read aloud."""
        self._toast.hide()
        announce(self, words)

    def _lay_out(self, theme: Theme, actions: PlanActions) -> None:
        trees = QWidget(self._panel)
        self._parts = QStackedLayout(trees)
        self._parts.addWidget(self.tree)
        self._parts.addWidget(self._empty)
        self._empty.set_content(
            self.tr("No plan yet"), self.tr("A problem comes first, then its goals."), actions.add
        )
        dress(self._received, Look.DIM)
        row = QHBoxLayout(self._received_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._received, 1)
        row.addWidget(ActionButton(actions.next_received, look=Look.LINK, parent=self))
        row.addWidget(ActionButton(actions.accept, parent=self))
        self._received_row.hide()
        self._panel.body.addWidget(trees, 1)
        self._panel.body.addWidget(self._received_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            SideBySide(theme, self._panel, self.editor, side_px=EDITOR_PX, parent=self)
        )
        self.setFocusProxy(self.tree)

    def _tell_kind(self, action: QAction) -> None:
        self.kind_chosen.emit(next(k for k, a in self._choices.items() if a is action))

    def _count(self, case: OpenCase) -> str:
        goals = sum(len(node.children) for node in case.plan)
        problems = self._counted_problems(len(case.plan))
        return f"{problems} · {self._counted_goals(goals)}" if case.plan else ""

    def _counted_problems(self, number: int) -> str:
        return self.tr("1 problem") if number == 1 else self.tr("%n problems", "", number)

    def _counted_goals(self, number: int) -> str:
        return self.tr("1 goal") if number == 1 else self.tr("%n goals", "", number)
