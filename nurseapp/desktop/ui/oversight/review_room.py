"""The room of what was opened in emergencies: reads, and writes what a supervisor finds."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.reviews import Opening, Reviews
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.oversight.review_view import ReviewView
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.telling import Telling
from nurseapp.domain.emergency_access import Finding


class ReviewRoom(QObject):
    """Review what was opened.

    Signals:
        written(): something was found, and waits to sync.
        counted(int): how many wait for a review.
    """

    written = Signal()
    counted = Signal(int)

    def __init__(
        self, view: ReviewView, reviews: Reviews, runner: Runner, failures: Failures
    ) -> None:
        super().__init__(view)
        self.view = view
        self._reviews = reviews
        self._runner = runner
        self._telling = Telling(view, failures, self)
        view.approved.connect(self._approve)
        view.said.connect(self._doubt)

    @Slot()
    def refresh(self) -> None:
        """Ask anew for what was opened."""
        self._runner.submit(
            lambda: (self._reviews.openings(), self._reviews.author.now()),
            self._show,
            self._telling.tell_not_read,
        )

    def _show(self, found: tuple[tuple[Opening, ...], datetime]) -> None:
        openings, now = found
        self._telling.note_read()
        self.view.show_openings(openings, now)
        self.counted.emit(sum(opening.waits for opening in openings))

    @Slot(object)
    def _approve(self, opening: Opening) -> None:
        self._review(opening, Finding.JUSTIFIED, "")

    @Slot(object, str)
    def _doubt(self, opening: Opening, words: str) -> None:
        self._review(opening, Finding.UNJUSTIFIED, words)

    def _review(self, opening: Opening, finding: Finding, comment: str) -> None:
        self._telling.clear()
        self._runner.submit(
            lambda: self._reviews.review(opening, finding, comment),
            self._on_reviewed,
            self._telling.tell_not_done,
        )

    def _on_reviewed(self, _nothing: None) -> None:
        self.written.emit()
        self.refresh()
