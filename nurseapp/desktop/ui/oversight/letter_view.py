"""The page of dead letters: what was refused, why in plain words, and what was written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nurseapp.desktop.services.dead_letters import Letter
from nurseapp.desktop.ui.case.reason_asker import ReasonAsker
from nurseapp.desktop.ui.list_page import ListPage
from nurseapp.desktop.ui.sync.event_words import event_words
from nurseapp.desktop.ui.sync.reason_words import reason_words
from nurseapp.desktop.ui.theme.looks import Look
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import Panel, TableFrame
from nurseapp.desktop.ui.wording.days import moment_words

_OF_ACCESS = frozenset({"no_such_stream", "may_not_write"})


class LetterView(ListPage):
    """Show what was refused, and take what settles it.

    Attributes:
        table: the list; ``anew`` and ``withdraw`` the actions.
        asker: takes the reason.

    Signals:
        settled(object, str): a Letter, and why it is not needed any more.
        case_opened(object): the id of a case.
        left(): Escape.
    """

    settled = Signal(object, str)
    case_opened = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Not taken by the server"), parent)
        self._zone, self._today = zone, date.min
        self._letters: dict[object, Letter] = {}
        self._chosen: Letter | None = None
        self.anew = self._made(self.tr("It was entered a&new…"), "Ctrl+Shift+N")
        self.withdraw = self._made(self.tr("&Withdraw it…"), "Ctrl+D")
        self.table: DataTable[Letter] = DataTable(
            theme, self._columns(), lambda letter: letter.id, self.tr("Not taken"), self
        )
        self.asker = ReasonAsker(
            self.tr("Why is it not needed any more?"), self.tr("Settle it"), self
        )
        self._panel, self._why, self._content = Panel("", self), StatusLine(theme, self), QLabel()
        self.lay_out((), self._parts(), self.table)
        self.table.row_chosen.connect(self._choose)
        self.table.row_opened.connect(self._open)
        self.anew.triggered.connect(self._ask_anew)
        self.withdraw.triggered.connect(self.asker.ask)
        self.asker.given.connect(self._settle)
        self.asker.put_away.connect(self.table.setFocus)
        self.begin()

    def begin(self) -> None:
        """Say that the server is asked; nothing of before stays."""
        self._show(())
        self.header.set_subtitle("")
        self.empty.set_content(
            self.tr("Only the server knows"),
            self.tr("What it did not take is kept there. This needs a connection."),
        )
        self.show_filling(self.tr("Asking the server…"))

    def show_letters(self, letters: Sequence[Letter], now: datetime) -> None:
        """Show what there is, the newest first."""
        self._today = now.astimezone(self._zone).date()
        self.show_filling("")
        self.header.set_subtitle(self.tr("%n entries", "", len(letters)) if letters else "")
        self.empty.set_content(
            self.tr("Nothing was refused"),
            self.tr("Everything that was sent is in its case, or was settled."),
        )
        self._show(letters)

    def detail_words(self) -> str:
        """Return what is said of the chosen one."""
        return f"{self._why.words()}\n{self._content.text()}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.problem_words():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show(self, letters: Sequence[Letter]) -> None:
        self._letters = {letter.id: letter for letter in letters}
        self.table.set_rows(letters)
        if letters and self.table.chosen_id() not in self._letters:
            self.table.choose(letters[0].id)
        self._choose(self.table.chosen_id())
        self.show_content(bool(letters))

    def _columns(self) -> tuple[Column[Letter], ...]:
        return (
            Column(
                name="what",
                title=self.tr("What"),
                words=lambda letter: event_words(letter.kind),
                emphasis=Emphasis.STRONG,
                width=220,
            ),
            Column(name="who", title=self.tr("By"), words=lambda letter: letter.name, width=170),
            Column(
                name="member",
                title=self.tr("Member"),
                words=lambda letter: letter.member or "—",
                width=180,
            ),
            Column(
                name="when",
                title=self.tr("Came"),
                words=lambda letter: moment_words(letter.at, self._today, self._zone),
                emphasis=Emphasis.DIM,
                width=140,
            ),
            Column(
                name="why",
                title=self.tr("Why it was refused"),
                words=self._why_words,
                width=300,
                grows=True,
            ),
        )

    def _why_words(self, letter: Letter) -> str:
        """Say why; what its author would be told of their own access, others are told of it."""
        if letter.is_own or letter.reason not in _OF_ACCESS:
            return reason_words(letter.reason)
        return self.tr("Its author could not write in this case when it came.")

    def _parts(self) -> QWidget:
        self._content.setWordWrap(True)
        self._content.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(ActionButton(self.anew, look=Look.PRIMARY, parent=self))
        buttons.addWidget(ActionButton(self.withdraw, parent=self))
        buttons.addStretch(1)
        for part in (self._why, self._content):
            self._panel.body.addWidget(part)
        self._panel.body.addLayout(buttons)
        self._panel.body.addWidget(self.asker)
        both = QWidget(self)
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(TableFrame(self.table, self), 1)
        column.addWidget(self._panel)
        return both

    def _choose(self, name: object) -> None:
        chosen = self._letters.get(name)
        if chosen != self._chosen:
            self.asker.hide()
        self._chosen = chosen
        self._panel.setVisible(chosen is not None)
        for action in (self.anew, self.withdraw):
            action.setEnabled(chosen is not None)
        if chosen is None:
            return
        self._panel.set_title(event_words(chosen.kind), chosen.member)
        self._why.set_face(ChipFace(kind=ChipKind.OVERDUE, words=self._why_words(chosen)))
        lines = [f"{name.replace('_', ' ')}: {value}" for name, value in chosen.content]
        nothing = self.tr("This version cannot show what was written. The server keeps it.")
        self._content.setText("\n".join(lines) or nothing)

    def _ask_anew(self) -> None:
        self.asker.propose(self.tr("It was entered anew."))

    def _settle(self, reason: str) -> None:
        if self._chosen is not None:
            self.settled.emit(self._chosen, reason)
        self.table.setFocus()

    def _open(self, name: object) -> None:
        if self._letters[name].member:
            self.case_opened.emit(self._letters[name].case)

    def _made(self, words: str, key: str) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setMenuRole(QAction.MenuRole.NoRole)  # macOS would guess one from the words
        self.addAction(action)
        return action
