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
    if raw.isascii() or unicodedata.is_normalized("NFC", raw.decode()):
        return raw
    return _encoder.encode(_normal(msgspec.to_builtins(value)))


def _normal(value: object) -> object:
    """Normalise every text by itself: in JSON, an accent could meet the letter of an escape."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_normal(name): _normal(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    return value
