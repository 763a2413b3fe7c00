"""Names for the identities that cross the wire, and how new ones are made.

Ids are strings on every floor. Nothing here reads a clock or a random source:
callers hand both in, so that a seeded simulation makes the same ids twice.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import NewType

UserId = NewType("UserId", str)
TeamId = NewType("TeamId", str)
CaseId = NewType("CaseId", str)
RecordId = NewType("RecordId", str)
EventId = NewType("EventId", str)
StreamId = NewType("StreamId", str)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAMESPACE = uuid.UUID("6f0c1f0e-52a1-5a4e-9d3c-8a54a0c0b7aa")


def time_ordered_id(at: datetime, random: bytes) -> str:
    """Make a UUIDv7 (RFC 9562) from an aware time and ten random bytes."""
    milliseconds = (at - _EPOCH) // timedelta(milliseconds=1)
    value = (milliseconds & ((1 << 48) - 1)) << 80 | int.from_bytes(random[:10], "big")
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return str(uuid.UUID(int=value))


def derived_id(*parts: str) -> RecordId:
    """Derive the one id that these parts always give, so that a retry cannot double a record."""
    return RecordId(str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts))))
