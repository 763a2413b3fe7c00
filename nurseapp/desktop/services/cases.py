"""What a nurse sees when she opens a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from nurseapp.content.library import Library
from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.services.names import names_in
from nurseapp.desktop.storage.views import HeldCase
from nurseapp.domain.appointment import Appointment
from nurseapp.domain.attachment import Attachment
from nurseapp.domain.care_plan import PlanNode, plan_tree
from nurseapp.domain.case import Case
from nurseapp.domain.caseload import CaseRow, Mark, case_row, marks
from nurseapp.domain.contact import Contact
from nurseapp.domain.fact import Fact, FactCategory
from nurseapp.domain.handout import HandoutGiven
from nurseapp.domain.ids import CaseId, UserId
from nurseapp.domain.member import Consent, Member
from nurseapp.domain.note import Note
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Conflict
from nurseapp.domain.safety import SafetyConcern
from nurseapp.domain.screening import Screening
from nurseapp.domain.streams import ByKind, Stream, StreamKind
from nurseapp.domain.timeline import Entry, timeline

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """One case as its reader holds it, mirror and outbox together.

    Attributes:
        today: the date in the member's time zone.
        names: of the people in it, by user id.
        programme: its name.
        may_write: the reader may act on it; a supervisor reads only.
        waiting: how many of the reader's events on it are not on the server yet.
        version: the care stream's head, with what waits on top, for the foot of a page.
        screenings: newest first, drafts among them.
        facts: what other systems say, newest first.
        documents: attached files, newest first, withdrawn ones among them.
    """

    id: CaseId
    today: date
    row: CaseRow
    marks: tuple[Mark, ...]
    member: Member
    case: Case
    programme: str
    names: Mapping[UserId, str]
    may_write: bool
    waiting: int
    version: str
    plan: tuple[PlanNode, ...]
    timeline: tuple[Entry, ...]
    screenings: tuple[Screening, ...]
    notes: tuple[Note, ...]
    contacts: tuple[Contact, ...]
    facts: tuple[Fact, ...]
    concerns: tuple[SafetyConcern, ...]
    conflicts: tuple[Conflict, ...]
    consents: tuple[Consent, ...]
    appointments: tuple[Appointment, ...]
    handouts: tuple[HandoutGiven, ...]
    documents: tuple[Attachment, ...]

    def allergies(self) -> tuple[Fact, ...]:
        """List the allergies that the sender holds for current."""
        return tuple(f for f in self.facts if f.category is FactCategory.ALLERGY and f.is_active())

    def open_concerns(self) -> tuple[SafetyConcern, ...]:
        """List the safety concerns that nobody has ended."""
        return tuple(c for c in self.concerns if c.outcome is None)


class CaseReading(Protocol):
    """What cases are read from: the store, or memory in an emergency."""

    def held(self, case: CaseId) -> HeldCase:
        """Give all that a screen shows of a case."""


class Cases:
    """Opens cases; runs on the store's thread."""

    def __init__(self, store: CaseReading, author: Author, library: Library) -> None:
        self._store = store
        self._author = author
        self._library = library

    def open(self, case_id: CaseId) -> OpenCase:
        """Open a case; refuse ``no_such_case`` where the reader holds none of that id."""
        held = self._store.held(case_id)
        streams, waiting = held.streams, held.waiting
        row = case_row(streams)
        if row is None:
            raise DomainError("no_such_case", case=case_id)
        head = streams[StreamKind.CARE].head
        records = {kind: ByKind(stream) for kind, stream in streams.items()}
        nothing = ByKind(Stream(id=streams[StreamKind.CARE].id))
        care = records[StreamKind.CARE]
        behavioural = records.get(StreamKind.BEHAVIOURAL, nothing)
        schedule = records.get(StreamKind.SCHEDULE, nothing)
        member, case = care.of(Member)[0], care.of(Case)[0]
        today = self._author.today(member.time_zone)
        programmes = self._library.programmes()
        return OpenCase(
            id=case_id,
            today=today,
            row=row,
            marks=marks(row, today, self._library.required_forms()),
            member=member,
            case=case,
            programme=programmes.get(row.programme, row.programme),
            names=names_in(held.organisation),
            may_write=held.modes.get(StreamKind.CARE) == "write" and row.closed_on is None,
            waiting=waiting,
            version=f"{head}+{waiting}" if waiting else str(head),
            plan=plan_tree(streams[StreamKind.CARE], today),
            timeline=timeline(streams),
            screenings=_newest(behavioural.of(Screening), lambda s: (s.at, s.id)),
            notes=_newest(care.of(Note), lambda n: (n.at, n.id)),
            contacts=_newest(care.of(Contact), lambda c: (c.at, c.id)),
            facts=_newest(care.of(Fact), lambda f: (f.on or date.min, f.id)),
            concerns=_newest(care.of(SafetyConcern), lambda c: (c.raised_at, c.id)),
            conflicts=tuple(
                c for r in records.values() for c in r.of(Conflict) if c.closed_by is None
            ),
            consents=_newest(care.of(Consent), lambda c: (c.at, c.id)),
            appointments=tuple(sorted(schedule.of(Appointment), key=lambda a: (a.on, a.time))),
            handouts=_newest(care.of(HandoutGiven), lambda h: (h.at, h.id)),
            documents=_newest(care.of(Attachment), lambda d: (d.at, d.id)),
        )


def _newest(records: Iterable[R], key: Callable[[R], tuple[date, str]]) -> tuple[R, ...]:
    return tuple(sorted(records, key=key, reverse=True))
