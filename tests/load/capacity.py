"""What the API can take at most, against the floor: G10 and G10c.

Both serve the same records from the same PostgreSQL, by turns. The floor is one process that
checks nothing; the program runs as many as it is told.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import httpx
import msgspec
import psycopg
import zstandard
from psycopg.conninfo import make_conninfo

from nurseapp.domain.events import Event
from nurseapp.domain.ids import EventId, time_ordered_id
from nurseapp.domain.streams import stream_of
from nurseapp.wire.events import encode_event
from tests.bench.place import PASSWORD, Place, open_place
from tests.bench.project import ROOT
from tests.bench.workload import NURSE, Edit
from tests.faults.api import Api
from tests.load.measures import Usage, percentile

CASES, EDITS, EDITED_CASES, DELTA = 100, 200, 20, 50
PACE_A_S, SENDERS = 20, 8

Send = Callable[[], Awaitable[None]]
NextRequest = Callable[[], httpx.Request]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: what it is called, its process, and how to make its next requests."""

    name: str
    pid: int
    push: NextRequest
    delta: NextRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one measure came to."""

    seconds: Sequence[float]
    wall_s: float
    cpu_s: float

    @property
    def rate(self) -> float:
        """How many went through in a second."""
        return len(self.seconds) / self.wall_s

    @property
    def cpu_ms(self) -> float:
        """CPU of the API for each."""
        return self.cpu_s / len(self.seconds) * 1e3


def run(seconds: float, workers: int, cases: int = CASES) -> list[str]:
    """Measure both sides by turns, each for so long; give lines for the report."""
    with open_place(cases) as place, _sides(place, workers) as sides:
        for side in sides:
            _closed(side, side.delta, 1.0)
        # Before the pushes, which would make the floor's deltas longer.
        deltas = [_closed(side, side.delta, seconds) for side in sides]
        for side in sides:
            _closed(side, side.push, 1.0)
        paced = [_paced(side, seconds) for side in sides]
        pushes = [_closed(side, side.push, seconds) for side in sides]
    floor, program = 0, 1
    p99 = [percentile(one.seconds, 99) * 1e3 for one in paced]
    return [
        f"- G10, pushes of {EDITS} edits at {PACE_A_S} a second: p99 {p99[program]:.0f} ms, floor"
        f" {p99[floor]:.0f} ms, ratio {p99[program] / p99[floor]:.2f}; CPU a push"
        f" {paced[program].cpu_ms:.1f} ms, floor {paced[floor].cpu_ms:.1f} ms, ratio"
        f" {paced[program].cpu_ms / paced[floor].cpu_ms:.2f}",
        f"- G10c, {SENDERS} senders: pushes of {EDITS} {pushes[program].rate:.1f} a second, floor"
        f" {pushes[floor].rate:.1f}, ratio {pushes[program].rate / pushes[floor].rate:.2f};"
        f" records accepted {pushes[program].rate * EDITS:,.0f} a second",
        f"- G10c, {SENDERS} readers: deltas of {DELTA} records {deltas[program].rate:.0f} a second,"
        f" floor {deltas[floor].rate:.0f}, ratio {deltas[program].rate / deltas[floor].rate:.2f}",
        f"- {workers} processes of the program, 1 of the floor, beside the generator and the"
        " PostgreSQL of both on the same processors",
    ]


def _paced(side: Side, seconds: float) -> Measured:
    """Have one push due every so often; its time counts from when it was due."""
    requests = [side.push() for _ in range(int(PACE_A_S * seconds))]

    async def measure() -> Measured:
        taken: list[float] = []
        async with _line() as line:
            began = time.perf_counter()

            async def one(number: int, request: httpx.Request) -> None:
                due = began + number / PACE_A_S
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                (await line.send(request)).raise_for_status()
                taken.append(time.perf_counter() - due)

            before = Usage.of(side.pid)
            await asyncio.gather(*(one(*numbered) for numbered in enumerate(requests)))
            used = Usage.of(side.pid).since(before)
            return Measured(seconds=taken, wall_s=time.perf_counter() - began, cpu_s=used.cpu_s)

    return asyncio.run(measure())


def _closed(side: Side, next_request: NextRequest, seconds: float) -> Measured:
    """Let so many senders send one after the other."""

    async def measure() -> Measured:
        taken: list[float] = []
        async with _line() as line:
            began = time.perf_counter()

            async def one() -> None:
                while time.perf_counter() < began + seconds:
                    request, sent = next_request(), time.perf_counter()
                    (await line.send(request)).raise_for_status()
                    taken.append(time.perf_counter() - sent)

            before = Usage.of(side.pid)
            await asyncio.gather(*(one() for _ in range(SENDERS)))
            used = Usage.of(side.pid).since(before)
            return Measured(seconds=taken, wall_s=time.perf_counter() - began, cpu_s=used.cpu_s)

    return asyncio.run(measure())


def _line() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=60, trust_env=False)


@contextmanager
def _sides(place: Place, workers: int) -> Iterator[tuple[Side, Side]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nurseapp-load-")))
        url = place.product.url.render_as_string(hide_password=False)
        api = Api(folder, url, workers, {"NURSEAPP_REQUESTS_A_MINUTE": "1000000"})
        stack.callback(api.stop)
        api.start()
        floor = stack.enter_context(_Floor(place))
        program = _Program(place, api)
        yield (
            Side(name="floor", pid=floor.pid, push=floor.push, delta=floor.delta),
            Side(name="program", pid=api.pid, push=program.push, delta=program.delta),
        )


class _Floor:
    """The floor, and requests to it: whole records, each of a higher revision than before."""

    def __init__(self, place: Place) -> None:
        info = place.floor.info
        database = make_conninfo(
            "",
            host=info.host,
            port=info.port,
            user=info.user,
            password=info.password,
            dbname=info.dbname,
        )
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.sync.floor_server", database],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        said = self._process.stdout.readline() if self._process.stdout else ""
        self._url = said.split()[-1]
        self._items = place.floor.execute("SELECT body FROM item").fetchall()
        self._chance = Random(10)  # noqa: S311  # the same in every run
        self._rev = 1 << 20
        self._last = _last_number(place.floor)
        self.pid = self._process.pid

    def __enter__(self) -> _Floor:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def push(self) -> httpx.Request:
        """Change so many records."""
        self._rev += 1
        chosen = [json.loads(body) for (body,) in self._chance.sample(self._items, EDITS)]
        changed = [[*item[:3], self._rev, *item[4:]] for item in chosen]
        packed = zstandard.compress(msgspec.json.encode(changed))
        return httpx.Request("POST", f"{self._url}/push", content=packed)

    def delta(self) -> httpx.Request:
        """Ask for the last of what there was before."""
        return httpx.Request("GET", f"{self._url}/pull?{self._last - DELTA}")


class _Program:
    """Requests to the program, as the nurse's desktop sends them."""

    def __init__(self, place: Place, api: Api) -> None:
        self._place = place
        self._url = api.url
        self._chance = Random(10)  # noqa: S311  # the same in every run
        asked = {"user": NURSE, "password": PASSWORD, "device": "the.generator"}
        session = httpx.post(f"{api.url}/v1/session", json=asked, trust_env=False).json()
        self._headers = {
            "Nurseapp-Protocol": "1",
            "Accept-Encoding": "zstd",
            "Authorization": f"Bearer {session['token']}",
            "Content-Type": "application/json",
        }
        self._manifest = httpx.get(
            f"{api.url}/v1/sync/manifest", headers=self._headers, trust_env=False
        ).json()

    def push(self) -> httpx.Request:
        """Send so many edits."""
        edits = self._place.workload.edits(EDITS, within=EDITED_CASES)
        body = {
            "epoch": self._manifest["epoch"],
            "device": "the.generator",
            "events": [msgspec.Raw(encode_event(self._event(edit))) for edit in edits],
        }
        packed = zstandard.compress(msgspec.json.encode(body))
        headers = self._headers | {"Content-Encoding": "zstd"}
        return httpx.Request("POST", f"{self._url}/v1/sync/push", content=packed, headers=headers)

    def delta(self) -> httpx.Request:
        """Ask for the last records of streams, one of each."""
        heads = [s for s in self._manifest["streams"] if s["head"] > 0]
        cursors = [{"id": s["id"], "after": s["head"] - 1} for s in heads[:DELTA]]
        body = msgspec.json.encode({"epoch": self._manifest["epoch"], "streams": cursors})
        return httpx.Request(
            "POST", f"{self._url}/v1/sync/pull", content=body, headers=self._headers
        )

    def _event(self, edit: Edit) -> Event:
        now, act = datetime.now(UTC), edit.act()
        return Event(
            id=EventId(time_ordered_id(now, self._chance.randbytes(10))),
            stream=stream_of(edit.case, act.STREAM),
            at=now,
            author=NURSE,
            body=act,
        )


def _last_number(floor: psycopg.Connection) -> int:
    found = floor.execute("SELECT max(seq) FROM item").fetchone()
    return int(found[0]) if found else 0
