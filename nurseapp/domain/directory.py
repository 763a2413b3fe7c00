"""The directory: who works here, and the practitioners whom other systems name.

Reference data of the organisation, the same for everybody who signs in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from nurseapp.domain.events import Event
from nurseapp.domain.ids import RecordId, TeamId
from nurseapp.domain.streams import Record, Stream, StreamKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """Somebody who signs in; ``id`` is their user id."""

    KIND: ClassVar[str] = "staff_member"

    id: RecordId
    name: str
    role: str
    team: TeamId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Practitioner:
    """A physician or other professional outside; ``source`` is the sender's id of them."""

    KIND: ClassVar[str] = "practitioner"

    id: RecordId
    name: str
    identifier: str | None
    phone: str | None
    place: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffListed:
    """Somebody joined, or changed name, role or team."""

    STREAM: ClassVar[StreamKind] = StreamKind.ORG

    person: StaffMember


@dataclass(frozen=True, slots=True, kw_only=True)
class PractitionerListed:
    """Another system named a practitioner."""

    STREAM: ClassVar[StreamKind] = StreamKind.ORG

    person: Practitioner


def listed(stream: Stream, _event: Event, body: StaffListed | PractitionerListed) -> Stream:
    """Enter a person, or what is newer about them; the same again changes nothing."""
    current: Record | None = stream.find(type(body.person), body.person.id)
    return stream if current == body.person else stream.put(body.person)
