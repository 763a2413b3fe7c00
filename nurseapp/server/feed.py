"""The feed: what somebody may see, handed out stream by stream.

Access is checked by the statement that reads, never before it. Writes down who was given which
revisions. Called by the routes.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

import msgspec
from sqlalchemy import Connection

from nurseapp.domain.ids import StreamId, UserId
from nurseapp.domain.streams import StreamKind, kind_of
from nurseapp.server.caller import Caller
from nurseapp.server.ids import is_id
from nurseapp.server.server_key import ServerKey
from nurseapp.server.store import access, audit, commands, records, sight
from nurseapp.server.store.audit import AuditRow, Given
from nurseapp.server.store.records import Change
from nurseapp.server.store.sight import Sight
from nurseapp.wire import listing
from nurseapp.wire.claims import command_claim, lease_claim, revocation_claim
from nurseapp.wire.messages import (
    Command,
    Lease,
    Manifest,
    News,
    PullAnswer,
    PullRequest,
    Revocation,
    Row,
    SchemaRange,
    StatusAnswer,
    StatusRequest,
    StreamCursor,
    StreamPage,
    StreamState,
)
from nurseapp.wire.records import SCHEMA

_NOT_YOURS = "not_yours"
"""Why a stream is to be given up of which no loss is known, and the name of that revocation."""
SPOKEN = SchemaRange(min=1, current=SCHEMA)
_FINGERPRINT = re.compile(r"[0-9.-]{1,200}")
_MOST_BYTES = 16 << 20
_MOST_STREAMS = 400
"""Of which news brings records at once: of more, the desktop asks in the order that it wants."""
_EVERYTHING_AGAIN = timedelta(minutes=15)
"""So often all is gone through, whatever changed: should a hand have been in the database."""
_PRIORITY: Mapping[str, int] = {
    StreamKind.ORG: 0,
    StreamKind.SCHEDULE: 1,
    StreamKind.CARE: 1,
    StreamKind.BEHAVIOURAL: 2,
    StreamKind.COVERAGE: 3,
    StreamKind.OPINION: 3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What somebody sees at a moment, before it is told.

    Attributes:
        tag: the manifest's entity tag. It differs each day, since the lease does.
        since: when everything was gone through; from then on, what had changed.
    """

    epoch: str
    at: datetime
    tag: str
    sight: Sight
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How this server tells.

    Attributes:
        key: signs what somebody lost and is told; without one those lists are empty.
        lease: for how long from the end of the day their computer may be opened unasked.
    """

    key: ServerKey | None = None
    lease: timedelta = timedelta()
    spoken: SchemaRange = SPOKEN


def look(
    connection: Connection,
    reader: Caller,
    epoch: str,
    at: datetime,
    known_tag: str | None = None,
) -> Look:
    """Look what the reader may see, and list it unless they know."""
    begin = _begin(epoch, at)
    known = (known_tag or "").removeprefix(begin).removesuffix('"')
    asked = known if _FINGERPRINT.fullmatch(known) else None
    seen = sight.whole(connection, reader.actor.id, reader.device, asked)
    return Look(epoch=epoch, at=at, tag=_tag(begin, seen), sight=seen, since=at)


def look_again(
    connection: Connection, reader: Caller, epoch: str, at: datetime, before: Look | None
) -> Look:
    """Look what has changed since the reader looked before, where that says it all; else anew."""
    begin = _begin(epoch, at)
    if before is not None and before.tag.startswith(begin) and _holds(before, at):
        seen = sight.since(connection, reader.actor.id, reader.device, before.sight)
        if seen is not None:
            tag = _tag(begin, seen)
            return Look(epoch=epoch, at=at, tag=tag, sight=seen, since=before.since)
    return look(connection, reader, epoch, at)


def _begin(epoch: str, at: datetime) -> str:
    return f'"{epoch}.{at.toordinal()}.'


def _tag(begin: str, seen: Sight) -> str:
    return f'{begin}{seen.fingerprint}"'


def _holds(before: Look, at: datetime) -> bool:
    """Tell whether nothing of what was seen has ended by itself; a clock put back tells nothing."""
    until = before.sight.until
    is_young = before.at <= at < before.since + _EVERYTHING_AGAIN
    return is_young and (until is None or at < until)


def manifest(connection: Connection, reader: Caller, seen: Look, terms: Terms) -> Manifest:
    """List what the reader sees, as it stands, what they lost, and what their computer is told."""
    audit.add(connection, [_audit_row(reader, seen.at, "manifest")])
    return _manifest(connection, reader, seen, terms, _states(map(str.split, seen.sight.lines)))


def news(
    connection: Connection, reader: Caller, seen: Look, terms: Terms, told: Look
) -> News | None:
    """Give what is new since the reader looked before, with the records.

    None where that named other streams, or in other modes.
    """
    lines, earlier = seen.sight.lines, told.sight.lines
    both = zip(lines, earlier, strict=False)
    moved = [(line.split(), before.split()) for line, before in both if line != before]
    if len(lines) != len(earlier) or any(now[:2] != before[:2] for now, before in moved):
        return None
    heads = [(now[0], int(now[2]), int(before[2])) for now, before in moved]
    behind = {name: before for name, head, before in heads if head > before}
    pages: tuple[StreamPage, ...] = ()
    rows = [_audit_row(reader, seen.at, "manifest")]
    if behind and len(behind) <= _MOST_STREAMS:
        cursors = tuple(StreamCursor(id=name, after=head) for name, head in behind.items())
        request = PullRequest(epoch=seen.epoch, streams=cursors)
        found = records.changed_since(connection, reader.actor.id, behind)
        answer, given = _handed_out(found, behind, request)
        pages = answer.streams
        if given:
            rows.append(_audit_row(reader, seen.at, "read", given))
    audit.add(connection, rows)
    return News(
        manifest=_manifest(connection, reader, seen, terms, _states(now for now, _ in moved)),
        standing=listing.standing("\n".join(lines)),
        pages=pages,
        after=tuple(behind[page.id] for page in pages),
    )


def _states(lines: Iterable[Sequence[str]]) -> tuple[StreamState, ...]:
    return tuple(
        StreamState(
            id=name,
            kind=kind.value,
            mode=mode,
            head=int(head),
            digest=digest,
            priority=_PRIORITY[kind],
        )
        for name, mode, head, digest in lines
        for kind in [kind_of(StreamId(name))]
    )


def _manifest(
    connection: Connection,
    reader: Caller,
    seen: Look,
    terms: Terms,
    named: tuple[StreamState, ...],
) -> Manifest:
    key, epoch, user = terms.key, seen.epoch, reader.actor.id
    return Manifest(
        epoch=epoch,
        server_time=seen.at,
        schema=terms.spoken,
        streams=named,
        server_key=b"" if key is None else key.public,
        user=user,
        revoked=_revoked(connection, reader.actor.id, epoch, key)
        if key and seen.sight.has_lost
        else (),
        commands=_commands(connection, reader, epoch, key) if key and seen.sight.is_told else (),
        lease=_lease(reader, epoch, seen.at, key, terms.lease) if key and terms.lease else None,
    )


def _lease(reader: Caller, epoch: str, at: datetime, key: ServerKey, lasting: timedelta) -> Lease:
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    until = midnight + timedelta(days=1) + lasting
    claim = lease_claim(user=reader.actor.id, device=reader.device, until=until, epoch=epoch)
    return Lease(until=until, token=key.sign(claim))


def pull(connection: Connection, reader: Caller, request: PullRequest, at: datetime) -> PullAnswer:
    """Hand out records, about as many bytes as were asked for, and at least one.

    Streams are answered in the order of the request. One that is in neither list of the answer
    did not fit any more: ask again.
    """
    cursors = _cursors(request)
    found = records.changed_since(connection, reader.actor.id, cursors)
    answer, given = _handed_out(found, cursors, request)
    if given:
        audit.add(connection, [_audit_row(reader, at, "read", given)])
    return answer


def pull_behind_glass(
    connection: Connection, reader: Caller, request: PullRequest, at: datetime
) -> PullAnswer:
    """Hand out records of a case that is open to the reader in an emergency, in the same way."""
    cursors = _cursors(request)
    found = records.changed_since(connection, reader.actor.id, cursors, behind_glass=True)
    answer, given = _handed_out(found, cursors, request)
    audit.add(connection, [_audit_row(reader, at, "emergency-read", given)])
    return answer


def _cursors(request: PullRequest) -> Mapping[str, int]:
    return {cursor.id: cursor.after for cursor in request.streams if is_id(cursor.id)}


def _handed_out(
    found: Generator[Change], cursors: Mapping[str, int], request: PullRequest
) -> tuple[PullAnswer, tuple[Given, ...]]:
    """Answer with what was found, and say which revisions that hands out."""
    pages, is_cut = _read_pages(found, request.max_bytes)
    asked = list(cursors)
    reached = asked.index(pages[-1].id) if is_cut else len(asked)
    answered = {page.id for page in pages}
    given = tuple(
        Given(stream=page.id, first=page.rows[0].rev, last=page.rows[-1].rev)
        for page in pages
        if page.rows
    )
    no_ids = (cursor.id for cursor in request.streams if not is_id(cursor.id))
    answer = PullAnswer(
        epoch=request.epoch,
        streams=tuple(pages),
        gone=(*(name for name in asked[:reached] if name not in answered), *no_ids),
    )
    return answer, given


def status(
    connection: Connection,
    reader: Caller,
    request: StatusRequest,
    at: datetime,
    key: ServerKey | None = None,
) -> StatusAnswer:
    """Say which of some streams the reader may still see.

    Args:
        key: signs that the others are not theirs; without one they are only named.
    """
    asked = [name for name in request.streams if is_id(name)]
    seen = access.seen_by(connection, reader.actor.id, asked)
    audit.add(connection, [_audit_row(reader, at, "status")])
    user, epoch = reader.actor.id, request.epoch
    return StatusAnswer(
        epoch=epoch,
        visible=tuple(name for name in request.streams if name in seen),
        gone=tuple(name for name in request.streams if name not in seen),
        revoked=()
        if key is None
        else tuple(
            _revocation(user, name, _NOT_YOURS, _NOT_YOURS, epoch, key)
            for name in asked
            if name not in seen
        ),
    )


def _revoked(
    connection: Connection, user: UserId, epoch: str, key: ServerKey
) -> tuple[Revocation, ...]:
    return tuple(
        _revocation(user, stream, revocation, reason, epoch, key)
        for stream, revocation, reason in access.revocations(connection, user)
    )


def _revocation(
    user: UserId, stream: str, revocation: str, reason: str, epoch: str, key: ServerKey
) -> Revocation:
    claim = revocation_claim(user=user, stream=stream, revocation=revocation, epoch=epoch)
    return Revocation(id=stream, revocation=revocation, reason=reason, token=key.sign(claim))


def _commands(
    connection: Connection, reader: Caller, epoch: str, key: ServerKey
) -> tuple[Command, ...]:
    return tuple(
        Command(
            id=row.id,
            kind=row.kind,
            streams=row.streams,
            token=key.sign(
                command_claim(
                    command=row.id,
                    kind=row.kind,
                    user=row.person,
                    device=row.device,
                    streams=row.streams,
                    epoch=epoch,
                )
            ),
        )
        for row in commands.waiting(connection, reader.actor.id, reader.device)
    )


def _read_pages(changes_found: Generator[Change], max_bytes: int) -> tuple[list[StreamPage], bool]:
    """Read pages until the room is used up; say whether that left anything unread."""
    room = max(1, min(max_bytes, _MOST_BYTES))
    pages: list[StreamPage] = []
    has_row = False
    with closing(changes_found) as found:
        for (name, after, head, digest), changes in groupby(found, key=itemgetter(0, 1, 2, 3)):
            rows: list[Row] = []
            more = False
            for change in changes:
                row = _row(change)
                if row is None:
                    continue
                room -= len(bytes(row.body))
                if room < 0 and has_row:
                    more = True
                    break
                has_row = True
                rows.append(row)
            upto = head if not more else rows[-1].rev if rows else after
            pages.append(
                StreamPage(
                    id=name, rows=tuple(rows), upto=upto, more=more, head=head, digest=digest
                )
            )
            if more:
                return pages, True
    return pages, False


def _row(change: Change) -> Row | None:
    _, _, _, _, record, kind, rev, deleted, schema, body = change
    if record is None:
        return None
    raw = msgspec.Raw(body.encode())
    return Row(id=record, kind=kind, rev=rev, deleted=deleted, schema=schema, body=raw)


def _audit_row(
    reader: Caller,
    at: datetime,
    action: str,
    given: tuple[Given, ...] = (),
) -> AuditRow:
    return AuditRow(
        at=at,
        actor=reader.actor.id,
        device=reader.device,
        action=action,
        given=given,
    )
