"""Dead letters: events that were refused and that nobody settled, for whoever is to see to them.

That is their sender, whichever way they came, also in a replay; and whoever may settle what stands
in their stream. One is settled by an event that names it: the sender's own counts even where it was
refused, since its sender may have lost the case; another's where it was taken. Called by routes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from nurseapp.domain.ids import StreamId
from nurseapp.domain.policy import Allow, Right, can
from nurseapp.domain.streams import CASE_KINDS, LATER_KINDS, StreamKind, stream_of
from nurseapp.server.caller import Caller
from nurseapp.server.standing import facts_of
from nurseapp.server.store import access, audit, events
from nurseapp.server.store.acting import as_server
from nurseapp.server.store.audit import AuditRow, Given
from nurseapp.server.store.events import Refused
from nurseapp.wire.refused import DeadLetter, RefusedAnswer

MOST = 200
_CASE_CARE = StreamKind.CARE.value


class _Body(msgspec.Struct):
    entry: str = ""


class _Withdrawn(msgspec.Struct):
    body: _Body


_withdrawn = msgspec.json.Decoder(_Withdrawn)


def dead_letters(connection: Connection, reader: Caller, at: datetime) -> RefusedAnswer:
    """List the newest dead letters that the reader is to see to; the reading is written down."""
    settles = set(_settled_by(connection, reader, at))
    found = [
        letter
        for letter in events.refused(connection, reader.actor.id, settles)
        if letter.sender == reader.actor.id or letter.stream in settles
    ]
    cares = {f"{letter.stream.rpartition('.')[0]}.{_CASE_CARE}" for letter in found}
    with as_server(connection):  # who settled it may be somebody of whom the reader sees nothing
        settled = set(_settled(connection, cares))
    own = {(entry, sender) for entry, sender, _ in settled}
    taken = {entry for entry, _, is_taken in settled if is_taken}
    open_ones = [one for one in found if one.id not in taken and (one.id, one.sender) not in own]
    shown = open_ones[:MOST]
    if shown:
        given = tuple(
            Given(stream=name, first=0, last=0) for name in sorted({one.stream for one in shown})
        )
        row = AuditRow(
            at=at,
            actor=reader.actor.id,
            device=reader.device,
            action="read-refused",
            given=given,
        )
        audit.add(connection, [row])
    return RefusedAnswer(letters=tuple(map(_letter, shown)), more=len(open_ones) > MOST)


def _settled_by(connection: Connection, reader: Caller, at: datetime) -> Iterator[StreamId]:
    """Name the streams in which the reader settles what is in dispute."""
    near = access.assignments_near(connection, reader.actor.id, reader.actor.team)
    for case, whose in near.items():
        for kind in (*CASE_KINDS, *LATER_KINDS):
            facts = facts_of(kind, whose, at)
            if isinstance(can(reader.actor, Right.SETTLE, facts), Allow):
                yield stream_of(case, kind)


def _settled(connection: Connection, cares: set[str]) -> Iterator[tuple[str, str, bool]]:
    """Name what was settled, with who says so, and whether that was taken."""
    for sender, status, payload in events.withdrawals(connection, cares):
        try:
            entry = _withdrawn.decode(payload).body.entry
        except msgspec.MsgspecError:
            continue
        yield entry, sender, status != "refused"


def _letter(one: Refused) -> DeadLetter:
    return DeadLetter(
        id=one.id,
        stream=one.stream,
        sender=one.sender,
        name=one.name or one.sender,
        received_at=one.received_at,
        kind=one.kind,
        reason=one.reason,
        event=msgspec.Raw(one.payload.encode()),
    )
