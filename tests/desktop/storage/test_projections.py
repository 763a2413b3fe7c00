"""The rows of lists: what they are made of, and that they are always what a case shows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurseapp.desktop.storage.projections import ROW_KINDS
from nurseapp.domain.apply import RECORDS
from nurseapp.domain.caseload import case_row
from nurseapp.domain.streams import CASE_KINDS, Record, Stream, StreamKind
from tests.builders import (
    appointment,
    barrier,
    case,
    concern,
    goal,
    intervention,
    member,
    problem,
    screening,
    stay,
    stream_id,
)
from tests.domain import profiles
from tests.domain.strategies import records

profiles.use()

CARE = (member(), case(), problem(), goal(), intervention(), barrier(), concern(), stay())
OUTSIDE = [kind for kind in RECORDS if kind.KIND not in ROW_KINDS]


def streams(more: Sequence[Record] = ()) -> dict[StreamKind, Stream]:
    """Give the streams of a full case, with more records in each."""
    held = {
        StreamKind.CARE: CARE,
        StreamKind.SCHEDULE: (appointment(),),
        StreamKind.BEHAVIOURAL: (screening(),),
    }
    return {
        kind: Stream(id=stream_id(kind), base={r.id: r for r in (*held[kind], *more)})
        for kind in CASE_KINDS
    }


@pytest.mark.parametrize("kind", OUTSIDE, ids=lambda kind: kind.KIND)
@given(data=st.data())
def test_a_record_of_another_kind_changes_no_row(kind: type[Record], data: st.DataObject) -> None:
    more = data.draw(st.lists(records(kind), max_size=3))
    assert case_row(streams(more)) == case_row(streams())


def test_a_row_is_made_of_most_kinds() -> None:
    assert {"case", "member", "goal", "fact", "conflict"} <= ROW_KINDS
    assert {kind.KIND for kind in OUTSIDE} == {
        "consent",
        "note",
        "contact",
        "handout_given",
        "staff_member",
        "practitioner",
        "attachment",
        "participant",
        "emergency_access",
    }
