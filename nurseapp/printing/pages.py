"""Pages: a sheet's pieces laid on paper, with what every page carries, as the bytes of a PDF.

Above: the organisation, the mark of an example, and who the page is about. Below: who printed it,
when, from which versions, and page x of y. The same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib.colors import black  # type: ignore[import-untyped]  # ships no types
from reportlab.lib.pagesizes import A4, LETTER  # type: ignore[import-untyped]  # ships no types
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # ships no types
from reportlab.platypus import (  # type: ignore[import-untyped]  # ships no types
    BaseDocTemplate,
    Frame,
    PageTemplate,
)

from nurseapp.printing.sheet import GREY, THIN, Piece, Sheet
from nurseapp.printing.stationery import Paper, Stamp

_MARGIN = 60.0
_PAPERS: Mapping[Paper, tuple[float, float]] = {"a4": A4, "letter": LETTER}
_EDGE = 30.0
_SMALL = 9.0
_ABOUT_SIZE = 11.5
_ABOUT_LEADING = 15.0
_STAMP_SIZE = 8.0
_STAMP_LEADING = 10.5
_PAGE_OF_WIDTH = 90.0


def column_width(paper: Paper) -> float:
    """Give the width between the margins, in points."""
    return _PAPERS[paper][0] - 2 * _MARGIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What is different from sheet to sheet in the head and foot of its pages.

    Attributes:
        title: of the document, without anything about a person: readers show it in a title bar.
        about: whom the pages are about, in bold at the head of each, part by part: a long name
            never pushes out the birth date and the number. Empty for nobody.
        warning: in bold at the foot of each page; empty for none.
    """

    title: str
    about: tuple[str, ...] = ()
    warning: str = ""


def publish(sheet: Sheet, pieces: list[Piece], running: Running, stamp: Stamp) -> bytes:
    """Lay the pieces on pages."""
    stationery = sheet.stationery
    width, height = _PAPERS[stationery.paper]
    furniture = _Furniture(sheet, running, stamp)
    frame = Frame(
        furniture.left,
        furniture.foot_height,
        sheet.width,
        height - furniture.head_height - furniture.foot_height,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    out = BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=(width, height),
        pageTemplates=[PageTemplate(frames=[frame])],
        title=running.title,
        author=stationery.organisation,
        creator="nurseapp",
        lang=sheet.wording.language,
        displayDocTitle=True,
        initialFontName=sheet.typeface.regular,
        invariant=1,
    )
    document.build(
        [*sheet.missing_notice(), *pieces],
        canvasmaker=partial(_CountingCanvas, furniture=furniture.draw),
    )
    return out.getvalue()


class _Furniture:
    """The head and foot of every page."""

    def __init__(self, sheet: Sheet, running: Running, stamp: Stamp) -> None:
        stationery = sheet.stationery
        self._sheet = sheet
        self._face = sheet.typeface
        paper_width, self._height = _PAPERS[stationery.paper]
        self._width = sheet.width
        self.left = (paper_width - sheet.width) / 2
        self._mark = self._shown(sheet.wording.say("example")) if stationery.is_example else ""
        room = self._width - (self._measure(self._mark) + 24 if self._mark else 0)
        self._organisation = self._lines(stationery.organisation, room, _SMALL, most=1)
        self._about = [
            line
            for part in running.about
            for line in self._lines(part, self._width, _ABOUT_SIZE, most=2, bold=True)
        ]
        self._warning = self._lines(running.warning, self._width, _SMALL, most=1, bold=True)
        # The title tells what a page that lies alone belongs to; last, as what is cut if need be.
        versions = " · ".join([*sheet.wording.versions(stamp), running.title])
        self._stamp = [
            line
            for part in (sheet.wording.printed(stamp), versions)
            for line in self._lines(part, self._width - _PAGE_OF_WIDTH, _STAMP_SIZE, most=2)
        ]
        self.head_height = _EDGE + 22 + len(self._about) * _ABOUT_LEADING + 16
        self.foot_height = _EDGE + (len(self._stamp) + len(self._warning)) * _STAMP_LEADING + 16

    def draw(self, canvas: Any, page: int, pages: int) -> None:
        """Draw head and foot of one page."""
        self._draw_head(canvas)
        self._draw_foot(canvas, self._sheet.wording.say("page_of", page=page, pages=pages))

    def _draw_head(self, canvas: Any) -> None:
        right = self.left + self._width
        y = self._height - _EDGE - _SMALL
        canvas.setFillColor(GREY)
        canvas.setFont(self._face.regular, _SMALL)
        canvas.drawString(self.left, y, "".join(self._organisation))
        canvas.setFillColor(black)
        canvas.setStrokeColor(black)
        if self._mark:
            canvas.setFont(self._face.bold, _SMALL)
            canvas.drawRightString(right - 6, y, self._mark)
            canvas.setLineWidth(1)
            measured = self._measure(self._mark)
            canvas.rect(right - measured - 12, y - 4, measured + 12, _SMALL + 6)
        y -= 9
        canvas.setFont(self._face.bold, _ABOUT_SIZE)
        for line in self._about:
            y -= _ABOUT_LEADING
            canvas.drawString(self.left, y, line)
        canvas.setLineWidth(THIN)
        canvas.line(self.left, y - 6, right, y - 6)

    def _draw_foot(self, canvas: Any, page_of: str) -> None:
        right = self.left + self._width
        y = self.foot_height - 16
        canvas.setLineWidth(THIN)
        canvas.line(self.left, y + 5, right, y + 5)
        y -= _STAMP_SIZE
        canvas.setFont(self._face.bold, _SMALL)
        canvas.drawRightString(right, y, page_of)
        for line in self._warning:
            canvas.drawString(self.left, y, line)
            y -= _STAMP_LEADING
        canvas.setFont(self._face.regular, _STAMP_SIZE)
        canvas.setFillColor(GREY)
        for line in self._stamp:
            canvas.drawString(self.left, y, line)
            y -= _STAMP_LEADING

    def _measure(self, text: str) -> float:
        return self._face.width(text, _SMALL, bold=True)

    def _shown(self, text: str) -> str:
        return self._face.showable(text).replace("\n", " ")

    def _lines(
        self, text: str, width: float, size: float, *, most: int, bold: bool = False
    ) -> list[str]:
        shown = self._shown(text).strip()
        return self._face.lines(shown, width, size, most=most, bold=bold) if shown else []


class _CountingCanvas(Canvas):  # type: ignore[misc]  # reportlab ships no types
    """A canvas that draws head and foot when the number of pages is known: at the end."""

    def __init__(
        self, *args: Any, furniture: Callable[[Any, int, int], None], **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        self._furniture = furniture
        self._finished: list[dict[str, Any]] = []

    def showPage(self) -> None:  # reportlab's name
        """Put the page aside."""
        self._finished.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Complete every page, then write the file."""
        for page, finished in enumerate(self._finished, 1):
            self.__dict__.update(finished)
            self._furniture(self, page, len(self._finished))
            super().showPage()
        super().save()
