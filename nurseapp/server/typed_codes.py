"""Codes that people are given on paper or by telephone, and type: written so, and stored hashed.

Long enough that a hash tells nobody a code. Called by the second factor and by enrolment.
"""

from __future__ import annotations

import base64
from hashlib import sha256


def readable(secret: bytes) -> str:
    """Write random bytes as a code, in groups of four letters and digits."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def plain(typed: str) -> str:
    """Give a code as it is however it was typed: in small letters, with spaces, without hyphens."""
    return "".join(typed.split()).replace("-", "").upper()


def hash_of(code: str) -> bytes:
    """Give what is stored of a code."""
    return sha256(plain(code).encode("utf-8", "surrogatepass")).digest()
