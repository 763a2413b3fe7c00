"""The replay: what a restored server has forgotten comes back, once, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select, update

from nurseapp.desktop.storage.sealing import DeviceKey, Sealer
from nurseapp.domain.case import Case, CaseAssigned
from nurseapp.domain.events import Event
from nurseapp.domain.goal import GoalAdded
from nurseapp.domain.ids import CaseId, RecordId, TeamId, UserId
from nurseapp.domain.member import Sex
from nurseapp.domain.note import Note, NoteWritten
from nurseapp.domain.problem import ProblemAdded
from nurseapp.domain.screening import (
    Screening,
    ScreeningAnswered,
    ScreeningSigned,
    ScreeningState,
)
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server import inbox
from nurseapp.server.embedded import Urls
from nurseapp.server.replay import ServerKeys, replay
from nurseapp.server.seal_key import SealKey
from nurseapp.server.server_key import ServerKey
from nurseapp.server.store import devices, schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.wire import receipts
from nurseapp.wire.audit import Deed
from nurseapp.wire.claims import receipt_claim
from nurseapp.wire.events import encode_event
from nurseapp.wire.messages import (
    EventResult,
    PushRequest,
    ReplayAnswer,
    ReplayRequest,
    SealedEntry,
)
from tests.forms import phq_9
from tests.server.organisation import Organisation
from tests.simulation.database import Database

KEYS = ServerKeys(signing=ServerKey(bytes(range(32))), sealing=SealKey(bytes(range(1, 33))))
LAPTOP = DeviceKey("laptop", bytes(range(2, 34)))
STOLEN = DeviceKey("laptop", bytes(range(3, 35)))
UNKNOWN = DeviceKey("nobodys", bytes(range(2, 34)))


class Desk:
    """A nurse's computer, as far as the server hears of it."""

    def __init__(self, organisation: Organisation, login: str = "amara") -> None:
        self.organisation = organisation
        self.login = login
        self.caller = organisation.caller(login)

    def note(self, case: CaseId, text: str = "Called.") -> Event:
        """Write a note; nothing is sent yet."""
        body = NoteWritten(note=RecordId(self.organisation.new_id()), text=text)
        return self.organisation.act(self.login, case, body)

    def push(self, *events: Event) -> list[SealedEntry]:
        """Send events as on any day; give what the computer keeps of them."""
        raws = tuple(msgspec.Raw(encode_event(event)) for event in events)
        request = PushRequest(epoch="epoch-1", device=self.caller.device, events=raws)
        clock, engine = self.organisation.clock, self.organisation.engine
        answer = inbox.push(engine, self.caller, request, clock, KEYS.signing)
        told = list(zip(events, answer.results, strict=True))
        ways = receipts.ways([claim_of(event, one, "epoch-1") for event, one in told])
        return [kept(*one, answer.receipt + way) for one, way in zip(told, ways, strict=True)]

    def replay(self, *entries: SealedEntry) -> ReplayAnswer:
        """Send sealed events again, in the next life of the database."""
        request = ReplayRequest(epoch="epoch-2", device=self.caller.device, entries=entries)
        clock = self.organisation.clock
        return replay(self.organisation.engine, self.caller, request, clock, KEYS)


def sealed(event: Event, by: DeviceKey = LAPTOP, key: SealKey = KEYS.sealing) -> bytes:
    return Sealer(by, key.public).seal(encode_event(event))


def claim_of(event: Event, result: EventResult, epoch: str) -> bytes:
    return receipt_claim(
        event=event.id,
        payload_hash=sha256(encode_event(event)).digest(),
        stream=event.stream,
        status=result.status,
        rev=result.rev,
        epoch=epoch,
    )


def kept(event: Event, result: EventResult, receipt: bytes) -> SealedEntry:
    return SealedEntry(
        event=event.id,
        sealed=sealed(event),
        status=result.status,
        rev=result.rev,
        epoch="epoch-1",
        receipt=receipt,
    )


def in_escrow(event: Event, by: DeviceKey = LAPTOP) -> SealedEntry:
    return SealedEntry(event=event.id, sealed=sealed(event, by))


def texts(organisation: Organisation, case: CaseId) -> list[str]:
    records = organisation.records(stream_of(case, StreamKind.CARE))
    return [record.text for record in records if isinstance(record, Note)]


def statuses(answer: ReplayAnswer) -> list[str]:
    return [result.status for result in answer.results]


def turned_away(answer: ReplayAnswer) -> list[str]:
    return [rejection.reason for rejection in answer.rejected]


def counted(organisation: Organisation) -> list[tuple[str, str | None, str]]:
    """Read from the audit trail what was turned away: from whom, which event, and why."""
    audit = schema.audit.c
    statement = select(audit.actor, audit.event_id, audit.outcome).where(audit.action == "replay")
    with server_transaction(organisation.engine) as connection:
        return [(a, e, o) for a, e, o in connection.execute(statement.order_by(audit.id))]


def payload_of(organisation: Organisation, event: Event) -> str | None:
    """Read what the server keeps of an event."""
    kept = schema.event.c
    with server_transaction(organisation.engine) as connection:
        return connection.scalar(select(kept.payload).where(kept.id == event.id))


@pytest.fixture
def desk(organisation: Organisation) -> Desk:
    desk = Desk(organisation)
    with server_transaction(organisation.engine) as connection:
        devices.register(
            connection, UserId("amara"), LAPTOP.device, LAPTOP.public, organisation.clock()
        )
    return desk


@pytest.fixture
def database(urls: Urls) -> Iterator[Database]:
    database = Database(urls.superuser)
    yield database
    database.close()


def test_what_a_restored_server_has_forgotten_comes_back_once(
    organisation: Organisation, desk: Desk, database: Database
) -> None:
    case = organisation.open_case("amara")
    backup = database.copy()
    events = [desk.note(case, f"Note {n}.") for n in range(3)]
    entries = desk.push(*events)
    database.put(backup)
    assert texts(organisation, case) == []

    answer = desk.replay(*entries)
    again = desk.replay(*entries)

    assert statuses(answer) == ["applied"] * 3
    assert answer == again
    assert texts(organisation, case) == ["Note 0.", "Note 1.", "Note 2."]
    assert organisation.faults() == []
    for event, entry, result in zip(events, entries, answer.results, strict=True):
        claim = claim_of(event, result, "epoch-2")
        assert KEYS.signing.has_signed(claim, result.receipt)
        assert not KEYS.signing.has_signed(*receipts.parted(claim, entry.receipt))


def test_what_was_accepted_comes_back_whoever_has_the_case_in_the_backup(
    organisation: Organisation, desk: Desk, database: Database
) -> None:
    case = organisation.open_case("tomas")
    helen = Desk(organisation, "helen")
    backup = database.copy()
    head = len(organisation.records(stream_of(case, StreamKind.CARE)))
    given = CaseAssigned(
        case=RecordId(case), nurse=UserId("amara"), team=TeamId("north"), head=head
    )
    assigned = helen.push(organisation.act("helen", case, given))
    written = desk.push(desk.note(case, "First visit."))
    database.put(backup)

    # The nurse's computer comes first; the case is still her colleague's.
    assert statuses(desk.replay(*written)) == ["applied"]
    # Meanwhile the stream has another head than the one that the supervisor saw.
    assert statuses(helen.replay(*assigned)) == ["applied"]

    [found] = (
        r for r in organisation.records(stream_of(case, StreamKind.CARE)) if isinstance(r, Case)
    )
    assert found.nurse == "amara"
    assert texts(organisation, case) == ["First visit."]
    assert organisation.modes("amara")[stream_of(case, StreamKind.CARE)] == "write"


def test_what_builds_on_a_colleagues_work_waits_until_that_is_back(
    organisation: Organisation, desk: Desk, database: Database
) -> None:
    case = organisation.open_case("amara")
    backup = database.copy()
    problem, goal = RecordId(organisation.new_id()), RecordId(organisation.new_id())
    theirs = desk.push(
        organisation.act("amara", case, ProblemAdded(problem=problem, title="Falls")),
        organisation.act("amara", case, GoalAdded(goal=goal, problem=problem, outcome="None")),
    )
    revised = organisation.revision("amara", case, goal, outcome=("None", "No fall"))
    mine = desk.push(revised)
    database.put(backup)

    early = desk.replay(*mine)
    assert (early.results, early.retry, early.rejected) == ((), (revised.id,), ())
    assert counted(organisation) == []
    desk.replay(*theirs)
    assert statuses(desk.replay(*mine)) == ["applied"]


def test_an_answer_that_comes_back_after_the_signed_form_finds_itself_in_it(
    organisation: Organisation, desk: Desk, database: Database
) -> None:
    case = organisation.open_case("amara")
    backup = database.copy()
    form = RecordId(organisation.new_id())
    named: dict[str, Any] = {"screening": form, "form": "phq-9", "version": "1", "language": "en"}
    nine = {str(item): 2 for item in range(1, 10)}
    answers = desk.push(
        *(
            organisation.act("amara", case, ScreeningAnswered(**named, item=item, points=points))
            for item, points in nine.items()
        )
    )
    signing = ScreeningSigned(**named, answers=nine, sex=Sex.FEMALE, policy=phq_9(), total=18)
    signed = desk.push(organisation.act("amara", case, signing))
    database.put(backup)

    # She signed on her other computer, and that one is back first.
    assert statuses(desk.replay(*signed)) == ["applied"]
    assert statuses(desk.replay(*answers)) == ["noop"] * 9

    [found] = organisation.records(stream_of(case, StreamKind.BEHAVIOURAL))
    assert isinstance(found, Screening)
    assert (found.state, found.answers) == (ScreeningState.SIGNED, nine)


def test_what_stands_against_it_for_good_is_told_and_kept_and_not_tried_for_ever(
    organisation: Organisation, desk: Desk, database: Database
) -> None:
    case = organisation.open_case("amara")
    fact = RecordId(organisation.new_id())
    backup = database.copy()
    before, anew = (
        organisation.act(
            "amara",
            case,
            ProblemAdded(problem=RecordId(organisation.new_id()), title=title, from_fact=fact),
        )
        for title in ("Asthma", "Asthma, mild")
    )
    earlier = desk.push(before)
    database.put(backup)
    desk.push(anew)

    answer = desk.replay(*earlier)

    [result] = answer.results
    assert (result.status, result.reason) == ("refused", "accepted_already")
    assert answer.retry == ()
    assert payload_of(organisation, before) == encode_event(before).decode()


def test_what_builds_on_what_nobody_brings_back_is_told_after_two_weeks(
    organisation: Organisation, desk: Desk, database: Database
) -> None:
    case = organisation.open_case("amara")
    backup = database.copy()
    problem, goal = RecordId(organisation.new_id()), RecordId(organisation.new_id())
    desk.push(
        organisation.act("amara", case, ProblemAdded(problem=problem, title="Falls")),
        organisation.act("amara", case, GoalAdded(goal=goal, problem=problem, outcome="None")),
    )
    revised = organisation.revision("amara", case, goal, outcome=("None", "No fall"))
    mine = desk.push(revised)
    database.put(backup)

    assert desk.replay(*mine).retry == (revised.id,)
    with server_transaction(organisation.engine) as connection:
        connection.execute(update(schema.meta).values(epoch_began=func.now() - timedelta(days=15)))

    [result] = desk.replay(*mine).results
    assert (result.status, result.reason) == ("refused", "no_such_record")
    assert payload_of(organisation, revised) == encode_event(revised).decode()


def test_what_was_refused_stays_refused_and_is_kept(
    organisation: Organisation, desk: Desk, database: Database
) -> None:
    case = organisation.open_case("tomas")
    backup = database.copy()
    event = desk.note(case)
    [entry] = desk.push(event)
    assert entry.status == "refused"
    database.put(backup)
    [result] = desk.replay(entry).results

    assert (result.status, result.reason) == ("refused", "refused_before")
    assert texts(organisation, case) == []
    assert payload_of(organisation, event) == encode_event(event).decode()


def test_unsent_work_from_the_escrow_is_decided_like_any_other(
    organisation: Organisation, desk: Desk
) -> None:
    mine, theirs = organisation.open_case("amara"), organisation.open_case("joseph", "south")
    fine, foreign = desk.note(mine, "Unsent."), desk.note(theirs)

    answer = desk.replay(in_escrow(fine), in_escrow(foreign))
    later = desk.push(fine)

    assert statuses(answer) == ["applied", "refused"]
    assert [entry.status for entry in later] == ["applied"]
    assert texts(organisation, mine) == ["Unsent."]


def test_what_is_forged_or_foreign_is_turned_away_and_counted(
    organisation: Organisation, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    case = organisation.open_case("amara")
    event, theirs = desk.note(case), Desk(organisation, "tomas").note(case)
    [entry] = desk.push(event)
    box = bytearray(sealed(event))
    box[-1] ^= 1
    not_an_event = Sealer(LAPTOP, KEYS.sealing.public).seal(b'{"id":"no id!"}')
    given = {
        "tampered": SealedEntry(event="tampered", sealed=bytes(box)),
        "truncated": SealedEntry(event="truncated", sealed=sealed(event)[:40]),
        "empty": SealedEntry(event="empty", sealed=b""),
        "another server's": SealedEntry(
            event="other", sealed=sealed(event, key=SealKey(bytes(range(9, 41))))
        ),
        "no event": SealedEntry(event="no id!", sealed=not_an_event),
        "under another id": SealedEntry(event="other-id", sealed=sealed(event)),
        "of another person": in_escrow(theirs),
        "of an unknown computer": in_escrow(event, UNKNOWN),
        "signed by another key": in_escrow(event, STOLEN),
        "with a forged receipt": msgspec.structs.replace(entry, status="merged"),
        "with another event's receipt": kept(
            desk.note(case),
            EventResult(id="", status="applied", rev=entry.rev),
            entry.receipt,
        ),
        "with a receipt that is none": msgspec.structs.replace(entry, receipt=b"no receipt"),
        "with half a way": msgspec.structs.replace(entry, receipt=entry.receipt + bytes(20)),
    }

    answer = desk.replay(*given.values())

    assert sorted(turned_away(answer)) == sorted(
        ["not_sealed_for_us"] * 4
        + ["malformed"] * 2
        + ["not_author", "unknown_device", "bad_signature"]
        + ["bad_receipt"] * 4
    )
    assert answer.results == ()
    assert len(counted(organisation)) == len(given)
    assert {actor for actor, _, _ in counted(organisation)} == {"amara"}
    assert texts(organisation, case) == ["Called."]
    assert caplog.messages == ["replay_rejected"]


@pytest.mark.usefixtures("caplog")
def test_another_persons_sealed_event_gets_nobody_anywhere(
    organisation: Organisation, desk: Desk, database: Database
) -> None:
    case = organisation.open_case("amara")
    backup = database.copy()
    [entry] = desk.push(desk.note(case, "Mine."))
    database.put(backup)

    assert turned_away(Desk(organisation, "tomas").replay(entry)) == ["not_author"]
    assert texts(organisation, case) == []
    assert statuses(desk.replay(entry)) == ["applied"]


def told(organisation: Organisation) -> list[tuple[str, str, str | None]]:
    """Read from the audit trail who did what on a computer, and on which."""
    audit = schema.audit.c
    statement = select(audit.actor, audit.device, audit.event_id)
    statement = statement.where(audit.action == "desk-print").order_by(audit.id)
    with server_transaction(organisation.engine) as connection:
        return [(a, d, e) for a, d, e in connection.execute(statement)]


def deed_in_escrow(
    organisation: Organisation, name: str, by: DeviceKey = LAPTOP, **values: Any
) -> SealedEntry:
    """Give a deed as a lost vault has left it."""
    deed = Deed(
        id=name, at=organisation.now, action="print", stream="case-1.care", detail="care-plan"
    )
    body = msgspec.json.encode(msgspec.structs.replace(deed, **values))
    return SealedEntry(event=name, sealed=Sealer(by, KEYS.sealing.public).seal_deed(body))


def test_deeds_of_a_lost_vault_come_into_the_trail_once_as_done_on_its_computer(
    organisation: Organisation, desk: Desk
) -> None:
    event = desk.note(organisation.open_case("amara"))
    entries = [deed_in_escrow(organisation, "d-1"), in_escrow(event)]
    entries.append(deed_in_escrow(organisation, "d-2"))

    for _ in range(2):
        answer = desk.replay(*entries)
        assert answer.taken == ("d-1", "d-2")
        assert [result.id for result in answer.results] == [event.id]
        assert answer.rejected == ()

    assert told(organisation) == [("amara", "laptop", "d-1"), ("amara", "laptop", "d-2")]


@pytest.mark.usefixtures("caplog")
def test_a_deed_that_is_not_proven_to_be_the_senders_comes_into_no_trail(
    organisation: Organisation, desk: Desk
) -> None:
    event = desk.note(organisation.open_case("amara"))
    sealer = Sealer(LAPTOP, KEYS.sealing.public)
    given = {
        "of an unknown computer": deed_in_escrow(organisation, "d-1", UNKNOWN),
        "signed by another key": deed_in_escrow(organisation, "d-2", STOLEN),
        "under another id": msgspec.structs.replace(
            deed_in_escrow(organisation, "d-3"), event="d-4"
        ),
        "with an action that is none": deed_in_escrow(organisation, "d-5", action="Print it!"),
        "an event sealed as a deed": SealedEntry(
            event=event.id, sealed=sealer.seal_deed(encode_event(event))
        ),
    }

    answer = desk.replay(*given.values())

    assert answer.taken == ()
    assert answer.results == ()
    assert sorted(turned_away(answer)) == [
        "bad_signature",
        "bad_signature",
        "malformed",
        "not_sealed_for_us",
        "not_sealed_for_us",
    ]
    assert told(organisation) == []


@pytest.mark.usefixtures("caplog")
def test_a_colleagues_deed_is_not_taken_for_ones_own(
    organisation: Organisation, desk: Desk
) -> None:
    answer = Desk(organisation, "tomas").replay(deed_in_escrow(organisation, "d-1"))

    assert (answer.taken, turned_away(answer)) == ((), ["bad_signature"])
    assert told(organisation) == []
