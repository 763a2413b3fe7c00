"""Canonical JSON: one value, one sequence of bytes, on whatever machine."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurseapp.domain.apply import RECORDS
from nurseapp.domain.events import Event
from nurseapp.domain.streams import Record
from nurseapp.wire.canonical import canonical
from nurseapp.wire.events import encode_event
from nurseapp.wire.records import encode_record
from tests.domain.strategies import events, records

texts = st.text(st.characters(codec="utf-8"))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def normal(value: Any) -> Any:
    """Normalise every text in a value, in the simplest way that could be right."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [normal(item) for item in value]
    if isinstance(value, dict):
        return {normal(name): normal(member) for name, member in value.items()}
    return value


def by_the_book(value: Any) -> bytes:
    """Encode canonically by the standard library alone."""
    text = json.dumps(
        normal(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def floats(value: Any) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    for inner in value.values() if isinstance(value, dict) else ():
        yield from floats(inner)
    for inner in value if isinstance(value, list) else ():
        yield from floats(inner)


@given(values)
def test_the_bytes_are_those_that_the_standard_library_writes(value: Any) -> None:
    assert canonical(value) == by_the_book(value)


@given(st.sampled_from(RECORDS).flatmap(records))
def test_a_record_is_written_canonically_and_without_floats(record: Record) -> None:
    raw = encode_record(record)
    assert raw == by_the_book(json.loads(raw))
    assert list(floats(json.loads(raw))) == []


@given(events())
def test_an_event_is_written_canonically_and_without_floats(event: Event) -> None:
    raw = encode_event(event)
    assert raw == by_the_book(json.loads(raw))
    assert list(floats(json.loads(raw))) == []


@pytest.mark.parametrize(
    ("value", "raw"),
    [
        ({"b": 1, "a": {"d": 2, "c": 3}}, b'{"a":{"c":3,"d":2},"b":1}'),
        ({"￿": 1, "😀": 2}, '{"￿":1,"😀":2}'.encode()),
        (["a", 1, None, True], b'["a",1,null,true]'),
        ("Ac\u0327u\u0301car", '"Açúcar"'.encode()),
        ({"cafe\u0301": [1, None, "cha\u0301"]}, '{"café":[1,null,"chá"]}'.encode()),
        (Decimal("7.50"), b'"7.50"'),
        (date(2026, 3, 2), b'"2026-03-02"'),
        (datetime(2026, 3, 2, 9, 30, tzinfo=UTC), b'"2026-03-02T09:30:00Z"'),
        (2**70, b"1180591620717411303424"),
        ('"\\/\x00\x1f\x7f', b'"\\"\\\\/\\u0000\\u001f\x7f"'),
    ],
)
def test_members_are_sorted_text_is_composed_and_no_space_is_spent(value: Any, raw: bytes) -> None:
    assert canonical(value) == raw


# Every character that JSON writes with a letter or digit at its end, before an accent that melts
# into such a letter.
ESCAPED = [chr(n) for n in range(32)]
ACCENTS = ["\u0303", "\u0301", "\u0307", "\u0308", "\u0327"]


@pytest.mark.parametrize("accent", ACCENTS)
def test_an_accent_behind_a_line_break_does_not_melt_into_the_escape(accent: str) -> None:
    for control in ESCAPED:
        text = f"Dor{control}{accent}de cabeça"
        assert json.loads(canonical(text)) == text
        assert json.loads(canonical({text: [text]})) == {text: [text]}
