"""The digest of a stream: what both ends must agree on when they hold the same records.

The sum modulo 2^128 of the first 16 bytes of SHA-256 over the canonical JSON array
``[record_id, rev, deleted, kind, schema, body]``, over the stream's current records. A sum, so
that one changed record costs one subtraction and one addition.
"""

from __future__ import annotations

from hashlib import sha256

_MODULUS = 1 << 128


def term(record_id: str, rev: int, deleted: bool, kind: str, schema: int, body: bytes) -> int:
    """Give what one record adds; ids and kinds are plain ASCII by construction."""
    head = f'["{record_id}",{rev},{"true" if deleted else "false"},"{kind}",{schema},'
    return int.from_bytes(sha256(b"%s%s]" % (head.encode(), body)).digest()[:16], "big")


def combined(digest: int, *, added: int, removed: int = 0) -> int:
    """Give the digest after terms were added and removed."""
    return (digest + added - removed) % _MODULUS


def as_text(digest: int) -> str:
    """Write a digest as 32 hexadecimal digits."""
    return f"{digest:032x}"


def from_text(text: str) -> int:
    """Read a digest."""
    return int(text, 16)
