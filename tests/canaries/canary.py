"""The canaries: forty values that nothing else in the world holds, and what they look like.

All begin alike, so that one search finds every one of them, cut off at the end or not: words with
:data:`WORD`, numbers with :data:`NUMBER`.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from urllib.parse import quote

WORD = "Zqxkovran"
NUMBER = "704173391"
KINDS = (
    *("family name", "given name", "second family name", "second given name", "city"),
    *("condition", "condition that was refuted", "medication", "dosage", "allergy", "reaction"),
    *("measurement", "finding in words", "stay", "practitioner", "value in a broken bundle"),
    *("what was searched", "problem", "goal in the member's words", "outcome", "owner"),
    *("intervention", "barrier", "note", "note that was copied", "half-typed note"),
    *("whom was talked to", "what was said", "whom item 9 was told", "why item 9 was not asked"),
    *("title of a document", "file name", "text of a document", "why a note was an error"),
    *("bug", "passphrase", "wrong passphrase", "password", "phone", "member number"),
)
_SECRETS = ("passphrase", "wrong passphrase", "password")
_NUMBERS = ("phone", "member number")


def _value(number: int, kind: str) -> str:
    if kind in _NUMBERS:
        return f"{NUMBER}{number:03}"
    word = f"{WORD}{chr(ord('a') + number // 26)}{chr(ord('a') + number % 26)}"
    return f"{word} of quiet herons" if kind in _SECRETS else word


CANARIES: Mapping[str, str] = MappingProxyType(
    {kind: _value(number, kind) for number, kind in enumerate(KINDS)}
)


@cache
def needles() -> tuple[bytes, ...]:
    """Give the beginnings in every form in which a program may have written them."""
    texts = {form for text in (WORD, NUMBER) for form in _cases(text)}
    return tuple(sorted({form for text in texts for form in _forms(text)}))


def found_in(content: bytes) -> list[str]:
    """Name the canaries in some bytes, by kind where it can be told, each once."""
    hits: dict[str, None] = {}
    for needle in needles():
        at = content.find(needle)
        while at != -1:
            hits[_kind(content[at : at + 60])] = None
            at = content.find(needle, at + 1)
    return sorted(hits)


def _cases(text: str) -> Iterator[str]:
    yield from {text, text.lower(), text.upper()}


def _forms(text: str) -> Iterator[bytes]:
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in text)
    percent = "".join(f"%{ord(letter):02X}" for letter in text)
    yield from (text.encode(), escaped.encode(), percent.encode(), quote(text).encode())
    yield from (percent.lower().encode(), text[::-1].encode())
    for plain in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
        yield plain
        yield from (plain.hex().encode(), plain.hex().upper().encode())
        for lead in range(3):
            coded = base64.b64encode(bytes(lead) + plain)
            # What neighbours share with it is left out: the first letters, and the last three.
            inner = coded[-(-lead * 8 // 6) : len(coded) // 4 * 4 - 4]
            yield from (inner, inner.translate(bytes.maketrans(b"+/", b"-_")))


def _kind(around: bytes) -> str:
    plain = re.sub(rb"[^0-9a-z]", b"", around.lower()).decode()
    for kind, value in CANARIES.items():
        if plain.startswith(value.lower().partition(" ")[0]):
            return kind
    return "one that is coded or cut off"
