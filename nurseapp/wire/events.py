"""The codec of events.

An event is one JSON object: ``id``, ``stream``, ``at``, ``author``, ``kind`` (the name of its
class), ``body``, and ``act`` and ``undoes`` where it has them. A revision's changes are written
``{"due": ["2026-12-01", "2026-12-15"]}``: was, now. Unknown members are refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

import msgspec

from nurseapp.domain.apply import HANDLERS
from nurseapp.domain.events import Act, Event
from nurseapp.domain.ids import EventId, RecordId, StreamId, UserId
from nurseapp.domain.revising import Change, Revision, Voiding
from nurseapp.wire.canonical import WireError, canonical
from nurseapp.wire.reading import read, read_field

_LARGEST = 2**63 - 1
_KINDS: Mapping[str, type[Act]] = {kind.__name__: kind for kind in HANDLERS}


class _Envelope(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    id: EventId
    stream: StreamId
    at: datetime
    author: UserId
    kind: str
    body: msgspec.Raw
    act: str | None = None
    undoes: EventId | None = None


class _Revision(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    record: RecordId
    changes: dict[str, tuple[msgspec.Raw, msgspec.Raw]]
    settles: tuple[RecordId, ...] = ()


class _Voiding(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    record: RecordId
    reason: str
    was: dict[str, msgspec.Raw] = {}


_envelopes = msgspec.json.Decoder(_Envelope)
_revisions = msgspec.json.Decoder(_Revision)
_voidings = msgspec.json.Decoder(_Voiding)
_anything = msgspec.json.Decoder()
_encoder = msgspec.json.Encoder()
# A number beyond 64 bits has nineteen digits in a row at least; looked for as zeros, as a pattern
# of digits takes four times as long to find.
_NO_DIGIT_BUT_ZERO = bytes.maketrans(b"123456789", b"0" * 9)
_MAY_BE_LARGE = b"0" * 19


def encode_event(event: Event) -> bytes:
    """Encode an event canonically."""
    message: dict[str, object] = {
        "id": event.id,
        "stream": event.stream,
        "at": event.at,
        "author": event.author,
        "kind": type(event.body).__name__,
        "body": _body_members(event.body),
    }
    if event.act is not None:
        message["act"] = event.act
    if event.undoes is not None:
        message["undoes"] = event.undoes
    return canonical(message)


def decode_event(raw: bytes | msgspec.Raw) -> Event:
    """Decode an event; raise :class:`WireError` for anything that is not exactly one."""
    envelope = read(_envelopes, raw, "event")
    kind = _KINDS.get(envelope.kind)
    if kind is None:
        raise WireError("kind: unknown event")
    body = _decode_body(kind, envelope.body)
    _refuse_ambiguous(raw)
    return Event(
        id=envelope.id,
        stream=envelope.stream,
        at=_utc(envelope.at),
        author=envelope.author,
        body=body,
        act=envelope.act,
        undoes=envelope.undoes,
    )


def _utc(at: datetime) -> datetime:
    if at.tzinfo is UTC:
        return at
    if at.tzinfo is None:
        raise WireError("at: without a time zone")
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise WireError("at: outside of the years 1 to 9999") from None


def _body_members(body: Act) -> object:
    if isinstance(body, Revision):
        changes = {name: [c.was, c.now] for name, c in body.changes.items()}
        return {"record": body.record, "changes": changes, "settles": body.settles}
    return body


def _decode_body(kind: type[Act], raw: msgspec.Raw) -> Act:
    if issubclass(kind, Revision):
        message = read(_revisions, raw, "body")
        changes = {
            name: Change(
                was=read_field(kind.REVISES, name, was),
                now=read_field(kind.REVISES, name, now),
            )
            for name, (was, now) in message.changes.items()
        }
        return kind(record=message.record, changes=changes, settles=message.settles)
    if issubclass(kind, Voiding):
        voiding = read(_voidings, raw, "body")
        seen = {name: read_field(kind.VOIDS, name, was) for name, was in voiding.was.items()}
        return kind(record=voiding.record, reason=voiding.reason, was=seen)
    body: Act = read(_body_decoder(kind), raw, "body")
    _refuse_unknown(read(_anything, raw, "body"), msgspec.to_builtins(body), "body")
    return body


@cache
def _body_decoder(kind: type[Act]) -> msgspec.json.Decoder[Act]:
    return msgspec.json.Decoder(kind)


def _refuse_unknown(given: object, known: object, path: str) -> None:
    """Refuse a member that the decoded value does not have; dataclasses would let it pass."""
    if isinstance(given, dict) and isinstance(known, dict):
        for name, value in given.items():
            if name not in known:
                raise WireError(f"{path}.{name}: unknown member")
            _refuse_unknown(value, known[name], f"{path}.{name}")
    elif isinstance(given, list) and isinstance(known, list | tuple):
        for number, (item, other) in enumerate(zip(given, known, strict=True)):
            _refuse_unknown(item, other, f"{path}[{number}]")


def _refuse_ambiguous(raw: bytes | msgspec.Raw) -> None:
    """Refuse what two readers of JSON could take for two different events."""
    given = bytes(raw)
    # Read and written again it is the same: so nothing stands in it twice, and nearly every event
    # is like this. Looking at each member by itself takes twice as long.
    again = _encoder.encode(read(_anything, given, "event"))
    if again == given and _MAY_BE_LARGE not in given.translate(_NO_DIGIT_BUT_ZERO):
        return

    def members(pairs: list[tuple[str, object]]) -> None:
        if len({name for name, _ in pairs}) < len(pairs):
            raise WireError("event: a member is named twice")

    def whole(digits: str) -> None:
        if not -_LARGEST <= int(digits) <= _LARGEST:
            raise WireError("event: a number beyond 64 bits")

    json.loads(given, object_pairs_hook=members, parse_int=whole)
