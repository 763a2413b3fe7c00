"""Ways to spoil JSON: its bytes, its values, its form."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

NASTY: Sequence[Any] = (
    None,
    True,
    0,
    -1,
    1 << 31,
    (1 << 63) - 1,
    1 << 63,
    1 << 200,
    -(1 << 63),
    1.5,
    1e308,
    "",
    "\0",
    "\x1b[2J",
    "‮",
    "é",
    "x" * 5_000,
    "'; DROP TABLE record; --",
    "../../etc/passwd",
    "9999-12-31T23:59:59.999999-23:59",
    "0001-01-01T00:00:00+23:59",
    [],
    {},
    [[]],
    {"": {}},
    {"record": {"record": "x"}},
)
DEEP = 3_000


def spoiled(chance: Random, sound: bytes) -> bytes:
    """Spoil a document in one or more ways."""
    ways: Sequence[Callable[[Random, bytes], bytes]] = (_value, _value, _member, _bytes, _cut)
    for _ in range(chance.randint(1, 3)):
        sound = chance.choice((*ways, _nested, _twice))(chance, sound)
    return sound


def _value(chance: Random, raw: bytes) -> bytes:
    """Put something nasty in the place of some value."""
    return _changed(raw, lambda holder, key: holder.__setitem__(key, chance.choice(NASTY)), chance)


def _member(chance: Random, raw: bytes) -> bytes:
    """Leave a member out."""
    return _changed(raw, lambda holder, key: holder.__delitem__(key), chance)


def _changed(raw: bytes, change: Callable[[Any, Any], None], chance: Random) -> bytes:
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError):
        return raw
    places = list(_places(document))
    if not places:
        return raw
    change(*chance.choice(places))
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _places(value: Any) -> list[tuple[Any, Any]]:
    """List every place of a document as its holder and its key."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        if isinstance(holder, dict):
            keys: Sequence[Any] = list(holder)
        elif isinstance(holder, list):
            keys = range(len(holder))
        else:
            continue
        found += [(holder, key) for key in keys]
        waiting += [holder[key] for key in keys]
    return found


def _bytes(chance: Random, raw: bytes) -> bytes:
    """Flip some bytes."""
    spoilt = bytearray(raw)
    for _ in range(chance.randint(1, 4)):
        if spoilt:
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def _cut(chance: Random, raw: bytes) -> bytes:
    """Cut the end off."""
    return raw[: chance.randrange(len(raw) + 1)]


def _nested(chance: Random, raw: bytes) -> bytes:
    """Nest something deeper than anybody reads."""
    at = chance.randrange(len(raw) + 1)
    opening = chance.choice((b"[", b'{"a":'))
    return raw[:at] + opening * DEEP + raw[at:]


def _twice(chance: Random, raw: bytes) -> bytes:
    """Say some of it twice."""
    begin = chance.randrange(len(raw) + 1)
    end = chance.randint(begin, min(len(raw), begin + 400))
    return raw[:end] + raw[begin:end] + raw[end:]
