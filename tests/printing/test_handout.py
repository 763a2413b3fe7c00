"""The handout: what a member can read, and what must not be on it."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest

from nurseapp.content.library import Library
from nurseapp.domain.handout import Block, BlockKind, Handout
from nurseapp.printing.handout import handout_pdf
from nurseapp.printing.stationery import Paper
from tests.printing import samples

SHIPPED = Library(samples.RESOURCES).handouts()
LONGEST_LINE = 65


def name(handout: Handout) -> str:
    """Name a handout in a test's title."""
    return f"{handout.id}/{handout.language}"


@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("handout", SHIPPED, ids=name)
def test_a_shipped_handout_is_whole_and_says_what_to_do_in_an_emergency_first(
    handout: Handout, paper: Paper, large_print: bool
) -> None:
    stationery = samples.stationery(handout.language, paper, is_example=True)
    pages = samples.pages(handout_pdf(handout, stationery, samples.STAMP, large_print=large_print))
    first, whole = samples.flowing(pages[0]), samples.flowing(" ".join(pages))
    box = next(block for block in handout.blocks if block.kind is BlockKind.BOX)
    for line in box.lines:
        assert line in first
    for block in handout.blocks:
        if block.kind is BlockKind.HEADING:
            assert block.lines[0] in whole
    assert stationery.labels["ask_title"] in whole
    assert stationery.labels["not_reviewed"] in whole
    assert "\N{REPLACEMENT CHARACTER}" not in whole
    assert len(pages) <= 3


@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize("handout", SHIPPED, ids=name)
def test_no_line_for_the_member_is_longer_than_a_reader_can_follow(
    handout: Handout, large_print: bool
) -> None:
    pdf = handout_pdf(
        handout, samples.stationery(handout.language), samples.STAMP, large_print=large_print
    )
    text = [line for page in samples.pages(pdf) for line in page.split("\n")]
    body = text[: text.index(next(line for line in text if line.startswith(about(handout))))]
    stamped = [line for line in body if "Osei" in line or "version" in line or "ersión" in line]
    read = [line.removeprefix("• ") for line in body if line not in stamped]
    longest = max(read, key=len)
    assert len(longest) <= LONGEST_LINE, longest


def about(handout: Handout) -> str:
    """Give the words that open the small print."""
    return samples.labels(handout.language)["about_sheet"]


@pytest.mark.parametrize(("large_print", "size"), [(False, 14), (True, 18)])
def test_the_body_is_set_in_14_or_18_points(large_print: bool, size: int) -> None:
    words = Block(kind=BlockKind.PARAGRAPH, lines=("Walk each day.",))
    pdf = handout_pdf(
        samples.handout(words), samples.stationery(), samples.STAMP, large_print=large_print
    )
    assert font_size(pdf, "Walk each day.") == size


def font_size(pdf: bytes, text: str) -> float:
    """Give the size in which the first page sets a text."""
    document = pypdfium2.PdfDocument(pdf)
    text_page = document[0].get_textpage()
    found = text_page.search(text).get_next()
    assert found is not None
    size: float = pypdfium2.raw.FPDFText_GetFontSize(text_page, found[0])
    text_page.close()
    document.close()
    return size


def test_what_is_for_staff_stays_off_the_sheet() -> None:
    pages = samples.pages(handout_pdf(samples.handout(), samples.stationery(), samples.STAMP))
    text = samples.flowing(" ".join(pages))
    assert "What will you do?" not in text
    assert "4.2" not in text


def test_the_sheet_says_what_it_is_who_wrote_it_and_when_it_was_reviewed() -> None:
    pdf = handout_pdf(samples.handout(reviewed="2026-10-05"), samples.stationery(), samples.STAMP)
    text = samples.flowing(" ".join(samples.pages(pdf)))
    assert "your-heart, en, 3." in text
    assert "Written by somebody. Last reviewed by clinicians: 5 October 2026." in text
    assert "Free to copy." in text
    assert "Not yet reviewed" not in text


def test_a_box_that_is_longer_than_a_page_goes_on_on_the_next() -> None:
    lines = ("Call for help if you", *(f"Reason {number}." for number in range(90)))
    box = Block(kind=BlockKind.BOX, lines=lines)
    long_line = Block(kind=BlockKind.BOX, lines=("Title", "word " * 1500))
    pdf = handout_pdf(samples.handout(box, long_line), samples.stationery(), samples.STAMP)
    text = samples.flowing(" ".join(samples.pages(pdf)))
    assert "Reason 89." in text
    assert text.count("word") == 1500


def test_signs_of_markup_in_a_text_are_printed_as_they_stand() -> None:
    words = Block(kind=BlockKind.PARAGRAPH, lines=("If A < B & B > C, call </font> <b>us</b>.",))
    pages = samples.pages(handout_pdf(samples.handout(words), samples.stationery(), samples.STAMP))
    assert "If A < B & B > C, call </font> <b>us</b>." in samples.flowing(pages[0])


def test_the_ask_me_box_has_room_to_write_and_names_nobody() -> None:
    pages = samples.pages(handout_pdf(samples.handout(), samples.stationery(), samples.STAMP))
    lines = pages[0].split("\n")
    assert "My nurse:" in lines
    assert "Phone:" in lines
