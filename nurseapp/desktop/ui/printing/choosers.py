"""The system's own dialogs for a printer and for a file; neither blocks what runs behind it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget


class PrinterChooser(QObject):
    """Ask for a printer.

    Signals:
        chosen(object): a QPrinter.
    """

    chosen = Signal(object)

    def ask(self, window: QWidget) -> None:
        """Open the print dialog."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("nurseapp")  # the queue of a printer is read by others
        dialog = QPrintDialog(printer, window)
        dialog.accepted.connect(lambda: self.chosen.emit(printer))  # both live in this thread
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)


class OpenChooser(QObject):
    """Ask for files to read.

    Signals:
        chosen(object): their paths, as a tuple.
    """

    chosen = Signal(object)

    def ask(self, window: QWidget) -> None:
        """Open the dialog."""
        dialog = QFileDialog(window, self.tr("Attach a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("PDF and images (*.pdf *.png *.jpg *.jpeg)"))
        dialog.filesSelected.connect(self._tell)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(list)
    def _tell(self, paths: list[str]) -> None:
        self.chosen.emit(tuple(map(Path, paths)))


class FileChooser(QObject):
    """Ask for a place to save to.

    Signals:
        chosen(str): the path.
    """

    chosen = Signal(str)

    def ask(self, window: QWidget, file_name: str) -> None:
        """Open the save dialog."""
        dialog = QFileDialog(window, self.tr("Save as PDF"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("PDF documents (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(file_name)
        dialog.fileSelected.connect(self.chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
