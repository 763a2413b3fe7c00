"""A Bundle read whole or refused whole, with a report of every entry.

    bytes -> entries -> names of entries, references checked -> the one Patient -> facts

Nothing of a bundle is given out before all of it was read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

import msgspec

from nurseapp.domain.directory import Practitioner
from nurseapp.domain.fact import Fact
from nurseapp.domain.member import Member
from nurseapp.exchange.fhir import (
    allergy,
    condition,
    encounter,
    medication,
    observation,
    patient,
    practitioner,
)
from nurseapp.exchange.fhir.elements import Concept
from nurseapp.exchange.fhir.entries import Entry, read_entries
from nurseapp.exchange.fhir.faults import BundleError, Fault, NotMapped, Remark, Unusable
from nurseapp.exchange.fhir.origin import Mapped, Origin, WithSubject


class Outcome(StrEnum):
    """What became of an entry: part of the case or the directory, or only named."""

    MAPPED = "mapped"
    LISTED = "listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryReport:
    """One line of the report.

    Attributes:
        index: counted from 0.
        mapped_as: ``member``, ``practitioner``, ``medication name`` or a category of facts.
        remarks: why it is only listed, or what of it could not be kept.
    """

    index: int
    type: str
    id: str
    outcome: Outcome
    mapped_as: str | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedBundle:
    """What a bundle says; ``document`` is the SHA-256 of its bytes."""

    member: Member | None
    facts: tuple[Fact, ...]
    practitioners: tuple[Practitioner, ...]
    report: tuple[EntryReport, ...]
    document: str


_FactsOf = Callable[[Any, Origin], Mapped]
_MAPPINGS: Mapping[str, tuple[msgspec.json.Decoder[Any], _FactsOf]] = {
    "Condition": (condition.decoder, condition.facts),
    "MedicationRequest": (medication.request_decoder, medication.facts_of_request),
    "MedicationStatement": (medication.statement_decoder, medication.facts_of_statement),
    "Encounter": (encounter.decoder, encounter.facts),
    "AllergyIntolerance": (allergy.decoder, allergy.facts),
    "Observation": (observation.decoder, observation.facts),
}
_subjects = msgspec.json.Decoder(WithSubject)


def read_bundle(
    raw: bytes, name: str, *, received_on: date, time_zone: str = "UTC"
) -> ReceivedBundle:
    """Read a bundle about one patient, or about none.

    Args:
        name: the file's name, for errors only.
        received_on: stands for the day of a death that is told without one.
        time_zone: IANA name, for FHIR does not say where the member lives.

    Raises:
        BundleError: the bundle is refused as a whole.
    """
    reading = _Reading(name, sha256(raw).hexdigest(), received_on, time_zone)
    return reading.read(read_entries(raw, name))


class _Reading:
    """One bundle being read; the lines of its report gather by entry."""

    def __init__(self, name: str, document: str, received_on: date, time_zone: str) -> None:
        self._name = name
        self._document = document
        self._received_on = received_on
        self._time_zone = time_zone
        self._lines: dict[int, EntryReport] = {}
        self._member: Member | None = None
        self._member_names: frozenset[str] = frozenset()
        self._practitioners: list[Practitioner] = []
        self._facts: list[Fact] = []
        self._medications: dict[str, Concept] = {}

    def read(self, entries: Sequence[Entry]) -> ReceivedBundle:
        """Read the patient and what others refer to first, then all the rest."""
        first = {
            "Patient": self._read_patient,
            "Medication": self._read_medication,
            "Practitioner": self._read_practitioner,
        }
        for entry in entries:
            if entry.type in first and entry.same_as is None:
                self._guarded(entry, first[entry.type])
        for entry in entries:
            if entry.index not in self._lines:
                self._guarded(entry, self._read_fact)
        return ReceivedBundle(
            member=self._member,
            facts=tuple(self._facts),
            practitioners=tuple(self._practitioners),
            report=tuple(line for _, line in sorted(self._lines.items())),
            document=self._document,
        )

    def _read_patient(self, entry: Entry) -> None:
        if self._member is not None:
            raise Unusable(Fault.SEVERAL_PATIENTS)
        received = patient.received(
            patient.decoder.decode(entry.resource),
            entry.source,
            received_on=self._received_on,
            time_zone=self._time_zone,
        )
        self._member = received.member
        self._member_names = entry.names
        self._mapped(entry, "member", received.remarks)

    def _read_medication(self, entry: Entry) -> None:
        resource = medication.medication_decoder.decode(entry.resource)
        self._medications.update(dict.fromkeys(entry.names, resource.code))
        self._mapped(entry, "medication name", ())

    def _read_practitioner(self, entry: Entry) -> None:
        resource = practitioner.decoder.decode(entry.resource)
        self._practitioners.append(practitioner.received(resource, entry.source))
        self._mapped(entry, "practitioner", ())

    def _read_fact(self, entry: Entry) -> None:
        if entry.same_as is not None:
            raise NotMapped(Remark.DUPLICATE)
        if entry.type not in _MAPPINGS:
            raise NotMapped(Remark.TYPE_NOT_MAPPED)
        decoder, facts_of = _MAPPINGS[entry.type]
        resource = decoder.decode(entry.resource)
        subject = _subjects.decode(entry.resource).reference()
        if self._member is None:
            raise NotMapped(Remark.NO_PATIENT)
        if subject is None or subject.partition("/_history/")[0] not in self._member_names:
            raise NotMapped(Remark.OTHER_PATIENT)
        origin = Origin(
            member=self._member.id,
            type=entry.type,
            source=entry.source,
            document=self._document,
            medications=self._medications,
        )
        found = facts_of(resource, origin)
        self._facts += found.facts
        self._mapped(entry, found.facts[0].category.value, found.remarks)

    def _mapped(self, entry: Entry, mapped_as: str, remarks: tuple[Remark, ...]) -> None:
        self._lines[entry.index] = EntryReport(
            index=entry.index,
            type=entry.type,
            id=entry.source,
            outcome=Outcome.MAPPED,
            mapped_as=mapped_as,
            remarks=remarks,
        )

    def _guarded(self, entry: Entry, read: Callable[[Entry], None]) -> None:
        """Read one entry: list what is not for us, refuse the bundle for what is not readable."""
        try:
            read(entry)
        except NotMapped as error:
            self._lines[entry.index] = EntryReport(
                index=entry.index,
                type=entry.type,
                id=entry.source,
                outcome=Outcome.LISTED,
                remarks=(error.remark,),
            )
        except Unusable as error:
            raise BundleError(self._name, entry.index, error.reason, error.detail) from error
        except RecursionError as error:
            raise BundleError(self._name, entry.index, Fault.TOO_DEEP) from error
        except msgspec.ValidationError as error:
            place = str(error).partition(" - at ")[2].strip("`") or "$"
            detail = f"{entry.type}{place.removeprefix('$')}"
            raise BundleError(self._name, entry.index, Fault.ENTRY_SHAPE, detail) from error
