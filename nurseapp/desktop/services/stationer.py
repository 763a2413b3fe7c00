"""Hands printing its fonts, its labels in the reader's language, and the stamp of each page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nurseapp.content.library import Library
from nurseapp.desktop.services.authorship import Author
from nurseapp.printing.stationery import Paper, Stamp, Stationery


@dataclass(frozen=True, slots=True, kw_only=True)
class Stationer:
    """What every printout of this desk shares.

    Attributes:
        fonts: the folder of the fonts that are embedded.
        time_zone: IANA name for the times on paper.
    """

    fonts: Path
    library: Library
    author: Author
    author_name: str
    organisation: str
    is_example: bool
    paper: Paper
    time_zone: str

    def stationery(self, language: str) -> Stationery:
        """Give fonts and labels for paper in one language."""
        return Stationery(
            regular=(self.fonts / "NotoSans-Regular.ttf").read_bytes(),
            bold=(self.fonts / "NotoSans-Bold.ttf").read_bytes(),
            labels=self.library.print_labels(language),
            paper=self.paper,
            organisation=self.organisation,
            is_example=self.is_example,
        )

    def stamp(self, *, content_version: str = "", case_version: str = "") -> Stamp:
        """Give who printed what, when, of which version."""
        return Stamp(
            author=self.author_name,
            printed_at=self.author.now(),
            time_zone=self.time_zone,
            case_version=case_version,
            content_version=content_version,
        )
