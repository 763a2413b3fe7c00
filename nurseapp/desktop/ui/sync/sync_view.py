"""The page of syncing. Must not judge how syncing stands: the service does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from nurseapp.desktop.services.keeping import Kept
from nurseapp.desktop.services.syncing import SyncState, SyncStatus, Waiting
from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.list_page import ListPage
from nurseapp.desktop.ui.sync.kept_words import kept_words, left_words, may_not_check_in_words
from nurseapp.desktop.ui.sync.refused_panel import RefusedPanel
from nurseapp.desktop.ui.sync.sign_in_panel import SignInPanel
from nurseapp.desktop.ui.sync.sync_actions import SyncActions
from nurseapp.desktop.ui.sync.visits_panel import VisitsPanel
from nurseapp.desktop.ui.sync.waiting_columns import waiting_columns
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
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
        table, sign_in, refused, visits: the parts of the page; ``doing`` what can be done.

    Signals:
        signed_in(str, str, str): the password, and codes where they are needed, to sign in again.
        entry_opened(object): an entry, the record of which is to be shown.
        retried(object): the id of a refused event that is to be done again.
        withdrawn(object, object, str): the id of a refused event, that of its case, and why it is
            not needed.
        check_in_asked(): the day at this computer is to be ended.
    """

    signed_in = Signal(str, str, str)
    entry_opened = Signal(object)
    retried = Signal(object)
    withdrawn = Signal(object, object, str)
    check_in_asked = Signal()

    def __init__(
        self, theme: Theme, zone: tzinfo, sync_now: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, self.tr("Sync"), parent)
        self._zone = zone
        self._today = date.min
        self._waiting: dict[object, Waiting] = {}
        self._shown: object = None
        self._keeps_nothing = False
        self.doing = SyncActions(self)
        self.header.add_widget(ActionButton(self.doing.visits, parent=self))
        self.header.add_widget(ActionButton(self.doing.check_in, parent=self))
        self.header.add_widget(ActionButton(sync_now, look=Look.PRIMARY, parent=self))
        self._trouble = ProblemState(theme, self)
        self._trouble.add_button(ActionButton(self.doing.agree, parent=self._trouble))
        self._trouble.hide()
        self.sign_in = SignInPanel(self)
        self.sign_in.hide()
        self.sign_in.asked.connect(self.signed_in)
        self.visits = VisitsPanel(theme, self)
        self.visits.hide()
        self._done = StatusLine(theme, self)
        self._done.hide()
        self._facts, self._kept, self._not_yet = QLabel(self), QLabel(self), QLabel(self)
        facts = QWidget(self)
        lines = QVBoxLayout(facts)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        for label in (self._facts, self._kept, self._not_yet):
            label.setWordWrap(True)
            dress(label, Look.DIM)
            lines.addWidget(label)
        self._not_yet.hide()
        columns = waiting_columns(lambda: self._today, zone)
        self.table: DataTable[Waiting] = DataTable(
            theme, columns, lambda w: w.event, self.tr("Waiting to sync"), self
        )
        self.refused = RefusedPanel(theme, self.doing, self)
        self.empty.set_content(
            self.tr("Nothing waits"),
            self.tr("Everything that was written on this computer is on the server."),
        )
        above = (self._done, self._trouble, self.sign_in, facts, self.visits)
        self.lay_out(above, self._content(), self.table)
        self._connect()

    def show_status(self, status: SyncStatus, now: datetime) -> None:
        """Show how syncing stands. Being offline is said in the subtitle and is no problem."""
        self._today = now.astimezone(self._zone).date()
        self.header.set_subtitle(self._said(status))
        is_problem = status.state is SyncState.PROBLEM and status.code is not None
        self._trouble.setVisible(is_problem)
        if is_problem and status.code is not None:
            told = circumstance_words(Circumstance(status.code, **status.facts))
            self._trouble.set_problem(told.happened, told.safe, told.step)
        self.doing.agree.setVisible(status.held_revocations > 0)
        self.sign_in.setVisible(status.state is SyncState.SIGNED_OUT)
        self._facts.setText(left_words(status, keeps_nothing=self._keeps_nothing))
        self.doing.offer_check_in(status.waiting)
        self._not_yet.setText(may_not_check_in_words(status.waiting))
        self._not_yet.setVisible(status.waiting > 0 and self.doing.check_in.isVisible())

    def show_kept(self, kept: Kept) -> None:
        """Show how much is on this computer, and since when; before how syncing stands."""
        self._keeps_nothing = kept.is_nothing
        self._kept.setText(kept_words(kept, self._zone))
        for stays in (self.doing.visits, self.doing.check_in):
            stays.setVisible(not kept.is_nothing)

    def show_checked_in(self, status: SyncStatus) -> None:
        """Say what the end of the day leaves here, or that it did not come to its end."""
        is_done = status.state is SyncState.SYNCED and not status.waiting
        words = self.tr("Checked in. %1.") if is_done else self.tr("Not checked in. %1.")
        said = filled(words, left_words(status))
        kind = ChipKind.ON_TIME if is_done else ChipKind.DUE
        self._done.set_face(ChipFace(kind=kind, words=said))
        self._done.show()
        announce(self._done, said)

    def done_words(self) -> str:
        """Return what was said at the end of the day, or nothing."""
        return "" if self._done.isHidden() else self._done.words()

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

    def kept(self) -> str:
        """Return what is said of what is on this computer."""
        return self._kept.text()

    def why_not_yet(self) -> str:
        """Return why the day cannot be ended, or nothing."""
        return self._not_yet.text()

    def _connect(self) -> None:
        self.table.row_chosen.connect(self._show_chosen)
        self.table.row_opened.connect(self._open)
        self.doing.amend.triggered.connect(self._open_chosen)
        self.doing.retry.triggered.connect(self._retry)
        self.doing.withdraw.triggered.connect(self.refused.ask_why)
        self.doing.check_in.triggered.connect(self.check_in_asked)
        self.refused.withdrawn.connect(self._withdraw)
        self.refused.put_away.connect(self.table.setFocus)

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
        self.refused.setVisible(entry is not None and entry.can_be_withdrawn)
        if event != self._shown:
            self.refused.stop_asking()
        self._shown = event
        if reason is not None:
            self.refused.show_reason(reason)
        else:
            self.refused.show_on_its_way()
        self.doing.offer(entry)

    def _open(self, event: object) -> None:
        if self.doing.amend.isEnabled():  # a case that moved on is not here
            self.entry_opened.emit(self._waiting[event])

    def _open_chosen(self) -> None:
        self._open(self.table.chosen_id())

    def _retry(self) -> None:
        self.retried.emit(self.table.chosen_id())

    def _withdraw(self, why: str) -> None:
        chosen = self.table.chosen_id()
        self.withdrawn.emit(chosen, self._waiting[chosen].case, why)
        self.table.setFocus()

    def _said(self, status: SyncStatus) -> str:
        if status.last_synced is None:
            synced = self.tr("Not synced yet.")
        else:
            when = moment_words(status.last_synced, self._today, self._zone)
            synced = filled(self.tr("Last synced %1."), when)
        if status.state is SyncState.OFFLINE:
            return filled(self.tr("Offline. %1 Everything still works."), synced)
        return synced
