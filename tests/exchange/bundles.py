"""Builders of FHIR bundles with sensible defaults, for tests of reading and of importing."""

import json
from typing import Any

Resource = dict[str, Any]

PATIENT_URL = "urn:uuid:11111111-1111-4111-8111-111111111111"


def entry(resource: Resource, number: int = 0) -> dict[str, Any]:
    """Wrap a resource as a transaction's entry; a Patient gets the address others refer to."""
    url = PATIENT_URL if resource["resourceType"] == "Patient" else f"urn:uuid:entry-{number}"
    method = {"method": "POST", "url": resource["resourceType"]}
    return {"fullUrl": url, "resource": resource, "request": method}


def bundle(*resources: Resource, **members: Any) -> bytes:
    """Write a transaction of these resources."""
    entries = [entry(resource, number) for number, resource in enumerate(resources)]
    return json.dumps(
        {"resourceType": "Bundle", "type": "transaction", "entry": entries, **members}
    ).encode()


def patient(**members: Any) -> Resource:
    """Make a patient with a medical record number."""
    return {
        "resourceType": "Patient",
        "id": "p1",
        "identifier": [
            {"type": {"coding": [{"code": "SS"}]}, "value": "999-93-8359"},
            {"type": {"coding": [{"code": "MR"}]}, "system": "http://h.example", "value": "77-1"},
        ],
        "name": [{"use": "official", "family": "Beatty", "given": ["Milan", "A."]}],
        "gender": "male",
        "birthDate": "1973-11-24",
        **members,
    }


def coded(code: str, words: str, system: str = "http://snomed.info/sct") -> Resource:
    """Make a CodeableConcept."""
    return {"coding": [{"system": system, "code": code, "display": words}], "text": words}


def about(kind: str, id_: str, **members: Any) -> Resource:
    """Make a resource about the patient."""
    role = "patient" if kind == "AllergyIntolerance" else "subject"
    return {"resourceType": kind, "id": id_, role: {"reference": PATIENT_URL}, **members}


def condition(id_: str = "c1", **members: Any) -> Resource:
    """Make an active condition."""
    return about(
        "Condition",
        id_,
        **{
            "clinicalStatus": coded("active", "Active"),
            "verificationStatus": coded("confirmed", "Confirmed"),
            "code": coded("44054006", "Diabetes"),
            "onsetDateTime": "2011-11-19T06:38:03+00:00",
            **members,
        },
    )


def allergy(id_: str = "a1", **members: Any) -> Resource:
    """Make a dangerous allergy."""
    return about(
        "AllergyIntolerance",
        id_,
        **{
            "clinicalStatus": coded("active", "Active"),
            "criticality": "high",
            "code": coded("91936005", "Allergy to penicillin"),
            "recordedDate": "2020-02-03",
            "reaction": [{"manifestation": [coded("247472004", "Hives")]}],
            **members,
        },
    )


def observation(id_: str = "o1", **members: Any) -> Resource:
    """Make a final measurement."""
    return about(
        "Observation",
        id_,
        **{
            "status": "final",
            "code": coded("4548-4", "HbA1c", "http://loinc.org"),
            "effectiveDateTime": "2026-01-05T23:30:00-05:00",
            **members,
        },
    )


def without(resource: Resource, *names: str) -> Resource:
    """Leave members out."""
    return {name: value for name, value in resource.items() if name not in names}
