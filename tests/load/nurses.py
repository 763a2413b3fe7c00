"""Nurses whose desktops are coroutines: sign in, push, manifest, pull, every so often."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

import httpx
import msgspec

from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, EventId, RecordId, UserId
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.streams import stream_of
from nurseapp.wire.events import encode_event
from tests.server.organisation import PASSWORD

HEADERS = {"Nurseapp-Protocol": "1", "Accept-Encoding": "zstd, gzip"}
JSON = {"Content-Type": "application/json"}


@dataclass(slots=True)
class Tally:
    """What all desktops met: seconds by kind of request, and every error by its name."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    is_counting: bool = False


@dataclass(slots=True)
class Nurse:
    """One nurse and her desktop.

    Attributes:
        heads: how far each stream is held.
        token: of her session.
    """

    login: str
    cases: Sequence[CaseId]
    line: httpx.AsyncClient
    tally: Tally
    chance: Random
    heads: dict[str, int] = field(default_factory=dict)
    token: str = ""
    epoch: str = ""
    etag: str = ""

    async def works(self, from_s: float, cycle_s: float, until_s: float) -> None:
        """Sign in, then run one round in each cycle, from a time of the loop until another."""
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, from_s - loop.time()))
        await self._guarded(self.signs_in)
        while from_s < until_s:
            await self._guarded(self.round)
            from_s += cycle_s
            await asyncio.sleep(max(0.0, from_s - loop.time()))

    async def signs_in(self) -> None:
        """Begin a session."""
        asked = {"user": self.login, "password": PASSWORD, "device": f"desk-of-{self.login}"}
        answer = await self._ask("sign-in", "POST", "/v1/session", msgspec.json.encode(asked))
        self.token = answer["token"]

    async def round(self) -> None:
        """Push a few notes, see what there is, fetch it, and find the notes in it."""
        if not self.epoch:
            await self._manifest()
        ids = [RecordId(self._new_id()) for _ in range(self.chance.randrange(1, 4))]
        notes = [self._note(note) for note in ids]
        body = {
            "epoch": self.epoch,
            "device": f"desk-of-{self.login}",
            "events": [msgspec.Raw(encode_event(note)) for note in notes],
        }
        answer = await self._ask("push", "POST", "/v1/sync/push", msgspec.json.encode(body))
        statuses = [result["status"] for result in answer["results"]]
        self._hold(statuses == ["applied"] * len(notes), f"push answered {statuses}")
        changed = await self._manifest()
        self._hold({note.stream for note in notes} <= changed, "the manifest lacks what was pushed")
        await self._pull(changed, set(ids))

    async def _manifest(self) -> set[str]:
        """Ask what there is; give the streams of which more is there than is held."""
        more = {"If-None-Match": self.etag} if self.etag else {}
        answer = await self._ask("manifest", "GET", "/v1/sync/manifest", headers=more)
        if not answer:
            return set()
        self.epoch = answer["epoch"]
        heads = {stream["id"]: stream["head"] for stream in answer["streams"]}
        changed = {name for name, head in heads.items() if head > self.heads.get(name, 0)}
        self._hold(len(heads) >= len(self.cases), "the manifest lacks cases")
        return changed

    async def _pull(self, streams: set[str], wanted: set[RecordId]) -> None:
        """Fetch streams, all pages of them, and hold that what is wanted was among the rows."""
        seen: set[str] = set()
        while streams:
            cursors = [{"id": name, "after": self.heads.get(name, 0)} for name in sorted(streams)]
            body = msgspec.json.encode({"epoch": self.epoch, "streams": cursors})
            answer = await self._ask("pull", "POST", "/v1/sync/pull", body)
            if not answer["streams"]:
                break
            for page in answer["streams"]:
                seen.update(row[0] for row in page["rows"])
                self.heads[page["id"]] = page["upto"]
                if not page["more"]:
                    streams.discard(page["id"])
        self._hold(wanted <= seen, "the pull lacks what was pushed")

    async def _ask(
        self,
        name: str,
        method: str,
        path: str,
        content: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        began = time.perf_counter()
        every = HEADERS | (JSON if content else {}) | dict(headers or {})
        if self.token:
            every["Authorization"] = f"Bearer {self.token}"
        response = await self.line.request(method, path, content=content, headers=every)
        if self.tally.is_counting:
            self.tally.seconds[name].append(time.perf_counter() - began)
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return None
        if not response.is_success:
            raise ValueError(f"{name} answered {response.status_code}")
        self.etag = response.headers.get("ETag", self.etag)
        return msgspec.json.decode(response.content)

    async def _guarded(self, job: Any) -> None:
        try:
            await job()
        except (httpx.HTTPError, ValueError, KeyError) as error:
            told = str(error) if isinstance(error, ValueError) else type(error).__name__
            self.tally.errors[told] += 1

    def _hold(self, is_so: bool, otherwise: str) -> None:
        if not is_so:
            raise ValueError(otherwise)

    def _note(self, note: RecordId) -> Event:
        case = self.chance.choice(self.cases)
        body = NoteWritten(note=note, text="Slept badly. " * 12)
        return Event(
            id=EventId(self._new_id()),
            stream=stream_of(case, body.STREAM),
            at=datetime.now(UTC),
            author=UserId(self.login),
            body=body,
        )

    def _new_id(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))
