"""Who takes part in a case besides its nurse: given a part until a time, or until it is ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from nurseapp.domain.apply import Status
from nurseapp.domain.ids import RecordId
from nurseapp.domain.participant import Part, Participant, ParticipantJoined, ParticipantLeft
from nurseapp.domain.policy import Relation
from tests.builders import ANA, BEN, NOON, participant, refused
from tests.world import World

ID = RecordId("participant-1")


def joining(**values: Any) -> ParticipantJoined:
    until = NOON + timedelta(days=7)
    default = ParticipantJoined(participant=ID, person=BEN, part=Part.COVERING, until=until)
    return replace(default, **values)


def test_a_colleague_covers_until_a_day() -> None:
    world = World()

    assert world.does(joining()) is Status.APPLIED

    assert world.get(Participant, ID) == participant(at=world.now, by=ANA)


@pytest.mark.parametrize("part", [Part.COVERING, Part.CONSULTED])
def test_a_part_that_is_given_for_a_time_needs_its_end(part: Part) -> None:
    with refused("bad_value", kind="participant", field="until"):
        World().does(joining(part=part, until=None))


def test_an_end_names_its_time_zone() -> None:
    with refused("bad_value", kind="participant", field="until"):
        World().does(joining(part=Part.ROUTED, until=NOON.replace(tzinfo=None)))


def test_a_coordinator_stays_until_the_part_is_ended() -> None:
    world = World()
    world.does(joining(part=Part.ATTRIBUTED, until=None))

    assert world.does(ParticipantLeft(participant=ID)) is Status.APPLIED
    assert world.get(Participant, ID).left
    assert world.does(ParticipantLeft(participant=ID)) is Status.NOOP


def test_a_part_is_given_once_and_another_beside_it() -> None:
    world = World.of(participant())
    with refused("exists", kind="participant", record=ID):
        world.does(joining())
    world.does(joining(participant=RecordId("participant-2")))
    assert len(world.all(Participant)) == 2


def test_every_part_is_a_way_to_stand_to_a_case() -> None:
    assert {part.value for part in Part} <= {relation.value for relation in Relation}
