"""A server in memory that keeps the protocol: it runs the real ``apply`` on the real messages.

It has no HTTP and no rights but a list of who sees which stream, and answers at once. What the
real one cannot be made to do at will, this one can: lose an answer, send a small page, move to
another epoch, forget a stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nurseapp.domain.apply import apply, status_of
from nurseapp.domain.events import Event
from nurseapp.domain.ids import StreamId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Conflict
from nurseapp.domain.streams import Record, changed_records
from nurseapp.server.seal_key import SealKey
from nurseapp.wire.claims import command_claim, lease_claim, receipt_claim, revocation_claim
from nurseapp.wire.events import decode_event, encode_event
from nurseapp.wire.messages import (
    PROTOCOL,
    Command,
    EventResult,
    Lease,
    Manifest,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    Rejection,
    ReplayAnswer,
    ReplayRequest,
    Revocation,
    Row,
    SchemaRange,
    StatusAnswer,
    StatusRequest,
    StreamPage,
    StreamState,
)
from nurseapp.wire.receipts import claim_of_all
from nurseapp.wire.sealed import decode_signed
from tests.desktop.sync.fake_transport import FakeTransport
from tests.desktop.sync.server_stream import ServerStream

SERVER_TIME = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
SEAL_KEY = SealKey(bytes(range(32)))
_SCHEMA = SchemaRange(min=PROTOCOL, current=PROTOCOL)


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
        seal_key: to which computers seal.
        code: of everybody's second factor; it asks for none where this is empty.
        enrolment: the code that a new computer takes; none where this is empty.
        by_browser: whose account a code of the provider stands for; there is no provider without.
        turns_away: ids of sealed events that it does not take.
        unsigned: ids of events for which it gives a receipt that it did not sign.
        leased_until: what its leases say; it gives none where this is None.
        commands: what is to be done, by device; ``obeyed`` the ids of what was, as often as said.
    """

    epoch: str = "epoch-1"
    leased_until: datetime | None = None
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
    seal_key: SealKey = SEAL_KEY
    turns_away: set[str] = field(default_factory=set)
    code: str = ""
    enrolment: str = ""
    by_browser: dict[str, str] = field(default_factory=dict)

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

    def lease(self, user: str, device: str) -> Lease | None:
        """Let somebody's computer be opened for a while, where it gives leases."""
        if self.leased_until is None:
            return None
        claim = lease_claim(user=user, device=device, until=self.leased_until, epoch=self.epoch)
        return Lease(until=self.leased_until, token=self.key.sign(claim))

    def transport(self, user: str, max_bytes: int | None = None) -> FakeTransport:
        """Give the way that somebody's computer asks."""
        return FakeTransport(self, user, max_bytes=max_bytes)

    def back_up(self) -> FakeServer:
        """Copy all that it has, to be :meth:`restored` later."""
        streams, results = deepcopy(self.streams), deepcopy(self.results)
        return replace(self, streams=streams, results=results)

    def restore(self, backup: FakeServer) -> None:
        """Have what there was then, in another epoch."""
        self.streams, self.results = deepcopy(backup.streams), deepcopy(backup.results)
        self.epoch = f"{self.epoch}, restored"

    def manifest(self, user: str, device: str = "device-1") -> Manifest:
        """Say what somebody may see."""
        return Manifest(
            epoch=self.epoch,
            server_time=self.now(),
            schema=_SCHEMA,
            lease=self.lease(user, device),
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
        results, claims, retry = [], [], []
        events = [decode_event(raw) for raw in request.events]
        self.pushes.append([type(event.body).__name__ for event in events])
        held = {event.stream for event in events if event.id in self.busy}
        for raw, event in zip(request.events, events, strict=True):
            if event.stream in held:
                retry.append(event.id)
            elif event.id not in self.silent:
                result = self._result(bytes(raw), user)
                claims.append(self._claim(bytes(raw), event, result))
                results.append(result)
        if self.unsigned:  # so that there may be good ones beside them, each is signed by itself
            receipts = map(self._receipt, results, claims)
            replace_in = msgspec.structs.replace
            results = [replace_in(r, receipt=s) for r, s in zip(results, receipts, strict=True)]
        together = self.key.sign(claim_of_all(claims)) if claims and not self.unsigned else b""
        return PushAnswer(
            epoch=self.epoch, results=tuple(results), retry=tuple(retry), receipt=together
        )

    def replay(self, user: str, request: ReplayRequest) -> ReplayAnswer:
        """Take sealed events: again, or for the first time where there is no receipt."""
        results, retry, rejected = [], [], []
        for entry in request.entries:
            plain = self.seal_key.open(entry.sealed)
            if plain is None or entry.event in self.turns_away:
                rejected.append(Rejection(id=entry.event, reason="not_sealed_for_us"))
                continue
            raw = bytes(decode_signed(plain).event)
            event = decode_event(raw)
            result = self._result(raw, None if entry.receipt else user)
            if entry.receipt and result.status == "refused":
                del self.results[event.id]
                retry.append(event.id)
                continue
            receipt = self._receipt(result, self._claim(raw, event, result))
            results.append(msgspec.structs.replace(result, receipt=receipt))
        return ReplayAnswer(
            epoch=self.epoch,
            results=tuple(results),
            retry=tuple(retry),
            rejected=tuple(rejected),
        )

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

    def _receipt(self, result: EventResult, claim: bytes) -> bytes:
        return bytes(64) if result.id in self.unsigned else self.key.sign(claim)

    def _claim(self, raw: bytes, event: Event, result: EventResult) -> bytes:
        return receipt_claim(
            event=event.id,
            payload_hash=sha256(raw).digest(),
            stream=event.stream,
            status=result.status,
            rev=result.rev,
            epoch=self.epoch,
        )

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
