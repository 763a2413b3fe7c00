"""What was accepted once comes back in another order than it was made in."""

from __future__ import annotations

from datetime import date

from nurseapp.domain.goal import Goal, GoalRevised
from nurseapp.domain.ids import EventId, RecordId
from nurseapp.domain.restored import apply_again, may_still_apply
from nurseapp.domain.revising import Conflict
from nurseapp.domain.streams import Stream
from tests.builders import ANA, BEN, GOAL, changes, conflict, event, goal, refused, stream

JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)
OLD = RecordId("conflict-of-old")


def settling(now: date) -> GoalRevised:
    return GoalRevised(record=GOAL, changes=changes(due=(JULY, now)), settles=(OLD,))


def due(held: Stream) -> object:
    return held.get(Goal, GOAL).due


def test_what_was_decided_stands_though_its_conflict_did_not_come_back() -> None:
    after = apply_again(stream(goal(due=JULY)), event(settling(AUGUST)))
    assert due(after) == AUGUST
    assert list(after.of(Conflict)) == []


def test_what_was_decided_meets_what_somebody_has_settled_anew() -> None:
    settled = conflict(id=OLD, closed_by=EventId("event-anew"))
    held = stream(goal(due=JUNE), settled)
    after = apply_again(held, event(settling(AUGUST), id=EventId("event-before"), author=BEN))
    assert due(after) == JUNE
    [opened] = [c for c in after.of(Conflict) if c.closed_by is None]
    assert (opened.mine, opened.theirs) == (AUGUST, JUNE)


def test_what_was_decided_closes_its_conflict_where_that_is_back() -> None:
    held = stream(goal(due=JULY), conflict(id=OLD))
    after = apply_again(held, event(settling(AUGUST), author=ANA))
    assert due(after) == AUGUST
    assert after.get(Conflict, OLD).closed_by == "event-1"


def test_what_builds_on_what_is_not_back_is_refused_and_waited_for() -> None:
    with refused("no_such_record", kind=Goal.KIND, record=GOAL):
        apply_again(stream(), event(settling(AUGUST)))
    assert may_still_apply("no_such_record")
    assert not may_still_apply("accepted_already")
