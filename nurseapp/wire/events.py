"""The codec of events.

An event is one JSON object: ``id``, ``stream``, ``at``, ``author``, ``kind`` (the name of its
class), ``body``, and ``act`` and ``undoes`` where it has them. A revision's changes are written
``{"due": ["2026-12-01", "2026-12-15"]}``: was, now. Unknown members are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from typing import get_type_hints

import msgspec

from nurseapp.domain.apply import HANDLERS
from nurseapp.domain.events import Act, Event
from nurseapp.domain.ids import EventId, RecordId, StreamId, UserId
from nurseapp.domain.revising import Change, FieldValue, Revision, Voiding
from nurseapp.wire.canonical import WireError, canonical

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
    try:
        envelope = _envelopes.decode(raw)
        kind = _KINDS.get(envelope.kind)
        if kind is None:
            raise WireError("kind: unknown event")
        body = _decode_body(kind, envelope.body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise WireError(str(error)) from error
    if envelope.at.tzinfo is None:
        raise WireError("at: without a time zone")
    return Event(
        id=envelope.id,
        stream=envelope.stream,
        at=envelope.at.astimezone(UTC),
        author=envelope.author,
        body=body,
        act=envelope.act,
        undoes=envelope.undoes,
    )


def _body_members(body: Act) -> object:
    if isinstance(body, Revision):
        changes = {name: [c.was, c.now] for name, c in body.changes.items()}
        return {"record": body.record, "changes": changes, "settles": body.settles}
    return body


def _decode_body(kind: type[Act], raw: msgspec.Raw) -> Act:
    if issubclass(kind, Revision):
        message = _revisions.decode(raw)
        changes = {
            name: Change(
                was=_decode_field(kind.REVISES, name, was),
                now=_decode_field(kind.REVISES, name, now),
            )
            for name, (was, now) in message.changes.items()
        }
        return kind(record=message.record, changes=changes, settles=message.settles)
    if issubclass(kind, Voiding):
        voiding = _voidings.decode(raw)
        was = {name: _decode_field(kind.VOIDS, name, v) for name, v in voiding.was.items()}
        return kind(record=voiding.record, reason=voiding.reason, was=was)
    body: Act = _body_decoder(kind).decode(raw)
    _refuse_unknown(msgspec.json.decode(raw), msgspec.to_builtins(body), "body")
    return body


def _decode_field(record: type, name: str, raw: msgspec.Raw) -> FieldValue:
    decoder = _field_decoders(record).get(name)
    if decoder is None:
        raise WireError(f"body.{name}: unknown member")
    return decoder.decode(raw)


@cache
def _field_decoders(record: type) -> Mapping[str, msgspec.json.Decoder[FieldValue]]:
    hints = get_type_hints(record)
    return {f.name: msgspec.json.Decoder(hints[f.name]) for f in fields(record)}


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
