"""Events of one sender, decided in memory over locked streams and written at once.

One transaction: lock, look up, decide each, write. An event that is refused changes nothing and
is kept with its reason. Called by the inbox only.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from nurseapp.domain.apply import apply, status_of
from nurseapp.domain.case import Case
from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, EventId, RecordId, StreamId
from nurseapp.domain.policy import Deny, Right, permitted, rights_of
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.restored import apply_again, may_still_apply
from nurseapp.domain.revising import Conflict, Revision
from nurseapp.domain.streams import (
    CASE_KINDS,
    LATER_KINDS,
    Record,
    StreamKind,
    changed_records,
    stream_of,
)
from nurseapp.server import access
from nurseapp.server.arrivals import Arrival
from nurseapp.server.caller import Caller
from nurseapp.server.ids import is_id
from nurseapp.server.standing import NOBODYS, facts_of, noticed
from nurseapp.server.store import access as access_store
from nurseapp.server.store import audit, database, events, records, streams
from nurseapp.server.store.access import Assignment
from nurseapp.server.store.acting import as_server
from nurseapp.server.store.bulk import at_once
from nurseapp.server.store.events import Delivery, EventRow, HistoryRow, KnownEvent
from nurseapp.server.store.streams import StreamRow
from nurseapp.server.working_stream import WorkingStream

_log = logging.getLogger(__name__)
_REFUSED = "refused"
_NOT_AUTHOR = "not_author"
# Begun by a quotation mark, which is found many times faster than any digit would be.
_UUID = re.compile(rb'"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})')


class Batch:
    """The streams that some events name, locked, and what became of the events so far."""

    def __init__(self, connection: Connection, sender: Caller, at: datetime) -> None:
        self._connection = connection
        self._sender = sender
        self._at = at
        self._streams: dict[StreamId, WorkingStream] = {}
        self._whose: dict[CaseId, Assignment] = {}
        self._standing_anew: dict[CaseId, Assignment] = {}
        self._rights: dict[StreamId, frozenset[Right]] = {}
        self._known: defaultdict[EventId, list[KnownEvent]] = defaultdict(list)
        self._decided: list[EventRow] = []
        self._history: list[HistoryRow] = []

    def open(self, arrivals: Sequence[Arrival]) -> None:
        """Lock the streams that these events name, and fetch what deciding them needs."""
        names = {arrival.stream for arrival in arrivals if arrival.stream}
        begun: set[CaseId] = set()
        if self._sender.is_feed:
            begun = streams.create(self._connection, _nameable(names))
        for row in streams.lock(self._connection, names):
            self._streams[row.id] = WorkingStream(self._connection, row)
        for known in events.known(self._connection, {arrival.id for arrival in arrivals}):
            self._known[known.id].append(known)
        cases = {stream.row.case for stream in self._streams.values()}
        self._whose = access_store.assignments(self._connection, cases)
        self._standing_anew = {case: self._whose[case] for case in begun & self._whose.keys()}
        self._fetch_named(arrival for arrival in arrivals if arrival.id not in self._known)

    def decide(self, arrival: Arrival) -> KnownEvent | None:
        """Say what becomes of an event; one that was decided before keeps its result.

        None for one that was accepted in an earlier life of the database and lacks something that
        another computer may still bring back. What stands in its way for good is its refusal.
        """
        known = self._earlier(arrival)
        if known is not None:
            return known
        if arrival.earlier == _REFUSED:
            return self.refuse(arrival, "refused_before")
        known = self._judge(arrival)
        if arrival.earlier and self._may_still_apply(known):
            return None
        return self._remember(arrival, known)

    def refuse(self, arrival: Arrival, reason: str) -> KnownEvent:
        """Refuse an event without a look at it, unless it was decided before."""
        return self._earlier(arrival) or self._remember(arrival, self._refusal(arrival, reason))

    def write(self) -> None:
        """Write what changed, what was decided, and who did it."""
        changed = [stream for stream in self._streams.values() if stream.head > stream.row.head]
        with at_once(self._connection):
            if changed:
                # An update passes over what the sender has lost by now, where an insertion fails.
                moved = [(stream.row.id, stream.head, stream.digest) for stream in changed]
                streams.advance(self._connection, moved)
                records.replace(self._connection, [r for s in changed for r in s.replaced.values()])
                records.add(self._connection, [r for s in changed for r in s.added.values()])
                events.add_history(self._connection, self._history)
            if self._decided:
                delivery = Delivery(
                    sender=self._sender.actor.id, device=self._sender.device, at=self._at
                )
                events.add(self._connection, delivery, self._decided)
                audit.add_writes(self._connection, delivery, self._decided)
        if self._standing_anew:
            siblings = (_case_stream(c, k) for c in self._standing_anew for k in CASE_KINDS)
            with as_server(self._connection):
                streams.create(self._connection, siblings)
                access.refresh_cases(self._connection, self._standing_anew, self._at)

    def _may_still_apply(self, known: KnownEvent) -> bool:
        return may_still_apply(known.reason or "") and database.is_young(self._connection)

    def _earlier(self, arrival: Arrival) -> KnownEvent | None:
        """Find the event among those of its id; what others sent in its name is not it."""
        for known in self._known[arrival.id]:
            is_own = known.sender == self._sender.actor.id or known.reason != _NOT_AUTHOR
            if known.payload_hash == arrival.payload_hash and is_own:
                return known
        return None

    def _judge(self, arrival: Arrival) -> KnownEvent:
        try:
            if arrival.event is None:
                raise DomainError("malformed")
            if arrival.event.author != self._sender.actor.id and not self._sender.is_feed:
                raise DomainError(_NOT_AUTHOR)
            if any(known.reason != _NOT_AUTHOR for known in self._known[arrival.id]):
                raise DomainError("forked")
            return self._applied(arrival, arrival.event)
        except DomainError as refusal:
            return self._refusal(arrival, refusal.code)
        except SQLAlchemyError:
            raise
        except Exception as bug:
            # Whatever a rule trips over must not hold up the sender's other events for ever.
            _log.error("cannot_apply", extra={"event": arrival.id, "error": type(bug).__name__})
            return self._refusal(arrival, "cannot_apply")

    def _applied(self, arrival: Arrival, event: Event) -> KnownEvent:
        stream = self._entered(arrival, event)
        before = stream.value()
        after = apply_again(before, event) if arrival.earlier else apply(before, event)
        changed = changed_records(before, after)
        if not all(is_id(record.id) for record in changed):
            raise DomainError("bad_id")
        status = status_of(before, after, event)
        written = [(record, stream.body_of(record)) for record in changed]
        for record, body in written:
            self._history.append(stream.keep(record, body, event.id))
            self._notice(stream.row, record)
        opened = (r.id for r in changed if isinstance(r, Conflict) and r.event == event.id)
        return self._outcome(arrival, status, rev=stream.head, conflicts=tuple(opened))

    def _entered(self, arrival: Arrival, event: Event) -> WorkingStream:
        """Give the event's stream, where the sender may do this, or was allowed to; else refuse."""
        stream = self._streams.get(arrival.stream)
        if stream is None:
            raise DomainError("no_such_stream")
        if arrival.earlier:
            return stream
        rights = self._rights.get(arrival.stream)
        if rights is None:
            rights = self._rights[arrival.stream] = self._rights_on(stream.row)
        decision = permitted(rights, event.body)
        if isinstance(decision, Deny):
            raise DomainError(decision.reason)
        return stream

    def _rights_on(self, stream: StreamRow) -> frozenset[Right]:
        """Give the sender's rights on a stream that they may see; else refuse it."""
        facts = facts_of(stream.kind, self._whose.get(stream.case, NOBODYS), self._at)
        rights = rights_of(self._sender.actor, facts)
        if rights.isdisjoint({Right.READ, Right.RECEIVE}):
            raise DomainError("no_such_stream")
        return rights

    def _notice(self, stream: StreamRow, record: Record) -> None:
        """Take note of how people stand to the case now; what follows is judged by it."""
        if isinstance(record, Case) and str(record.id) != stream.case:
            return
        before = self._whose.get(stream.case, NOBODYS)
        whose = noticed(before, record)
        if whose is not before and whose != before:
            self._whose[stream.case] = self._standing_anew[stream.case] = whose
            self._rights.clear()

    def _fetch_named(self, arrivals: Iterable[Arrival]) -> None:
        """Fetch the records that these events name, in one go."""
        wanted: defaultdict[StreamId, set[RecordId]] = defaultdict(set)
        for arrival in arrivals:
            stream = self._streams.get(arrival.stream)
            if stream is not None and stream.row.head:
                wanted[arrival.stream].update(_named_in(arrival))
        for name, named in wanted.items():
            self._streams[name].expect(named)
        pairs = [(name, record) for name, named in wanted.items() for record in named]
        for row in records.named(self._connection, pairs) if pairs else ():
            self._streams[row.stream].know(row)

    def _refusal(self, arrival: Arrival, reason: str) -> KnownEvent:
        return self._outcome(arrival, _REFUSED, reason=reason)

    def _outcome(
        self,
        arrival: Arrival,
        status: str,
        *,
        rev: int = 0,
        conflicts: tuple[str, ...] = (),
        reason: str | None = None,
    ) -> KnownEvent:
        return KnownEvent(
            id=arrival.id,
            sender=self._sender.actor.id,
            payload_hash=arrival.payload_hash,
            status=status,
            rev=rev,
            conflicts=conflicts,
            reason=reason,
        )

    def _remember(self, arrival: Arrival, known: KnownEvent) -> KnownEvent:
        self._known[arrival.id].append(known)
        self._decided.append(
            EventRow(
                known=known,
                stream=arrival.stream,
                author=arrival.author,
                kind=arrival.kind,
                payload=arrival.payload.decode(),
            )
        )
        return known


def _named_in(arrival: Arrival) -> Iterator[RecordId]:
    """Find the ids of records in an event: a revision says them, in others all that look so do."""
    body = None if arrival.event is None else arrival.event.body
    if isinstance(body, Revision):
        return filter(is_id, (body.record, *body.settles))
    return (RecordId(found.decode()) for found in _UUID.findall(arrival.payload))


def _case_stream(case: CaseId, kind: StreamKind) -> StreamRow:
    return StreamRow(id=stream_of(case, kind), kind=kind, case=case)


def _nameable(names: Iterable[StreamId]) -> Iterator[StreamRow]:
    """Give the streams of cases among these names, as they are when new."""
    for name in names:
        case, _, kind = name.rpartition(".")
        if case and kind in (*CASE_KINDS, *LATER_KINDS):
            yield _case_stream(CaseId(case), StreamKind(kind))
