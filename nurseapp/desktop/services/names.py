"""The people who work here, as the directory has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from nurseapp.domain.directory import StaffMember
from nurseapp.domain.ids import UserId
from nurseapp.domain.streams import Stream


class HasDirectory(Protocol):
    """What has the organisation's reference data."""

    def organisation(self) -> Stream:
        """Give it."""


def staff_of(store: HasDirectory) -> tuple[StaffMember, ...]:
    """List who signs in here, by name."""
    return _staff_in(store.organisation())


def names_of(store: HasDirectory) -> Mapping[UserId, str]:
    """Give the name of each user id; who asks for an unknown one shows the id."""
    return names_in(store.organisation())


def names_in(organisation: Stream) -> Mapping[UserId, str]:
    """Give the name of each user id, from the organisation's reference data."""
    return {UserId(person.id): person.name for person in _staff_in(organisation)}


def _staff_in(organisation: Stream) -> tuple[StaffMember, ...]:
    people = organisation.of(StaffMember)
    return tuple(sorted(people, key=lambda person: (person.name, person.id)))
