"""Events as they come in: read one by one, so that one bad event never holds up the others.

Decides nothing and touches no database. Called by the inbox and by the replay.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import msgspec

from nurseapp.domain.events import Event
from nurseapp.domain.ids import EventId, StreamId
from nurseapp.server.ids import is_id
from nurseapp.wire.canonical import WireError
from nurseapp.wire.events import decode_event, encode_event

UNREAD = "unread"


class Arrival(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One event as it came in.

    Attributes:
        stream: the stream that it names, empty where that is no id; so ``author``.
        payload: its bytes; the same event sent again has the same.
        event: what it says, None where that cannot be read.
        earlier: what it came to in an earlier life of the database, which the server signed; empty
            for what was never decided.
    """

    id: EventId
    stream: StreamId
    author: str
    kind: str
    payload: bytes
    payload_hash: bytes
    event: Event | None
    earlier: str = ""


class _Head(msgspec.Struct, frozen=True):
    """What a bad event must still have, so that it can be answered and kept.

    Its stream is wanted for the receipt alone, and may be anything.
    """

    id: str
    stream: object = ""


_heads = msgspec.json.Decoder(_Head)


def read_arrivals(raws: Iterable[msgspec.Raw]) -> list[Arrival]:
    """Read what was pushed; raise :class:`WireError` where an event has no id to answer to."""
    return [_read(number, bytes(raw)) for number, raw in enumerate(raws)]


def arrival_of(event: Event, payload: bytes | None = None) -> Arrival:
    """Take an event that is already read; without its bytes, it is written canonically."""
    payload = encode_event(event) if payload is None else payload
    return Arrival(
        id=event.id,
        stream=event.stream if is_id(event.stream) else StreamId(""),
        author=event.author if is_id(event.author) else "",
        kind=type(event.body).__name__,
        payload=payload,
        payload_hash=sha256(payload).digest(),
        event=event,
    )


def _read(number: int, payload: bytes) -> Arrival:
    try:
        event = decode_event(payload)
    except WireError:
        return _unread(number, payload)
    if not is_id(event.id):
        raise WireError(f"events[{number}].id: not an id")
    return arrival_of(event, payload)


def _unread(number: int, payload: bytes) -> Arrival:
    try:
        head = _heads.decode(payload)
    except (msgspec.MsgspecError, RecursionError):
        head = _Head(id="")
    event_id, stream = head.id, head.stream
    if not is_id(event_id):
        raise WireError(f"events[{number}].id: not an id")
    return Arrival(
        id=EventId(event_id),
        stream=StreamId(stream if isinstance(stream, str) and is_id(stream) else ""),
        author="",
        kind=UNREAD,
        payload=payload,
        payload_hash=sha256(payload).digest(),
        event=None,
    )
