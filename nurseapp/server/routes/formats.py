"""How the bodies of a route are written: JSON, or MessagePack where they hold a file's bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from nurseapp.wire.messages import Answer

Decoder = msgspec.json.Decoder[Any] | msgspec.msgpack.Decoder[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way to write bodies, by its media type."""

    media_type: str
    decoder: Callable[[Any], Decoder]
    encode: Callable[[Answer], bytes]


JSON = Format(
    media_type="application/json",
    decoder=msgspec.json.Decoder,
    encode=msgspec.json.Encoder().encode,
)
PACKED = Format(
    media_type="application/msgpack",
    decoder=msgspec.msgpack.Decoder,
    encode=msgspec.msgpack.Encoder().encode,
)
