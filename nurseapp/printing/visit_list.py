"""The visit list for a day's pocket: the least that finds the right person, then the shredder.

Initials and number instead of a name; no diagnosis, result, birth date or phone. The purpose is
cut short: the rest is read on the screen.
"""

from __future__ import annotations

from collections.abc import Sequence

from nurseapp.domain.caseload import CaseRow
from nurseapp.printing.pages import Running, column_width, publish
from nurseapp.printing.sheet import Piece, Sheet, Style
from nurseapp.printing.stationery import Stamp, Stationery
from nurseapp.printing.wording import local_time

_CELL = Style(size=10.5)
_HEAD = Style(size=9.5, bold=True, grey=True)
_MEMBER = Style(size=10.5, bold=True)
_SHARES = [19.0, 19.0, 19.0, 34.0, 9.0]
_LONGEST_PURPOSE = 120
_LONGEST_PLACE = 60
_LONGEST_NUMBER = 40


def visit_list_pdf(rows: Sequence[CaseRow], stationery: Stationery, stamp: Stamp) -> bytes:
    """Print rows in the order given, each with its next visit."""
    sheet = Sheet(stationery, column_width(stationery.paper))
    say = sheet.wording.say
    day = sheet.wording.day(local_time(stamp)[0].date())
    count = say("visit_count", number=len(rows)) if rows else say("no_visits")
    pieces = [
        sheet.text(say("visit_list"), Style(size=21, bold=True, after=2)),
        sheet.text(f"{day} · {count}", Style(size=12, after=10)),
    ]
    if rows:
        columns = ("visit_when", "visit_member", "visit_where", "visit_purpose", "visit_done")
        head = [sheet.text(say(label), _HEAD) for label in columns]
        pieces.append(sheet.table(head, [_row(sheet, row) for row in rows], _SHARES))
    running = Running(title=say("visit_list"), warning=say("shred"))
    return publish(sheet, pieces, running, stamp)


def _row(sheet: Sheet, row: CaseRow) -> list[Piece]:
    when = sheet.wording.day_and_month(row.next_on) if row.next_on else "—"
    member = [
        sheet.text(initials(row), _MEMBER),
        sheet.text(_short(row.number, _LONGEST_NUMBER), _CELL),
    ]
    purpose = [sheet.text(_short(row.next_what or "—", _LONGEST_PURPOSE), _CELL)]
    if row.interpreter:
        language = sheet.wording.language_name(row.language) if row.language else "—"
        purpose.append(sheet.text(sheet.wording.say("interpreter", language=language), _MEMBER))
    return [
        sheet.text(when, _CELL),
        member,
        sheet.text(_short(row.place or "—", _LONGEST_PLACE), _CELL),
        purpose,
        sheet.tick_box("", _CELL),
    ]


def initials(row: CaseRow) -> str:
    """Give the first letters of the given and the family name."""
    names = (row.given_name.strip(), row.family_name.strip())
    return " ".join(f"{name[0]}." for name in names if name)


def _short(text: str, longest: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip()}…"
