"""Bundles come into cases whole or not at all, once, and never over what a nurse put right."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine, func, select

from nurseapp.domain.case import Case, CaseClosed, Stage
from nurseapp.domain.directory import Practitioner
from nurseapp.domain.events import Act, Event
from nurseapp.domain.fact import Fact, FactCategory
from nurseapp.domain.ids import EventId, RecordId, StreamId, TeamId, UserId
from nurseapp.domain.member import Member, MemberRevised
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.policy import Role
from nurseapp.domain.revising import Change, Conflict
from nurseapp.domain.streams import CASE_KINDS, ORG_STREAM, Record, case_of, stream_of
from nurseapp.exchange.fhir.bundle import EntryReport, Outcome, ReceivedBundle, read_bundle
from nurseapp.exchange.fhir.faults import BundleError, Fault, Remark
from nurseapp.server import access, fhir_wording
from nurseapp.server.caller import feed
from nurseapp.server.fhir_import import ImportRequest, import_files
from nurseapp.server.inbox import receive
from nurseapp.server.store import documents, people, records
from nurseapp.server.store.access import seen_by
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.people import PersonRow
from nurseapp.server.store.schema import document, event, record, stream
from nurseapp.wire.records import decode_record
from tests.exchange.bundles import allergy, bundle, condition, observation, patient

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
AMARA = UserId("amara")
R = TypeVar("R", bound=Record)


@pytest.fixture
def engine(engine: Engine) -> Engine:
    """A database with a nurse, a supervisor and a nurse of no team."""
    staff = [("amara", Role.NURSE, "north"), ("helen", Role.SUPERVISOR, "north")]
    with server_transaction(engine) as connection:
        for login, role, team in [*staff, ("agency", Role.NURSE, None)]:
            row = PersonRow(
                login=UserId(login),
                name=login.title(),
                roles=(role,),
                team=TeamId(team) if team else None,
                password="",
            )
            people.add(connection, row)
            access.refresh_person(connection, row.actor(), NOW)
    return engine


class Desk:
    """Runs the import on bytes, as files in a folder of its own."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self.said: list[str] = []
        self.complaints: list[str] = []
        self.now = NOW

    def run(self, *files: bytes | Path, **options: Any) -> int:
        """Import files; bytes are written to a file first."""
        paths = []
        for number, raw in enumerate(files):
            path = raw if isinstance(raw, Path) else self.folder / f"file-{number}.json"
            if isinstance(raw, bytes):
                path.write_bytes(raw)
            paths.append(path)
        request = ImportRequest(files=paths, **options)
        self.said.clear()
        self.complaints.clear()
        return import_files(
            self.engine, lambda: self.now, request, self.said.append, self.complaints.append
        )

    def all(self, kind: type[R]) -> list[R]:
        """Give every record of a kind in the database."""
        with server_transaction(self.engine) as connection:
            rows = connection.execute(select(record).where(record.c.kind == kind.KIND)).all()
        found = [decode_record(RecordId(r.record_id), r.kind, r.body.encode()) for r in rows]
        return [r for r in found if isinstance(r, kind)]

    def only(self, kind: type[R]) -> R:
        """Give the one record of a kind."""
        (found,) = self.all(kind)
        return found

    def state(self) -> object:
        """Give everything that a repeated import could change."""
        with server_transaction(self.engine) as connection:
            streams = select(stream.c.id, stream.c.head, stream.c.digest).order_by(stream.c.id)
            return (
                connection.execute(streams).all(),
                [connection.scalar(select(func.count()).select_from(t)) for t in (event, document)],
            )

    def nurse_acts(self, body: Act) -> None:
        """Do something in the only case, in a nurse's name."""
        case = self.only(Case)
        acted = Event(
            id=EventId("00000000-0000-4000-8000-00000000000a"),
            stream=stream_of(case_of(StreamId(f"{case.id}.care")), body.STREAM),
            at=self.now,
            author=AMARA,
            body=body,
        )
        with server_transaction(self.engine) as connection:
            (result,) = receive(connection, feed("test"), [acted], self.now)
        assert result.reason is None


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    return Desk(engine, tmp_path)


def test_a_bundle_becomes_a_member_a_case_and_received_records(desk: Desk) -> None:
    assert desk.run(bundle(patient(), condition(), allergy())) == 0
    assert desk.only(Member).family_name == "Beatty"
    case = desk.only(Case)
    assert (case.stage, case.programme, case.opened_on) == (
        Stage.IDENTIFY,
        "complex-care",
        NOW.date(),
    )
    assert (case.nurse, case.team) == (None, "intake")
    facts = {fact.category: fact for fact in desk.all(Fact)}
    assert facts[FactCategory.CONDITION].code == "44054006"
    assert facts[FactCategory.ALLERGY].kind_of == "high"


def test_the_bytes_are_kept_under_their_hash(desk: Desk, engine: Engine) -> None:
    raw = bundle(patient(), condition())
    desk.run(raw)
    with server_transaction(engine) as connection:
        assert documents.content(connection, desk.only(Fact).document) == raw


def test_importing_twice_changes_nothing(desk: Desk) -> None:
    raw = bundle(patient(), condition(), allergy())
    desk.run(raw, assign=AMARA)
    before = desk.state()
    desk.now += timedelta(days=3)
    assert desk.run(raw, assign=AMARA) == 0
    assert desk.state() == before
    assert "received before, nothing changed" in desk.said[0]
    assert "3 entries" in desk.said[1]


def test_the_report_counts_and_then_names_every_entry_that_was_not_mapped(desk: Desk) -> None:
    claim = {"resourceType": "Claim", "id": "cl-1"}
    desk.run(bundle(patient(), condition(), claim, observation(valueRange={})))
    assert desk.said == [
        "file-0.json: imported.",
        "  4 entries: 2 mapped, 2 listed.",
        "       1 Claim listed",
        "       1 Condition mapped as condition",
        "       1 Observation listed",
        "       1 Patient mapped as member",
        "  entry 2 Claim cl-1 listed: resources of this type are not taken over",
        "  entry 3 Observation o1 listed: has a value that is neither one number nor words",
    ]


def test_assigning_gives_the_case_to_the_nurse_and_her_team(desk: Desk, engine: Engine) -> None:
    desk.run(bundle(patient()), assign=AMARA)
    case = desk.only(Case)
    assert (case.nurse, case.team) == ("amara", "north")
    with server_transaction(engine) as connection:
        streams = {stream_of(case_of(StreamId(f"{case.id}.care")), kind) for kind in CASE_KINDS}
        seen = seen_by(connection, AMARA, streams)
        overseen = seen_by(connection, UserId("helen"), streams)
    assert seen == overseen == streams


def test_a_case_of_nobody_is_given_to_a_nurse_by_a_second_run(desk: Desk) -> None:
    raw = bundle(patient(), condition())
    desk.run(raw)
    assert desk.run(raw, assign=AMARA) == 0
    assert desk.only(Case).nurse == "amara"
    assert desk.said[0] == "file-0.json: imported."


def test_a_second_run_never_takes_a_case_from_its_nurse(desk: Desk) -> None:
    raw = bundle(patient())
    desk.run(raw, assign=UserId("agency"), team=TeamId("south"))
    desk.run(raw, assign=AMARA)
    assert (desk.only(Case).nurse, desk.only(Case).team) == ("agency", "south")


def test_a_changed_file_may_assign_and_close_at_once(desk: Desk) -> None:
    desk.run(bundle(patient(), condition()))
    died = bundle(patient(deceasedDateTime="2026-11-20"), condition())
    assert desk.run(died, assign=AMARA) == 0
    case = desk.only(Case)
    assert (case.nurse, case.closing_reason) == ("amara", "member died")


@pytest.mark.parametrize("user", ["nobody", "helen", "agency"])
def test_whoever_cannot_be_assigned_stops_the_command(desk: Desk, user: str) -> None:
    before = desk.state()
    assert desk.run(bundle(patient()), assign=UserId(user)) == 2
    assert desk.state() == before
    assert len(desk.complaints) == 1
    assert user in desk.complaints[0]


def test_what_cannot_be_a_team_stops_the_command(desk: Desk) -> None:
    before = desk.state()
    assert desk.run(bundle(patient()), team=TeamId("Ward 6")) == 2
    assert desk.state() == before
    assert "'Ward 6'" in desk.complaints[0]


def test_somebody_who_died_has_a_record_and_no_open_case(desk: Desk) -> None:
    desk.run(bundle(patient(deceasedDateTime="2018-11-29T17:42:49Z"), condition()), assign=AMARA)
    case = desk.only(Case)
    assert (case.stage, case.closed_on, case.closing_reason) == (
        Stage.CLOSE,
        NOW.date(),
        "member died",
    )
    assert case.nurse == "amara"
    assert desk.only(Member).died_on == date(2018, 11, 29)
    assert len(desk.all(Fact)) == 1


def test_a_changed_file_updates_what_it_tells_and_removes_nothing(desk: Desk) -> None:
    desk.run(bundle(patient(), condition(), allergy()))
    resolved = condition(abatementDateTime="2026-11-01")
    assert desk.run(bundle(patient(), resolved, observation(valueString="x"))) == 0
    facts = {fact.source: fact for fact in desk.all(Fact)}
    assert set(facts) == {"c1", "a1", "o1"}
    assert facts["c1"].until == date(2026, 11, 1)
    assert len(desk.all(Case)) == len(desk.all(Member)) == 1


def test_an_old_file_after_a_newer_one_takes_nothing_back(desk: Desk) -> None:
    old = bundle(patient(), condition())
    desk.run(old)
    desk.run(bundle(patient(), condition(abatementDateTime="2026-11-01")))
    before = desk.state()
    desk.run(old)
    assert desk.state() == before


def test_a_changed_address_is_taken_over(desk: Desk) -> None:
    desk.run(bundle(patient(address=[{"city": "Quincy"}]), condition()))
    desk.run(bundle(patient(address=[{"city": "Boston"}]), condition()))
    desk.run(bundle(patient(address=[{"city": "Salem"}]), condition()))
    assert desk.only(Member).place == "Salem"
    assert desk.all(Conflict) == []


def test_what_a_nurse_put_right_stands_when_the_sender_repeats_himself(desk: Desk) -> None:
    telecom = [{"system": "phone", "value": "111"}]
    desk.run(bundle(patient(telecom=telecom), condition()))
    desk.nurse_acts(revision(desk, phone=("111", "222")))
    desk.run(bundle(patient(telecom=telecom), condition(), allergy()))
    assert desk.only(Member).phone == "222"
    assert desk.all(Conflict) == []


def test_two_who_differ_over_a_phone_number_are_shown_to_somebody(desk: Desk) -> None:
    desk.run(bundle(patient(telecom=[{"system": "phone", "value": "111"}]), condition()))
    desk.nurse_acts(revision(desk, phone=("111", "222")))
    desk.run(bundle(patient(telecom=[{"system": "phone", "value": "333"}]), condition()))
    conflict = desk.only(Conflict)
    assert (conflict.field, conflict.theirs, conflict.mine) == ("phone", "222", "333")


def test_where_nothing_shows_what_was_said_before_a_difference_is_a_conflict(desk: Desk) -> None:
    desk.run(bundle(patient(address=[{"city": "Quincy"}])))
    desk.run(bundle(patient(address=[{"city": "Boston"}])))
    assert desk.only(Member).place == "Quincy"
    assert desk.only(Conflict).mine == "Boston"


def test_another_birth_date_is_for_a_supervisor(desk: Desk) -> None:
    desk.run(bundle(patient(), condition()))
    desk.run(bundle(patient(birthDate="1973-11-25"), condition()))
    assert desk.only(Member).birth_date == date(1973, 11, 24)
    assert desk.only(Conflict).field == "birth_date"


def test_a_death_that_is_told_later_closes_the_case(desk: Desk) -> None:
    desk.run(bundle(patient(), condition()), assign=AMARA)
    desk.now += timedelta(days=9)
    assert desk.run(bundle(patient(deceasedDateTime="2026-11-30"), condition())) == 0
    assert desk.only(Member).died_on == date(2026, 11, 30)
    assert desk.only(Case).closed_on == desk.now.date()


def test_a_case_that_is_closed_stays_as_it_was_closed(desk: Desk) -> None:
    desk.run(bundle(patient(), condition()))
    head = len(desk.all(Member)) + len(desk.all(Case)) + len(desk.all(Fact))
    case = RecordId(desk.only(Case).id)
    desk.nurse_acts(CaseClosed(case=case, on=NOW.date(), reason="moved away", head=head))
    desk.run(bundle(patient(deceasedBoolean=True), condition(), allergy()), assign=AMARA)
    assert desk.only(Case).closing_reason == "moved away"
    assert len(desk.all(Fact)) == 2


def test_a_file_without_a_patient_brings_its_practitioners(desk: Desk, engine: Engine) -> None:
    ruiz = {"resourceType": "Practitioner", "id": "d1", "name": [{"family": "Ruiz"}]}
    assert desk.run(bundle(ruiz)) == 0
    assert desk.only(Practitioner).name == "Ruiz"
    assert desk.all(Case) == []
    with server_transaction(engine) as connection:
        assert [r.stream for r in records.whole(connection, ORG_STREAM)] == [ORG_STREAM]


def test_one_practitioner_of_two_files_is_told_once(desk: Desk) -> None:
    number = {"identifier": [{"value": "150"}], "name": [{"family": "Ruiz"}]}
    files = [bundle({"resourceType": "Practitioner", "id": id_, **number}) for id_ in ("d1", "d2")]
    desk.run(*files)
    assert desk.only(Practitioner).source == "d1"


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (b'{"resourceType": "Bundle", "entry": [', "it is not JSON, or it was cut off"),
        (b"[]", "it is not a FHIR Bundle"),
        (
            bundle(patient(), condition(encounter={"reference": "urn:uuid:gone"})),
            "entry 1: it refers to an entry that is not in the bundle (urn:uuid:gone)",
        ),
        (bundle(patient(), condition(code=5)), "(Condition.code)"),
        (bundle(patient(), {"id": "x", "resourceType": ""}), "entry 1: its resource"),
    ],
)
def test_a_refused_file_leaves_nothing_and_the_others_are_imported(
    desk: Desk, bad: bytes, words: str
) -> None:
    empty = desk.state()
    assert desk.run(bad) == 1
    assert desk.state() == empty
    assert words in desk.complaints[0]
    assert desk.complaints[0].startswith("file-0.json: refused, nothing imported:")
    assert desk.run(bad, bundle(patient())) == 1
    assert desk.only(Member).family_name == "Beatty"


def test_a_file_that_is_not_there_is_said_so(desk: Desk, tmp_path: Path) -> None:
    assert desk.run(tmp_path / "gone.json", bundle(patient())) == 1
    assert desk.complaints == ["gone.json: cannot be read: No such file or directory."]
    assert len(desk.all(Member)) == 1


def test_what_a_rule_refuses_leaves_nothing_behind(desk: Desk) -> None:
    desk.run(bundle(patient(), condition()))
    newer = bundle(patient(), condition(), allergy())
    (told,) = (
        fact
        for fact in read_bundle(newer, "", received_on=NOW.date()).facts
        if fact.category is FactCategory.ALLERGY
    )
    desk.nurse_acts(NoteWritten(note=told.id, text="takes the id that the allergy would have"))
    before = desk.state()
    assert desk.run(newer) == 1
    assert desk.state() == before
    assert "a rule of the case does not allow it (exists)" in desk.complaints[0]


def test_four_patients_and_their_practitioners_that_nobody_here_wrote(
    desk: Desk, shared_data: Path
) -> None:
    files = sorted((shared_data / "synthea-r4").glob("*.json"))
    assert desk.run(*files, assign=AMARA) == 0
    members = {m.family_name: m for m in desk.all(Member)}
    assert set(members) == {"Beatty", "Gulgowski", "Mann", "Wiegand"}
    assert {c.closing_reason for c in desk.all(Case)} == {None, "member died"}
    assert len(desk.all(Fact)) == 398
    assert len(desk.all(Practitioner)) == 102
    before = desk.state()
    assert desk.run(*files, assign=AMARA) == 0
    assert desk.state() == before


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_is_said_in_words(fault: Fault) -> None:
    assert "\n" not in fhir_wording.refusal(BundleError("file.json", 3, fault))


@pytest.mark.parametrize("remark", list(Remark))
def test_every_remark_is_said_in_words(remark: Remark) -> None:
    line = EntryReport(
        index=3, type="Claim", id="c", outcome=Outcome.LISTED, remarks=(remark, remark)
    )
    received = ReceivedBundle(member=None, facts=(), practitioners=(), report=(line,), document="")
    *_, said = fhir_wording.report("file.json", received, is_new=True)
    assert said.startswith("  entry 3 Claim c listed: ")


def revision(desk: Desk, **changes: tuple[str, str]) -> MemberRevised:
    made = {name: Change(was=was, now=now) for name, (was, now) in changes.items()}
    return MemberRevised(record=desk.only(Member).id, changes=made)
