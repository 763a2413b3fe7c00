"""Breaking the glass: the case of a member is opened for an hour, read, and never kept.

It is asked for and fetched on a thread that may wait for the network. What came is held in memory
alone, by whoever shows it, and can only be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from nurseapp.content.library import Library
from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.services.cases import Cases
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.storage.views import HeldCase
from nurseapp.desktop.sync.asking import Asking, is_refused_for
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.emergency_access import Emergency, check_reason
from nurseapp.domain.ids import CaseId, RecordId, StreamId
from nurseapp.domain.member import NamedPerson
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import Record, Stream, case_of, kind_of
from nurseapp.wire.emergency import EmergencyAnswer, EmergencyPull, EmergencyRequest, PersonMeant
from nurseapp.wire.messages import PullAnswer, StreamCursor, StreamPage
from nurseapp.wire.records import decode_record


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindGlass:
    """A case that is open in an emergency.

    Attributes:
        until: when it closes, aware UTC.
        cases: opens it, and nothing else, to be read.
    """

    case: CaseId
    until: datetime
    cases: Cases


@dataclass(frozen=True, slots=True)
class Emergencies:
    """Opens cases in an emergency; needs a connection."""

    transport: Asking
    sync_store: SyncStore
    store: CaseStore
    author: Author
    library: Library

    def open(
        self, whom: str | NamedPerson, emergency: Emergency, reason: str, password: str
    ) -> BehindGlass:
        """Open the case of a member by number, or by name, and fetch what of it may be read.

        Raises:
            DomainError: ``bad_value`` for a reason that is none, ``no_case_to_open`` or
                ``no_case_of_this_name`` where there is none for this person,
                ``too_many_emergencies``.
            TransportError: the server could not be asked, or ``wrong_credentials``.
        """
        check_reason(reason)
        request = EmergencyRequest(
            number=whom.strip() if isinstance(whom, str) else None,
            person=_meant(whom) if isinstance(whom, NamedPerson) else None,
            emergency=emergency.value,
            reason=reason.strip(),
            password=password,
        )
        try:
            opened = self.transport.ask("POST", "/v1/emergency", EmergencyAnswer, request)
        except TransportError as error:
            if is_refused_for(error, "not_found"):
                by_name = request.person is not None
                code = "no_case_of_this_name" if by_name else "no_case_to_open"
                raise DomainError(code) from error
            if is_refused_for(error, "too_many_emergencies"):
                raise DomainError("too_many_emergencies") from error
            raise
        glass = Glass(streams=self._fetched(opened.streams), store=self.store)
        return BehindGlass(
            case=CaseId(opened.case),
            until=opened.until,
            cases=Cases(glass, self.author, self.library),
        )

    def _fetched(self, names: tuple[str, ...]) -> Mapping[StreamId, Stream]:
        """Fetch streams to their heads."""
        epoch = self.sync_store.epoch()
        found = {StreamId(name): Stream(id=StreamId(name)) for name in names}
        after = dict.fromkeys(found, 0)
        while after:
            cursors = tuple(StreamCursor(id=name, after=rev) for name, rev in after.items())
            pull = EmergencyPull(epoch=epoch, streams=cursors)
            answer = self.transport.ask("POST", "/v1/emergency/pull", PullAnswer, pull)
            gone = set(answer.gone)
            if not answer.streams and not gone:
                raise TransportError("server_failed", reason="no_pages")
            for page in answer.streams:
                name = StreamId(page.id)
                if name in after and page.upto >= after[name]:
                    found[name] = _with(found[name], page)
                    after[name] = page.upto
            more = {StreamId(page.id) for page in answer.streams if page.more}
            answered = {StreamId(page.id) for page in answer.streams}
            after = {n: r for n, r in after.items() if n in more or n not in answered | gone}
        return {name: stream for name, stream in found.items() if stream.head}


@dataclass(frozen=True, slots=True, kw_only=True)
class Glass:
    """The streams of one case, in memory, as :class:`Cases` reads them; nothing can be written."""

    streams: Mapping[StreamId, Stream]
    store: CaseStore

    def held(self, case: CaseId) -> HeldCase:
        """Give the case with the reference data that this computer keeps."""
        streams = {kind_of(n): s for n, s in self.streams.items() if case_of(n) == case}
        return HeldCase(
            streams=streams,
            modes=dict.fromkeys(streams, "read"),
            waiting=0,
            organisation=self.store.organisation(),
        )


def _meant(named: NamedPerson) -> PersonMeant:
    return PersonMeant(
        family_name=named.family_name, given_name=named.given_name, birth_date=named.birth_date
    )


def _with(stream: Stream, page: StreamPage) -> Stream:
    records: dict[RecordId, Record] = dict(stream.base)
    for row in page.rows:
        if row.deleted:
            records.pop(RecordId(row.id), None)
        else:
            records[RecordId(row.id)] = decode_record(RecordId(row.id), row.kind, bytes(row.body))
    return Stream(id=stream.id, head=page.upto, base=records)
