"""The page of who has seen a member. Must not ask the server: the room does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from nurseapp.desktop.services.auditing import Seen, SeenBy
from nurseapp.desktop.ui.oversight.aside_page import AsidePage
from nurseapp.desktop.ui.oversight.seen_columns import seen_columns
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import KeyButton
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import TableFrame
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.seen import why_words

NUMBER_PX = 220


class SeenView(AsidePage):
    """Take a member's number, and show what the trail has of them.

    Attributes:
        number: the field; ``table`` what was found.

    Signals:
        asked(str): a number.
        earlier_asked(): what is before the last line.
    """

    asked = Signal(str)
    earlier_asked = Signal()

    def __init__(self, theme: Theme, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Who has seen a member"), parent)
        self._today = date.min
        self._zone = zone
        self.number = QLineEdit(self)
        self.number.setAccessibleName(self.tr("Number of the member"))
        self.number.setFixedWidth(theme.typography.px(NUMBER_PX))
        self.ask_it = KeyButton(self.tr("Ask"), look=Look.PRIMARY, parent=self)
        self.earlier = KeyButton(self.tr("Show earlier"), key="Ctrl+E", parent=self)
        self.earlier.hide()
        self.table: DataTable[SeenBy] = DataTable(
            theme,
            seen_columns(lambda: self._today, zone),
            lambda entry: entry.number,
            self.tr("Who has seen the member"),
            self,
        )
        self._why = QLabel(self)
        self._why.setWordWrap(True)
        self._why.setTextFormat(Qt.TextFormat.PlainText)
        self._entries: dict[object, SeenBy] = {}
        self.lay_out((self._asking(), self._why), TableFrame(self.table, self), self.table)
        self.table.row_chosen.connect(self._show_why)
        self.number.returnPressed.connect(self._ask)
        self.number.textChanged.connect(self._follow)
        self.ask_it.clicked.connect(self._ask)
        self.earlier.clicked.connect(self.earlier_asked)
        self.begin("")

    def begin(self, number: str) -> None:
        """Wait for a number, or take this one; nothing of another member stays."""
        self.number.setText(number)
        self.header.set_subtitle(self.tr("That you ask is in the trail, too."))
        self.empty.set_content(
            self.tr("Nobody has been asked about yet"),
            self.tr("Type the number of a member and press Enter. This needs a connection."),
        )
        self._show_entries(())
        self.earlier.hide()
        self.show_content(False)
        self.clear_problem()
        self.show_filling("")
        self._follow()

    def show_asking(self) -> None:
        """Say that the server is being asked."""
        self.ask_it.setEnabled(False)
        self.earlier.setEnabled(False)
        self.show_filling(self.tr("Asking the server…"))

    def show_seen(self, seen: Seen, now: datetime) -> None:
        """Show what was found, the newest first."""
        self._today = now.astimezone(self._zone).date()
        self.stop_asking()
        count = len(seen.entries)
        lines = self.tr("1 line") if count == 1 else self.tr("%n lines", "", count)
        words = self.tr("No. %1 · %2 · the newest first")
        self.header.set_subtitle(filled(words, seen.member, lines))
        self._show_entries(seen.entries)
        self.earlier.setVisible(seen.more)
        self.empty.set_content(
            self.tr("Nobody has seen this member"), self.tr("The trail has no line about them.")
        )
        if seen.entries and self.table.chosen_id() is None:
            self.table.choose(seen.entries[0].number)
        self.show_content(bool(seen.entries))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop_asking(self) -> None:
        """Let somebody ask again."""
        self.show_filling("")
        self.earlier.setEnabled(True)
        self._follow()

    def _asking(self) -> QWidget:
        line = QWidget(self)
        label = QLabel(self.tr("&Number of the member"), line)
        dress(label, Look.FIELD_LABEL)
        label.setBuddy(self.number)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(label)
        row.addWidget(self.number)
        row.addWidget(self.ask_it)
        row.addStretch(1)
        row.addWidget(self.earlier)
        return line

    def _show_entries(self, entries: Sequence[SeenBy]) -> None:
        self._entries = {entry.number: entry for entry in entries}
        self.table.set_rows(entries)
        self._show_why(self.table.chosen_id())

    def _show_why(self, number: object) -> None:
        """Show in full why somebody broke the glass, where the chosen line tells of that."""
        entry = self._entries.get(number)
        words = why_words(entry) if entry is not None else ""
        self._why.setText(f"{entry.name}: {words}" if entry is not None else "")
        self._why.setVisible(bool(words))

    def _follow(self) -> None:
        self.ask_it.setEnabled(bool(self.number.text().strip()) and not self.is_filling())

    def _ask(self) -> None:
        if self.ask_it.isEnabled():
            self.asked.emit(self.number.text().strip())
