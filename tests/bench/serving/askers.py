"""What the generator sends: the same edits to floor and program, and the same deltas asked for.

Each connection is a nurse's computer with cases of its own, as in the field: whoever shares cases
waits for each other on either side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any, Protocol

import httpx
import msgspec
import psycopg
import zstandard

from nurseapp.domain.events import Event
from nurseapp.domain.ids import EventId, time_ordered_id
from nurseapp.domain.streams import stream_of
from nurseapp.wire.events import encode_event
from nurseapp.wire.messages import Manifest, PullAnswer, PushAnswer
from tests.bench.place import PASSWORD
from tests.bench.serving.generator import request
from tests.bench.workload import NURSE, Edit


class Asker(Protocol):
    """Writes the requests of one side, and reads its answers."""

    def push(self, turn: int, edits: Sequence[Edit]) -> bytes:
        """Send edits, as one computer of all."""

    def pushed(self, answer: bytes) -> int:
        """Tell how many edits an answer says that the side took."""

    def look(self) -> None:
        """Note how far everything has come."""

    def delta(self, turn: int) -> bytes:
        """Ask, as one computer, for all that has changed since."""

    def fetched(self, answer: bytes) -> int:
        """Tell how many records an answer to that brings."""


class FloorAsker:
    """Sends whole records, as the floor's desktop does."""

    def __init__(self, database: psycopg.Connection) -> None:
        self._database = database
        self._items: dict[str, list[Any]] = {}
        self._last = 0

    def push(self, turn: int, edits: Sequence[Edit]) -> bytes:
        changed = []
        for edit in edits:
            item = self._items[edit.record]
            *head, rev, record = item
            item[:] = [*head, rev + 1, {**record, edit.field: edit.now}]
            changed.append(item)
        return request("POST", "/push", {}, zstandard.compress(msgspec.json.encode(changed)))

    def pushed(self, answer: bytes) -> int:
        return int(answer)

    def look(self) -> None:
        found = self._database.execute("SELECT id, seq, body FROM item").fetchall()
        self._items = {str(record): msgspec.json.decode(body) for record, _, body in found}
        self._last = max(number for _, number, _ in found)

    def delta(self, turn: int) -> bytes:
        return request("GET", f"/pull?{self._last}", {})

    def fetched(self, answer: bytes) -> int:
        return len(msgspec.json.decode(answer, type=list[msgspec.Raw]))


class ProductAsker:
    """Sends events, as a nurse's desktop does, each connection signed in as a computer."""

    def __init__(self, url: str, connections: int) -> None:
        self._url = url
        self._chance = Random("events")  # noqa: S311  # the same in every run
        self._headers = [self._signed_in(_device(turn)) for turn in range(connections)]
        self._manifest = self._asked()

    def push(self, turn: int, edits: Sequence[Edit]) -> bytes:
        body = {
            "epoch": self._manifest.epoch,
            "device": _device(turn),
            "events": [msgspec.Raw(encode_event(self._event(edit))) for edit in edits],
        }
        packed = zstandard.compress(msgspec.json.encode(body))
        headers = {**self._headers[turn], "Content-Encoding": "zstd"}
        return request("POST", "/v1/sync/push", headers, packed)

    def pushed(self, answer: bytes) -> int:
        results = msgspec.json.decode(answer, type=PushAnswer).results
        return sum(result.status == "applied" for result in results)

    def look(self) -> None:
        self._manifest = self._asked()

    def delta(self, turn: int) -> bytes:
        now = {stream.id: stream.head for stream in self._asked().streams}
        body = {
            "epoch": self._manifest.epoch,
            "streams": [
                {"id": stream.id, "after": stream.head}
                for stream in self._manifest.streams
                if now[stream.id] > stream.head
            ],
        }
        return request("POST", "/v1/sync/pull", self._headers[turn], msgspec.json.encode(body))

    def fetched(self, answer: bytes) -> int:
        pages = msgspec.json.decode(answer, type=PullAnswer).streams
        return sum(len(page.rows) for page in pages)

    def _signed_in(self, device: str) -> Mapping[str, str]:
        asked = {"user": NURSE, "password": PASSWORD, "device": device}
        answer = httpx.post(f"{self._url}/v1/session", json=asked, trust_env=False)
        return {
            "Nurseapp-Protocol": "1",
            "Accept-Encoding": "zstd",
            "Authorization": f"Bearer {answer.raise_for_status().json()['token']}",
            "Content-Type": "application/json",
        }

    def _asked(self) -> Manifest:
        answer = httpx.get(
            f"{self._url}/v1/sync/manifest", headers=self._headers[0], trust_env=False
        )
        return msgspec.json.decode(answer.raise_for_status().content, type=Manifest)

    def _event(self, edit: Edit) -> Event:
        now, act = datetime.now(UTC), edit.act()
        return Event(
            id=EventId(time_ordered_id(now, self._chance.randbytes(10))),
            stream=stream_of(edit.case, act.STREAM),
            at=now,
            author=NURSE,
            body=act,
        )


def _device(turn: int) -> str:
    return f"bench-computer-{turn}"
