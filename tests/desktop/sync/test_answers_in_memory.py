"""Answers go from memory as soon as they are read: a first fill has many large ones."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import httpx
import msgspec
import pytest

from nurseapp.desktop.sync.http_transport import HttpTransport
from nurseapp.wire.messages import PullAnswer, PullRequest, StreamCursor
from tests.desktop.sync.canned import served


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Leave alone what refers to itself."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
def test_an_answer_that_was_read_waits_for_no_collector() -> None:
    seen: list[weakref.ref[httpx.Response]] = []
    client = httpx.Client(event_hooks={"response": [lambda r: seen.append(weakref.ref(r))]})
    with served() as canned:
        canned.headers = {"Nurseapp-Protocol": "1"}
        canned.body = msgspec.json.encode(PullAnswer(epoch="e", streams=()))
        transport = HttpTransport(canned.url, "a-token", "device-1", client)
        transport.pull(PullRequest(epoch="e", streams=(StreamCursor(id="case-1.care", after=0),)))
        transport.close()
    assert [answer() for answer in seen] == [None]
