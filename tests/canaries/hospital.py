"""What a hospital sends of two people who do not exist, full of canaries, and one broken file."""

from __future__ import annotations

import json
from pathlib import Path

from tests.canaries.canary import CANARIES
from tests.exchange.bundles import about, allergy, bundle, coded, condition, observation, patient

FILES = ("first.json", "second.json", "broken.json")
FROM_HOSPITAL = (
    *("family name", "given name", "second family name", "second given name", "city", "phone"),
    *("member number", "condition", "condition that was refuted", "medication", "dosage"),
    *("allergy", "reaction", "measurement", "finding in words", "stay", "practitioner"),
    "value in a broken bundle",
)


def write_bundles(folder: Path) -> list[Path]:
    """Write the files, the broken one last."""
    folder.mkdir(parents=True)
    contents = (_first(), _second(), _broken())
    files = [folder / name for name in FILES]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)
    return files


def _first() -> bytes:
    said = CANARIES
    refuted = coded("refuted", "Refuted")
    return bundle(
        patient(
            name=[
                {"use": "official", "family": said["family name"], "given": [said["given name"]]}
            ],
            identifier=[
                {
                    "type": {"coding": [{"code": "MR"}]},
                    "system": "http://h.example",
                    "value": said["member number"],
                }
            ],
            telecom=[{"system": "phone", "value": said["phone"]}],
            address=[{"city": said["city"]}],
        ),
        {
            "resourceType": "Practitioner",
            "id": "d1",
            "name": [{"text": f"Dr {said['practitioner']}"}],
        },
        condition(code=coded("44054006", said["condition"])),
        condition(
            "c2",
            code=coded("1", said["condition that was refuted"]),
            verificationStatus=refuted,
        ),
        allergy(
            code=coded("91936005", said["allergy"]),
            reaction=[{"manifestation": [coded("247472004", said["reaction"])]}],
        ),
        about(
            "MedicationRequest",
            "m1",
            status="active",
            medicationCodeableConcept=coded("860975", said["medication"]),
            authoredOn="2026-02-03",
            dosageInstruction=[{"text": said["dosage"]}],
        ),
        observation(
            code=coded("4548-4", said["measurement"], "http://loinc.org"),
            valueString=said["finding in words"],
        ),
        about(
            "Encounter",
            "e1",
            status="finished",
            **{"class": {"code": "IMP"}},
            type=[coded("1", "Stay")],
            reasonCode=[coded("2", said["stay"])],
            period={"start": "2026-10-02", "end": "2026-10-04"},
        ),
    )


def _second() -> bytes:
    return bundle(patient(id="p2", name=[_name("second ")], identifier=[]))


def _name(whose: str) -> dict[str, object]:
    family, given = CANARIES[f"{whose}family name"], CANARIES[f"{whose}given name"]
    return {"use": "official", "family": family, "given": [given]}


def _broken() -> bytes:
    """Write a bundle with a value of the wrong kind, which the report must not repeat."""
    value = CANARIES["value in a broken bundle"]
    whole = json.loads(bundle(patient(birthDate=value, gender=[value], name=value)))
    return json.dumps(whole).encode()
