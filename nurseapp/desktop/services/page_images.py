"""Pages of a PDF as images in memory, for preview and for printers; no file is ever written.

PDFium is not made for several threads: every call runs on the store's thread. It is imported with
the first page, for it is not needed before. Called by the rooms that preview and print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nurseapp.domain.circumstance import Circumstance

POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSize:
    """The size of a page in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """One page as pixels.

    Attributes:
        stride: bytes from one row to the next.
        bgra: four bytes a pixel, blue first; opaque.
    """

    width: int
    height: int
    stride: int
    bgra: bytes


def page_sizes(pdf: bytes) -> tuple[PageSize, ...]:
    """Measure every page of a document.

    Raises:
        Circumstance: ``document_unreadable`` for one that PDFium cannot open.
    """
    library = _pdfium()
    try:
        document = library.PdfDocument(pdf)
    except library.PdfiumError as error:
        raise Circumstance("document_unreadable") from error
    try:
        sizes = [document.get_page_size(number) for number in range(len(document))]
    finally:
        document.close()
    return tuple(PageSize(width=width, height=height) for width, height in sizes)


def page_image(pdf: bytes, page: int, dots_per_inch: float) -> PageImage:
    """Paint one page, counted from 0, on white paper."""
    document = _pdfium().PdfDocument(pdf)
    try:
        bitmap = document[page].render(
            scale=dots_per_inch / POINTS_PER_INCH, force_bitmap_format=_pdfium().raw.FPDFBitmap_BGRx
        )
        return PageImage(
            width=bitmap.width,
            height=bitmap.height,
            stride=bitmap.stride,
            bgra=bytes(bitmap.buffer),
        )
    finally:
        document.close()


def _pdfium() -> Any:
    """Bring in the library with the first page, not with the program."""
    import pypdfium2  # type: ignore[import-untyped]  # ships no types

    return pypdfium2
