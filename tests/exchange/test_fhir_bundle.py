"""A bundle is read whole, every entry accounted for, or refused whole with its entry and reason."""

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurseapp.exchange.fhir.bundle import EntryReport, Outcome, ReceivedBundle, read_bundle
from nurseapp.exchange.fhir.faults import BundleError, Fault, Remark
from tests.exchange.bundles import allergy, bundle, condition, entry, observation, patient, without

TODAY = date(2026, 11, 24)


def read(raw: bytes) -> ReceivedBundle:
    return read_bundle(raw, "file.json", received_on=TODAY)


def refusal(raw: bytes) -> BundleError:
    with pytest.raises(BundleError) as caught:
        read(raw)
    assert caught.value.name == "file.json"
    return caught.value


def line(received: ReceivedBundle, index: int) -> EntryReport:
    found = received.report[index]
    assert found.index == index
    return found


def test_every_entry_has_its_line_in_the_report() -> None:
    claim = {"resourceType": "Claim", "id": "cl"}
    received = read(bundle(claim, patient(), condition(), allergy()))
    assert [(r.type, r.outcome, r.mapped_as) for r in received.report] == [
        ("Claim", Outcome.LISTED, None),
        ("Patient", Outcome.MAPPED, "member"),
        ("Condition", Outcome.MAPPED, "condition"),
        ("AllergyIntolerance", Outcome.MAPPED, "allergy"),
    ]
    assert line(received, 0).remarks == (Remark.TYPE_NOT_MAPPED,)


def test_reading_twice_gives_the_same_values() -> None:
    raw = bundle(patient(), condition(), allergy())
    assert read(raw) == read(raw)


def test_a_record_keeps_its_id_when_the_file_changes_around_it() -> None:
    before = read(bundle(patient(), condition()))
    after = read(bundle(patient(), allergy(), condition(clinicalStatus={})))
    assert before.facts[0].id in {fact.id for fact in after.facts}
    assert before.document != after.document


def test_two_patients_never_share_a_record() -> None:
    other = patient(identifier=[{"type": {"coding": [{"code": "MR"}]}, "value": "88"}])
    one, two = read(bundle(patient(), condition())), read(bundle(other, condition()))
    assert one.facts[0].id != two.facts[0].id


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", Fault.NOT_JSON),
        (b"MSH|^~\\&|ADT1", Fault.NOT_JSON),
        (b'{"resourceType": "Bundle", "entry": []} {}', Fault.NOT_JSON),
        (b"[]", Fault.NOT_A_BUNDLE),
        (b"null", Fault.NOT_A_BUNDLE),
        (b'{"entry": []}', Fault.NOT_A_BUNDLE),
        (b'{"resourceType": "Patient"}', Fault.NOT_A_BUNDLE),
        (b'{"resourceType": "Bundle", "entry": {}}', Fault.NOT_A_BUNDLE),
        (b'{"resourceType": "Bundle", "type": "history"}', Fault.BUNDLE_TYPE),
    ],
)
def test_what_is_not_a_bundle_is_refused(raw: bytes, reason: Fault) -> None:
    error = refusal(raw)
    assert (error.index, error.reason) == (None, reason)


def test_a_bundle_without_entries_says_nothing() -> None:
    received = read(b'{"resourceType": "Bundle", "type": "collection"}')
    assert (received.member, received.facts, received.report) == (None, (), ())


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read(b"\xef\xbb\xbf" + bundle(patient())).member is not None


@pytest.mark.parametrize("twentieth", range(20))
def test_a_truncated_bundle_is_refused(twentieth: int) -> None:
    raw = bundle(patient(), *(condition(f"c{n}") for n in range(20)))
    assert refusal(raw[: len(raw) * twentieth // 20]).reason is Fault.NOT_JSON


def test_a_truncated_bundle_of_real_size_is_refused(shared_data: Path) -> None:
    raw = next((shared_data / "synthea-r4").glob("Milan*.json")).read_bytes()
    for twentieth in range(20):
        assert refusal(raw[: len(raw) * twentieth // 20]).reason is Fault.NOT_JSON


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"fullUrl": "urn:uuid:x"}, Fault.NO_RESOURCE),
        ({"resource": None}, Fault.NO_RESOURCE),
        ({"resource": {"id": "x"}}, Fault.NO_RESOURCE_TYPE),
        ({"resource": {"resourceType": ""}}, Fault.NO_RESOURCE_TYPE),
        ({"resource": {"resourceType": 5}}, Fault.ENTRY_SHAPE),
        ({"resource": "Patient"}, Fault.ENTRY_SHAPE),
        ({"fullUrl": 7, "resource": {"resourceType": "Claim"}}, Fault.ENTRY_SHAPE),
        ("Patient", Fault.ENTRY_SHAPE),
        (None, Fault.ENTRY_SHAPE),
        ([], Fault.ENTRY_SHAPE),
        (entry({"resourceType": "Claim", "id": "a\0b"}), Fault.BAD_CHARACTER),
    ],
)
def test_a_bad_entry_refuses_the_bundle_with_its_index(bad: object, reason: Fault) -> None:
    entries = [entry(patient()), entry(condition(), 1), bad]
    error = refusal(json.dumps({"resourceType": "Bundle", "entry": entries}).encode())
    assert (error.index, error.reason) == (2, reason)


@pytest.mark.parametrize(
    ("resource", "place"),
    [
        (condition(code="diabetes"), "Condition.code"),
        (condition(code={"coding": [{"code": 44054006}]}), "Condition.code.coding[0].code"),
        (condition(onsetDateTime="2026-02-30"), "Condition.onsetDateTime"),
        (condition(onsetDateTime="yesterday"), "Condition.onsetDateTime"),
        (condition(onsetDateTime="20260201"), "Condition.onsetDateTime"),
        (condition(subject="Patient/p1"), "Condition.subject"),
        (observation(valueQuantity={"value": "5.8"}), "Quantity.value"),
        (observation(valueQuantity={"value": {}}), "Quantity.value"),
        (observation(component={}), "Observation.component"),
        (allergy(criticality=["high"]), "AllergyIntolerance.criticality"),
    ],
)
def test_a_resource_of_a_wrong_shape_names_the_place(
    resource: dict[str, object], place: str
) -> None:
    error = refusal(bundle(patient(), resource))
    assert (error.index, error.reason, error.detail) == (1, Fault.ENTRY_SHAPE, place)


def test_a_fault_never_repeats_what_stood_in_the_file() -> None:
    error = refusal(bundle(patient(birthDate="the secret day")))
    assert "secret" not in f"{error}{error.detail}"


def test_nesting_without_end_is_refused() -> None:
    deep = b"[" * 100_000
    raw = b'{"resourceType": "Bundle", "entry": [' + deep + b"]" * 100_000 + b"]}"
    assert refusal(raw).reason is Fault.TOO_DEEP


def test_deep_nesting_inside_a_resource_is_refused_or_read_and_never_crashes() -> None:
    outcomes: set[int | str] = set()
    for depth in range(100, 1200, 50):
        nested = "[" * depth + "]" * depth
        raw = bundle(patient(), condition(note="@")).replace(b'"@"', nested.encode())
        try:
            outcomes.add(len(read(raw).facts))
        except BundleError as error:
            outcomes.add(error.reason.value)
    assert outcomes == {1, "too_deep"}


def test_an_internal_reference_that_no_entry_carries_refuses_the_bundle() -> None:
    missing = {"reference": "urn:uuid:00000000-0000-4000-8000-00000000dead"}
    error = refusal(bundle(patient(), condition(), condition("c2", encounter=missing)))
    assert (error.index, error.reason) == (2, Fault.DANGLING_REFERENCE)
    assert error.detail == missing["reference"]


def test_a_dangling_reference_deep_in_a_listed_entry_refuses_the_bundle_too() -> None:
    claim = {"resourceType": "Claim", "item": [{"encounter": [{"reference": "urn:uuid:gone"}]}]}
    assert refusal(bundle(patient(), claim)).index == 1


def test_references_to_elsewhere_are_no_fault() -> None:
    where = [{"reference": r} for r in ("Practitioner/9", "#inside", "https://h.example/Org/1")]
    assert len(read(bundle(patient(), condition(asserter=where[0], note=where))).facts) == 1


def test_two_patients_refuse_the_bundle() -> None:
    entries = [entry(patient()), {"fullUrl": "urn:uuid:b", "resource": patient(id="p2")}]
    error = refusal(json.dumps({"resourceType": "Bundle", "entry": entries}).encode())
    assert (error.index, error.reason) == (1, Fault.SEVERAL_PATIENTS)


def test_an_entry_repeated_word_for_word_is_read_once_and_listed() -> None:
    received = read(bundle(patient(), condition(), condition()))
    assert len(received.facts) == 1
    assert line(received, 2).remarks == (Remark.DUPLICATE,)


def test_two_entries_of_one_name_that_differ_refuse_the_bundle() -> None:
    error = refusal(bundle(patient(), condition(), condition(clinicalStatus={})))
    assert (error.index, error.reason, error.detail) == (2, Fault.DUPLICATE_DIFFERS, "1")


def test_what_is_about_somebody_else_is_listed_and_never_mapped() -> None:
    other = {"reference": "Patient/p2"}
    received = read(
        bundle(patient(), condition(subject=other), without(condition("c2"), "subject"))
    )
    assert received.facts == ()
    assert {r.remarks for r in received.report[1:]} == {(Remark.OTHER_PATIENT,)}


@pytest.mark.parametrize("reference", ["Patient/p1", "Patient/p1/_history/3"])
def test_the_patient_is_known_by_type_and_id_too(reference: str) -> None:
    received = read(bundle(patient(), condition(subject={"reference": reference})))
    assert len(received.facts) == 1


def test_without_a_patient_nothing_clinical_is_mapped() -> None:
    practitioner = {"resourceType": "Practitioner", "name": [{"family": "Ruiz"}]}
    received = read(bundle(practitioner, condition(subject={"reference": "Patient/p1"})))
    assert (received.member, received.facts) == (None, ())
    assert line(received, 1).remarks == (Remark.NO_PATIENT,)
    assert [p.name for p in received.practitioners] == ["Ruiz"]


def test_a_resource_without_an_id_keeps_one_identity() -> None:
    raw = bundle(patient(), without(condition(), "id"))
    assert read(raw).facts[0].source == "urn:uuid:entry-1"
    bare = {
        "resourceType": "Bundle",
        "entry": [entry(patient()), {"resource": without(condition(), "id")}],
    }
    assert len(read(json.dumps(bare).encode()).facts[0].source) == 64


def test_a_text_of_ten_megabytes_is_read() -> None:
    received = read(bundle(patient(), condition(code={"text": "x" * 10_000_000})))
    assert len(received.facts[0].display) == 10_000_000


@settings(max_examples=200, deadline=None)
@given(at=st.integers(0, 1 << 20), byte=st.integers(0, 255))
def test_one_wrong_byte_is_read_or_refused_and_never_anything_else(at: int, byte: int) -> None:
    raw = bytearray(bundle(patient(), condition(), allergy(), observation(valueString="x")))
    raw[at % len(raw)] = byte
    with suppress(BundleError):
        assert len(read(bytes(raw)).report) <= 4


@pytest.mark.parametrize(
    ("file", "facts", "entries"),
    [("Milan", 153, 220), ("Frances", 158, 303), ("Luigi", 39, 61), ("Edward", 48, 74)],
)
def test_patients_that_nobody_here_wrote_are_read(
    shared_data: Path, file: str, facts: int, entries: int
) -> None:
    raw = next((shared_data / "synthea-r4").glob(f"{file}*.json")).read_bytes()
    received = read(raw)
    assert received.member is not None
    assert len({f.id for f in received.facts}) == len(received.facts) == facts
    assert len(received.report) == entries
    listed = {r.type for r in received.report if r.outcome is Outcome.LISTED}
    assert not listed & {"Condition", "MedicationRequest", "Encounter", "Observation"}


def test_practitioners_that_nobody_here_wrote_are_read(shared_data: Path) -> None:
    raw = next((shared_data / "synthea-r4").glob("practitioner*.json")).read_bytes()
    received = read(raw)
    assert (received.member, len(received.practitioners)) == (None, 102)
    first = received.practitioners[0]
    assert (first.name, first.identifier) == ("Dr. Noe Dibbert", "0")
    assert first.place == "60 HOSPITAL ROAD, LEOMINSTER"
