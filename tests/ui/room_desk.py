"""A desk for the rooms of lists: the real services over the real encrypted file.

What stands on the other side is the fake server, reached by rounds as in the product.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from nurseapp.content.library import Library
from nurseapp.desktop.services.assignments import Assignments
from nurseapp.desktop.services.auditing import Auditing
from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.services.browsing import Browsing
from nurseapp.desktop.services.care_plans import CarePlans
from nurseapp.desktop.services.caseloads import Caseloads
from nurseapp.desktop.services.cases import Cases
from nurseapp.desktop.services.conflicts import Conflicts
from nurseapp.desktop.services.dead_letters import DeadLetters
from nurseapp.desktop.services.deeds import Deeds
from nurseapp.desktop.services.desk import Desk
from nurseapp.desktop.services.documents import Documents
from nurseapp.desktop.services.emergencies import Emergencies
from nurseapp.desktop.services.handouts import Handouts
from nurseapp.desktop.services.keeping import Keeping
from nurseapp.desktop.services.new_computers import NewComputers
from nurseapp.desktop.services.notes import Notes
from nurseapp.desktop.services.printouts import Printouts
from nurseapp.desktop.services.reviews import Reviews
from nurseapp.desktop.services.rounds import Carriers, Rounds
from nurseapp.desktop.services.screenings import Screenings
from nurseapp.desktop.services.stationer import Stationer
from nurseapp.desktop.services.syncing import Syncing
from nurseapp.desktop.services.visits import Visits
from nurseapp.desktop.storage.cache import FILE_NAME, Cache, open_cache
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.deed_store import DeedStore
from nurseapp.desktop.storage.drafts import DraftStore
from nurseapp.desktop.storage.file_store import FOLDER, FileStore
from nurseapp.desktop.storage.keeping_store import KeepingStore
from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.desktop.storage.search import SearchStore
from nurseapp.desktop.storage.session_store import SessionStore
from nurseapp.desktop.storage.shelf import DiskShelf
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.storage.vault import DataKey, Owner
from nurseapp.desktop.storage.visit_store import VisitStore
from nurseapp.domain.appointment import Appointment
from nurseapp.domain.case import Stage
from nurseapp.domain.ids import CaseId, RecordId, UserId
from nurseapp.domain.member import Sex
from nurseapp.domain.policy import Actor, Role
from nurseapp.domain.scoring import score
from nurseapp.domain.screening import Screening, ScreeningState
from nurseapp.domain.streams import CASE_KINDS, ORG_STREAM, Record, StreamKind, stream_of
from tests.builders import (
    ANA,
    NOON,
    NORTH,
    TODAY,
    appointment,
    case,
    concern,
    goal,
    intervention,
    member,
    problem,
    screening,
    stay,
)
from tests.desktop.sync.fake_asking import FakeAsking
from tests.desktop.sync.fake_deeds import FakeDeeds
from tests.desktop.sync.fake_files import FakeFiles
from tests.desktop.sync.fake_server import FakeServer
from tests.desktop.sync.fake_transport import FakeTransport
from tests.forms import phq_9


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomDesk:
    """A desk, what it stands on, and the way to the server."""

    desk: Desk
    cache: Cache
    file: Path
    transport: FakeTransport
    trail: FakeDeeds
    asking: FakeAsking

    def sync(self) -> None:
        """Run one round; what goes wrong in it becomes part of the status."""
        self.desk.rounds.run(lambda _cases: None)

    @contextmanager
    def damaged(self) -> Iterator[None]:
        """Let the file on the disk be unreadable for a while."""
        self.cache.close()
        whole = self.file.read_bytes()
        self.file.write_bytes(b"x" * len(whole))
        yield
        self.cache.close()
        self.file.write_bytes(whole)


def open_room_desk(
    folder: Path,
    resources: Path,
    server: FakeServer,
    user: UserId = ANA,
    now: Callable[[], datetime] = lambda: NOON,
) -> RoomDesk:
    """Join a desk for somebody, empty until its first round."""
    cache = open_cache(folder, DataKey(raw=bytes(32), vault=user))
    numbers = count(1)
    author = Author(user, now, lambda length: next(numbers).to_bytes(length, "big"))
    store, sync_store = CaseStore(cache), SyncStore(cache)
    library = Library(resources)
    cases = Cases(store, author, library)
    caseloads = Caseloads(store, SearchStore(cache), author, library)
    stationer = _stationer(resources, library, author)
    transport = server.transport(user)
    owner = _owner(user)
    syncing = Syncing(sync_store, store, SessionStore(cache), transport, owner, now)
    files = FileStore(cache, store, DiskShelf(folder / FOLDER), secrets.token_bytes)
    trail, asking = FakeDeeds(), FakeAsking()
    signing = DeviceKey(transport.device, bytes(range(32)))
    carriers = Carriers(files, FakeFiles(server), DeedStore(cache), trail)
    desk = Desk(
        name=owner.name,
        organisation=owner.organisation,
        is_example=True,
        is_supervisor="supervisor" in user,
        roles=frozenset({Role.SUPERVISOR if "supervisor" in user else Role.NURSE}),
        cases=cases,
        caseloads=caseloads,
        care_plans=CarePlans(store, author),
        screenings=Screenings(store, author, library),
        notes=Notes(store, author),
        handouts=Handouts(store, author, library, stationer),
        documents=Documents(store, files, author),
        printouts=Printouts(cases, caseloads, stationer),
        deeds=Deeds(carriers.deeds, store, author),
        auditing=Auditing(asking),
        new_computers=NewComputers(
            asking,
            store,
            Actor(id=UserId(user), roles=frozenset({Role.SUPERVISOR}), team=NORTH),
        ),
        reviews=Reviews(store, author),
        dead_letters=DeadLetters(asking, transport, sync_store, store, author),
        emergencies=Emergencies(asking, sync_store, store, author, library),
        conflicts=Conflicts(store, author),
        assignments=Assignments(store, sync_store, transport, author),
        drafts=DraftStore(cache),
        syncing=syncing,
        browsing=lambda: Browsing(transport, signing, secrets.token_bytes, owner.user),
        rounds=Rounds(syncing, sync_store, carriers, now),
        keeping=Keeping(store, KeepingStore(cache), author),
        visits=Visits(caseloads, VisitStore(cache)),
    )
    return RoomDesk(
        desk=desk,
        cache=cache,
        file=folder / FILE_NAME,
        transport=transport,
        trail=trail,
        asking=asking,
    )


def give_case(
    server: FakeServer, number: str, name: str, records: Iterable[Record] = (), **values: Any
) -> CaseId:
    """Put a case on the server: «Oliveira, Maria», a case of Ana's, and records of any compartment.

    ``values`` are fields of the case. Every form that is asked of everybody was declined.
    """
    family, _, given = name.partition(", ")
    case_id = CaseId(f"case-{number}")
    person = member(
        id=RecordId(f"member-{number}"),
        number=f"N-{number}",
        family_name=family,
        given_name=given,
    )
    opened = case(id=RecordId(case_id), member=person.id, **values)
    held: tuple[Record, ...] = (
        person,
        opened,
        *(declined(form) for form in ("phq-9", "audit-c")),
        *records,
    )
    for kind in CASE_KINDS:
        stream = [record for record in held if compartment_of(record) is kind]
        server.put(stream_of(case_id, kind), stream)
    return case_id


def give_caseload(server: FakeServer) -> tuple[CaseId, ...]:
    """Put five cases of Ana's on the server, by need: one for each thing a list can say."""
    late = date(2026, 2, 28)
    plan = (problem(), goal(due=None), intervention(due=late, title="Discharge barrier"))
    scores = (scored("1", 14, at(3)), scored("2", 7, at(20)))
    call = appointment(on=TODAY, purpose="Coaching call")
    check = appointment(on=date(2026, 3, 3), purpose="Weight check")
    closed: dict[str, Any] = {"stage": Stage.CLOSE, "closed_on": late, "closing_reason": "moved"}
    cases = (
        give_case(server, "1", "Okafor, Ngozi", (concern(),)),
        give_case(server, "2", "Marquez, Elena", (*plan, stay(on=date(2026, 2, 17)))),
        give_case(server, "3", "Haddad, Sami", (call,), programme="diabetes"),
        give_case(server, "4", "Chen, Wei", (check, *scores), programme="heart"),
        give_case(server, "5", "Abara, Tunde", **closed),
    )
    let_see(server, ANA, *cases)
    return cases


def at(day: int) -> datetime:
    """Give a morning of February."""
    return datetime(2026, 2, day, 9, tzinfo=UTC)


def compartment_of(record: Record) -> StreamKind:
    """Say to which compartment a record belongs."""
    if isinstance(record, Screening):
        return StreamKind.BEHAVIOURAL
    return StreamKind.SCHEDULE if isinstance(record, Appointment) else StreamKind.CARE


def declined(form: str) -> Screening:
    """Give a form that the member did not want to answer."""
    return screening(
        id=RecordId(f"declined-{form}"),
        form=form,
        state=ScreeningState.DECLINED,
        answers={},
        at=at(3),
        reason="not now",
    )


def scored(number: str, total: int, at: datetime) -> Screening:
    """Give a signed PHQ-9 with a total."""
    answers = {str(item): min(3, max(0, total - 3 * (item - 1))) for item in range(1, 10)}
    return screening(
        id=RecordId(f"scored-{number}"),
        state=ScreeningState.SIGNED,
        answers=answers,
        policy=phq_9(),
        score=score(phq_9(), answers, Sex.FEMALE),
        at=at,
    )


def let_see(server: FakeServer, user: UserId, *cases: CaseId, mode: str = "write") -> None:
    """Let somebody see cases, and the organisation's reference data."""
    server.allow(user, ORG_STREAM, mode="read")
    server.allow(user, *(stream_of(c, kind) for c in cases for kind in CASE_KINDS), mode=mode)


def _owner(user: UserId) -> Owner:
    return Owner(
        user=user,
        name="Ana Lima",
        roles=("nurse",),
        team=NORTH,
        server="https://central.example",
        device="device-1",
        organisation="Example",
        is_example=True,
    )


def _stationer(resources: Path, library: Library, author: Author) -> Stationer:
    return Stationer(
        fonts=resources / "fonts",
        library=library,
        author=author,
        author_name="Ana Lima",
        organisation="Example",
        is_example=True,
        paper="a4",
        time_zone="UTC",
    )
