"""A refused entry is given up with a reason, or said anew; nothing else changes."""

from __future__ import annotations

import pytest

from nurseapp.domain.apply import Status
from nurseapp.domain.ids import EventId
from nurseapp.domain.withdrawal import EntryWithdrawn
from tests.builders import refused
from tests.world import World

ENTRY = EventId("event-0")


@pytest.mark.parametrize(
    "withdrawal",
    [
        EntryWithdrawn(entry=ENTRY, reason="Written for another member."),
        EntryWithdrawn(entry=ENTRY, instead=EventId("event-2")),
    ],
    ids=["a reason", "said anew"],
)
def test_a_withdrawal_changes_no_record(withdrawal: EntryWithdrawn) -> None:
    assert World().does(withdrawal) is Status.NOOP


def test_a_withdrawal_needs_a_reason_or_another_entry() -> None:
    with refused("no_reason"):
        World().does(EntryWithdrawn(entry=ENTRY, reason=" \n"))
