"""The digest of a stream: what both ends must agree on when they hold the same records.

The sum modulo 2^128 of the first 16 bytes of SHA-256 over the canonical JSON array
``[record_id, rev, deleted, kind, schema, body]``, over the stream's current records. A sum, so
that one changed record costs one subtraction and one addition.
"""

from __future__ import annotations

from hashlib import sha256

from nurseapp.wire.canonical import WireError, canonical

_MODULUS = 1 << 128


def term(record_id: str, rev: int, deleted: bool, kind: str, schema: int, body: bytes) -> int:
    """Give what one record adds; ``body`` is canonical already."""
    head = canonical((record_id, rev, deleted, kind, schema))[:-1]
    return int.from_bytes(sha256(b"%s,%s]" % (head, body)).digest()[:16], "big")


def combined(digest: int, *, added: int, removed: int = 0) -> int:
    """Give the digest after terms were added and removed."""
    return (digest + added - removed) % _MODULUS


def as_text(digest: int) -> str:
    """Write a digest as 32 hexadecimal digits."""
    return f"{digest:032x}"


def from_text(text: str) -> int:
    """Read a digest; raise :class:`WireError` for anything that is not hexadecimal."""
    try:
        return int(text, 16)
    except ValueError:
        raise WireError("digest: not hexadecimal") from None
