"""The fonts of a sheet: made known to reportlab, measured, and asked what they can show.

reportlab keeps its fonts for the whole program; a font is registered under a name made from its
bytes, so that doing it twice changes nothing. Called by :mod:`nurseapp.printing.sheet`.
"""

from __future__ import annotations

import unicodedata
import zlib
from io import BytesIO

from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]  # ships no types
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]  # ships no types

from nurseapp.printing.stationery import Stationery

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Unicode's control and format characters: nothing to see, and readers treat them each in its way.
_NO_LETTER = ("Cc", "Cf")
# Signs that clinicians write and text fonts lack, in letters that mean the same.
_SAME_MEANING = {"≥": ">=", "≤": "<=", "→": "->", "←": "<-", "≈": "~", "☐": "[ ]"}


class Typeface:
    """A regular and a bold font.

    Attributes:
        regular: name under which reportlab knows the font.
        bold: the same for the bold one.
        missing: characters that were asked for and cannot be shown, in the order of asking.
    """

    def __init__(self, stationery: Stationery) -> None:
        self.regular = _registered(stationery.regular)
        self.bold = _registered(stationery.bold)
        self.missing: dict[str, None] = {}
        self._known = (
            pdfmetrics.getFont(self.regular).face.charToGlyph.keys()
            & pdfmetrics.getFont(self.bold).face.charToGlyph.keys()
        )

    def showable(self, text: str) -> str:
        """Give the text as it can be shown: what has no glyph becomes a visible replacement.

        Line breaks stay, other control and format characters go, accents are composed.
        """
        plain = unicodedata.normalize("NFC", text.expandtabs(1))
        odd = [c for c in dict.fromkeys(plain) if c != "\n" and not self._is_plain(c)]
        if not odd:
            return plain
        instead = {ord(c): self._instead_of(c) for c in odd}
        self.missing.update((c, None) for c in odd if instead[ord(c)] == REPLACEMENT)
        return plain.translate(instead)

    def _is_plain(self, character: str) -> bool:
        return ord(character) in self._known and unicodedata.category(character) not in _NO_LETTER

    def _instead_of(self, character: str) -> str:
        if unicodedata.category(character) in _NO_LETTER:
            return ""
        return _SAME_MEANING.get(character, REPLACEMENT)

    def width(self, text: str, size: float, *, bold: bool) -> float:
        """Measure a line in points."""
        name = self.bold if bold else self.regular
        return float(pdfmetrics.stringWidth(text, name, size))

    def lines(self, text: str, width: float, size: float, *, most: int, bold: bool) -> list[str]:
        """Break a text into lines of at most ``width`` points; the last of ``most`` is cut."""
        lines = [""]
        for word in text.split():
            for piece in self._pieces(word, width, size, bold):
                longer = f"{lines[-1]} {piece}" if lines[-1] else piece
                if self.width(longer, size, bold=bold) <= width:
                    lines[-1] = longer
                else:
                    lines.append(piece)
        if len(lines) <= most:
            return lines
        last = lines[most - 1]
        while last and self.width(f"{last}…", size, bold=bold) > width:
            last = last[:-1]
        return [*lines[: most - 1], f"{last}…"]

    def _pieces(self, word: str, width: float, size: float, bold: bool) -> list[str]:
        """Break a word that is longer than a whole line."""
        pieces = [""]
        for letter in word:
            if pieces[-1] and self.width(pieces[-1] + letter, size, bold=bold) > width:
                pieces.append("")
            pieces[-1] += letter
        return pieces


def _registered(data: bytes) -> str:
    name = f"nurseapp-{zlib.crc32(data):08x}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, BytesIO(data)))
    return name
