"""An event is read exactly as it was written, or not at all."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurseapp.domain.apply import HANDLERS
from nurseapp.domain.events import Act, Event
from nurseapp.domain.note import NoteWritten
from nurseapp.wire.canonical import WireError
from nurseapp.wire.events import decode_event, encode_event
from tests.builders import NOON, event, note
from tests.domain.strategies import events_of
from tests.wire.samples import EVENTS

FEW = settings(max_examples=settings().max_examples // 10)
by_event = pytest.mark.parametrize("event", EVENTS, ids=lambda e: type(e.body).__name__)


def sample(kind: str) -> dict[str, Any]:
    """Give a sample as JSON that a test may spoil."""
    found = next(e for e in EVENTS if type(e.body).__name__ == kind)
    message: dict[str, Any] = json.loads(encode_event(found))
    return message


def read(message: object) -> Event:
    return decode_event(json.dumps(message).encode())


@pytest.mark.parametrize("kind", HANDLERS, ids=lambda kind: kind.__name__)
@FEW
@given(data=st.data())
def test_an_event_is_read_as_it_was_written(kind: type[Act], data: st.DataObject) -> None:
    written = data.draw(events_of(kind))
    assert decode_event(encode_event(written)) == written


@by_event
def test_an_event_is_read_from_the_middle_of_a_message(event: Event) -> None:
    message = msgspec.json.encode([msgspec.Raw(encode_event(event))])
    (raw,) = msgspec.json.decode(message, type=tuple[msgspec.Raw, ...])
    assert decode_event(raw) == event


def test_a_time_of_another_zone_is_read_in_utc() -> None:
    paulo = timezone(timedelta(hours=-3))
    written = event(NoteWritten(note=note().id, text="Called."), at=NOON.astimezone(paulo))
    read_again = decode_event(encode_event(written))
    assert read_again == written
    assert read_again.at.tzinfo is UTC


def test_members_that_may_be_absent_are_absent_when_there_is_nothing_to_say() -> None:
    message = sample("NoteWritten")
    assert {"act", "undoes"}.isdisjoint(message)
    assert sample("SafetyConcernRaised")["act"] == "act-1"
    assert sample("InterventionRevised")["undoes"] == "event-1"


def test_an_older_desktop_may_leave_out_what_has_a_default() -> None:
    message = sample("NoteWritten")
    del message["body"]["about"]
    assert read(message).body == NoteWritten(
        note=msgspec.convert(message["body"]["note"], str),  # type: ignore[arg-type]  # an id is text
        text=message["body"]["text"],
    )


def spoiled(kind: str, path: str, value: object) -> dict[str, Any]:
    """Give a sample with one member set to another value."""
    message = sample(kind)
    *parents, last = path.split(".")
    inner = message
    for parent in parents:
        inner = inner[parent]
    inner[last] = value
    return message


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("NoteWritten", "extra"),
        ("NoteWritten", "body.extra"),
        ("CaseOpened", "body.case.extra"),
        ("MemberRegistered", "body.member.extra"),
        ("ScreeningSigned", "body.policy.extra"),
        ("GoalRevised", "body.extra"),
        ("GoalRevised", "body.changes.extra"),
        ("GoalVoided", "body.extra"),
        ("GoalVoided", "body.was.extra"),
    ],
)
def test_a_member_that_this_version_does_not_know_is_refused(kind: str, path: str) -> None:
    with pytest.raises(WireError, match="extra"):
        read(spoiled(kind, path, ["x", "y"]))


def test_an_unknown_member_within_a_list_is_refused_with_its_place() -> None:
    message = sample("ScreeningSigned")
    message["body"]["policy"]["bands"][1]["extra"] = 1
    with pytest.raises(WireError, match=r"body\.policy\.bands\[1\]\.extra: unknown member"):
        read(message)


@pytest.mark.parametrize(
    ("kind", "path", "value", "told"),
    [
        ("NoteWritten", "kind", "NoteErased", "kind: unknown event"),
        ("NoteWritten", "kind", "Event", "kind: unknown event"),
        ("NoteWritten", "kind", None, "kind"),
        ("NoteWritten", "id", 7, r"\$\.id"),
        ("NoteWritten", "at", "yesterday", r"\$\.at"),
        ("NoteWritten", "at", 1772454896, r"\$\.at"),
        ("NoteWritten", "at", "2026-03-02T12:00:00", "at: without a time zone"),
        ("NoteWritten", "at", "0001-01-01T00:00:00+23:59", "at: outside"),
        ("NoteWritten", "at", "9999-12-31T23:59:59-23:59", "at: outside"),
        ("NoteWritten", "body", None, "body"),
        ("NoteWritten", "body", [], "body"),
        ("NoteWritten", "body.text", 5, r"body.*text"),
        ("NoteWritten", "body.text", None, r"body.*text"),
        ("GoalAdded", "body.due", "2026-02-30", r"body.*due"),
        ("GoalAdded", "body.importance", True, r"body.*importance"),
        ("GoalAdded", "body.importance", 1.5, r"body.*importance"),
        ("GoalAdded", "body.importance", "9", r"body.*importance"),
        ("GoalAdded", "body.importance", 2**63, "beyond 64 bits"),
        ("GoalAdded", "body.importance", -(2**63), "beyond 64 bits"),
        ("GoalAdded", "body.importance", 10**4000, "beyond 64 bits"),
        ("GoalRevised", "body.changes", [], "body"),
        ("GoalRevised", "body.changes.due", ["2026-06-01"], "body"),
        ("GoalRevised", "body.changes.due", ["2026-06-01", None, None], "body"),
        ("GoalRevised", "body.changes.due", ["2026-06-01", 5], "due"),
        ("GoalRevised", "body.changes.importance", [1, "2"], "importance"),
        ("GoalRevised", "body.settles", "conflict-1", "body"),
        ("GoalVoided", "body.was.due", 5, "due"),
        ("CaseRevised", "body.changes.tags", [["a"], "b"], "tags"),
        ("ScreeningSigned", "body.answers", {"9": "1"}, "answers"),
        ("ScreeningSigned", "body.policy.positive_at", {"neither": 3}, "positive_at"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_and_its_member_named(
    kind: str, path: str, value: object, told: str
) -> None:
    with pytest.raises(WireError, match=told):
        read(spoiled(kind, path, value))


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("GoalAdded", "body.status", "Maria Oliveira"),
        ("GoalRevised", "body.changes.status", ["planned", "Maria Oliveira"]),
        ("GoalVoided", "body.was.status", "Maria' Oliveira"),
        ("GoalAdded", "body.status", "Maria\n - at `$` 'Oliveira\""),
        ("ScreeningSigned", "body.policy.positive_at", {"Maria Oliveira": 3}),
        ("MemberRegistered", "body.member.birth_date", "Maria Oliveira"),
    ],
)
def test_an_error_never_tells_a_value(kind: str, path: str, value: object) -> None:
    with pytest.raises(WireError) as caught:
        read(spoiled(kind, path, value))
    assert "Oliveira" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("name", ["id", "body", "kind"])
def test_a_member_that_is_missing_is_refused(name: str) -> None:
    message = sample("NoteWritten")
    del message[name]
    with pytest.raises(WireError, match=name):
        read(message)


@by_event
def test_an_event_that_was_cut_off_anywhere_is_refused(event: Event) -> None:
    raw = encode_event(event)
    for length in range(len(raw)):
        with pytest.raises(WireError):
            decode_event(raw[:length])


@by_event
def test_an_event_with_something_behind_it_is_refused(event: Event) -> None:
    for rest in (b"x", b"{}", b",", b"\x00"):
        with pytest.raises(WireError):
            decode_event(encode_event(event) + rest)


@pytest.mark.parametrize(
    ("there", "twice"),
    [
        (b'"author":"nurse.ana"', b'"author":"nurse.ben","author":"nurse.ana"'),
        (b'"due":[', b'"due":[null,null],"due":['),
        (b'"record":"goal-1"', b'"record":"goal-2","record":"goal-1"'),
    ],
)
def test_a_member_that_is_named_twice_is_refused(there: bytes, twice: bytes) -> None:
    raw = encode_event(next(e for e in EVENTS if type(e.body).__name__ == "GoalRevised"))
    assert there in raw
    with pytest.raises(WireError, match="named twice"):
        decode_event(raw.replace(there, twice))


def raw_note(text: bytes) -> bytes:
    return (
        b'{"id":"e","stream":"case-1.care","at":"2026-03-02T12:00:00Z","author":"nurse.ana",'
        b'"kind":"NoteWritten","body":{"note":"n","text":' + text + b"}}"
    )


def test_the_note_that_the_next_test_spoils_is_fine() -> None:
    assert decode_event(raw_note(b'"\\u00e9 \\ud83d\\ude34"')).at == datetime(
        2026, 3, 2, 12, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text",
    [
        b"NaN",
        b"Infinity",
        b"-Infinity",
        b"1e999",
        b"-",
        b"01",
        b"1" * 400,
        b"9" * 100_000,
        b"[" * 200_000,
        b"[" * 200_000 + b"]" * 200_000,
        b'{"a":' * 200_000,
        b'"\\ud800"',
        b'"\\udc00 alone"',
        b'"\\ud83dx"',
        b'"\xff"',
        b'"\xc3"',
        b'"\xed\xa0\x80"',
        b'"\n"',
        b"'single'",
        b'"unfinished',
        b'"a" "b"',
        b"",
    ],
    ids=lambda text: text[:12].decode("latin-1") or "nothing",
)
def test_what_no_json_reader_should_swallow_is_refused(text: bytes) -> None:
    with pytest.raises(WireError):
        decode_event(raw_note(text))
    with pytest.raises(WireError):
        decode_event(raw_note(b'"a","extra":' + text))
    with pytest.raises(WireError):
        decode_event(text)


mutations = st.lists(
    st.tuples(st.integers(0, 2000), st.binary(max_size=3), st.integers(0, 3)),
    min_size=1,
    max_size=4,
)


@given(st.sampled_from(EVENTS), mutations)
def test_a_spoiled_event_is_read_as_some_event_or_refused_and_nothing_else(
    event: Event, spoils: list[tuple[int, bytes, int]]
) -> None:
    raw = encode_event(event)
    for place, put, taken in spoils:
        place %= len(raw)
        raw = raw[:place] + put + raw[place + taken :]
    try:
        found = decode_event(raw)
    except WireError:
        return
    assert decode_event(encode_event(found)) == found


@given(st.binary(max_size=64))
def test_noise_is_refused(raw: bytes) -> None:
    with pytest.raises(WireError):
        decode_event(raw)
