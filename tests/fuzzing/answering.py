"""Garbage to the desktop's round, as if the server had said it, through the shipping transport."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import msgspec
import zstandard
from starlette.datastructures import Headers

from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.sync.http_transport import HttpTransport
from nurseapp.desktop.sync.line import Answer
from nurseapp.desktop.sync.round import run_round
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.ids import CaseId
from nurseapp.wire.messages import CommandsDone, PullRequest, PushRequest, StatusRequest
from tests.builders import ANA, CASE
from tests.desktop.storage.acts import note_written, server_with
from tests.desktop.storage.files import make_template, new_folder, opened
from tests.desktop.sync.fake_server import SERVER_TIME, FakeServer
from tests.desktop.sync.fake_transport import FakeTransport
from tests.fuzzing.mutating import spoiled

_FRESH_EVERY = 100
_OURS = {"Nurseapp-Protocol": "1", "Content-Type": "application/json"}
_PAGES = (b"", b"<html>Please sign in</html>", b"null", b"[]", b"{}", b"\xff\xfe", b"[" * 5_000)


@dataclass(slots=True)
class Heard:
    """What garbage came to; ``faults`` are what must not be."""

    rounds: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Say it in lines of the report."""
        ended = ", ".join(f"{name} {count:,}" for name, count in sorted(self.ended.items()))
        return [
            f"- rounds: {self.rounds:,}, faults: {len(self.faults)}",
            f"- how they ended: {ended}",
            *(f"- fault: {fault}" for fault in self.faults[:20]),
        ]


def answer_badly(folder: Path, count: int, seed: int) -> Heard:
    """Run rounds against a server of which some answers are garbage."""
    heard = Heard()
    template = make_template(folder / "template")
    chance = Random(seed)  # noqa: S311  # the same every time
    for number in range(0, count, _FRESH_EVERY):
        with opened(new_folder(template, folder / str(number))) as cache:
            _Desk(cache, chance, heard).run(min(_FRESH_EVERY, count - number))
    return heard


class _Desk:
    """One computer that syncs, and a line on which some answers are spoiled."""

    def __init__(self, cache: Cache, chance: Random, heard: Heard) -> None:
        self._cache, self._chance, self._heard = cache, chance, heard
        self._server: FakeServer = server_with(CASE, CaseId("case-2"))
        self._honest: FakeTransport = self._server.transport(ANA)
        self._cases, self._store = CaseStore(cache), SyncStore(cache)
        self._transport = HttpTransport("http://api", "token", self._honest.device, self)
        self._is_bad = False

    def run(self, count: int) -> None:
        """Run rounds with garbage in them, and one without at the end."""
        self._round()
        for _ in range(count):
            self._cases.append([note_written("Written meanwhile.")])
            self._server.do(note_written("From elsewhere.", case=CaseId("case-2")))
            before = self._held()
            self._is_bad = True
            self._round()
            self._is_bad = False
            self._heard.rounds += 1
            self._compare(before, self._held())
        for _ in range(2):
            self._round()
        if self._store.waiting():
            self._heard.faults.append("something still waits after rounds without garbage")
        if self._held()[1] != {name for s in self._server.streams.values() for name in s.rows}:
            self._heard.faults.append("a mirror is not as the server after rounds without garbage")

    def _round(self) -> None:
        try:
            run_round(self._store, self._transport, lambda: SERVER_TIME)
            ended = "went through"
        except TransportError as error:
            ended = error.code
        except Exception as bug:
            ended = type(bug).__name__
            self._heard.faults.append(f"a round ended with {bug!r:.200}")
        if self._is_bad:
            self._heard.ended[ended] += 1

    def _held(self) -> tuple[set[str], set[str]]:
        """Read the ids of the events that wait, and of the records of the mirror."""
        with self._cache.read() as connection:
            events = connection.exec_driver_sql("SELECT id FROM outbox").scalars()
            records = connection.exec_driver_sql("SELECT id FROM record").scalars()
            return set(events), set(records)

    def _compare(self, before: tuple[set[str], set[str]], after: tuple[set[str], set[str]]) -> None:
        lost = before[1] - after[1]
        if lost:
            self._heard.faults.append(f"{len(lost)} records were deleted")
        vanished = before[0] - after[0] - self._server.results.keys()
        if vanished:
            self._heard.faults.append(f"{len(vanished)} events vanished that nobody has")

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    def exchange(self, method: str, path: str, headers: dict[str, str], content: bytes) -> Answer:
        """Answer as the server would, and spoil it sometimes."""
        del method
        if headers.get("Content-Encoding") == "zstd":
            content = zstandard.ZstdDecompressor().decompressobj().decompress(content)
        try:
            body = self._honestly(path, content)
        except TransportError as error:
            problem = {"code": error.code, "type": "", "title": "", "status": 409, "detail": ""}
            epoch = {"Nurseapp-Epoch": str(error.facts.get("epoch", ""))}
            return _answer(409, epoch, msgspec.json.encode(problem))
        if self._is_bad and self._chance.random() < 0.6:
            pages = self._chance.random() < 0.1
            body = self._chance.choice(_PAGES) if pages else spoiled(self._chance, body)
            status = self._chance.choice((200, 200, 200, 200, 400, 404, 500))
            return _answer(status, {"ETag": "tag"}, body)
        return _answer(200, {}, body)

    def _honestly(self, path: str, content: bytes) -> bytes:
        match path.removeprefix("/v1/sync/"):
            case "manifest":
                return msgspec.json.encode(self._server.manifest(ANA))
            case "push":
                asked = msgspec.json.decode(content, type=PushRequest)
                return msgspec.json.encode(self._honest.push(asked))
            case "pull":
                wanted = msgspec.json.decode(content, type=PullRequest)
                return msgspec.json.encode(self._honest.pull(wanted))
            case "commands/done":
                self._honest.acknowledge(msgspec.json.decode(content, type=CommandsDone))
                return b""
            case _:
                status = msgspec.json.decode(content, type=StatusRequest)
                return msgspec.json.encode(self._honest.status(status))


def _answer(status: int, headers: dict[str, str], content: bytes) -> Answer:
    return Answer(status=status, headers=Headers({**_OURS, **headers}), content=content)
