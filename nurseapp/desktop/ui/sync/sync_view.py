"""The page of syncing. Must not judge how syncing stands: the service does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from nurseapp.desktop.services.syncing import SyncState, SyncStatus, Waiting
from nurseapp.desktop.ui.list_page import ListPage
from nurseapp.desktop.ui.sync.refused_panel import RefusedPanel
from nurseapp.desktop.ui.sync.sign_in_panel import SignInPanel
from nurseapp.desktop.ui.sync.waiting_columns import waiting_columns
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import TableFrame
from nurseapp.desktop.ui.widgets.states import ProblemState
from nurseapp.desktop.ui.wording.circumstances import circumstance_words
from nurseapp.desktop.ui.wording.days import moment_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.domain.circumstance import Circumstance


class SyncView(ListPage):
    """Show how syncing stands, and every entry that is not on the server yet.

    Attributes:
        table, sign_in, refused: the parts of the page.

    Signals:
        signed_in(str): the password, to sign in again.
    """

    signed_in = Signal(str)

    def __init__(
        self, theme: Theme, zone: tzinfo, sync_now: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, self.tr("Sync"), parent)
        self._zone = zone
        self._today = date.min
        self._waiting: dict[object, Waiting] = {}
        self.header.add_widget(ActionButton(sync_now, look=Look.PRIMARY, parent=self))
        self._trouble = ProblemState(theme, self)
        self._trouble.hide()
        self.sign_in = SignInPanel(self)
        self.sign_in.hide()
        self.sign_in.asked.connect(self.signed_in)
        self._facts = QLabel(self)
        dress(self._facts, Look.DIM)
        columns = waiting_columns(lambda: self._today, zone)
        self.table: DataTable[Waiting] = DataTable(
            theme, columns, lambda w: w.event, self.tr("Waiting to sync"), self
        )
        self.refused = RefusedPanel(theme, self)
        self.empty.set_content(
            self.tr("Nothing waits"),
            self.tr("Everything that was written on this computer is on the server."),
        )
        self.lay_out((self._trouble, self.sign_in, self._facts), self._content(), self.table)
        self.table.row_chosen.connect(self._show_chosen)

    def show_status(self, status: SyncStatus, now: datetime) -> None:
        """Show how syncing stands. Being offline is said in the subtitle and is no problem."""
        self._today = now.astimezone(self._zone).date()
        self.header.set_subtitle(self._said(status))
        is_problem = status.state is SyncState.PROBLEM and status.code is not None
        self._trouble.setVisible(is_problem)
        if is_problem and status.code is not None:
            told = circumstance_words(Circumstance(status.code, **status.facts))
            self._trouble.set_problem(told.happened, told.safe, told.step)
        self.sign_in.setVisible(status.state is SyncState.SIGNED_OUT)
        parts = [self._cases(status.cases), self._entries(status.waiting)]
        if status.refused:
            parts.append(filled(self.tr("%1 refused by the server"), status.refused))
        self._facts.setText(" · ".join(parts))

    def show_waiting(self, waiting: Sequence[Waiting]) -> None:
        """Show what is not on the server yet, oldest first."""
        self._waiting = {entry.event: entry for entry in waiting}
        self.table.set_rows(waiting)
        if waiting and self.table.chosen_id() is None:
            self.table.choose(waiting[0].event)
        self._show_chosen(self.table.chosen_id())
        self.show_content(bool(waiting))

    def trouble_words(self) -> str:
        """Return what is said of a problem, or nothing."""
        return "" if self._trouble.isHidden() else self._trouble.accessibleName()

    def facts(self) -> str:
        """Return the counts that are shown."""
        return self._facts.text()

    def _content(self) -> QWidget:
        both = QWidget(self)
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(TableFrame(self.table, self), 1)
        column.addWidget(self.refused)
        return both

    def _show_chosen(self, event: object) -> None:
        entry = self._waiting.get(event)
        reason = None if entry is None else entry.refused_for
        self.refused.setVisible(reason is not None)
        if reason is not None:
            self.refused.show_reason(reason)

    def _said(self, status: SyncStatus) -> str:
        if status.last_synced is None:
            synced = self.tr("Not synced yet.")
        else:
            when = moment_words(status.last_synced, self._today, self._zone)
            synced = filled(self.tr("Last synced %1."), when)
        if status.state is SyncState.OFFLINE:
            return filled(self.tr("Offline. %1 Everything still works."), synced)
        return synced

    def _cases(self, count: int) -> str:
        one = self.tr("1 case on this computer")
        return one if count == 1 else self.tr("%n cases on this computer", "", count)

    def _entries(self, count: int) -> str:
        if count == 0:
            return self.tr("nothing waits")
        return self.tr("1 entry waits") if count == 1 else self.tr("%n entries wait", "", count)
