"""Breaking the glass: told to everybody who sees the case, and reviewed by somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from nurseapp.domain.apply import Status
from nurseapp.domain.emergency_access import (
    SHORTEST_REASON,
    Emergency,
    EmergencyAccess,
    EmergencyAccessOpened,
    EmergencyAccessReviewed,
    Finding,
)
from nurseapp.domain.ids import RecordId
from tests.builders import BEN, NOON, SAM, emergency_access, refused
from tests.world import World

ID = RecordId("access-1")


def opening(**values: Any) -> EmergencyAccessOpened:
    default = EmergencyAccessOpened(
        access=ID,
        person=BEN,
        emergency=Emergency.MEDICAL,
        reason=emergency_access().reason,
        until=NOON + timedelta(hours=1),
    )
    return replace(default, **values)


def reviewing(finding: Finding = Finding.JUSTIFIED) -> EmergencyAccessReviewed:
    return EmergencyAccessReviewed(access=ID, finding=finding, comment="Right to look")


def test_who_opened_the_case_and_why_stands_in_it() -> None:
    world = World()

    assert world.does(opening()) is Status.APPLIED

    assert world.get(EmergencyAccess, ID) == emergency_access(at=world.now)


@pytest.mark.parametrize("reason", ["", "x" * (SHORTEST_REASON - 1), " " * SHORTEST_REASON])
def test_a_reason_that_says_nothing_is_none(reason: str) -> None:
    with refused("bad_value", kind="emergency_access", field="reason"):
        World().does(opening(reason=reason))


def test_the_end_names_its_time_zone() -> None:
    with refused("bad_value", kind="emergency_access", field="until"):
        World().does(opening(until=NOON.replace(tzinfo=None)))


def test_a_supervisor_reviews_it_once() -> None:
    world = World.of(emergency_access())

    assert world.does(reviewing(), by=SAM) is Status.APPLIED

    reviewed = world.get(EmergencyAccess, ID)
    assert (reviewed.finding, reviewed.comment) == (Finding.JUSTIFIED, "Right to look")
    assert (reviewed.reviewed_by, reviewed.reviewed_at) == (SAM, world.now)
    assert world.does(reviewing(Finding.UNJUSTIFIED), by=SAM) is Status.NOOP
    assert world.get(EmergencyAccess, ID) == reviewed


def test_nobody_reviews_an_access_of_their_own() -> None:
    with refused("own_access", access=ID):
        World.of(emergency_access()).does(reviewing(), by=BEN)
