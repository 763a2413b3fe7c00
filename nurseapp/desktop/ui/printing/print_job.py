"""Prints PDF bytes page by page at the printer's resolution, with no file between.

```
 start ── page_image (store thread) ──> paint on the printer ── next page ──> ... ended
```
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter

from nurseapp.desktop.services.page_images import PageImage, PageSize, page_image, page_sizes
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.printing.page_preview import qimage
from nurseapp.desktop.ui.runner import Runner

MOST_DOTS_PER_INCH = 300
"""More is not seen on text and would take hundreds of megabytes a page."""


class PrintJob(QObject):
    """Print one document.

    Signals:
        ended(bool): whether the printer took it all.
    """

    ended = Signal(bool)

    def __init__(
        self, pdf: bytes, printer: QPrinter, runner: Runner, failures: Failures, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._pdf = pdf
        self._printer = printer
        self._runner = runner
        self._failures = failures
        self._painter = QPainter()
        self._pages = 0
        self._page = 0

    def start(self) -> None:
        """Begin with the first page."""
        pdf = self._pdf
        self._runner.submit(lambda: page_sizes(pdf), self._begin, self._failed)

    def _begin(self, sizes: tuple[PageSize, ...]) -> None:
        first, last = self._printer.fromPage(), self._printer.toPage()
        self._page = max(0, first - 1)
        self._pages = min(len(sizes), last) if last else len(sizes)
        self._printer.setFullPage(True)
        if self._page >= self._pages or not self._painter.begin(self._printer):
            self._end(False)
        else:
            self._ask()

    def _ask(self) -> None:
        pdf, page = self._pdf, self._page
        dots = min(self._printer.resolution(), MOST_DOTS_PER_INCH)
        self._runner.submit(lambda: page_image(pdf, page, dots), self._paint, self._failed)

    def _paint(self, image: PageImage) -> None:
        """Paint a page as large as the sheet allows, its proportions kept."""
        sheet = QRectF(self._printer.pageLayout().fullRectPixels(self._printer.resolution()))
        scale = min(sheet.width() / image.width, sheet.height() / image.height)
        target = QRectF(0, 0, image.width * scale, image.height * scale)
        target.moveCenter(sheet.center())
        self._painter.drawImage(target, qimage(image))
        self._page += 1
        if self._page == self._pages:
            self._end(self._painter.end())
        elif self._printer.newPage():
            self._ask()
        else:
            self._painter.end()
            self._end(False)

    def _failed(self, error: Exception) -> None:
        if self._painter.isActive():
            self._painter.end()
        self._failures.report(error)
        self._end(False)

    def _end(self, took_all: bool) -> None:
        self.ended.emit(took_all)
        self.deleteLater()
