"""Canonical JSON: the bytes that are stored, hashed and sent, the same on both ends.

UTF-8, members sorted, no spaces, decimals as strings, text in NFC. Called by the codecs only.
"""

from __future__ import annotations

import unicodedata

import msgspec


class WireError(ValueError):
    """A message that cannot be read; the text names the member and the reason, never a value."""


_encoder = msgspec.json.Encoder(order="sorted", decimal_format="string")


def canonical(value: object) -> bytes:
    """Encode a value canonically."""
    raw = _encoder.encode(value)
    if raw.isascii():
        return raw
    text = raw.decode()
    normal = unicodedata.normalize("NFC", text)
    return raw if normal == text else normal.encode()
