"""What each resource says, in the domain's values: codes kept, decimals exact, nothing guessed."""

from datetime import date
from typing import Any

import pytest

from nurseapp.domain.fact import Fact, FactCategory
from nurseapp.domain.member import Member, Sex
from nurseapp.exchange.fhir.bundle import Outcome, read_bundle
from nurseapp.exchange.fhir.faults import BundleError, Fault, Remark
from tests.exchange.bundles import (
    about,
    allergy,
    bundle,
    coded,
    condition,
    observation,
    patient,
    without,
)

TODAY = date(2026, 11, 24)


def member_of(**members: Any) -> Member:
    received = read_bundle(bundle(patient(**members)), "f", received_on=TODAY)
    assert received.member is not None
    return received.member


def facts_of(*resources: dict[str, Any]) -> tuple[Fact, ...]:
    return read_bundle(bundle(patient(), *resources), "f", received_on=TODAY).facts


def remarks_on(resource: dict[str, Any]) -> tuple[Outcome, tuple[Remark, ...]]:
    line = read_bundle(bundle(patient(), resource), "f", received_on=TODAY).report[1]
    return line.outcome, line.remarks


def test_a_patient_becomes_a_member() -> None:
    member = member_of(
        telecom=[
            {"system": "email", "value": "m@h.example"},
            {"system": "phone", "value": "1", "use": "work"},
            {"system": "phone", "value": "2", "use": "home"},
            {"system": "phone", "value": "3", "use": "old"},
        ],
        address=[{"city": "Gloucester", "country": "us"}],
        communication=[
            {"language": coded("en", "English", "urn:ietf:bcp:47")},
            {"language": coded("pt", "Portuguese", "urn:ietf:bcp:47"), "preferred": True},
        ],
        extension=[
            {
                "url": "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired",
                "valueBoolean": True,
            }
        ],
    )
    assert (member.family_name, member.given_name, member.number) == ("Beatty", "Milan A.", "77-1")
    assert (member.birth_date, member.sex, member.died_on) == (
        date(1973, 11, 24),
        Sex.MALE,
        None,
    )
    assert (member.language, member.interpreter, member.phone) == ("pt", True, "2")
    assert (member.place, member.country, member.time_zone) == ("Gloucester", "US", "UTC")


def test_the_time_zone_is_the_one_that_was_handed_in() -> None:
    raw = bundle(patient())
    received = read_bundle(raw, "f", received_on=TODAY, time_zone="Europe/Madrid")
    assert received.member is not None
    assert received.member.time_zone == "Europe/Madrid"


def test_a_number_of_the_state_never_becomes_the_member_number() -> None:
    security = {"type": {"coding": [{"code": "SS"}]}, "value": "999-93-8359"}
    untyped = {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-93-8359"}
    assert member_of(identifier=[security, untyped]).number == "p1"
    plain = {"system": "http://h.example", "value": "A-5"}
    assert member_of(identifier=[security, plain]).number == "A-5"


def test_one_person_keeps_one_id_when_the_sender_renames_the_resource() -> None:
    assert member_of(id="p1").id == member_of(id="other").id


@pytest.mark.parametrize(
    ("names", "family", "given"),
    [
        ([{"use": "maiden", "family": "Old"}, {"family": "Mann", "given": ["F"]}], "Mann", "F"),
        ([{"use": "usual", "family": "U"}, {"use": "official", "family": "O"}], "O", ""),
        ([{"text": "Frances Mann"}], "Frances Mann", ""),
        ([{"given": ["Only"]}, {"use": "nickname", "family": "Nick"}], "Nick", ""),
        ([{"family": "Mann", "given": [None, "F"]}], "Mann", "F"),
    ],
)
def test_the_current_official_name_is_taken(
    names: list[dict[str, Any]], family: str, given: str
) -> None:
    member = member_of(name=names)
    assert (member.family_name, member.given_name) == (family, given)


def test_a_patient_without_a_name_refuses_the_bundle() -> None:
    with pytest.raises(BundleError) as caught:
        member_of(name=[{"use": "old", "family": "Former"}])
    assert (caught.value.index, caught.value.reason) == (0, Fault.NO_NAME)


@pytest.mark.parametrize("gender", ["other", "unknown", None, "M"])
def test_a_sex_that_the_cut_offs_do_not_know_is_unknown(gender: str | None) -> None:
    assert member_of(gender=gender).sex is Sex.UNKNOWN


def test_a_year_of_birth_is_no_birth_date_and_is_remarked_on() -> None:
    received = read_bundle(bundle(patient(birthDate="1973")), "f", received_on=TODAY)
    assert received.member is not None
    assert received.member.birth_date is None
    assert received.report[0].remarks == (Remark.INEXACT_DATE,)


def test_the_dead_are_dead_on_the_day_that_was_told() -> None:
    assert member_of(deceasedDateTime="2018-11-29T17:42:49+00:00").died_on == date(2018, 11, 29)
    assert member_of(deceasedBoolean=False).died_on is None


@pytest.mark.parametrize("told", [{"deceasedBoolean": True}, {"deceasedDateTime": "2018"}])
def test_a_death_without_a_day_never_leaves_somebody_alive(told: dict[str, Any]) -> None:
    received = read_bundle(bundle(patient(**told)), "f", received_on=TODAY)
    assert received.member is not None
    assert received.member.died_on == TODAY
    assert received.report[0].remarks == (Remark.DEATH_WITHOUT_DATE,)


@pytest.mark.parametrize("country", ["USA", "United States", "1X", ""])
def test_a_country_that_is_no_two_letter_code_is_not_guessed(country: str) -> None:
    assert member_of(address=[{"country": country}]).country is None


def test_a_condition_keeps_its_code_its_words_and_its_days() -> None:
    (fact,) = facts_of(condition(abatementDateTime="2016-05-22"))
    assert fact.category is FactCategory.CONDITION
    assert (fact.display, fact.code_system, fact.code) == (
        "Diabetes",
        "http://snomed.info/sct",
        "44054006",
    )
    assert (fact.status, fact.on, fact.until) == ("active", date(2011, 11, 19), date(2016, 5, 22))
    assert fact.source == "c1"


def test_a_condition_without_onset_has_the_day_it_was_recorded() -> None:
    (fact,) = facts_of(without(condition(recordedDate="2012-01-02"), "onsetDateTime"))
    assert fact.on == date(2012, 1, 2)


def test_a_year_of_onset_is_no_day_and_is_remarked_on() -> None:
    assert facts_of(condition(onsetDateTime="1993"))[0].on is None
    assert remarks_on(condition(onsetDateTime="1993-01")) == (
        Outcome.MAPPED,
        (Remark.INEXACT_DATE,),
    )


def test_words_without_a_code_are_kept() -> None:
    (fact,) = facts_of(condition(code={"text": "Sugar"}))
    assert (fact.display, fact.code_system, fact.code) == ("Sugar", None, None)


@pytest.mark.parametrize(
    ("members", "remark"),
    [
        ({"verificationStatus": coded("refuted", "Refuted")}, Remark.REFUTED),
        ({"verificationStatus": coded("entered-in-error", "Error")}, Remark.ENTERED_IN_ERROR),
        ({"code": {}}, Remark.NO_CODE),
    ],
)
def test_what_the_sender_takes_back_is_listed(members: dict[str, Any], remark: Remark) -> None:
    assert remarks_on(condition(**members)) == (Outcome.LISTED, (remark,))
    assert remarks_on(allergy(**members)) == (Outcome.LISTED, (remark,))


def test_an_allergy_keeps_criticality_and_reaction() -> None:
    (fact,) = facts_of(allergy())
    assert (fact.category, fact.display) == (FactCategory.ALLERGY, "Allergy to penicillin")
    assert (fact.kind_of, fact.value, fact.on) == ("high", "Hives", date(2020, 2, 3))


def medicine(kind: str = "MedicationRequest", **members: Any) -> dict[str, Any]:
    named = {"medicationCodeableConcept": coded("406022", "Fluoxetine 25MG", "rxnorm")}
    chosen = {} if "medicationReference" in members else named
    return about(kind, "m1", **{"status": "active", **chosen, **members})


def test_a_prescription_keeps_its_dose_in_words() -> None:
    (fact,) = facts_of(
        medicine(authoredOn="1993-01-09", dosageInstruction=[{"text": "1 a day"}, {"sequence": 2}])
    )
    assert (fact.category, fact.display, fact.code) == (
        FactCategory.MEDICATION,
        "Fluoxetine 25MG",
        "406022",
    )
    assert (fact.status, fact.on, fact.value) == ("active", date(1993, 1, 9), "1 a day")


def test_a_statement_gives_since_and_until() -> None:
    (fact,) = facts_of(
        medicine("MedicationStatement", effectivePeriod={"start": "2020-01-01", "end": "2020-02"})
    )
    assert (fact.on, fact.until) == (date(2020, 1, 1), None)


def test_a_medicine_that_is_referred_to_is_named_by_its_entry() -> None:
    entry = {"resourceType": "Medication", "id": "x", "code": coded("1", "Metformin")}
    (fact,) = facts_of(medicine(medicationReference={"reference": "Medication/x"}), entry)
    assert fact.display == "Metformin"


def test_a_medicine_inside_its_prescription_is_named() -> None:
    inside = {"resourceType": "Medication", "id": "x", "code": coded("1", "Metformin")}
    (fact,) = facts_of(medicine(medicationReference={"reference": "#x"}, contained=[inside]))
    assert fact.display == "Metformin"


def test_a_medicine_elsewhere_is_named_by_the_words_that_came_with_it() -> None:
    reference = {"reference": "Medication/elsewhere", "display": "Metformin 500"}
    assert facts_of(medicine(medicationReference=reference))[0].display == "Metformin 500"


@pytest.mark.parametrize(
    ("resource", "remark"),
    [
        (medicine(doNotPerform=True), Remark.NOT_TO_BE_TAKEN),
        (medicine("MedicationStatement", status="not-taken"), Remark.NOT_TO_BE_TAKEN),
        (medicine(status="entered-in-error"), Remark.ENTERED_IN_ERROR),
        (medicine(medicationReference={"reference": "Medication/y"}), Remark.MEDICATION_NOT_HERE),
        (medicine(medicationCodeableConcept={}), Remark.NO_CODE),
    ],
)
def test_a_medicine_that_nobody_is_to_take_is_listed(
    resource: dict[str, Any], remark: Remark
) -> None:
    assert remarks_on(resource) == (Outcome.LISTED, (remark,))


def test_a_stay_keeps_its_class_and_its_reason() -> None:
    (fact,) = facts_of(
        about(
            "Encounter",
            "e1",
            **{
                "status": "in-progress",
                "class": {"code": "IMP"},
                "type": [coded("185347001", "Encounter for problem")],
                "reasonCode": [coded("263102004", "Fracture of hip")],
                "period": {"start": "2026-11-11T09:00:00+01:00"},
            },
        )
    )
    assert (fact.category, fact.kind_of, fact.display) == (
        FactCategory.ENCOUNTER,
        "IMP",
        "Encounter for problem",
    )
    assert (fact.on, fact.until, fact.value) == (date(2026, 11, 11), None, "Fracture of hip")
    assert fact.is_active()


def test_a_finished_stay_without_an_end_is_over() -> None:
    stay = {"status": "finished", "class": {"code": "IMP"}, "period": {"start": "2026-11-11"}}
    assert not facts_of(about("Encounter", "e1", **stay))[0].is_active()


def test_a_stay_of_no_type_is_called_by_its_class() -> None:
    (fact,) = facts_of(about("Encounter", "e1", **{"class": {"code": "AMB", "display": "Visit"}}))
    assert (fact.display, fact.code) == ("Visit", "AMB")


@pytest.mark.parametrize(
    ("members", "remark"),
    [
        ({"status": "entered-in-error", "class": {"code": "AMB"}}, Remark.ENTERED_IN_ERROR),
        ({"status": "finished"}, Remark.NO_CODE),
    ],
)
def test_a_stay_that_was_none_is_listed(members: dict[str, Any], remark: Remark) -> None:
    assert remarks_on(about("Encounter", "e1", **members)) == (Outcome.LISTED, (remark,))


@pytest.mark.parametrize(
    "digits",
    ["5.808520983708978", "7.0", "7.10", "120", "0.1", "-3", "1e-3", "182.9265886567090001"],
)
def test_a_decimal_keeps_the_digits_that_were_sent(digits: str) -> None:
    raw = bundle(patient(), observation(valueQuantity={"value": "@", "unit": "%"}))
    received = read_bundle(raw.replace(b'"@"', digits.encode()), "f", received_on=TODAY)
    assert (received.facts[0].value, received.facts[0].unit) == (digits, "%")


@pytest.mark.parametrize(
    ("members", "value", "unit"),
    [
        ({"valueQuantity": {"value": 5, "comparator": "<", "code": "mg"}}, "<5", "mg"),
        ({"valueCodeableConcept": coded("8517006", "Former smoker")}, "Former smoker", None),
        ({"valueString": "cloudy"}, "cloudy", None),
        ({"valueBoolean": False}, "false", None),
        ({"valueInteger": 0}, "0", None),
        ({"valueDateTime": "2026-01-01"}, "2026-01-01", None),
        ({"valueTime": "12:30:00"}, "12:30:00", None),
    ],
)
def test_every_kind_of_value_that_can_be_said_is_said(
    members: dict[str, Any], value: str, unit: str | None
) -> None:
    (fact,) = facts_of(observation(**members))
    assert (fact.value, fact.unit, fact.status) == (value, unit, "final")


def test_a_result_is_dated_in_the_senders_own_time_zone() -> None:
    assert facts_of(observation(valueString="x"))[0].on == date(2026, 1, 5)


def test_a_blood_pressure_becomes_two_results_under_their_own_codes() -> None:
    parts = [
        {
            "code": coded("8462-4", "Diastolic", "http://loinc.org"),
            "valueQuantity": {"value": 78.76},
        },
        {"code": coded("8480-6", "Systolic", "http://loinc.org"), "valueQuantity": {"value": 122}},
    ]
    found = facts_of(observation(component=parts))
    assert [(f.code, f.value) for f in found] == [("8462-4", "78.76"), ("8480-6", "122")]
    assert len({f.id for f in found}) == 2


@pytest.mark.parametrize(
    ("members", "remark"),
    [
        ({}, Remark.NO_VALUE),
        ({"valueQuantity": {"unit": "%"}}, Remark.NO_VALUE),
        ({"valueRange": {"low": {"value": 1}}}, Remark.VALUE_NOT_MAPPED),
        ({"component": [{"code": coded("1", "x"), "valueRatio": {}}]}, Remark.VALUE_NOT_MAPPED),
        ({"code": {}, "valueString": "x"}, Remark.NO_CODE),
        ({"status": "cancelled", "valueString": "x"}, Remark.ENTERED_IN_ERROR),
    ],
)
def test_a_result_without_a_value_that_can_be_kept_is_listed(
    members: dict[str, Any], remark: Remark
) -> None:
    assert remarks_on(observation(**members)) == (Outcome.LISTED, (remark,))


def test_a_result_that_is_kept_in_part_is_remarked_on() -> None:
    parts = [
        {"code": coded("1", "a"), "valueString": "x"},
        {"code": coded("2", "b"), "valueRange": {"low": {"value": 1}}},
    ]
    outcome, remarks = remarks_on(observation(component=parts))
    assert (outcome, remarks) == (Outcome.MAPPED, (Remark.VALUE_NOT_MAPPED,))


def practitioner(**members: Any) -> dict[str, Any]:
    return {"resourceType": "Practitioner", "id": "d1", **members}


def test_a_practitioner_is_known_by_their_number() -> None:
    number = [{"system": "npi", "value": "150"}]
    name = [{"family": "Franecki", "given": ["Erlinda"], "prefix": ["Dr."]}]
    one, two = (
        read_bundle(
            bundle(practitioner(id=id_, identifier=number, name=name)), "f", received_on=TODAY
        ).practitioners[0]
        for id_ in ("d1", "d2")
    )
    assert (one.name, one.identifier, one.source) == ("Dr. Erlinda Franecki", "150", "d1")
    assert one.id == two.id


def test_practitioners_without_a_number_are_told_apart() -> None:
    people = [
        practitioner(id="d1", name=[{"text": "Dr Ruiz"}], address=[{"text": "Ward 6B"}]),
        practitioner(id="d2", name=[{"text": "Dr Ruiz"}]),
    ]
    listed = read_bundle(bundle(*people), "f", received_on=TODAY).practitioners
    assert len({p.id for p in listed}) == 2
    assert [p.place for p in listed] == ["Ward 6B", None]


def test_a_practitioner_without_a_name_refuses_the_bundle() -> None:
    with pytest.raises(BundleError) as caught:
        read_bundle(bundle(practitioner(name=[{"use": "official"}])), "f", received_on=TODAY)
    assert caught.value.reason is Fault.NO_NAME
