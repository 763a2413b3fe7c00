"""The handout as the member takes it home: large letters, short lines, no identifiers.

The layout follows what plain-language guides ask for: 14 or 18 point, 1.3 line spacing, at most
65 characters a line, aligned left, the emergency box on page 1, a box for the member's questions.
The reading grade and the teach-back questions are for staff and stay off the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from nurseapp.domain.handout import Block, BlockKind, Handout
from nurseapp.printing.pages import Running, column_width, publish
from nurseapp.printing.sheet import THICK, Piece, Sheet, Style
from nurseapp.printing.stationery import Stamp, Stationery

BODY = 14.0
LARGE_BODY = 18.0
# In widths of the letter size: about 60 characters, at most 65.
_LONGEST_LINE = 29
_LINES_TO_WRITE_ON = 2


def handout_pdf(
    handout: Handout, stationery: Stationery, stamp: Stamp, *, large_print: bool = False
) -> bytes:
    """Print a handout, with labels in its own language."""
    size = LARGE_BODY if large_print else BODY
    sheet = Sheet(stationery, min(column_width(stationery.paper), _LONGEST_LINE * size))
    title = Style(size=round(size * 1.5), bold=True, after=size * 0.5)
    pieces = [sheet.text(handout.title.replace(": ", ":\n", 1), title)]
    for block in handout.blocks:
        pieces += _block(sheet, block, size)
    end = [_ask_box(sheet, size), sheet.space(size * 0.6), _about(sheet, handout)]
    pieces += [sheet.space(size), sheet.together(end)]
    return publish(sheet, pieces, Running(title=handout.title), stamp)


def _block(sheet: Sheet, block: Block, size: float) -> Iterator[Piece]:
    if block.kind is BlockKind.HEADING:
        yield sheet.need(size * 6)
        heading = Style(size=size * 1.15, bold=True, before=size * 0.8, after=size * 0.3)
        yield from (sheet.text(line, heading) for line in block.lines)
    elif block.kind is BlockKind.BULLETS:
        bullet = Style(size=size, hang=size, after=size * 0.3)
        yield from (sheet.text(line, bullet, bullet="•") for line in block.lines)
    elif block.kind is BlockKind.BOX:
        title, *lines = block.lines
        item = Style(size=size, hang=size, before=size * 0.2)
        inside = [sheet.text(title, Style(size=size * 1.05, bold=True))]
        inside += [sheet.text(line, item, bullet="•") for line in lines]
        yield sheet.space(size * 0.3)
        yield sheet.box(inside, weight=THICK)
        yield sheet.space(size * 0.3)
    else:
        paragraph = Style(size=size, before=size * 0.2, after=size * 0.5)
        yield from (sheet.text(line, paragraph) for line in block.lines)


def _ask_box(sheet: Sheet, size: float) -> Piece:
    say = sheet.wording.say
    inside = [
        sheet.text(say("ask_title"), Style(size=size * 1.05, bold=True)),
        sheet.text(say("ask_text"), Style(size=size)),
    ]
    inside += [sheet.line_to_write_on(size * 1.5) for _ in range(_LINES_TO_WRITE_ON)]
    # Name and number are written by hand: the sheet names nobody.
    contact = Style(size=size, bold=True)
    for label in ("my_nurse", "phone"):
        inside.append([sheet.space(size * 0.9), sheet.text(say(label), contact)])
    return sheet.box(inside)


def _about(sheet: Sheet, handout: Handout) -> Piece:
    say = sheet.wording.say
    reviewed = say("not_reviewed")
    if handout.reviewed:
        day = sheet.wording.day(date.fromisoformat(handout.reviewed))
        reviewed = say("reviewed", date=day)
    facts = [f"{handout.id}, {handout.language}, {handout.version}.", *handout.sources]
    small = Style(size=9, grey=True)
    return sheet.text(
        " ".join([*facts, reviewed, handout.licence]), small, lead=f"{say('about_sheet')}:"
    )
