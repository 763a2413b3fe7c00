"""What a person would read on a printed page."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]  # ships no types


def words_on(pdf: bytes) -> str:
    """Read all pages of a document, with every run of white space as one space."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return " ".join(" ".join(pages).split())
