"""What can be chosen in a conflict follows from the rules and the types of the noun."""

from datetime import timedelta

import pytest

from nurseapp.desktop.services.conflicts import OpenConflict
from nurseapp.desktop.ui.inbox.deciding import Typing, typing_of
from nurseapp.desktop.ui.inbox.value_fields import value_field
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.domain.apply import HANDLERS
from nurseapp.domain.appointment import Appointment
from nurseapp.domain.case import Case, Stage
from nurseapp.domain.caseload import CaseRow, case_row
from nurseapp.domain.goal import Goal
from nurseapp.domain.member import Member
from nurseapp.domain.problem import Problem
from nurseapp.domain.revising import FieldValue, Revisable, Revision
from nurseapp.domain.streams import StreamKind
from tests.builders import case, conflict, member, stream

REVISED = {kind.REVISES for kind in HANDLERS if issubclass(kind, Revision)}
EVERY_FIELD = sorted(
    ((kind, field) for kind in REVISED for field in kind.RULES), key=lambda p: (p[0].KIND, p[1])
)


def shown(
    kind: type[Revisable],
    field: str,
    *,
    row: CaseRow,
    stands: FieldValue = None,
    mine: FieldValue = None,
) -> OpenConflict:
    return OpenConflict(
        row=row,
        conflict=conflict(of_kind=kind.KIND, field=field, mine=mine),
        kind=kind,
        title="",
        stands=stands,
        by_name=None,
        age=timedelta(),
    )


@pytest.fixture
def row() -> CaseRow:
    made = case_row({StreamKind.CARE: stream(member(), case())})
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("kind", "field", "typing"),
    [
        (Goal, "outcome", Typing.LINES),
        (Goal, "owner", Typing.LINE),
        (Goal, "due", Typing.DAY),
        (Goal, "confidence", Typing.NUMBER),
        (Goal, "status", Typing.CHOICE),
        (Goal, "void_reason", None),
        (Problem, "priority", Typing.NUMBER),
        (Case, "tags", Typing.LIST),
        (Case, "stage", Typing.CHOICE),
        (Case, "programme", None),
        (Member, "phone", Typing.LINE),
        (Member, "interpreter", None),
        (Member, "language", None),
        (Appointment, "on", Typing.DAY),
    ],
)
def test_a_field_is_typed_as_what_it_holds(
    row: CaseRow, kind: type[Revisable], field: str, typing: Typing | None
) -> None:
    assert typing_of(shown(kind, field, row=row)) is typing


@pytest.mark.parametrize(("kind", "field"), EVERY_FIELD)
def test_every_field_that_can_be_typed_has_its_place(
    theme: Theme, row: CaseRow, kind: type[Revisable], field: str
) -> None:
    about = shown(kind, field, row=row)
    if typing_of(about) is not None:
        made = value_field(theme, about)
        made.set_value(None)
        assert made.is_readable()
        made.deleteLater()


@pytest.mark.parametrize(
    ("field", "value"),
    [("tags", ("falls", "heart")), ("tags", ()), ("stage", Stage.MONITOR)],
)
def test_a_value_that_is_shown_to_be_typed_over_reads_as_itself(
    theme: Theme, row: CaseRow, field: str, value: FieldValue
) -> None:
    made = value_field(theme, shown(Case, field, row=row))
    made.set_value(value)
    assert made.value() == value
    made.deleteLater()


def test_a_number_is_a_number_or_nothing(theme: Theme, row: CaseRow) -> None:
    made = value_field(theme, shown(Goal, "confidence", row=row))
    for value in (7, 0, None):
        made.set_value(value)
        assert made.value() == value
    made.deleteLater()


def test_both_are_the_lines_of_a_text_and_the_elements_of_a_set(row: CaseRow) -> None:
    tags = shown(Case, "tags", row=row, stands=("falls",), mine=("falls", "asthma"))
    assert tags.both == ("asthma", "falls")
    text = shown(Goal, "outcome", row=row, stands="Walk", mine="Swim")
    assert text.both == "Walk\nSwim"
    assert shown(Goal, "outcome", row=row, stands="Walk", mine="Walk").both == "Walk"
    assert shown(Goal, "owner", row=row, stands="Ana", mine="Ben").both is None
