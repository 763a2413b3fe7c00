"""The room of the library: reads content on the store's thread and previews handouts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from nurseapp.desktop.services.handouts import Handouts
from nurseapp.desktop.services.screenings import Screenings
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.library.library_view import LibraryView
from nurseapp.desktop.ui.printing.paper_showing import PaperShowing
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.telling import Telling
from nurseapp.domain.form import Form
from nurseapp.domain.handout import Handout


class LibraryRoom(QObject):
    """Show handouts and forms; changes nothing."""

    def __init__(
        self,
        view: LibraryView,
        handouts: Handouts,
        screenings: Screenings,
        runner: Runner,
        failures: Failures,
    ) -> None:
        super().__init__(view)
        self.view = view
        self._handouts = handouts
        self._screenings = screenings
        self._runner = runner
        self._telling = Telling(view, failures, self)
        self._showing = PaperShowing(view.preview, runner, failures)
        self._previewed: Handout | None = None
        view.handout_chosen.connect(self._preview)

    @Slot()
    def refresh(self) -> None:
        """Ask for what there is."""
        self._runner.submit(
            lambda: (self._handouts.all(), self._screenings.forms()),
            self._show,
            self._telling.tell_not_read,
        )

    def _show(self, found: tuple[tuple[Handout, ...], tuple[Form, ...]]) -> None:
        self._telling.note_read()
        self.view.show_content_of(*found)

    @Slot(object)
    def _preview(self, handout: Handout) -> None:
        """Lay out a handout, unless it is the one that is shown."""
        if handout == self._previewed:
            return
        self._previewed = handout
        self._showing.clear()
        self._runner.submit(
            lambda: (handout, self._handouts.pdf(handout)),
            self._show_pages,
            self._telling.tell_not_read,
        )

    def _show_pages(self, laid_out: tuple[Handout, bytes]) -> None:
        handout, pdf = laid_out
        if handout == self._previewed:
            self._showing.show(pdf)
