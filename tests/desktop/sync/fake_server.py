"""A server in memory that keeps the protocol: it runs the real ``apply`` on the real messages.

It has no HTTP and no rights but a list of who sees which stream, and answers at once. What the
real one cannot be made to do at will, this one can: lose an answer, send a small page, move to
another epoch, forget a stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nurseapp.desktop.sync.transport import ManifestAnswer, TransportError
from nurseapp.domain.apply import apply, status_of
from nurseapp.domain.events import Event
from nurseapp.domain.ids import RecordId, StreamId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Conflict
from nurseapp.domain.streams import Record, Stream, changed_records
from nurseapp.wire import digest
from nurseapp.wire.claims import command_claim, receipt_claim, revocation_claim
from nurseapp.wire.events import decode_event, encode_event
from nurseapp.wire.messages import (
    PROTOCOL,
    Command,
    CommandsDone,
    EventResult,
    Health,
    Manifest,
    Person,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    Revocation,
    Row,
    SchemaRange,
    SessionAnswer,
    SessionRequest,
    StatusAnswer,
    StatusRequest,
    StreamPage,
    StreamState,
)
from nurseapp.wire.records import SCHEMA, LazyRecords, encode_record

SERVER_TIME = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PASSWORD = "a nurse's password"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
_SCHEMA = SchemaRange(min=PROTOCOL, current=PROTOCOL)


@dataclass(slots=True)
class ServerStream:
    """One stream: its records, and how far it goes."""

    head: int = 0
    rows: dict[RecordId, Row] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The digest over all records, counted anew."""
        total = 0
        for r in self.rows.values():
            added = digest.term(r.id, r.rev, r.deleted, r.kind, r.schema, bytes(r.body))
            total = digest.combined(total, added=added)
        return digest.as_text(total)

    def as_stream(self, name: StreamId) -> Stream:
        """Give it as the domain reads it."""
        raw = {i: (r.kind, bytes(r.body)) for i, r in self.rows.items() if not r.deleted}
        return Stream(id=name, head=self.head, base=LazyRecords(raw))

    def put(self, record: Record) -> None:
        """Write one record with the next revision."""
        known = self.rows.get(record.id)
        body = encode_record(record, bytes(known.body) if known else None)
        self.put_raw(record.id, record.KIND, body)

    def put_raw(self, record_id: str, kind: str, body: bytes, *, deleted: bool = False) -> None:
        """Write one record's bytes with the next revision."""
        self.head += 1
        self.rows[RecordId(record_id)] = Row(
            id=record_id,
            kind=kind,
            rev=self.head,
            deleted=deleted,
            schema=SCHEMA,
            body=msgspec.Raw(body),
        )


@dataclass(slots=True)
class FakeServer:
    """All streams, what became of every event, and who may see what.

    Attributes:
        modes: by user and stream, ``read`` or ``write``.
        priorities: by stream; 0 where none is named.
        busy: ids of events whose streams it asks to send again later.
        silent: ids of events that it does not mention in its answer.
        pushes: the kinds of the events of each push that came.
        key: what it signs with.
        lost: by user and stream, the id of the revocation.
        unsigned: ids of events for which it gives a receipt that it did not sign.
        commands: what is to be done, by device; ``obeyed`` the ids of what was, as often as said.
    """

    epoch: str = "epoch-1"
    streams: dict[StreamId, ServerStream] = field(default_factory=dict)
    results: dict[str, tuple[bytes, EventResult]] = field(default_factory=dict)
    modes: dict[str, dict[StreamId, str]] = field(default_factory=dict)
    priorities: dict[StreamId, int] = field(default_factory=dict)
    busy: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    pushes: list[list[str]] = field(default_factory=list)
    now: Callable[[], datetime] = lambda: SERVER_TIME
    key: Ed25519PrivateKey = KEY
    lost: dict[str, dict[StreamId, str]] = field(default_factory=dict)
    unsigned: set[str] = field(default_factory=set)
    commands: dict[str, list[Command]] = field(default_factory=dict)
    obeyed: list[str] = field(default_factory=list)

    def stream(self, name: StreamId) -> ServerStream:
        """Give a stream, made where there is none."""
        return self.streams.setdefault(name, ServerStream())

    def put(self, name: StreamId, records: Iterable[Record]) -> None:
        """Write records as if another system had sent them."""
        stream = self.stream(name)
        for record in records:
            stream.put(record)

    def allow(self, user: str, *streams: StreamId, mode: str = "write") -> None:
        """Let somebody see streams."""
        self.modes.setdefault(user, {}).update(dict.fromkeys(streams, mode))
        for name in streams:
            self.lost.get(user, {}).pop(name, None)

    def end(self, user: str, *streams: StreamId) -> None:
        """Take streams back from somebody, and say so."""
        self.forget(user, *streams)
        lost = self.lost.setdefault(user, {})
        lost.update({name: f"revocation of {name}" for name in streams})

    def forget(self, user: str, *streams: StreamId) -> None:
        """Know no more that somebody sees streams."""
        for name in streams:
            self.modes[user].pop(name, None)

    def do(self, *events: Event) -> list[EventResult]:
        """Apply events of somebody whose computer is of no interest."""
        return [self._result(encode_event(event), None) for event in events]

    def tell(self, user: str, kind: str, *streams: StreamId, device: str = "device-1") -> Command:
        """Tell somebody's computer to do something."""
        name = f"command {len(self.commands.get(device, []))}"
        claim = command_claim(
            command=name, kind=kind, user=user, device=device, streams=streams, epoch=self.epoch
        )
        command = Command(id=name, kind=kind, streams=streams, token=self.key.sign(claim))
        self.commands.setdefault(device, []).append(command)
        return command

    def transport(self, user: str, max_bytes: int | None = None) -> FakeTransport:
        """Give the way that somebody's computer asks."""
        return FakeTransport(self, user, max_bytes=max_bytes)

    def manifest(self, user: str, device: str = "device-1") -> Manifest:
        """Say what somebody may see."""
        return Manifest(
            epoch=self.epoch,
            server_time=self.now(),
            schema=_SCHEMA,
            streams=tuple(
                StreamState(
                    id=name,
                    kind=name.rpartition(".")[2],
                    mode=mode,
                    head=self.stream(name).head,
                    digest=self.stream(name).digest,
                    priority=self.priorities.get(name, 0),
                )
                for name, mode in sorted(self.modes.get(user, {}).items())
            ),
            server_key=self.key.public_key().public_bytes_raw(),
            user=user,
            revoked=tuple(
                Revocation(
                    id=name,
                    revocation=revocation,
                    reason="reassigned",
                    token=self.token(user, name, revocation),
                )
                for name, revocation in sorted(self.lost.get(user, {}).items())
            ),
            commands=tuple(c for c in self.commands.get(device, []) if c.id not in self.obeyed),
        )

    def token(self, user: str, stream: StreamId, revocation: str) -> bytes:
        """Sign that somebody lost a stream."""
        claim = revocation_claim(user=user, stream=stream, revocation=revocation, epoch=self.epoch)
        return self.key.sign(claim)

    def push(self, user: str, request: PushRequest) -> PushAnswer:
        """Decide events."""
        results, retry = [], []
        events = [decode_event(raw) for raw in request.events]
        self.pushes.append([type(event.body).__name__ for event in events])
        held = {event.stream for event in events if event.id in self.busy}
        for raw, event in zip(request.events, events, strict=True):
            if event.stream in held:
                retry.append(event.id)
            elif event.id not in self.silent:
                result = self._result(bytes(raw), user)
                receipt = self._receipt(bytes(raw), event, result)
                results.append(msgspec.structs.replace(result, receipt=receipt))
        return PushAnswer(epoch=self.epoch, results=tuple(results), retry=tuple(retry))

    def pull(self, user: str, request: PullRequest, max_bytes: int | None) -> PullAnswer:
        """Send the records after a revision, as many as fit."""
        left = request.max_bytes if max_bytes is None else max_bytes
        pages, gone = [], []
        for cursor in request.streams:
            name = StreamId(cursor.id)
            if name not in self.modes.get(user, {}):
                gone.append(cursor.id)
                continue
            if left <= 0:
                break
            stream = self.stream(name)
            rows: list[Row] = []
            wanted = sorted(
                (r for r in stream.rows.values() if r.rev > cursor.after), key=lambda r: r.rev
            )
            for row in wanted:
                if rows and left <= 0:
                    break
                rows.append(row)
                left -= len(bytes(row.body))
            more = len(rows) < len(wanted)
            pages.append(
                StreamPage(
                    id=name,
                    rows=tuple(rows),
                    upto=rows[-1].rev if more else stream.head,
                    more=more,
                    head=stream.head,
                    digest=stream.digest,
                )
            )
        return PullAnswer(epoch=self.epoch, streams=tuple(pages), gone=tuple(gone))

    def status(self, user: str, request: StatusRequest) -> StatusAnswer:
        """Say which streams somebody may still see."""
        seen = self.modes.get(user, {})
        return StatusAnswer(
            epoch=self.epoch,
            visible=tuple(s for s in request.streams if StreamId(s) in seen),
            gone=tuple(s for s in request.streams if StreamId(s) not in seen),
        )

    def _receipt(self, raw: bytes, event: Event, result: EventResult) -> bytes:
        claim = receipt_claim(
            event=event.id,
            payload_hash=sha256(raw).digest(),
            stream=event.stream,
            status=result.status,
            rev=result.rev,
            epoch=self.epoch,
        )
        return bytes(64) if event.id in self.unsigned else self.key.sign(claim)

    def _result(self, raw: bytes, user: str | None) -> EventResult:
        event = decode_event(raw)
        known = self.results.get(event.id)
        if known is not None:
            if known[0] != raw:
                return EventResult(id=event.id, status="refused", rev=0, reason="forked")
            return known[1]
        result = self._decide(event, user)
        self.results[event.id] = (raw, result)
        return result

    def _decide(self, event: Event, user: str | None) -> EventResult:
        if user is not None and self.modes.get(user, {}).get(event.stream) != "write":
            return EventResult(id=event.id, status="refused", rev=0, reason="may_not_write")
        stream = self.stream(event.stream)
        before = stream.as_stream(event.stream)
        try:
            after = apply(before, event)
        except DomainError as refusal:
            return EventResult(id=event.id, status="refused", rev=0, reason=refusal.code)
        changed = changed_records(before, after)
        for record in changed:
            stream.put(record)
        conflicts = tuple(r.id for r in changed if isinstance(r, Conflict))
        status = status_of(before, after, event)
        return EventResult(id=event.id, status=status.value, rev=stream.head, conflicts=conflicts)


@dataclass(slots=True)
class FakeTransport:
    """The server as one computer reaches it.

    Attributes:
        fault: called before and after the server has worked, with ``before push``, ``after
            pull`` and so on; what it raises is raised.
        asked: the requests that were made, by name.
    """

    server: FakeServer
    user: str
    device: str = "device-1"
    max_bytes: int | None = None
    fault: Callable[[str], None] = lambda _point: None
    asked: list[str] = field(default_factory=list)

    def health(self) -> Health:
        """Say that it is up."""
        return Health(status="ok", version="0", schema=_SCHEMA, server_time=self.server.now())

    def sign_in(self, request: SessionRequest) -> SessionAnswer:
        """Let everybody in who knows the one password."""
        if request.password != PASSWORD:
            raise TransportError("wrong_credentials")
        return SessionAnswer(
            token="token",
            expires_at=self.server.now(),
            person=Person(id=request.user, name=request.user, roles=("nurse",), team=None),
            organisation="Example",
            is_example=True,
            server_id="fake",
            server_key=self.server.key.public_key().public_bytes_raw(),
        )

    def sign_out(self) -> None:
        """End nothing."""

    def manifest(self, etag: str | None) -> ManifestAnswer:
        """Say what there is to see, or that it is what is known."""
        self._at("before manifest")
        manifest = self.server.manifest(self.user, self.device)
        known = (manifest.epoch, manifest.streams, manifest.revoked, manifest.commands)
        found = str(hash(known))
        self._at("after manifest")
        return ManifestAnswer(
            manifest=None if etag == found else manifest,
            etag=found,
            server_time=self.server.now(),
        )

    def push(self, request: PushRequest) -> PushAnswer:
        """Decide events."""
        self._at("before push")
        self._check(request.epoch)
        answer = self.server.push(self.user, request)
        self._at("after push")
        return answer

    def pull(self, request: PullRequest) -> PullAnswer:
        """Send records."""
        self._at("before pull")
        self._check(request.epoch)
        answer = self.server.pull(self.user, request, self.max_bytes)
        self._at("after pull")
        return answer

    def status(self, request: StatusRequest) -> StatusAnswer:
        """Say what ended."""
        self._at("before status")
        self._check(request.epoch)
        answer = self.server.status(self.user, request)
        self._at("after status")
        return answer

    def acknowledge(self, request: CommandsDone) -> None:
        """Take note of what was done."""
        self._at("before acknowledge")
        self.server.obeyed += request.done
        self._at("after acknowledge")

    def close(self) -> None:
        """Let go of nothing."""

    def _at(self, point: str) -> None:
        if point.startswith("before "):
            self.asked.append(point.removeprefix("before "))
        self.fault(point)

    def _check(self, epoch: str) -> None:
        if epoch != self.server.epoch:
            raise TransportError("other_epoch", epoch=self.server.epoch)
