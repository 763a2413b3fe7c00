"""The shipped handouts, and what a handout's file may hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from nurseapp.content.handout_file import read_handout
from nurseapp.content.library import Library
from nurseapp.content.readability import measure
from nurseapp.content.reading import ContentError
from nurseapp.domain.handout import BlockKind, Handout

RESOURCES = Path(__file__).parents[2] / "resources"
HARDEST_GRADE = 6.0
SHIPPED = Library(RESOURCES).handouts()

FRONT = """+++
version = "1"
title = "A title"
topic = "heart"
teach_back = ["What will you do?"]
sources = ["Somebody who knows."]
licence = "Free."
reviewed = ""
+++
"""
BODY = """First words
go on.

> **Get help**
> Call now.

## A question?

- One.
- Two.
"""


def written(folder: Path, text: str, language: str = "en") -> Path:
    """Write a handout's file."""
    file = folder / "heart-words" / f"{language}.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def name(handout: Handout) -> str:
    """Name a handout in a test's title."""
    return f"{handout.id}/{handout.language}"


def test_three_handouts_are_shipped_and_two_of_them_in_spanish_too() -> None:
    assert [name(handout) for handout in SHIPPED] == [
        "daily-weight/en",
        "feeling-low/en",
        "feeling-low/es",
        "low-blood-sugar/en",
        "low-blood-sugar/es",
    ]


@pytest.mark.parametrize("handout", SHIPPED, ids=name)
def test_a_shipped_handout_reads_at_grade_six_or_below_by_both_formulas(handout: Handout) -> None:
    measured = measure([line for block in handout.blocks for line in block.lines], handout.language)
    if handout.language != "en":
        assert measured is None
        assert handout.grade is None
        return
    assert measured is not None
    assert measured.smog is not None
    assert handout.grade == round(measured.flesch_kincaid, 1)
    assert max(measured.flesch_kincaid, measured.smog) <= HARDEST_GRADE


@pytest.mark.parametrize("handout", SHIPPED, ids=name)
def test_a_shipped_handout_gives_no_dose_and_no_telephone_number(handout: Handout) -> None:
    text = " ".join(line for block in handout.blocks for line in block.lines)
    assert not any(character.isdigit() for character in text)


@pytest.mark.parametrize("handout", SHIPPED, ids=name)
def test_a_shipped_handout_says_that_no_clinician_has_reviewed_it_yet(handout: Handout) -> None:
    assert handout.reviewed == ""
    assert len(handout.teach_back) == 3
    assert len(handout.sources) == 1


def test_a_handout_becomes_its_blocks(tmp_path: Path) -> None:
    handout = read_handout(written(tmp_path, FRONT + BODY))
    assert (handout.id, handout.language) == ("heart-words", "en")
    assert [(block.kind, block.lines) for block in handout.blocks] == [
        (BlockKind.PARAGRAPH, ("First words go on.",)),
        (BlockKind.BOX, ("Get help", "Call now.")),
        (BlockKind.HEADING, ("A question?",)),
        (BlockKind.BULLETS, ("One.", "Two.")),
    ]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("No front matter.\n", "line 1"),
        ("+++\nversion = 1\n", "line 1"),
        (FRONT.replace('topic = "heart"\n', "") + BODY, ""),
        (FRONT.replace("topic", "subject") + BODY, ""),
        (FRONT.replace('["What will you do?"]', "[]") + BODY, "teach_back"),
        (FRONT.replace('"A title"', "A title") + BODY, ""),
        (FRONT + BODY + "\nSome *emphasis*.\n", "line 21"),
        (FRONT + BODY + "\n# A title again\n", "line 21"),
        (FRONT + BODY + "\n## A heading\nand words below it\n", "line 21"),
        (FRONT + BODY + "\n1. A numbered list\n", "line 21"),
        (FRONT + BODY + "\n[a link](somewhere)\n", "line 21"),
        (FRONT + BODY + "\n- A bullet\n  that goes on\n", "line 22"),
        (FRONT + BODY + "\n> A box without a title\n", "line 21"),
        (FRONT + BODY + "\n> **A title**\nwords outside\n", "line 22"),
        (FRONT + BODY + "\n> **A title**\n> <b>words</b>\n", "line 22"),
        (FRONT + "## One?\n\nWords.\n\n## Two?\n\n> **Get help**\n> Now.\n", "box"),
        (FRONT + "Words.\n", "box"),
    ],
)
def test_what_a_handout_may_not_hold_is_refused_with_its_place(
    tmp_path: Path, text: str, item: str
) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ContentError) as refused:
        read_handout(file)
    assert (refused.value.file, refused.value.item) == (file, item)
    assert refused.value.reason
    assert str(file) in str(refused.value)
