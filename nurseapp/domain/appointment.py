"""The appointment: what is planned with the member and when; the schedule's only record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from nurseapp.domain.events import Event
from nurseapp.domain.ids import RecordId, UserId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Revision, Rule
from nurseapp.domain.streams import Stream, StreamKind


class AppointmentStatus(StrEnum):
    """Whether it took place."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One planned call, visit or other thing.

    Attributes:
        on: a date in the member's time zone.
        time: local clock time as ``HH:MM``, empty for any time that day.
    """

    KIND: ClassVar[str] = "appointment"
    RULES: ClassVar[Mapping[str, Rule]] = {
        "purpose": Rule.SCALAR,
        "on": Rule.SCALAR,
        "time": Rule.SCALAR,
        "place": Rule.SCALAR,
        "status": Rule.SCALAR,
    }

    id: RecordId
    purpose: str
    on: date
    time: str
    place: str
    status: AppointmentStatus
    added_at: datetime
    added_by: UserId

    def check(self) -> None:
        """Refuse ``bad_value`` for a value that the noun does not allow."""
        if not self.purpose.strip():
            raise DomainError("bad_value", kind=self.KIND, field="purpose")


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentPlanned:
    """Something was agreed for a day."""

    STREAM: ClassVar[StreamKind] = StreamKind.SCHEDULE

    appointment: RecordId
    purpose: str
    on: date
    time: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentRevised(Revision):
    """It was moved, done or cancelled."""

    STREAM: ClassVar[StreamKind] = StreamKind.SCHEDULE
    REVISES = Appointment


def planned(stream: Stream, event: Event, body: AppointmentPlanned) -> Stream:
    """Add an appointment; refuse ``bad_value`` without a purpose."""
    appointment = Appointment(
        id=body.appointment,
        purpose=body.purpose,
        on=body.on,
        time=body.time,
        place=body.place,
        status=AppointmentStatus.PLANNED,
        added_at=event.at,
        added_by=event.author,
    )
    appointment.check()
    return stream.add(appointment)
