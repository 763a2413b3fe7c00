"""Fills a preview: measures a document and paints the pages that are seen, off the main thread."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from nurseapp.desktop.services.page_images import PageImage, PageSize, page_image, page_sizes
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.printing.page_preview import PagePreview
from nurseapp.desktop.ui.runner import Runner


@dataclass(frozen=True, slots=True, kw_only=True)
class _Painted:
    pdf: bytes
    page: int
    image: PageImage


class PaperShowing(QObject):
    """Show one document at a time; what belongs to the one before is dropped."""

    def __init__(self, preview: PagePreview, runner: Runner, failures: Failures) -> None:
        super().__init__(preview)
        self._preview = preview
        self._runner = runner
        self._failures = failures
        self._pdf = b""
        preview.page_needed.connect(self._paint)

    def show(self, pdf: bytes) -> None:
        """Show a document."""
        self._pdf = pdf
        self._runner.submit(lambda: (pdf, page_sizes(pdf)), self._measured, self._failures.report)

    def clear(self) -> None:
        """Show nothing."""
        self._pdf = b""
        self._preview.set_pages(())

    def _measured(self, measured: tuple[bytes, tuple[PageSize, ...]]) -> None:
        pdf, sizes = measured
        if pdf is self._pdf:
            self._preview.set_pages(sizes)

    @Slot(int, float)
    def _paint(self, page: int, dots_per_inch: float) -> None:
        pdf = self._pdf
        self._runner.submit(
            lambda: _Painted(pdf=pdf, page=page, image=page_image(pdf, page, dots_per_inch)),
            self._painted,
            self._failures.report,
        )

    def _painted(self, painted: _Painted) -> None:
        if painted.pdf is self._pdf:
            self._preview.set_image(painted.page, painted.image)
