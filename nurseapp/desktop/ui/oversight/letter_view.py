"""The page of dead letters: what was refused, why in plain words, and what was written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from nurseapp.desktop.services.dead_letters import Letter
from nurseapp.desktop.ui.case.reason_asker import ReasonAsker
from nurseapp.desktop.ui.oversight.one_by_one_page import OneByOnePage
from nurseapp.desktop.ui.sync.event_words import event_words
from nurseapp.desktop.ui.sync.reason_words import reason_words
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.wording.days import moment_words
from nurseapp.domain.ids import CaseId

_OF_ACCESS = frozenset({"no_such_stream", "may_not_write"})


class LetterView(OneByOnePage[Letter]):
    """Show what was refused, and take what settles it.

    Attributes:
        anew, withdraw: the actions; both ask why it is not needed any more.
    """

    def __init__(self, theme: Theme, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Not taken by the server"), zone, parent)
        self.anew = self.made(self.tr("It was entered a&new…"), "Ctrl+Shift+N")
        self.withdraw = self.made(self.tr("&Withdraw it…"), "Ctrl+D")
        self.list_them(self._columns(), lambda letter: letter.id)
        self._why, self._content = StatusLine(theme, self), QLabel()
        self._content.setWordWrap(True)
        self._content.setTextFormat(Qt.TextFormat.PlainText)
        for part in (self._why, self._content):
            self._panel.body.addWidget(part)
        why = self.tr("Why is it not needed any more?")
        self.settle_by((self.anew, self.withdraw), ReasonAsker(why, self.tr("Settle it"), self))
        self.anew.triggered.connect(self._ask_anew)
        self.withdraw.triggered.connect(self.asker.ask)
        self.begin()

    def begin(self) -> None:
        """Say that the server is asked; nothing of before stays."""
        self.show_entries(())
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
        self.show_entries(letters)

    def detail_words(self) -> str:
        """Return what is said of the chosen one."""
        return f"{self._why.words()}\n{self._content.text()}"

    def waits(self, entry: Letter) -> bool:
        """Whatever is listed is to be settled."""
        return True

    def case_of(self, entry: Letter) -> CaseId | None:
        return entry.case if entry.member else None

    def show_chosen(self, chosen: Letter) -> None:
        self._panel.set_title(event_words(chosen.kind), chosen.member)
        self._why.set_face(ChipFace(kind=ChipKind.OVERDUE, words=self._why_words(chosen)))
        lines = [f"{name.replace('_', ' ')}: {value}" for name, value in chosen.content]
        nothing = self.tr("This version cannot show what was written. The server keeps it.")
        self._content.setText("\n".join(lines) or nothing)

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

    def _ask_anew(self) -> None:
        self.asker.propose(self.tr("It was entered anew."))
