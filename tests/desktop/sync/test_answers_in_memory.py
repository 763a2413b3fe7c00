"""Answers go from memory as soon as they are read: a first fill has many large ones."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import msgspec
import pytest
from urllib3 import HTTPResponse

from nurseapp.desktop.sync.http_transport import HttpTransport
from nurseapp.desktop.sync.line import Answer
from nurseapp.wire.messages import PullAnswer, PullRequest, StreamCursor
from tests.desktop.sync.canned import served


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Leave alone what refers to itself."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
def test_an_answer_that_was_read_waits_for_no_collector() -> None:
    with served() as canned:
        canned.headers = {"Nurseapp-Protocol": "1"}
        canned.body = msgspec.json.encode(PullAnswer(epoch="e", streams=()))
        transport = HttpTransport(canned.url, "a-token", "device-1")
        transport.pull(PullRequest(epoch="e", streams=(StreamCursor(id="case-1.care", after=0),)))
        kept = [held for held in gc.get_objects() if type(held) in {Answer, HTTPResponse}]
        transport.close()
    assert kept == []
