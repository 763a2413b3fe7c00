"""What every page carries, whatever the sheet."""

from __future__ import annotations

import ctypes
import re
import string
from collections.abc import Callable
from dataclasses import replace

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
from pypdfium2 import raw

from nurseapp.domain.handout import Block, BlockKind
from nurseapp.printing.care_plan import care_plan_pdf
from nurseapp.printing.handout import handout_pdf
from nurseapp.printing.stationery import Paper, Stamp, Stationery
from nurseapp.printing.visit_list import visit_list_pdf
from tests.printing import samples

Sheet = Callable[[Stationery, Stamp], bytes]


def long_handout(stationery: Stationery, stamp: Stamp) -> bytes:
    """Print a handout over several pages."""
    words = Block(kind=BlockKind.PARAGRAPH, lines=("Walk each day. " * 40,))
    return handout_pdf(samples.handout(*[words] * 8), stationery, stamp)


def long_care_plan(stationery: Stationery, stamp: Stamp) -> bytes:
    """Print a care plan over several pages."""
    goals = [samples.node(samples.goal(f"Goal {n}", "Walks more")) for n in range(20)]
    tree = [samples.node(samples.problem(), *goals)]
    return care_plan_pdf(samples.member(), samples.case(), tree, stationery, stamp)


def long_visit_list(stationery: Stationery, stamp: Stamp) -> bytes:
    """Print a visit list over several pages."""
    return visit_list_pdf([samples.row()] * 60, stationery, stamp)


# What office printers leave white, with something to spare, in points.
MARGIN = 24
SHEETS = [long_handout, long_care_plan, long_visit_list]


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_page_says_who_printed_it_when_and_from_which_versions(sheet: Sheet) -> None:
    pages = samples.pages(sheet(samples.stationery(), samples.STAMP))
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        text = samples.flowing(page)
        # 23:30 UTC is the next day in Madrid.
        assert "Printed by Amara Osei, RN, 22 November 2026, 00:30 (Europe/Madrid)" in text
        assert "Case version care 41" in text
        assert "Content version low-blood-sugar 1" in text
        assert f"Page {number} of {len(pages)}" in text
        assert "Northwind Health" in text


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_page_of_an_example_organisation_says_so_and_no_other_page_does(
    sheet: Sheet,
) -> None:
    mark = "Example organisation — not actual people"
    example = samples.pages(sheet(samples.stationery(is_example=True), samples.STAMP))
    assert all(mark in page for page in example)
    real = samples.pages(sheet(samples.stationery(), samples.STAMP))
    assert not any(mark in page for page in real)


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_same_values_give_the_same_bytes(sheet: Sheet) -> None:
    first = sheet(samples.stationery(), samples.STAMP)
    assert sheet(samples.stationery(), samples.STAMP) == first


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_font_is_embedded(sheet: Sheet) -> None:
    fonts = embedded_fonts(sheet(samples.stationery(is_example=True), samples.STAMP))
    assert set(fonts.values()) == {True}
    assert {name.partition("+")[2] or name for name in fonts} == {
        "NotoSans-Regular",
        "NotoSans-Bold",
    }


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
@pytest.mark.parametrize("sheet", SHEETS)
def test_pages_have_the_size_of_the_paper_and_nothing_stands_in_the_margin(
    sheet: Sheet, paper: Paper, size: tuple[int, int]
) -> None:
    stationery = samples.stationery(paper=paper, is_example=True)
    document = pypdfium2.PdfDocument(sheet(stationery, samples.STAMP))
    for page in document:
        width, height = page.get_size()
        assert (round(width), round(height)) == size
        for thing in page.get_objects(max_depth=1):
            left, bottom, right, top = thing.get_bounds()
            assert left >= MARGIN
            assert bottom >= MARGIN
            assert right <= width - MARGIN
            assert top <= height - MARGIN
    document.close()


def test_versions_that_are_not_known_are_left_out() -> None:
    stamp = replace(samples.STAMP, case_version="", content_version="")
    text = samples.flowing(samples.pages(long_handout(samples.stationery(), stamp))[0])
    assert "version" not in text


def test_a_time_zone_that_the_system_does_not_know_is_shown_as_utc() -> None:
    for unknown in ("Europe/Atlantis", "Europe", "../etc", ""):
        stamp = replace(samples.STAMP, time_zone=unknown)
        text = samples.flowing(samples.pages(long_handout(samples.stationery(), stamp))[0])
        assert "21 November 2026, 23:30 (UTC)" in text


def test_a_long_organisation_and_author_are_cut_and_the_versions_are_not() -> None:
    stationery = replace(
        samples.stationery(is_example=True), organisation="Association of Everything " * 20
    )
    stamp = replace(samples.STAMP, author="Amara " * 12)
    for page in samples.pages(long_visit_list(stationery, stamp)):
        assert "…" in page
        assert "Content version low-blood-sugar 1" in samples.flowing(page)
        assert "shred it after use" in page


def test_the_title_of_the_document_names_nobody() -> None:
    document = pypdfium2.PdfDocument(long_care_plan(samples.stationery(), samples.STAMP))
    metadata = document.get_metadata_dict()
    document.close()
    assert metadata["Title"] == "My care plan"
    assert "Núñez" not in "".join(metadata.values())


def test_every_language_fills_the_same_values_into_a_label() -> None:
    english, spanish = samples.labels("en"), samples.labels("es")
    assert english.keys() == spanish.keys()
    for label, text in english.items():
        assert fields(text) == fields(spanish[label]), label


def fields(label: str) -> set[str | None]:
    """Give the names between braces."""
    return {name for _, name, _, _ in string.Formatter().parse(label) if name is not None}


def embedded_fonts(pdf: bytes) -> dict[str, bool]:
    """Give the base fonts that pages use, and whether each is embedded."""
    document = pypdfium2.PdfDocument(pdf)
    found = {}
    for page in document:
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(thing.raw)
            length = raw.FPDFFont_GetBaseFontName(font, None, 0)
            name = ctypes.create_string_buffer(length)
            raw.FPDFFont_GetBaseFontName(font, name, length)
            found[name.value.decode()] = bool(raw.FPDFFont_GetIsEmbedded(font))
    document.close()
    # What no text uses counts too: a printer may ask for it.
    assert not re.search(rb"/BaseFont\s*/Helvetica", pdf)
    return found
