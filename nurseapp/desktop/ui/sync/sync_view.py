"""The page of syncing. Must not judge how syncing stands: the service does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from nurseapp.desktop.services.syncing import SyncState, SyncStatus, Waiting
from nurseapp.desktop.ui.lock.secret_field import SecretField
from nurseapp.desktop.ui.sync.event_words import event_words
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton, KeyButton
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import PageHeader, Panel, TableFrame
from nurseapp.desktop.ui.widgets.states import EmptyState, ProblemState
from nurseapp.desktop.ui.wording.circumstances import circumstance_words
from nurseapp.desktop.ui.wording.days import moment_words
from nurseapp.domain.circumstance import Circumstance

translate = QCoreApplication.translate


class SyncView(QWidget):
    """Show how syncing stands, and every event that is not on the server yet.

    Signals:
        signed_in(str): the password, to sign in again.
    """

    signed_in = Signal(str)

    def __init__(
        self, theme: Theme, zone: tzinfo, sync_now: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._zone = zone
        self._today = date.min
        self._header = PageHeader(self.tr("Sync"), self)
        self._header.add_widget(ActionButton(sync_now, look=Look.PRIMARY, parent=self))
        self._problem = ProblemState(theme, self)
        self._sign_in = _SignIn(self)
        self._sign_in.asked.connect(self.signed_in)
        self._facts = QLabel(self)
        dress(self._facts, Look.DIM)
        self.table: DataTable[Waiting] = DataTable(
            theme, self._columns(), lambda w: w.event, self.tr("Waiting to sync"), self
        )
        self._empty = EmptyState(self)
        self._empty.set_content(
            self.tr("Nothing waits"),
            self.tr("Everything that was written on this computer is on the server."),
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(TableFrame(self.table, self))
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        for widget in (self._header, self._problem, self._sign_in, self._facts):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.table)

    def show_status(self, status: SyncStatus, today: date) -> None:
        """Show how syncing stands. Being offline is said in the subtitle and is no problem."""
        self._today = today
        self._header.set_subtitle(self._said(status))
        is_problem = status.state is SyncState.PROBLEM and status.code is not None
        self._problem.setVisible(is_problem)
        if is_problem and status.code is not None:
            told = circumstance_words(Circumstance(status.code, **status.facts))
            self._problem.set_problem(told.happened, told.safe, told.step)
        self._sign_in.setVisible(status.state is SyncState.SIGNED_OUT)
        cases = self.tr("%n cases on this computer", "", status.cases)
        waiting = self.tr("%n entries waiting", "", status.waiting)
        refused = self.tr("%n refused by the server", "", status.refused)
        parts = [cases, waiting, *([refused] if status.refused else [])]
        self._facts.setText(" · ".join(parts))

    def show_waiting(self, waiting: Sequence[Waiting]) -> None:
        """Show what is not on the server yet, oldest first."""
        self.table.set_rows(waiting)
        self._stack.setCurrentIndex(0 if waiting else 1)

    def show_sign_in_problem(self, words: str) -> None:
        """Say why signing in did not work."""
        self._sign_in.say(words)

    def _said(self, status: SyncStatus) -> str:
        if status.last_synced is None:
            return self.tr("Not synced yet")
        when = moment_words(status.last_synced, self._today, self._zone)
        said = self.tr("Last synced %1").replace("%1", when)
        if status.state is SyncState.OFFLINE:
            return self.tr("Offline. %1. Everything still works.").replace("%1", said)
        return said

    def _columns(self) -> tuple[Column[Waiting], ...]:
        return (
            Column(
                name="what",
                title=self.tr("What"),
                words=lambda w: event_words(w.kind),
                emphasis=Emphasis.STRONG,
                width=260,
            ),
            Column(name="who", title=self.tr("Member"), words=lambda w: w.member or "—", width=220),
            Column(
                name="at",
                title=self.tr("Written"),
                words=lambda w: moment_words(w.at, self._today, self._zone),
                emphasis=Emphasis.DIM,
                width=160,
            ),
            Column(name="state", title=self.tr("State"), chips=_state, width=300, grows=True),
        )


def _state(waiting: Waiting) -> tuple[ChipFace, ...]:
    if waiting.refused_for is not None:
        words = translate("sync", "Refused: %1").replace("%1", waiting.refused_for)
        return (ChipFace(kind=ChipKind.OVERDUE, words=words),)
    if waiting.is_sent:
        return (ChipFace(kind=ChipKind.ON_TIME, words=translate("sync", "On the server")),)
    return (ChipFace(kind=ChipKind.NEUTRAL, words=translate("sync", "Saved on this device")),)


class _SignIn(Panel):
    """Sign in again without leaving the page; what waits stays where it is."""

    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Sign in to sync"), self.tr("You can go on working without."))
        self._password = SecretField(self.tr("Password"), self)
        self._said = QLabel(self)
        button = KeyButton(self.tr("Sign in"), parent=self)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._password, 1)
        row.addWidget(button)
        self.body.addLayout(row)
        self.body.addWidget(self._said)
        self._said.hide()
        self._password.submitted.connect(self._ask)
        button.clicked.connect(self._ask)

    def say(self, words: str) -> None:
        """Say why it did not work."""
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _ask(self) -> None:
        if self._password.text():
            self.asked.emit(self._password.text())
            self._password.clear()
