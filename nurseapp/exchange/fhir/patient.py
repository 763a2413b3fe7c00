"""Patient to member: who it is, how to reach them, in which language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from nurseapp.domain.ids import RecordId, derived_id
from nurseapp.domain.member import Member, Sex
from nurseapp.exchange.fhir.elements import (
    Address,
    Concept,
    DateTime,
    Element,
    HumanName,
    Identifier,
    Telecom,
    day,
    identity_of,
    phone_of,
)
from nurseapp.exchange.fhir.faults import Fault, Remark, Unusable

_INTERPRETER = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"
_NUMBERS = ("MR", "MB", "MC", "PI", "PT")
_OF_THE_STATE = ("SS", "DL", "PPN", "NI", "TAX")
_NAME_ORDER = {"official": 0, "usual": 1, None: 2}
_FORMER = ("old", "maiden")
_SEXES = {"female": Sex.FEMALE, "male": Sex.MALE}


class Communication(Element, frozen=True):
    """A language that the patient speaks."""

    language: Concept = Concept()
    preferred: bool = False


class Extension(Element, frozen=True):
    """An extension, as far as one of yes and no is read."""

    url: str | None = None
    value_boolean: bool | None = None


class Patient(Element, frozen=True):
    """The resource."""

    id: str | None = None
    identifier: tuple[Identifier, ...] = ()
    name: tuple[HumanName, ...] = ()
    telecom: tuple[Telecom, ...] = ()
    address: tuple[Address, ...] = ()
    gender: str | None = None
    birth_date: DateTime | None = None
    deceased_boolean: bool = False
    deceased_date_time: DateTime | None = None
    communication: tuple[Communication, ...] = ()
    extension: tuple[Extension, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A member as received.

    Attributes:
        remarks: what of the resource could not be kept as it was meant.
    """

    member: Member
    remarks: tuple[Remark, ...]


def member_id(patient: Patient, source: str) -> RecordId:
    """Derive the one id of this person: from their number at the sender, else ``source``."""
    number = _number(patient)
    if number.value is None:
        return derived_id("fhir", "Patient", source)
    return derived_id("fhir", "Patient", number.system or "", number.value)


def received(patient: Patient, source: str, *, received_on: date, time_zone: str) -> Received:
    """Read a patient; refuse ``no_name``.

    Of somebody who is said to be dead without a day, or with a year alone, ``received_on`` stands
    as the day, for nobody may take them for alive; a remark says so.
    """
    remarks = []
    born = day(patient.birth_date, "Patient.birthDate")
    if born.is_inexact:
        remarks.append(Remark.INEXACT_DATE)
    died = day(patient.deceased_date_time, "Patient.deceasedDateTime").on
    if died is None and (patient.deceased_boolean or patient.deceased_date_time):
        died = received_on
        remarks.append(Remark.DEATH_WITHOUT_DATE)
    family, given = _name(patient.name)
    address = patient.address[0] if patient.address else Address()
    country = (address.country or "").strip().upper()
    member = Member(
        id=member_id(patient, source),
        number=_number(patient).value or patient.id or source,
        family_name=family,
        given_name=given,
        birth_date=born.on,
        sex=_SEXES.get(patient.gender or "", Sex.UNKNOWN),
        died_on=died,
        language=_language(patient.communication),
        interpreter=any(e.url == _INTERPRETER and e.value_boolean for e in patient.extension),
        phone=phone_of(patient.telecom),
        place=address.city or address.text,
        country=country if len(country) == 2 and country.isalpha() else None,
        time_zone=time_zone,
    )
    return Received(member=member, remarks=tuple(remarks))


def _number(patient: Patient) -> Identifier:
    """Give the medical record or member number; a number of the state is nobody's member number."""
    found = identity_of(patient.identifier, types=_NUMBERS)
    if found.value is not None:
        return found
    plain = (i for i in patient.identifier if i.value and not _is_of_the_state(i))
    return next(plain, Identifier())


def _is_of_the_state(identifier: Identifier) -> bool:
    by_type = identifier.type is not None and identifier.type.has(*_OF_THE_STATE)
    return by_type or (identifier.system or "").endswith("us-ssn")


def _name(names: Iterable[HumanName]) -> tuple[str, str]:
    current = sorted(
        (n for n in names if n.use not in _FORMER), key=lambda n: _NAME_ORDER.get(n.use, 3)
    )
    for name in current:
        given = " ".join(g for g in name.given if g)
        if name.family or name.text:
            return (name.family, given) if name.family else (name.text or "", "")
    raise Unusable(Fault.NO_NAME, "Patient.name")


def _language(spoken: tuple[Communication, ...]) -> str | None:
    best = sorted(spoken, key=lambda c: not c.preferred)
    return best[0].language.first().code if best else None


decoder = msgspec.json.Decoder(Patient)
