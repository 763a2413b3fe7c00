"""The member: the person whose case it is, and what they consented to.

A difference in name, birth date, sex or member number is always a conflict for a supervisor: a
wrong one is a wrong patient.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from nurseapp.domain.events import Event
from nurseapp.domain.ids import RecordId, UserId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import FieldValue, Revision, Rule
from nurseapp.domain.streams import Stream, StreamKind

_NEVER_EMPTY = ("family_name", "number")
"""Fields of a member without which nobody could tell who they are."""
_ACCENTS = ("\u0300", "\u036f")
"""The first and the last of Unicode's combining diacritical marks."""


class Sex(StrEnum):
    """Sex as the cut-offs of a screening need it; anything else is unknown."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person covered by the organisation.

    Attributes:
        language: BCP 47 tag of the language they prefer, or None when not known.
        country: ISO 3166-1 alpha-2.
        time_zone: IANA name; due dates of the case are dates in it.
        died_on: None while alive as far as is known.
    """

    KIND: ClassVar[str] = "member"
    RULES: ClassVar[Mapping[str, Rule]] = {
        "family_name": Rule.IDENTITY,
        "given_name": Rule.IDENTITY,
        "birth_date": Rule.IDENTITY,
        "sex": Rule.IDENTITY,
        "number": Rule.IDENTITY,
        "language": Rule.SCALAR,
        "interpreter": Rule.SCALAR,
        "phone": Rule.SCALAR,
        "place": Rule.SCALAR,
        "country": Rule.SCALAR,
        "died_on": Rule.SCALAR,
    }

    id: RecordId
    number: str
    family_name: str
    given_name: str
    birth_date: date | None
    sex: Sex = Sex.UNKNOWN
    died_on: date | None = None
    language: str | None = None
    interpreter: bool = False
    phone: str | None = None
    place: str | None = None
    country: str | None = None
    time_zone: str = "UTC"

    def named(self) -> NamedPerson | None:
        """Give by what the member is found without a number; None without a birth date."""
        if self.birth_date is None:
            return None
        return NamedPerson(
            family_name=self.family_name,
            given_name=self.given_name,
            birth_date=self.birth_date,
        )

    def check(self) -> None:
        """Refuse ``bad_value`` for a value that the noun does not allow."""
        for name in _NEVER_EMPTY:
            if not getattr(self, name).strip():
                raise DomainError("bad_value", kind=self.KIND, field=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPerson:
    """By what somebody is found of whom nobody has the number at hand."""

    family_name: str
    given_name: str
    birth_date: date

    def folded(self) -> tuple[str, str, str]:
        """Give it as it is compared: letters alone, without accents and the difference of case.

        Only the accents of Latin, Greek and Cyrillic are left out: elsewhere such a mark is a
        vowel, and without it two people would have one name.
        """
        return _folded(self.family_name), _folded(self.given_name), self.birth_date.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRegistered:
    """A member was entered, or came from another system."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    member: Member


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRevised(Revision):
    """Something about a member was put right."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE
    REVISES = Member


class ConsentAnswer(StrEnum):
    """What the member said; a withdrawal wins over whatever was given before."""

    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One answer about one thing; only ever added.

    Attributes:
        to: what was asked, e.g. ``case-management``.
        until: the last day that it holds, None for no end.
    """

    KIND: ClassVar[str] = "consent"

    id: RecordId
    to: str
    answer: ConsentAnswer
    until: date | None
    at: datetime
    by: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecorded:
    """The member gave, declined or withdrew consent."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    consent: RecordId
    to: str
    answer: ConsentAnswer
    until: date | None = None


def registered(stream: Stream, _event: Event, body: MemberRegistered) -> Stream:
    """Add the member; refuse ``exists``, and ``bad_value`` without a name or a number."""
    body.member.check()
    return stream.add(body.member)


def consent_recorded(stream: Stream, event: Event, body: ConsentRecorded) -> Stream:
    """Add one answer about consent."""
    return stream.add(
        Consent(
            id=body.consent,
            to=body.to,
            answer=body.answer,
            until=body.until,
            at=event.at,
            by=event.author,
        )
    )


def may_be_revised(member: Member, values: Mapping[str, FieldValue]) -> bool:
    """Tell whether a member may be one of whom these fields say this."""
    try:
        replace(member, **values).check()  # type: ignore[arg-type]  # fields of a member
    except DomainError:
        return False
    return True


def _folded(name: str) -> str:
    first, last = _ACCENTS
    plain = (c for c in unicodedata.normalize("NFKD", name).casefold() if not first <= c <= last)
    return " ".join("".join(" " if _parts_names(c) else c for c in plain).split())


def _parts_names(character: str) -> bool:
    """Tell a hyphen, an apostrophe or a point, of which there are many kinds."""
    return unicodedata.category(character).startswith("P")


def age_on(birth_date: date, day: date) -> int:
    """Count full years; somebody born on 29 February has a birthday on 1 March in other years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
