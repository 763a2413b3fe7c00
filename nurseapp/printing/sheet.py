"""One sheet in the making: text and boxes in the stationery's fonts, to be laid on pages.

With ``typeface`` and ``pages`` the only module that speaks to reportlab; the sheets themselves
say what stands where. What is built here belongs to one document and is laid out once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, black  # type: ignore[import-untyped]  # ships no types
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]  # ships no types
from reportlab.platypus import (  # type: ignore[import-untyped]  # ships no types
    CondPageBreak,
    HRFlowable,
    KeepTogether,
    Paragraph,
    Spacer,
    Table,
)

from nurseapp.printing.stationery import Stationery
from nurseapp.printing.typeface import REPLACEMENT, Typeface
from nurseapp.printing.wording import Wording

LINE_SPACING = 1.3
# Dark enough to survive a copier: no sheet uses colour.
GREY = HexColor("#444444")
THIN = 0.75
THICK = 2.25
_BOX_PADDING = 10
_CELL_PADDING = 5
_MOST_MISSING_LISTED = 12

Piece = Any  # a flowable of reportlab, which ships no types


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a paragraph looks; lengths in points.

    Attributes:
        hang: how far the text stands right of its bullet or box to tick.
    """

    size: float
    bold: bool = False
    grey: bool = False
    indent: float = 0
    hang: float = 0
    before: float = 0
    after: float = 0


class Sheet:
    """What one document is put together with.

    Attributes:
        width: of the column of text, in points.
    """

    def __init__(self, stationery: Stationery, width: float) -> None:
        self.stationery = stationery
        self.wording = Wording(stationery.labels)
        self.typeface = Typeface(stationery)
        self.width = width
        self._styles: dict[Style, Any] = {}

    def text(self, text: str, style: Style, *, lead: str = "", bullet: str = "") -> Piece:
        """Set a paragraph; ``lead`` opens it in bold, ``bullet`` hangs left of it."""
        markup = self._markup(text)
        if lead:
            bold = f'<font name="{self.typeface.bold}">{self._markup(lead)}</font>'
            markup = f"{bold} {markup}" if markup else bold
        return Paragraph(markup, self._style(style), bulletText=bullet or None)

    def tick_box(self, text: str, style: Style, *, ticked: bool = False) -> Piece:
        """Set a paragraph with a box to tick hanging left of it."""
        kind = _Ticked if ticked else _Unticked
        # The box is drawn for the part that carries the bullet: only the first after a split.
        return kind(self._markup(text), self._style(style), bulletText="\N{NO-BREAK SPACE}")

    def box(self, pieces: Sequence[Piece], *, weight: float = THIN) -> Piece:
        """Frame pieces, one below the other; a list among them stays on one page."""
        frame = [
            self._cells(),
            ("BOX", (0, 0), (-1, -1), weight, black),
            ("LEFTPADDING", (0, 0), (-1, -1), _BOX_PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _BOX_PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, 0), _BOX_PADDING - 2),
            ("BOTTOMPADDING", (0, -1), (-1, -1), _BOX_PADDING),
        ]
        rows = [[piece] for piece in pieces]
        # Rows break across pages too: a box may hold a text of any length.
        return Table(rows, colWidths=[self.width], style=frame, hAlign="LEFT", splitInRow=1)

    def table(self, head: Sequence[Piece], rows: list[list[Piece]], widths: list[float]) -> Piece:
        """Set a table with its head on every page; ``widths`` are shares of the column."""
        lines = [
            self._cells(),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), _CELL_PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), _CELL_PADDING),
            ("BOTTOMPADDING", (0, 0), (-1, -1), _CELL_PADDING),
            ("LINEBELOW", (0, 0), (-1, 0), 1.25, black),
            ("LINEBELOW", (0, 1), (-1, -1), THIN, GREY),
        ]
        points = [share * self.width / sum(widths) for share in widths]
        return Table([head, *rows], colWidths=points, style=lines, repeatRows=1, hAlign="LEFT")

    def signature(self, columns: Sequence[tuple[str, float]]) -> Piece:
        """Set lines to sign on, each with the words below it; ``float`` is its share."""
        gap = 14
        widths = [share * self.width / sum(s for _, s in columns) for _, share in columns]
        words = Style(size=10, grey=True)
        cells = [[Spacer(1, 30), self.rule(), self.text(label, words)] for label, _ in columns]
        bare = [
            self._cells(),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-2, -1), gap),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ]
        return Table([cells], colWidths=widths, style=bare, hAlign="LEFT")

    def rule(self, *, before: float = 0, after: float = 0, weight: float = THIN) -> Piece:
        """Draw a line across the column."""
        return HRFlowable(
            width="100%", thickness=weight, color=black, spaceBefore=before, spaceAfter=after
        )

    def line_to_write_on(self, height: float) -> list[Piece]:
        """Draw a line with ``height`` points of room above it."""
        return [Spacer(1, height), self.rule()]

    def space(self, height: float) -> Piece:
        """Leave room."""
        return Spacer(1, height)

    def need(self, height: float) -> Piece:
        """Begin a new page unless ``height`` points are left: a heading never stands alone."""
        return CondPageBreak(height)

    def together(self, pieces: Sequence[Piece]) -> Piece:
        """Keep pieces on one page."""
        return KeepTogether(list(pieces))

    def missing_notice(self) -> list[Piece]:
        """Say which characters of everything set so far could not be shown."""
        missing = list(self.typeface.missing)
        if not missing:
            return []
        codes = [f"U+{ord(character):04X}" for character in missing[:_MOST_MISSING_LISTED]]
        more = "…" if len(missing) > len(codes) else ""
        words = self.wording.say("missing", mark=REPLACEMENT, codes=", ".join(codes) + more)
        return [self.box([self.text(words, Style(size=10, bold=True))]), self.space(10)]

    def _cells(self) -> tuple[Any, ...]:
        """Name our font for every cell: else a standard one is asked for and not embedded."""
        return ("FONTNAME", (0, 0), (-1, -1), self.typeface.regular)

    def _markup(self, text: str) -> str:
        return escape(self.typeface.showable(text)).replace("\n", "<br/>")

    def _style(self, style: Style) -> Any:
        if style not in self._styles:
            font = self.typeface.bold if style.bold else self.typeface.regular
            self._styles[style] = ParagraphStyle(
                repr(style),
                fontName=font,
                bulletFontName=font,
                fontSize=style.size,
                bulletFontSize=style.size,
                leading=style.size * LINE_SPACING,
                textColor=GREY if style.grey else black,
                leftIndent=style.indent + style.hang,
                bulletIndent=style.indent,
                spaceBefore=style.before,
                spaceAfter=style.after,
                allowWidows=0,
                allowOrphans=0,
            )
        return self._styles[style]


class _Unticked(Paragraph):  # type: ignore[misc]  # reportlab ships no types
    """A paragraph with an empty box in the place of its bullet."""

    def draw(self) -> None:
        """Draw the box, then the text."""
        if self.bulletText:
            self._draw_box(self.canv, self.style.bulletIndent, self.style.fontSize * 0.85)
        super().draw()

    def _draw_box(self, canvas: Any, x: float, side: float) -> None:
        y = self._baseline() - side * 0.14
        canvas.setLineWidth(1)
        canvas.rect(x, y, side, side)

    def _baseline(self) -> float:
        return float(self.height - self.style.fontSize)


class _Ticked(_Unticked):
    """The same with its box ticked."""

    def _draw_box(self, canvas: Any, x: float, side: float) -> None:
        super()._draw_box(canvas, x, side)
        y = self._baseline() - side * 0.14
        canvas.setLineWidth(1.5)
        canvas.line(x + side * 0.2, y + side * 0.5, x + side * 0.42, y + side * 0.22)
        canvas.line(x + side * 0.42, y + side * 0.22, x + side * 0.82, y + side * 0.8)
