"""What can be taken back is, by another act; what cannot is refused."""

import pytest

from nurseapp.domain.apply import apply
from nurseapp.domain.attachment import DocumentAttached, MediaType
from nurseapp.domain.barrier import BarrierAdded
from nurseapp.domain.contact import Channel, ContactLogged, Outcome
from nurseapp.domain.events import Act
from nurseapp.domain.goal import Goal, GoalAdded, GoalRevised
from nurseapp.domain.ids import EventId, RecordId
from nurseapp.domain.intervention import InterventionAdded
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.problem import ProblemAdded
from nurseapp.domain.taking_back import TAKEN_BACK, taking_back
from nurseapp.domain.withdrawal import EntryWithdrawn
from tests.builders import (
    GOAL,
    PROBLEM,
    case,
    changes,
    event,
    goal,
    member,
    problem,
    refused,
    stream,
)

NEW = RecordId("new-1")
WHY = "Meant for another member."
ACTS: tuple[Act, ...] = (
    NoteWritten(note=NEW, text="Slept well."),
    ContactLogged(
        contact=NEW,
        channel=Channel.PHONE,
        outcome=Outcome.REACHED,
        with_whom="Maria",
    ),
    DocumentAttached(
        attachment=NEW, title="Letter", media=MediaType.PDF, size=10, sha256="ab" * 32
    ),
    ProblemAdded(problem=NEW, title="Falls"),
    GoalAdded(goal=NEW, problem=PROBLEM, outcome="Walk to the shop"),
    BarrierAdded(barrier=NEW, goal=GOAL, title="No rail"),
    InterventionAdded(intervention=NEW, goal=GOAL, title="Order a rail"),
)
REASONS = ("error_reason", "withdrawn_reason", "void_reason")


@pytest.mark.parametrize("act", ACTS, ids=lambda act: type(act).__name__)
def test_what_was_added_stays_and_says_why_it_was_taken_back(act: Act) -> None:
    before = apply(stream(case(), member(), problem(), goal()), event(act))

    after = apply(before, event(taking_back(before, act, WHY), id=EventId("event-2")))

    assert type(act).__name__ in TAKEN_BACK
    assert WHY in {getattr(after.changes[NEW], name, None) for name in REASONS}


def test_a_revision_is_taken_back_by_its_opposite() -> None:
    act = GoalRevised(record=GOAL, changes=changes(owner=(goal().owner, "Ana")))
    before = apply(stream(case(), problem(), goal()), event(act))

    after = apply(before, event(taking_back(before, act, WHY), id=EventId("event-2")))

    assert before.get(Goal, GOAL).owner == "Ana"
    assert after.get(Goal, GOAL) == goal()


def test_what_settles_a_conflict_or_withdraws_itself_cannot_be_taken_back() -> None:
    held = stream(case(), problem(), goal())
    settling = GoalRevised(record=GOAL, changes={}, settles=(RecordId("conflict-1"),))

    with refused("cannot_be_taken_back", act="GoalRevised"):
        taking_back(held, settling, WHY)
    with refused("cannot_be_taken_back", act="EntryWithdrawn"):
        taking_back(held, EntryWithdrawn(entry=EventId("event-1"), reason=WHY), WHY)
