"""What is next with the member: planned appointments, and a line to plan another.

Must not plan anything: it says what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from nurseapp.desktop.ui.case.editor_fields import DayField, TextField
from nurseapp.desktop.ui.case.summary.summary_actions import SummaryActions
from nurseapp.desktop.ui.case.summary.summary_words import Upcoming
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton, KeyButton
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import Panel


class NextPanel(Panel):
    """Show what is planned.

    Signals:
        planned(str, object): a purpose and a date.
    """

    planned = Signal(str, object)

    def __init__(
        self, theme: Theme, actions: SummaryActions, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Next"))
        self._table: DataTable[Upcoming] = DataTable(
            theme,
            (
                Column(
                    name="when",
                    title=self.tr("When"),
                    words=lambda a: a.when,
                    emphasis=Emphasis.DIM,
                    width=116,
                ),
                Column(name="what", title=self.tr("What"), words=lambda a: a.what, grows=True),
            ),
            lambda upcoming: upcoming.appointment.id,
            self.tr("Next"),
            self,
        )
        self._table.horizontalHeader().hide()
        self._table.setMinimumHeight(theme.typography.px(38))
        self._nothing = QLabel(self.tr("Nothing is planned."), self)
        dress(self._nothing, Look.DIM)
        self._what = TextField(self.tr("What"), self)
        self._when = DayField(theme, self.tr("When"), self)
        self._add = KeyButton(self.tr("Plan"), parent=self)
        self._row = QWidget(self)
        self._lay_out(actions)
        self._add.clicked.connect(self._plan)
        actions.plan_next.triggered.connect(self._open_row)

    def set_upcoming(self, rows: Sequence[Upcoming], today: date) -> None:
        """Show what is planned, the next first."""
        self._table.set_rows(rows)
        self._table.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        self._when.set_today(today)

    def chosen_id(self) -> object | None:
        """Give the id of the chosen appointment; the first where none is chosen."""
        return self._table.chosen_id()

    def half_typed(self) -> dict[str, str]:
        """Give what stands in the line that plans; empty where it is closed."""
        if self._row.isHidden():
            return {}
        return {"what": self._what.draft(), "when": self._when.draft()}

    def is_unsaved(self) -> bool:
        """Tell whether the line that plans says something."""
        return not self._row.isHidden() and bool(self._what.draft())

    def take_up(self, typed: Mapping[str, str]) -> None:
        """Put back what stood in the line that plans."""
        if typed:
            self._open_row()
            self._what.restore(typed["what"])
            self._when.restore(typed["when"])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        in_row = self._row.isVisible() and not self._table.hasFocus()
        if in_row and event.key() == Qt.Key.Key_Escape:
            self._close_row()
        elif in_row and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._plan()
        else:
            super().keyPressEvent(event)

    def _lay_out(self, actions: SummaryActions) -> None:
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._what, 3)
        row.addWidget(self._when, 2)
        row.addWidget(self._add, 0, Qt.AlignmentFlag.AlignBottom)
        self._row.hide()
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(ActionButton(actions.appointment_done, look=Look.LINK, parent=self))
        foot.addStretch(1)
        foot.addWidget(ActionButton(actions.plan_next, look=Look.LINK, parent=self))
        self.body.addWidget(self._table, 1)
        self.body.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self._row)
        self.body.addLayout(foot)

    def _open_row(self) -> None:
        self._row.show()
        self._what.setFocus()

    def _close_row(self) -> None:
        self._what.set_value("")
        self._when.set_value(None)
        self._row.hide()
        self._table.setFocus()

    def _plan(self) -> None:
        """Say what was typed, once there is a purpose and a day."""
        purpose = self._what.value()
        day = self._when.value() if self._when.is_readable() else None
        if not purpose:
            self._what.setFocus()
        elif not isinstance(day, date):
            self._when.setFocus()
        else:
            self._close_row()
            self.planned.emit(str(purpose), day)
