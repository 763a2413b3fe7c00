"""The messages around events and records: requests are strict, answers may grow."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from nurseapp.wire import messages
from nurseapp.wire.messages import (
    Answer,
    BrowserSessionRequest,
    Command,
    CommandsDone,
    EventResult,
    Health,
    Lease,
    Manifest,
    News,
    OidcProvider,
    Person,
    Problem,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    RefreshAnswer,
    RefreshRequest,
    Rejection,
    ReplayAnswer,
    ReplayRequest,
    Request,
    Revocation,
    Row,
    SchemaRange,
    SealedEntry,
    SessionAnswer,
    SessionRequest,
    StatusAnswer,
    StatusRequest,
    StreamCursor,
    StreamPage,
    StreamState,
)

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
ZERO = "0" * 32
PERSON = Person(id="nurse.ana", name="Ana Lima", roles=("nurse",), team="north")
PAGE = StreamPage(
    id="case-1.care",
    rows=(
        Row(
            id="note-1",
            kind="note",
            rev=7,
            deleted=False,
            schema=1,
            body=msgspec.Raw(b'{"z":1,"a":[2.50]}'),
        ),
    ),
    upto=7,
    more=False,
    head=7,
    digest=ZERO,
)
ALL: tuple[Request | Answer, ...] = (
    SessionRequest(user="ana", password="secret", device="laptop-1"),
    PERSON,
    SessionAnswer(
        token="t",
        expires_at=AT,
        person=PERSON,
        organisation="Example",
        is_example=True,
        server_id="s",
    ),
    SchemaRange(min=1, current=1),
    StreamState(id="case-1.care", kind="care", mode="write", head=7, digest=ZERO, priority=0),
    Manifest(epoch="e", server_time=AT, schema=SchemaRange(min=1, current=1), streams=()),
    News(
        manifest=Manifest(
            epoch="e", server_time=AT, schema=SchemaRange(min=1, current=1), streams=()
        ),
        standing="0" * 64,
        pages=(PAGE,),
        after=(0,),
    ),
    Revocation(id="case-2.care", revocation="r-1", reason="reassigned", token=bytes(64)),
    Lease(until=AT, token=bytes(64)),
    Command(id="c-1", kind="refill", token=bytes(64), streams=("case-1.care",)),
    CommandsDone(done=("c-1",)),
    StreamCursor(id="case-1.care", after=0),
    PullRequest(epoch="e", streams=(StreamCursor(id="case-1.care", after=0),)),
    PAGE.rows[0],
    PAGE,
    PullAnswer(epoch="e", streams=(PAGE,), gone=("case-2.care",)),
    PushRequest(epoch="e", device="laptop-1", events=(msgspec.Raw(b'{"b":1,"a":2}'),)),
    EventResult(id="e1", status="refused", rev=3, reason="stale"),
    PushAnswer(epoch="e", results=(EventResult(id="e1", status="applied", rev=3),)),
    SealedEntry(event="e1", sealed=bytes(80), status="applied", rev=3, epoch="d"),
    ReplayRequest(epoch="e", device="laptop-1", entries=(SealedEntry(event="e1", sealed=b""),)),
    Rejection(id="e1", reason="bad_receipt"),
    ReplayAnswer(epoch="e", results=(EventResult(id="e1", status="applied", rev=3),)),
    RefreshRequest(refresh="r", signature=bytes(64)),
    OidcProvider(
        issuer="https://id.example",
        authorization_endpoint="https://id.example/authorize",
        client_id="nurseapp",
        scope="openid",
    ),
    BrowserSessionRequest(
        code="c",
        redirect_uri="http://127.0.0.1:4711/signed-in",
        verifier="v",
        nonce="n",
        device="laptop-1",
        user="ana",
    ),
    RefreshAnswer(token="t", expires_at=AT, refresh="s"),
    StatusRequest(epoch="e", streams=("case-1.care",)),
    StatusAnswer(epoch="e", visible=(), gone=("case-1.care",)),
    Problem(type="about:blank", title="Not found", status=404, code="not_found", detail="No."),
    Health(status="ok", version="0.1.0", schema=SchemaRange(min=1, current=1), server_time=AT),
)
by_message = pytest.mark.parametrize("message", ALL, ids=lambda m: type(m).__name__)


def test_every_message_is_tried_here() -> None:
    defined = {
        kind
        for _, kind in inspect.getmembers(messages, inspect.isclass)
        if issubclass(kind, Request | Answer) and kind not in (Request, Answer)
    }
    assert defined == {type(message) for message in ALL}


@by_message
def test_a_message_is_read_as_it_was_written(message: Any) -> None:
    raw = msgspec.json.encode(message)
    again = msgspec.json.decode(raw, type=type(message))
    assert msgspec.json.encode(again) == raw


def test_bodies_and_events_cross_without_being_encoded_anew() -> None:
    page = msgspec.json.decode(msgspec.json.encode(PAGE), type=StreamPage)
    assert bytes(page.rows[0].body) == b'{"z":1,"a":[2.50]}'
    raw = b'{"epoch":"e","device":"d","events":[{"b": 1,"a":2}]}'
    assert bytes(msgspec.json.decode(raw, type=PushRequest).events[0]) == b'{"b": 1,"a":2}'


@by_message
def test_a_request_with_an_unknown_member_is_refused_and_an_answer_is_not(message: Any) -> None:
    grown = msgspec.json.decode(msgspec.json.encode(message))
    if isinstance(grown, list):
        grown.append("added in 2031")
    else:
        grown["added_in_2031"] = 1
    raw = msgspec.json.encode(grown)
    if isinstance(message, Request):
        with pytest.raises(msgspec.ValidationError, match="added_in_2031"):
            msgspec.json.decode(raw, type=type(message))
    else:
        assert msgspec.json.decode(raw, type=type(message))


@by_message
def test_a_message_is_frozen(message: Any) -> None:
    with pytest.raises(AttributeError):
        setattr(message, message.__struct_fields__[0], None)


def test_the_limits_are_those_of_the_protocol() -> None:
    assert (messages.MAX_EVENTS, messages.MAX_BODY) == (200, 1024 * 1024)
