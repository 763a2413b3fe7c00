"""The parts that resources are made of, as far as they are read, and what they say in plain values.

Members that no struct names are passed over; a member of the wrong type raises msgspec's
``ValidationError``. Called by the modules of the resources only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import msgspec

from nurseapp.exchange.fhir.faults import Fault, Unusable

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2}(T.+)?)?)?", re.DOTALL)
_NUMBER = re.compile(rb"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")

DateTime = Annotated[str, msgspec.Meta(max_length=64)]


class Element(msgspec.Struct, frozen=True, rename="camel"):
    """Any part of a resource."""


class Coding(Element, frozen=True):
    """One code of one system."""

    system: str | None = None
    code: str | None = None
    display: str | None = None


class Concept(Element, frozen=True):
    """A CodeableConcept: the same thing in several code systems, and in words."""

    coding: tuple[Coding, ...] = ()
    text: str | None = None

    def first(self) -> Coding:
        """Give the first coding that carries a code, or an empty one."""
        return next((c for c in self.coding if c.code), Coding())

    def words(self) -> str | None:
        """Say it in the sender's words, or by its code where they sent none."""
        shown = (c.display for c in self.coding if c.display)
        return self.text or next(shown, None) or self.first().code

    def has(self, *codes: str) -> bool:
        """Tell whether one of these codes is among the codings."""
        return any(c.code in codes for c in self.coding)


class Reference(Element, frozen=True):
    """A reference to another resource."""

    reference: str | None = None
    display: str | None = None


class Period(Element, frozen=True):
    """From when until when."""

    start: DateTime | None = None
    end: DateTime | None = None


class Identifier(Element, frozen=True):
    """A number that somebody gave to a person or thing."""

    system: str | None = None
    value: str | None = None
    type: Concept | None = None


class HumanName(Element, frozen=True):
    """A person's name; within ``given`` a null stands for a name that was withheld."""

    use: str | None = None
    text: str | None = None
    family: str | None = None
    given: tuple[str | None, ...] = ()
    prefix: tuple[str | None, ...] = ()


class Telecom(Element, frozen=True):
    """A phone number or another way to reach somebody."""

    system: str | None = None
    value: str | None = None
    use: str | None = None


class Address(Element, frozen=True):
    """A postal address."""

    line: tuple[str | None, ...] = ()
    city: str | None = None
    country: str | None = None
    text: str | None = None


class Quantity(Element, frozen=True):
    """A measured amount; ``value`` stays raw, for a decimal must not become a float."""

    value: msgspec.Raw = msgspec.Raw()
    comparator: str | None = None
    unit: str | None = None
    code: str | None = None

    def amount(self) -> str | None:
        """Give the number with the digits that were sent, its comparator before it."""
        raw = bytes(self.value)
        if not raw:
            return None
        if not _NUMBER.fullmatch(raw):
            raise Unusable(Fault.ENTRY_SHAPE, "Quantity.value")
        return f"{self.comparator or ''}{raw.decode()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day as it was sent: ``on`` is None where none was, or only a year or a month."""

    on: date | None = None
    is_inexact: bool = False


def day(text: str | None, place: str) -> Day:
    """Read the day that a date or dateTime names, in the sender's own time zone.

    What is no date at all raises :class:`Unusable` with the ``place`` that it stands at.
    """
    if text is None:
        return Day()
    if not _DAY.fullmatch(text):
        raise Unusable(Fault.ENTRY_SHAPE, place)
    if len(text) < len("2026-01-01"):
        return Day(is_inexact=True)
    try:
        return Day(on=date.fromisoformat(text[:10]))
    except ValueError as error:
        raise Unusable(Fault.ENTRY_SHAPE, place) from error


def phone_of(telecom: tuple[Telecom, ...]) -> str | None:
    """Give the number to call: mobile before home before any other, none that is old."""
    phones = [t for t in telecom if t.system == "phone" and t.value and t.use != "old"]
    order = {"mobile": 0, "home": 1}
    phones.sort(key=lambda t: order.get(t.use or "", 2))
    return phones[0].value if phones else None


def identity_of(identifiers: tuple[Identifier, ...], *, types: tuple[str, ...]) -> Identifier:
    """Give the first identifier of the first of these types (HL7 table 0203), or an empty one."""
    for code in types:
        for identifier in identifiers:
            if identifier.value and identifier.type and identifier.type.has(code):
                return identifier
    return Identifier()
