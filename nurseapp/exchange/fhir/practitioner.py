"""Practitioner to an entry of the directory."""

from __future__ import annotations

import msgspec

from nurseapp.domain.directory import Practitioner as Listed
from nurseapp.domain.ids import derived_id
from nurseapp.exchange.fhir.elements import (
    Address,
    Element,
    HumanName,
    Identifier,
    Telecom,
    phone_of,
)
from nurseapp.exchange.fhir.faults import Fault, Unusable


class Practitioner(Element, frozen=True):
    """The resource."""

    id: str | None = None
    identifier: tuple[Identifier, ...] = ()
    name: tuple[HumanName, ...] = ()
    telecom: tuple[Telecom, ...] = ()
    address: tuple[Address, ...] = ()


def received(practitioner: Practitioner, source: str) -> Listed:
    """Read a practitioner; refuse ``no_name``.

    Their id comes from their first identifier, so that two files name one person once.
    """
    identifier = next((i for i in practitioner.identifier if i.value), Identifier())
    key = (identifier.system or "", identifier.value) if identifier.value else (source,)
    return Listed(
        id=derived_id("fhir", "Practitioner", *key),
        name=_name(practitioner.name),
        identifier=identifier.value,
        phone=phone_of(practitioner.telecom),
        place=_place(practitioner.address),
        source=source,
    )


def _name(names: tuple[HumanName, ...]) -> str:
    for name in names:
        parts = [*name.prefix, *name.given, name.family]
        text = name.text or " ".join(part for part in parts if part)
        if text.strip():
            return text
    raise Unusable(Fault.NO_NAME, "Practitioner.name")


def _place(addresses: tuple[Address, ...]) -> str | None:
    if not addresses:
        return None
    parts = [*addresses[0].line, addresses[0].city]
    return ", ".join(part for part in parts if part) or addresses[0].text


decoder = msgspec.json.Decoder(Practitioner)
