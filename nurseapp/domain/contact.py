"""The contact: a call, visit or message with the member or somebody about them. Only added."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from nurseapp.domain.events import Event
from nurseapp.domain.ids import RecordId, UserId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import Stream, StreamKind


class Channel(StrEnum):
    """How a contact happened."""

    PHONE = "phone"
    VISIT = "visit"
    VIDEO = "video"
    MESSAGE = "message"


class Outcome(StrEnum):
    """Whether the person was reached."""

    REACHED = "reached"
    NO_ANSWER = "no-answer"
    LEFT_MESSAGE = "left-message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One contact, or one attempt.

    Attributes:
        with_whom: in words: the member, a daughter, the ward.
        minutes: how long, None when not noted.
    """

    KIND: ClassVar[str] = "contact"

    id: RecordId
    with_whom: str
    channel: Channel
    outcome: Outcome
    minutes: int | None
    text: str
    at: datetime
    by: UserId
    error_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLogged:
    """A contact took place, or was tried."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    contact: RecordId
    with_whom: str
    channel: Channel
    outcome: Outcome
    minutes: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMarkedAsError:
    """The contact was logged by mistake; it is never erased."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    contact: RecordId
    reason: str


def logged(stream: Stream, event: Event, body: ContactLogged) -> Stream:
    """Add a contact; refuse ``bad_value`` without a person or with negative minutes."""
    if not body.with_whom.strip():
        raise DomainError("bad_value", kind=Contact.KIND, field="with_whom")
    if body.minutes is not None and body.minutes < 0:
        raise DomainError("bad_value", kind=Contact.KIND, field="minutes")
    return stream.add(
        Contact(
            id=body.contact,
            with_whom=body.with_whom,
            channel=body.channel,
            outcome=body.outcome,
            minutes=body.minutes,
            text=body.text,
            at=event.at,
            by=event.author,
        )
    )


def marked_as_error(stream: Stream, _event: Event, body: ContactMarkedAsError) -> Stream:
    """Mark a contact; the first reason stays."""
    contact = stream.get(Contact, body.contact)
    if contact.error_reason is not None:
        return stream
    return stream.put(replace(contact, error_reason=body.reason))
