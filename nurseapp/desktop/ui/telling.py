"""Why something was not done, told in the page that it was asked in.

A refusal becomes a sentence and a next step, a circumstance what happened, what is safe and the
next step; a bug is reported. Used by the rooms of lists.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.list_page import ListPage
from nurseapp.desktop.ui.wording.circumstances import circumstance_words
from nurseapp.desktop.ui.wording.refusals import refusal_words
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.refusal import DomainError


class Telling(QObject):
    """Tell on one page; its methods are what a runner calls when something failed."""

    def __init__(self, page: ListPage, failures: Failures, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._failures = failures
        self._is_of_reading = False

    @Slot(object)
    def tell_not_read(self, error: Exception) -> None:
        """Tell why a list could not be read; it is gone once the list was read."""
        self._is_of_reading = True
        self._tell(error)

    @Slot(object)
    def tell_not_done(self, error: Exception) -> None:
        """Tell why an act was not done; it stays until the next act, or until put away."""
        self._is_of_reading = False
        self._tell(error)

    def note_read(self) -> None:
        """Take back that the list could not be read."""
        if self._is_of_reading:
            self.clear()

    def clear(self) -> None:
        """Take back whatever was told."""
        self._page.clear_problem()

    def _tell(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            refused = refusal_words(error)
            self._page.show_problem(refused.sentence, "", refused.step)
        elif isinstance(error, Circumstance):
            told = circumstance_words(error)
            self._page.show_problem(told.happened, told.safe, told.step)
        else:
            self._failures.report(error)
