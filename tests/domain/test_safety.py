"""A safety concern: raised once, ended only as done or as handed over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nurseapp.domain.apply import Status
from nurseapp.domain.ids import RecordId
from nurseapp.domain.safety import (
    SafetyConcern,
    SafetyConcernClosed,
    SafetyConcernRaised,
    SafetyOutcome,
    concern_id,
)
from nurseapp.domain.streams import StreamKind
from tests.builders import BEN, SCREENING, concern, refused
from tests.world import World

RAISED = SafetyConcernRaised(screening=SCREENING, form="phq-9", item="9", points=1)


def closing(**values: Any) -> SafetyConcernClosed:
    default = SafetyConcernClosed(
        concern=concern_id(SCREENING), outcome=SafetyOutcome.DONE, steps=("asked", "plan-made")
    )
    return replace(default, **values)


def test_a_concern_stands_in_the_care_stream_where_whoever_cares_sees_it() -> None:
    assert SafetyConcernRaised.STREAM is SafetyConcernClosed.STREAM is StreamKind.CARE


def test_a_concern_is_raised_once_whoever_raises_it_again() -> None:
    world = World()
    assert world.does(RAISED) is Status.APPLIED
    assert world.does(RAISED, by=BEN) is Status.NOOP
    assert world.does(replace(RAISED, points=3)) is Status.NOOP
    assert world.all(SafetyConcern) == [concern(raised_at=world.all(SafetyConcern)[0].raised_at)]


def test_two_screenings_raise_two_concerns() -> None:
    world = World()
    world.does(RAISED)
    world.does(replace(RAISED, screening=RecordId("screening-2")))
    assert len(world.all(SafetyConcern)) == 2


def test_a_concern_ends_as_done_with_the_steps_that_were_taken() -> None:
    world = World.of(concern())
    assert world.does(closing(), by=BEN) is Status.APPLIED
    (ended,) = world.all(SafetyConcern)
    assert ended == concern(
        outcome=SafetyOutcome.DONE,
        steps=("asked", "plan-made"),
        closed_at=world.now,
        closed_by=BEN,
    )


def test_a_concern_ends_as_unable_with_the_reason_and_who_took_over() -> None:
    world = World.of(concern())
    body = closing(
        outcome=SafetyOutcome.UNABLE,
        steps=(),
        reason="The line broke off",
        taken_over_by="Emergency service, 192",
    )
    assert world.does(body) is Status.APPLIED
    assert world.all(SafetyConcern)[0].taken_over_by == "Emergency service, 192"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"steps": ()}, "no_steps"),
        ({"outcome": SafetyOutcome.UNABLE}, "no_handover"),
        ({"outcome": SafetyOutcome.UNABLE, "reason": "No answer"}, "no_handover"),
        ({"outcome": SafetyOutcome.UNABLE, "taken_over_by": "Ben"}, "no_handover"),
        (
            {"outcome": SafetyOutcome.UNABLE, "reason": " ", "taken_over_by": "Ben"},
            "no_handover",
        ),
        (
            {"outcome": SafetyOutcome.UNABLE, "reason": "No answer", "taken_over_by": " "},
            "no_handover",
        ),
    ],
)
def test_a_concern_does_not_end_without_what_makes_it_safe(
    values: dict[str, Any], code: str
) -> None:
    with refused(code, record=concern().id):
        World.of(concern()).does(closing(**values))


def test_a_concern_ends_once() -> None:
    world = World.of(concern())
    world.does(closing())
    with refused("closed_already", record=concern().id):
        world.does(closing())


def test_raising_it_again_does_not_reopen_what_has_ended() -> None:
    world = World.of(concern())
    world.does(closing())
    assert world.does(RAISED) is Status.NOOP


def test_a_concern_that_nobody_raised_cannot_end() -> None:
    with refused("no_such_record", kind="safety_concern"):
        World().does(closing())
