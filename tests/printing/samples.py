"""Values to print, with defaults, and what a printed PDF says."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # ships no types

from nurseapp.domain.barrier import Barrier, BarrierStatus
from nurseapp.domain.care_plan import PlanNode, PlanRecord
from nurseapp.domain.case import Case, Stage
from nurseapp.domain.caseload import CaseRow
from nurseapp.domain.goal import Goal, GoalStatus
from nurseapp.domain.handout import Block, BlockKind, Handout
from nurseapp.domain.ids import CaseId, RecordId, TeamId, UserId
from nurseapp.domain.intervention import Intervention, InterventionStatus
from nurseapp.domain.member import Member, Sex
from nurseapp.domain.problem import Problem, ProblemStatus
from nurseapp.domain.timing import Timing
from nurseapp.printing.stationery import Paper, Stamp, Stationery

RESOURCES = Path(__file__).parents[2] / "resources"
REGULAR = (RESOURCES / "fonts" / "NotoSans-Regular.ttf").read_bytes()
BOLD = (RESOURCES / "fonts" / "NotoSans-Bold.ttf").read_bytes()
NURSE = UserId("amara")
AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
STAMP = Stamp(
    author="Amara Osei, RN",
    printed_at=datetime(2026, 11, 21, 23, 30, tzinfo=UTC),
    time_zone="Europe/Madrid",
    case_version="care 41",
    content_version="low-blood-sugar 1",
)


def labels(language: str = "en") -> dict[str, str]:
    """Read the labels of a language as they are shipped."""
    file = RESOURCES / "i18n" / "print" / f"{language}.toml"
    read: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    return read


def stationery(
    language: str = "en", paper: Paper = "a4", *, is_example: bool = False
) -> Stationery:
    """Give the shipped fonts and labels."""
    return Stationery(
        regular=REGULAR,
        bold=BOLD,
        labels=labels(language),
        paper=paper,
        organisation="Northwind Health",
        is_example=is_example,
    )


def pages(pdf: bytes) -> list[str]:
    """Give the text of each page, a printed line a line."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        text_page = page.get_textpage()
        found.append(text_page.get_text_bounded().replace("\r\n", "\n"))
        text_page.close()
        page.close()
    document.close()
    return found


def flowing(text: str) -> str:
    """Undo the breaking into lines."""
    return " ".join(text.split())


def handout(*blocks: Block, title: str = "Your heart", reviewed: str = "") -> Handout:
    """Give a handout; with an emergency box alone unless blocks are given."""
    box = Block(kind=BlockKind.BOX, lines=("Call for help if you", "Faint.", "Have chest pain."))
    return Handout(
        id="your-heart",
        version="3",
        language="en",
        title=title,
        topic="heart",
        blocks=blocks or (box,),
        teach_back=("What will you do?",),
        sources=("Written by somebody.",),
        licence="Free to copy.",
        reviewed=reviewed,
        grade=4.2,
    )


def member(family_name: str = "Núñez", given_name: str = "Elena") -> Member:
    """Give a member with a birth date and a number."""
    return Member(
        id=RecordId("member"),
        number="M-00417",
        family_name=family_name,
        given_name=given_name,
        birth_date=date(1965, 3, 3),
    )


def case(closed_on: date | None = None) -> Case:
    """Give a case, open unless it was closed."""
    return Case(
        id=RecordId("case"),
        member=RecordId("member"),
        programme="diabetes",
        stage=Stage.CLOSE if closed_on else Stage.PLAN,
        opened_on=date(2026, 11, 1),
        team=TeamId("north"),
        nurse=NURSE,
        closed_on=closed_on,
        closing_reason="Goals met" if closed_on else None,
    )


def node(record: PlanRecord, *children: PlanNode, is_open: bool = True) -> PlanNode:
    """Put a record into the tree."""
    return PlanNode(
        record=record, due=None, timing=Timing.NEUTRAL, is_open=is_open, children=children
    )


def problem(title: str = "Diabetes", status: ProblemStatus = ProblemStatus.ACTIVE) -> Problem:
    """Give a problem."""
    return Problem(
        id=RecordId("problem"),
        title=title,
        status=status,
        priority=None,
        code_system=None,
        code=None,
        from_fact=None,
        added_at=AT,
        added_by=NURSE,
    )


def goal(
    words: str = "",
    outcome: str = "",
    status: GoalStatus = GoalStatus.IN_PROGRESS,
    *,
    due: date | None = None,
    owner: str = "",
    asked: tuple[int | None, int | None] = (None, None),
) -> Goal:
    """Give a goal; ``asked`` is importance and confidence."""
    return Goal(
        id=RecordId("goal"),
        problem=RecordId("problem"),
        words=words,
        outcome=outcome,
        due=due,
        owner=owner,
        importance=asked[0],
        confidence=asked[1],
        status=status,
        added_at=AT,
        added_by=NURSE,
    )


def step(
    title: str,
    owner: str = "",
    status: InterventionStatus = InterventionStatus.PLANNED,
    *,
    due: date | None = None,
    cadence: str = "",
) -> Intervention:
    """Give an intervention."""
    return Intervention(
        id=RecordId("step"),
        goal=RecordId("goal"),
        title=title,
        owner=owner,
        due=due,
        cadence=cadence,
        status=status,
        added_at=AT,
        added_by=NURSE,
    )


def barrier(title: str, action: str = "", owner: str = "", due: date | None = None) -> Barrier:
    """Give an open barrier."""
    return Barrier(
        id=RecordId("barrier"),
        goal=RecordId("goal"),
        title=title,
        action=action,
        owner=owner,
        due=due,
        status=BarrierStatus.OPEN,
        added_at=AT,
        added_by=NURSE,
    )


def row(
    number: str = "M-00417",
    *,
    names: tuple[str, str] = ("Elena", "Núñez"),
    purpose: str | None = "Plan review",
    place: str | None = "Ward 3, bed 12",
    interpreter_for: str | None = None,
    on: date | None = date(2026, 11, 22),
) -> CaseRow:
    """Give a row with everything that a visit list must not say, and what it must."""
    return CaseRow(
        case=CaseId(number),
        family_name=names[1],
        given_name=names[0],
        birth_date=date(1965, 3, 3),
        sex=Sex.FEMALE,
        number=number,
        place=place,
        country="ES",
        language=interpreter_for,
        interpreter=interpreter_for is not None,
        died_on=None,
        programme="complex-care",
        stage=Stage.PLAN,
        nurse=NURSE,
        team=TeamId("north"),
        opened_on=date(2026, 11, 1),
        closed_on=None,
        closing_proposed=False,
        next_what=purpose,
        next_on=on,
        plan_due_what="Order strips",
        plan_due_on=None,
        safety_since=AT,
        screened=(),
        stay_since=None,
        last_form="phq-9",
        last_total=25,
        last_change=None,
        conflicts=0,
    )
