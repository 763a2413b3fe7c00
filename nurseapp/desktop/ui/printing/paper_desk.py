"""The controller of a paper: previews it, and prints or saves it after asking whose it is.

That it is printed or saved is written down before it is; what cannot be written down is not done.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrinter

from nurseapp.desktop.services.deeds import DeedKind, Deeds
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.printing.choosers import FileChooser, PrinterChooser
from nurseapp.desktop.ui.printing.paper import Paper
from nurseapp.desktop.ui.printing.paper_panel import PaperPanel
from nurseapp.desktop.ui.printing.paper_showing import PaperShowing
from nurseapp.desktop.ui.printing.print_job import PrintJob
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.widgets.chip_face import ChipKind
from nurseapp.domain.circumstance import Circumstance


class PaperDesk(QObject):
    """Preview, print and save one paper at a time.

    Attributes:
        print_it, save_it: the actions, for menus and buttons.
        printers, files: the dialogs, replaceable where no person answers.

    Signals:
        printed(bool): whether the printer took it.
        saved(bool): whether the file was written.
    """

    printed = Signal(bool)
    saved = Signal(bool)

    def __init__(
        self,
        panel: PaperPanel,
        print_it: QAction,
        save_it: QAction,
        deeds: Deeds,
        runner: Runner,
        failures: Failures,
    ) -> None:
        super().__init__(panel)
        self.printers = PrinterChooser(self)
        self.files = FileChooser(self)
        self._panel = panel
        self._deeds = deeds
        self._runner = runner
        self._failures = failures
        self._showing = PaperShowing(panel.preview, runner, failures)
        self._paper: Paper | None = None
        self._leaving: Paper | None = None
        self._wanted: Callable[[], None] = self._ask_printer
        print_it.triggered.connect(self._print)
        save_it.triggered.connect(self._save)
        panel.confirmed.connect(self._go_on)
        self.printers.chosen.connect(self._print_on)
        self.files.chosen.connect(self._save_to)

    def show(self, paper: Paper | None) -> None:
        """Preview a paper, or nothing."""
        self._panel.stop_asking()
        self._paper = paper
        if paper is None:
            self._showing.clear()
        else:
            self._showing.show(paper.pdf)

    @Slot()
    def _print(self) -> None:
        self._ask_first(self._ask_printer)

    @Slot()
    def _save(self) -> None:
        self._ask_first(self._ask_file)

    def _ask_first(self, wanted: Callable[[], None]) -> None:
        """Ask whose page it is before it leaves the screen, unless it is nobody's."""
        self._leaving, self._wanted = self._paper, wanted
        if self._paper is not None and self._paper.question:
            self._panel.ask(self._paper.question)
        elif self._paper is not None:
            wanted()

    @Slot()
    def _go_on(self) -> None:
        self._wanted()

    def _ask_printer(self) -> None:
        self.printers.ask(self._panel.window())

    def _ask_file(self) -> None:
        if self._leaving is not None:
            self.files.ask(self._panel.window(), self._leaving.file_name)

    @Slot(object)
    def _print_on(self, printer: QPrinter) -> None:
        """Print what was asked about, whatever is previewed by now."""
        if self._leaving is not None:
            deeds, subject = self._deeds, self._leaving.subject
            job = PrintJob(self._leaving.pdf, printer, self._runner, self._failures, self)
            job.ended.connect(self._on_printed)

            def noted() -> PrintJob:
                deeds.note(DeedKind.PRINT, subject)
                return job

            self._runner.submit(noted, self._start, self._on_not_printed)

    @Slot(str)
    def _save_to(self, path: str) -> None:
        if self._leaving is not None:
            pdf, deeds, subject = self._leaving.pdf, self._deeds, self._leaving.subject

            def written() -> int:
                deeds.note(DeedKind.SAVE, subject)
                return Path(path).write_bytes(pdf)

            self._runner.submit(written, self._on_saved, self._on_not_saved)

    def _start(self, job: PrintJob) -> None:
        job.start()

    def _on_not_printed(self, error: Exception) -> None:
        self._tell_not_noted(error)
        self.printed.emit(False)

    def _tell_not_noted(self, error: Exception) -> None:
        """Tell that it could not be written down, and so was not done; anything else is a bug."""
        if not isinstance(error, Circumstance):
            self._failures.report(error)
            return
        words = self.tr("It was not done: this computer could not write down that it is.")
        self._panel.tell(ChipKind.DUE, words)

    @Slot(bool)
    def _on_printed(self, took_all: bool) -> None:
        if took_all:
            self._panel.tell(ChipKind.ON_TIME, self.tr("Sent to the printer"))
        else:
            self._panel.tell(ChipKind.DUE, self.tr("The printer did not take it. Try again."))
        self.printed.emit(took_all)

    def _on_saved(self, _bytes: int) -> None:
        self._panel.tell(ChipKind.ON_TIME, self.tr("Saved as PDF. Delete it once it was used."))
        self.saved.emit(True)

    def _on_not_saved(self, error: Exception) -> None:
        """Tell of a folder that cannot be written; anything else is a bug."""
        if isinstance(error, OSError):
            words = self.tr("It could not be saved there. Choose another folder.")
            self._panel.tell(ChipKind.DUE, words)
        else:
            self._tell_not_noted(error)
        self.saved.emit(False)
