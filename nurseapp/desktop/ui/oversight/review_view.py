"""The page of what was opened in emergencies: the list, and the chosen one in full below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from nurseapp.desktop.services.reviews import Opening
from nurseapp.desktop.ui.case.reason_asker import ReasonAsker
from nurseapp.desktop.ui.caseload.line_words import list_name
from nurseapp.desktop.ui.oversight.one_by_one_page import OneByOnePage
from nurseapp.desktop.ui.oversight.review_columns import review_columns, state_faces
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip import ChipRow
from nurseapp.desktop.ui.wording.days import moment_words, time_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.people import SEPARATOR
from nurseapp.desktop.ui.wording.seen import emergency_words
from nurseapp.domain.ids import CaseId


class ReviewView(OneByOnePage[Opening]):
    """Show what was opened, and take what is found.

    Attributes:
        justified, questioned: the actions; what is questioned is said.

    Signals:
        approved(object): an Opening that was justified.
    """

    approved = Signal(object)

    def __init__(self, theme: Theme, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Opened in an emergency"), zone, parent)
        self.justified = self.made(self.tr("It was &justified"), "Ctrl+J")
        self.questioned = self.made(self.tr("&Question it…"), "Ctrl+U")
        columns = review_columns(lambda: self._today, zone)
        self.list_them(columns, lambda opening: opening.access.id)
        self._chips, self._words, self._found = ChipRow(theme, self), _line(self), _line(self)
        dress(self._found, Look.DIM)
        for part in (self._chips, self._words, self._found):
            self._panel.body.addWidget(part)
        asker = ReasonAsker(self.tr("What do you question?"), self.tr("Question it"), self)
        self.settle_by((self.justified, self.questioned), asker)
        self.empty.set_content(
            self.tr("No case of your team was opened in an emergency"),
            self.tr("Whoever opens one says why, and it appears here after the next sync, F9."),
        )
        self.justified.triggered.connect(self._approve)
        self.questioned.triggered.connect(self.asker.ask)

    def show_openings(self, openings: Sequence[Opening], now: datetime) -> None:
        """Show what was opened, what waits first."""
        self._today = now.astimezone(self._zone).date()
        waiting = sum(opening.waits for opening in openings)
        words = self.tr("%1 to review") if waiting else self.tr("all reviewed")
        self.header.set_subtitle(filled(words, waiting) if openings else "")
        self.show_entries(openings)

    def detail_words(self) -> str:
        """Return what is said of the chosen one."""
        return "\n".join(filter(None, (self._words.text(), self._found.text())))

    def waits(self, entry: Opening) -> bool:
        return entry.waits

    def case_of(self, entry: Opening) -> CaseId | None:
        return entry.row.case

    def show_chosen(self, chosen: Opening) -> None:
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


def _line(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
