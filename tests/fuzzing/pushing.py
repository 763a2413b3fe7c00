"""Bad requests to the real API on the real PostgreSQL."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import httpx

from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server.app import build_app
from nurseapp.server.settings import Enrolment, Settings
from nurseapp.wire.events import encode_event
from tests.fuzzing.mutating import spoiled
from tests.server.organisation import CHEAP, PASSWORD, UNPACED, Organisation

DEVICE = "desk-of-amara"
_TOO_LARGE = 1_200_000
_JSON = {"Content-Type": "application/json"}
_REQUESTS: Mapping[str, Mapping[str, object]] = {
    "/v1/sync/pull": {"streams": [{"id": "a.care", "after": 0}], "max_bytes": 1000},
    "/v1/sync/streams/status": {"streams": ["a.care", "b.care"]},
    "/v1/sync/replay": {"device": DEVICE, "entries": []},
    "/v1/sync/commands/done": {"done": ["a", "b"]},
    "/v1/session": {"user": "amara", "password": "wrong", "device": DEVICE},
}


@dataclass(slots=True)
class Told:
    """What the server answered.

    Attributes:
        statuses: of answers; ``results`` of events; ``problems`` by code, as they were answered.
        faults: what must not be.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    results: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Say it in lines of the report."""
        return [
            f"- requests: {self.statuses.total():,}, faults: {len(self.faults)}",
            f"- answers: {_counted(self.statuses)}",
            f"- problems, each answered with its document and counted: {_counted(self.problems)}",
            f"- what became of events: {_counted(self.results)}",
            *(f"- fault: {fault}" for fault in self.faults[:20]),
        ]


def push_badly(organisation: Organisation, count: int, seed: int) -> Told:
    """Send bad requests, and good events beside bad ones; say what came of it."""
    logging.disable(logging.CRITICAL)
    try:
        return asyncio.run(_Fuzz(organisation, seed).run(count))
    finally:
        logging.disable(logging.NOTSET)


class _Fuzz:
    def __init__(self, organisation: Organisation, seed: int) -> None:
        self._organisation = organisation
        self._chance = Random(seed)  # noqa: S311  # the same every time
        self._told = Told()
        self._mine = [organisation.open_case("amara") for _ in range(3)]
        self._foreign = organisation.open_case("joseph", "south")
        self._sent: list[bytes] = []

    async def run(self, count: int) -> Told:
        """Ask so many times."""
        settings = Settings(enrolment=Enrolment.OPEN, hash_cost=CHEAP, limits=UNPACED)
        app = build_app(self._organisation.engine, settings, self._organisation.clock)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
            request = {"user": "amara", "password": PASSWORD, "device": DEVICE}
            token = (await client.post("/v1/session", json=request)).json()["token"]
            client.headers["Authorization"] = f"Bearer {token}"
            epoch = (await client.get("/v1/sync/manifest")).json()["epoch"]
            for _ in range(count):
                if self._chance.random() < 0.75:
                    await self._push(client, epoch)
                else:
                    await self._ask(client, epoch)
        answered, counted = self._told.problems, Counter(app.state.problems)
        if answered != counted:
            self._told.faults.append(f"problems {answered} were counted as {counted}")
        self._told.faults += [f"{name} is damaged" for name in self._organisation.faults()]
        return self._told

    async def _push(self, client: httpx.AsyncClient, epoch: str) -> None:
        """Send a good event among bad ones; alone, where the whole is refused for them."""
        good = self._note(self._chance.choice(self._mine))
        events = [self._bad() for _ in range(self._chance.randint(1, 4))]
        events.insert(self._chance.randint(0, len(events)), encode_event(good))
        if not await self._sent_as(client, epoch, events, good):
            await self._sent_as(client, epoch, [encode_event(good)], good)
        self._sent.append(encode_event(good))

    async def _sent_as(
        self, client: httpx.AsyncClient, epoch: str, events: Sequence[bytes], good: Event
    ) -> bool:
        """Push; tell whether the push was taken, and check that the good event got through."""
        head = json.dumps({"epoch": epoch, "device": DEVICE})[:-1].encode()
        body = head + b', "events": [' + b",".join(events) + b"]}"
        answer = await client.post("/v1/sync/push", content=body, headers=_JSON)
        self._note_answer(answer, "/v1/sync/push")
        if answer.status_code != 200:
            if len(events) == 1:
                self._told.faults.append(f"a good push was answered {answer.status_code}")
            return False
        results = answer.json()["results"]
        self._told.results.update(r["reason"] or r["status"] for r in results)
        statuses = {r["status"] for r in results if r["id"] == good.id}
        if statuses != {"applied"}:
            self._told.faults.append(f"a good event was {statuses or 'not'} decided")
        return True

    async def _ask(self, client: httpx.AsyncClient, epoch: str) -> None:
        """Ask something else, badly."""
        path = self._chance.choice(sorted(_REQUESTS))
        sound = {**_REQUESTS[path]}
        if path not in ("/v1/session", "/v1/sync/commands/done"):
            sound["epoch"] = epoch
        body = spoiled(self._chance, json.dumps(sound).encode())
        self._note_answer(await client.post(path, content=body, headers=_JSON), path)

    def _note_answer(self, answer: httpx.Response, path: str) -> None:
        self._told.statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            self._told.faults.append(f"{path} was answered {answer.status_code}")
        elif answer.status_code >= 400:
            document = answer.json()
            self._told.problems[document["code"]] += 1
            if set(document) != {"type", "title", "status", "code", "detail"}:
                self._told.faults.append(f"{path} was answered with no problem document")

    def _bad(self) -> bytes:
        """Make an event that is bad in one of the ways there are."""
        ways: Sequence[Callable[[], bytes]] = (
            self._spoiled,
            self._spoiled,
            self._spoiled,
            self._foreign_one,
            self._re_signed,
            self._again,
            self._forked,
            self._oversized,
        )
        return self._chance.choice(ways)()

    def _spoiled(self) -> bytes:
        return spoiled(self._chance, encode_event(self._note(self._chance.choice(self._mine))))

    def _foreign_one(self) -> bytes:
        return encode_event(self._note(self._foreign))

    def _re_signed(self) -> bytes:
        event = encode_event(self._note(self._chance.choice(self._mine)))
        return event.replace(b'"author":"amara"', b'"author":"joseph"')

    def _again(self) -> bytes:
        return self._chance.choice(self._sent) if self._sent else self._spoiled()

    def _forked(self) -> bytes:
        return self._again().replace(b"Called", b"Was told")

    def _oversized(self) -> bytes:
        if self._chance.random() < 0.9:
            return self._spoiled()
        return encode_event(self._note(self._mine[0], text="x" * _TOO_LARGE))

    def _note(self, case: CaseId, text: str = "Called.") -> Event:
        note = NoteWritten(note=RecordId(self._organisation.new_id()), text=text)
        event = self._organisation.act("amara", case, note)
        assert event.stream == stream_of(case, StreamKind.CARE)
        return event


def _counted(counter: Counter[int] | Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counter.items(), key=str))
