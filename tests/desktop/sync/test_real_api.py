"""The round against the real API: PostgreSQL there, SQLCipher here, HTTP between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import msgspec
import pytest

from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.sync.http_transport import HttpTransport
from nurseapp.desktop.sync.round import RoundReport, run_round
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.case import CaseAssigned
from nurseapp.domain.events import Act, Event
from nurseapp.domain.goal import GoalRevised, GoalVoided
from nurseapp.domain.ids import CaseId, RecordId, TeamId, UserId
from nurseapp.domain.note import Note, NoteWritten
from nurseapp.domain.problem import ProblemAdded
from nurseapp.domain.revising import Change, Conflict, FieldValue
from nurseapp.domain.safety import SafetyConcern, SafetyConcernRaised
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server.settings import Enrolment, Settings
from nurseapp.wire.events import encode_event
from nurseapp.wire.messages import PushRequest, SessionRequest
from tests.desktop.storage.files import new_folder, opened
from tests.desktop.sync.fake_server import FakeServer
from tests.server.conftest import engine, migrated, organisation, served, staffed, urls
from tests.server.organisation import CHEAP, PASSWORD, Organisation

# Fixtures of the server's tests.
__all__ = ["engine", "migrated", "organisation", "staffed", "urls"]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody at a computer of their own."""

    login: str
    organisation: Organisation
    cases: CaseStore
    store: SyncStore
    transport: HttpTransport

    def sign_in(self, password: str = PASSWORD) -> None:
        """Begin a session."""
        device = self.transport.device
        self.transport.sign_in(SessionRequest(user=self.login, password=password, device=device))

    def sync(self) -> RoundReport:
        """Run one round by the organisation's clock."""
        return run_round(self.store, self.transport, self.organisation.clock)

    def do(self, case: CaseId, *bodies: Act) -> list[Event]:
        """Act in a case, each act for itself."""
        events = [self.organisation.act(self.login, case, body) for body in bodies]
        for event in events:
            self.cases.append([event])
        return events

    def assert_same(self) -> None:
        """Check that this computer holds what the database has, and that nothing waits."""
        modes = self.organisation.modes(self.login)
        for row in self.cases.rows():
            for stream in self.cases.open(row.case).values():
                assert stream.id in modes
                records = self.organisation.records(stream.id)
                assert dict(stream.base) == {record.id: record for record in records}
                assert stream.changes == {}
        assert self.store.waiting() == []
        assert self.organisation.faults() == []


Hire = Callable[[str], Colleague]


@pytest.fixture
def url(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve the organisation's API, and say where."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    settings = Settings(organisation="St. Brigid", enrolment=Enrolment.OPEN, hash_cost=CHEAP)
    with served(organisation.engine, settings, organisation.clock) as client:
        yield str(client.base_url).rstrip("/")


@pytest.fixture
def at_work(template: Path, tmp_path: Path, organisation: Organisation, url: str) -> Iterator[Hire]:
    """Give a function that sets somebody up at a computer, signed in."""
    numbers = count()
    with ExitStack() as stack:

        def set_up(login: str) -> Colleague:
            folder = new_folder(template, tmp_path / f"{login}-{next(numbers)}")
            cache = stack.enter_context(opened(folder))
            transport = HttpTransport(url, None, f"device-of-{login}")
            stack.callback(transport.close)
            colleague = Colleague(
                login, organisation, CaseStore(cache), SyncStore(cache), transport
            )
            colleague.sign_in()
            return colleague

        yield set_up


def note(text: str) -> NoteWritten:
    return NoteWritten(note=RecordId(text.strip(" .").replace(" ", "-") or "n"), text=text)


def revision(goal: RecordId, **changes: tuple[FieldValue, FieldValue]) -> GoalRevised:
    fields = {name: Change(was=was, now=now) for name, (was, now) in changes.items()}
    return GoalRevised(record=goal, changes=fields)


def concern() -> SafetyConcernRaised:
    return SafetyConcernRaised(screening=RecordId("s-1"), form="phq-9", item="9", points=1)


def test_a_first_round_brings_what_the_nurse_may_see_and_a_second_nothing(
    organisation: Organisation, at_work: Hire
) -> None:
    mine = [organisation.open_case("amara") for _ in range(3)]
    organisation.open_case("joseph", team="south")
    amara = at_work("amara")
    first = amara.sync()
    assert first.refills == 0
    assert first.changed_cases >= set(mine)
    assert {row.case for row in amara.cases.rows()} == set(mine)
    amara.assert_same()
    second = amara.sync()
    assert (second.pulled_rows, second.changed_cases) == (0, frozenset())
    assert second.clock_difference_s is not None


def test_what_was_done_offline_is_in_the_database_and_back_here_after_one_round(
    organisation: Organisation, at_work: Hire
) -> None:
    case = organisation.open_case("amara")
    amara = at_work("amara")
    amara.sync()
    problem = ProblemAdded(problem=RecordId("p"), title="Heart failure")
    amara.do(case, problem, note("Sleeps badly."), concern())
    report = amara.sync()
    assert (report.pushed, report.results, report.refills) == (3, {"applied": 3}, 0)
    care = organisation.records(stream_of(case, StreamKind.CARE))
    assert [type(r).KIND for r in care][-3:] == ["safety_concern", "problem", "note"]
    amara.assert_same()


def test_a_supervisor_sees_what_a_nurse_wrote(organisation: Organisation, at_work: Hire) -> None:
    case = organisation.open_case("amara")
    amara, helen = at_work("amara"), at_work("helen")
    amara.sync()
    amara.do(case, note("Seen by both."), concern())
    amara.sync()
    helen.sync()
    care = helen.cases.open(case)[StreamKind.CARE]
    assert [n.text for n in care.of(Note)] == ["Seen by both."]
    assert len(list(care.of(SafetyConcern))) == 1
    assert helen.cases.held(case).modes[StreamKind.CARE] == "read"
    helen.assert_same()


def test_two_computers_that_change_one_goal_end_with_one_conflict_and_the_same_records(
    organisation: Organisation, at_work: Hire
) -> None:
    case = organisation.open_case("amara")
    goal = organisation.add_goal("amara", case)
    one, two = at_work("amara"), at_work("amara")
    one.sync()
    two.sync()
    one.do(case, revision(goal, owner=("", "Ada")))
    two.do(case, revision(goal, owner=("", "Her daughter")))
    one.sync()
    assert two.sync().results == {"conflict": 1}
    one.sync()
    for computer in (one, two):
        (conflict,) = computer.cases.open(case)[StreamKind.CARE].of(Conflict)
        assert (conflict.theirs, conflict.mine) == ("Ada", "Her daughter")
        computer.assert_same()


def test_a_case_that_went_to_somebody_else_leaves_and_a_late_note_is_told_as_refused(
    organisation: Organisation, at_work: Hire
) -> None:
    case, other = organisation.open_case("amara"), organisation.open_case("amara")
    amara, tomas = at_work("amara"), at_work("tomas")
    amara.sync()
    (late,) = amara.do(case, note("Too late."))
    head = amara.cases.open(case)[StreamKind.CARE].head
    given = CaseAssigned(
        case=RecordId(case), nurse=UserId("tomas"), team=TeamId("north"), head=head
    )
    results = organisation.push("helen", organisation.act("helen", case, given)).results
    assert [result.status for result in results] == ["applied"]
    amara.sync()
    assert {row.case for row in amara.cases.rows()} == {other}
    assert StreamKind.CARE not in amara.cases.open(case)
    assert [(e.id, e.reason) for e in amara.store.waiting()] == [(late.id, "no_such_stream")]
    tomas.sync()
    assert {row.case for row in tomas.cases.rows()} == {case}
    tomas.assert_same()


@pytest.mark.parametrize(("login", "password"), [("amara", "wrong"), ("nobody", PASSWORD)])
def test_wrong_credentials_are_told_and_touch_nothing(
    organisation: Organisation, at_work: Hire, login: str, password: str
) -> None:
    case = organisation.open_case("amara")
    amara = at_work("amara")
    amara.sync()
    amara.do(case, note("Still here."))
    stranger = replace(amara, login=login)
    with pytest.raises(TransportError) as caught:
        stranger.sign_in(password)
    assert (caught.value.code, caught.value.facts) == ("wrong_credentials", {})
    assert len(amara.store.waiting()) == 1


def test_a_session_that_ended_is_told_and_what_waits_goes_up_after_the_next(
    organisation: Organisation, at_work: Hire
) -> None:
    case = organisation.open_case("amara")
    amara = at_work("amara")
    amara.sync()
    amara.do(case, note("Waits for the next session."))
    amara.transport.sign_out()
    with pytest.raises(TransportError) as caught:
        amara.sync()
    assert caught.value.code == "not_signed_in"
    assert len(amara.store.waiting()) == 1
    amara.sign_in()
    assert amara.sync().pushed == 1
    amara.assert_same()


def test_the_server_says_that_it_is_up(at_work: Hire) -> None:
    assert at_work("amara").transport.health().schema.current == 1


def test_the_server_in_memory_decides_as_the_real_one_does(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    goal = organisation.add_goal("amara", case)
    care = stream_of(case, StreamKind.CARE)
    fake = FakeServer()
    fake.put(care, organisation.records(care))
    fake.allow("amara", care)
    written = note("Once.")
    bodies: list[Act] = [
        written,
        written,
        note(" "),
        revision(goal, owner=("", "Ada")),
        revision(goal, owner=("", "Bea")),
        revision(goal, owner=("Cleo", "Ada")),
        revision(RecordId("nobodys"), owner=("", "Ada")),
        GoalVoided(record=goal, reason="Twice", was={"owner": ""}),
        concern(),
        concern(),
    ]
    events = [organisation.act("amara", case, body) for body in bodies]
    events.append(events[0])
    request = PushRequest(
        epoch=fake.epoch,
        device="device-1",
        events=tuple(msgspec.Raw(encode_event(event)) for event in events),
    )
    theirs = {r.id: r for r in organisation.push("amara", *events).results}
    ours = {r.id: r for r in fake.push("amara", request).results}
    assert [ours[e.id].status for e in events] == [theirs[e.id].status for e in events]
    assert [ours[e.id].reason for e in events] == [theirs[e.id].reason for e in events]
    decided = [e.id for e in events if ours[e.id].status not in {"refused", "noop"}]
    assert [ours[i].conflicts for i in decided] == [theirs[i].conflicts for i in decided]
    held = fake.stream(care).as_stream(care)
    assert dict(held.base) == {record.id: record for record in organisation.records(care)}
