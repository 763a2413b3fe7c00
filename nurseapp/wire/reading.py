"""Reading typed JSON: whatever is wrong with it becomes a :class:`WireError`.

Called by the codecs of events and of records only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import TypeVar, get_type_hints

import msgspec

from nurseapp.domain.revising import FieldValue
from nurseapp.wire.canonical import WireError

T = TypeVar("T")
_UNKNOWN_VALUE = re.compile(r"(?s)^Invalid enum value .*?( - at (?:`key` in )?`[^`]*`)?$")


def read(decoder: msgspec.json.Decoder[T], raw: bytes | msgspec.Raw, member: str) -> T:
    """Decode one member of a message; raise :class:`WireError` where it does not fit."""
    try:
        return decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        # msgspec quotes an unknown enum value: it may be a patient's, so neither it nor the
        # error that holds it goes on.
        reason = _UNKNOWN_VALUE.sub(r"Invalid enum value\1", str(error))
        raise WireError(f"{member}: {reason}") from None


def read_field(record: type, name: str, raw: msgspec.Raw) -> FieldValue:
    """Decode a value of one field of a record; raise :class:`WireError` for an unknown field."""
    decoder = _field_decoders(record).get(name)
    if decoder is None:
        raise WireError(f"{name}: unknown member")
    return read(decoder, raw, name)


@cache
def _field_decoders(record: type) -> Mapping[str, msgspec.json.Decoder[FieldValue]]:
    hints = get_type_hints(record)
    return {f.name: msgspec.json.Decoder(hints[f.name]) for f in fields(record)}
