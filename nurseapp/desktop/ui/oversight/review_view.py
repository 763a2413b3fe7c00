"""The page of what was opened in emergencies: the list, and the chosen one in full below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nurseapp.desktop.services.reviews import Opening
from nurseapp.desktop.ui.case.reason_asker import ReasonAsker
from nurseapp.desktop.ui.caseload.line_words import list_name
from nurseapp.desktop.ui.list_page import ListPage
from nurseapp.desktop.ui.oversight.review_columns import review_columns, state_faces
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.chip import ChipRow
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import Panel, TableFrame
from nurseapp.desktop.ui.wording.days import moment_words, time_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.people import SEPARATOR
from nurseapp.desktop.ui.wording.seen import emergency_words


class ReviewView(ListPage):
    """Show what was opened, and take what is found.

    Attributes:
        table: the list; ``justified`` and ``questioned`` the actions.
        asker: takes the words of a question.

    Signals:
        approved(object): an Opening that was justified.
        doubted(object, str): an Opening, and what is asked about it.
        case_opened(object): the id of a case.
        left(): Escape.
    """

    approved = Signal(object)
    doubted = Signal(object, str)
    case_opened = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Opened in an emergency"), parent)
        self._zone, self._today = zone, date.min
        self._openings: dict[object, Opening] = {}
        self._chosen: Opening | None = None
        self.justified = self._made(self.tr("It was &justified"), "Ctrl+J")
        self.questioned = self._made(self.tr("&Question it…"), "Ctrl+U")
        self.table: DataTable[Opening] = DataTable(
            theme,
            review_columns(lambda: self._today, zone),
            lambda opening: opening.access.id,
            self.tr("Opened in an emergency"),
            self,
        )
        self.asker = ReasonAsker(self.tr("What do you question?"), self.tr("Question it"), self)
        self._panel = Panel("", self)
        self._chips, self._words, self._found = ChipRow(theme, self), _line(self), _line(self)
        self.lay_out((), self._content(), self.table)
        self.empty.set_content(
            self.tr("No case of your team was opened in an emergency"),
            self.tr("Whoever opens one says why, and it appears here after the next sync, F9."),
        )
        self.table.row_chosen.connect(self._choose)
        self.table.row_opened.connect(self._open)
        self.justified.triggered.connect(self._approve)
        self.questioned.triggered.connect(self.asker.ask)
        self.asker.given.connect(self._doubt)
        self.asker.put_away.connect(self.table.setFocus)

    def show_openings(self, openings: Sequence[Opening], now: datetime) -> None:
        """Show what was opened, what waits first."""
        self._today = now.astimezone(self._zone).date()
        waiting = sum(opening.waits for opening in openings)
        words = self.tr("%1 to review") if waiting else self.tr("all reviewed")
        self.header.set_subtitle(filled(words, waiting) if openings else "")
        self._openings = {opening.access.id: opening for opening in openings}
        self.table.set_rows(openings)
        if openings and self.table.chosen_id() not in self._openings:
            self.table.choose(openings[0].access.id)
        self._choose(self.table.chosen_id())
        self.show_content(bool(openings))

    def detail_words(self) -> str:
        """Return what is said of the chosen one."""
        return "\n".join(filter(None, (self._words.text(), self._found.text())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.problem_words():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _content(self) -> QWidget:
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(ActionButton(self.justified, look=Look.PRIMARY, parent=self))
        buttons.addWidget(ActionButton(self.questioned, parent=self))
        buttons.addStretch(1)
        for part in (self._chips, self._words, self._found):
            self._panel.body.addWidget(part)
        self._panel.body.addLayout(buttons)
        self._panel.body.addWidget(self.asker)
        dress(self._found, Look.DIM)
        both = QWidget(self)
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(TableFrame(self.table, self), 1)
        column.addWidget(self._panel)
        return both

    def _choose(self, access: object) -> None:
        chosen = self._openings.get(access)
        if chosen is None or self._chosen is None or chosen.access.id != self._chosen.access.id:
            self.asker.hide()
        self._chosen = chosen
        self._panel.setVisible(chosen is not None)
        for action in (self.justified, self.questioned):
            action.setEnabled(chosen is not None and chosen.waits)
        if chosen is None:
            return
        access = chosen.access
        self._panel.set_title(chosen.name, list_name(chosen.row))
        self._chips.set_faces(state_faces(chosen))
        when = moment_words(access.at, self._today, self._zone)
        span = filled(self.tr("%1 to %2"), when, time_words(access.until, self._zone))
        kind = emergency_words(access.emergency.value)
        self._words.setText(f"{SEPARATOR.join((kind, span))}\n{access.reason}")
        self._found.setText(self._found_words(chosen))

    def _found_words(self, chosen: Opening) -> str:
        access = chosen.access
        if access.reviewed_at is None:
            return self.tr("What you find is seen by everybody who sees the case.")
        when = moment_words(access.reviewed_at, self._today, self._zone)
        said = filled(self.tr("Reviewed by %1, %2"), chosen.reviewer, when)
        return SEPARATOR.join(filter(None, (said, access.comment or "")))

    def _approve(self) -> None:
        if self._chosen is not None:
            self.approved.emit(self._chosen)

    def _doubt(self, words: str) -> None:
        if self._chosen is not None:
            self.doubted.emit(self._chosen, words)
        self.table.setFocus()

    def _open(self, access: object) -> None:
        self.case_opened.emit(self._openings[access].row.case)

    def _made(self, words: str, key: str) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setMenuRole(QAction.MenuRole.NoRole)  # macOS would guess one from the words
        self.addAction(action)
        return action


def _line(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
