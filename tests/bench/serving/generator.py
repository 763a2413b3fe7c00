"""The generator: requests made beforehand, sent over so many connections, and what they took.

It shares the processors with those that it measures, and so speaks HTTP by hand: a client that
does all that one should takes as long for a delta as the floor takes to answer it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

import zstandard

from tests.load.measures import Usage

_END_OF_HEAD = b"\r\n\r\n"
_MOST_HEAD = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What one connection is to send, one after the other, and to which server."""

    url: str
    requests: Sequence[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What sending took.

    Attributes:
        seconds: of each request; at a pace, from when it was due.
        wall_s: from the first until the last, ``cpu_s`` all the servers' processes meanwhile.
        answers: bodies as they came, unpacked.
    """

    seconds: Sequence[float]
    wall_s: float
    cpu_s: float
    answers: Sequence[bytes]


def request(method: str, target: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """Write a request as it goes over the wire."""
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    length = f"Content-Length: {len(body)}\r\n\r\n"
    return f"{method} {target} HTTP/1.1\r\nHost: bench\r\n{head}{length}".encode() + body


def send(sendings: Sequence[Sending], pids: Sequence[int], pace_a_s: float | None = None) -> Taken:
    """Send all; without a pace each connection sends as soon as it has its answer.

    At a pace the connections take turns, and a request whose connection is late waits for it.

    Args:
        pids: of the servers.
    """
    return asyncio.run(_send(sendings, pids, pace_a_s))


async def _send(sendings: Sequence[Sending], pids: Sequence[int], pace_a_s: float | None) -> Taken:
    lines = [await _Line.to(sending.url) for sending in sendings]
    seconds: list[float] = []
    answers: list[tuple[bool, bytes]] = []
    before = [Usage.of(pid) for pid in pids]
    began = time.perf_counter()

    def due(turn: int, number: int) -> float:
        if pace_a_s is None:
            return time.perf_counter()
        return began + (number * len(lines) + turn) / pace_a_s

    async def one(turn: int, line: _Line, requests: Sequence[bytes]) -> None:
        for number, asked in enumerate(requests):
            at = due(turn, number)
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            answers.append(await line.ask(asked))
            seconds.append(time.perf_counter() - at)

    turns = enumerate(zip(lines, sendings, strict=True))
    await asyncio.gather(*(one(turn, line, sending.requests) for turn, (line, sending) in turns))
    wall = time.perf_counter() - began
    used = [Usage.of(pid).since(earlier) for pid, earlier in zip(pids, before, strict=True)]
    for line in lines:
        line.close()
    return Taken(
        seconds=seconds,
        wall_s=wall,
        cpu_s=sum(one.cpu_s for one in used),
        answers=[_unpacked(*answer) for answer in answers],
    )


def _unpacked(is_packed: bool, body: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompressobj().decompress(body) if is_packed else body


class _Line:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def to(cls, url: str) -> Self:
        address = urlsplit(url)
        return cls(*await asyncio.open_connection(address.hostname, address.port, limit=_MOST_HEAD))

    async def ask(self, asked: bytes) -> tuple[bool, bytes]:
        """Send a request; tell whether the answer is packed, and give its body."""
        self._writer.write(asked)
        head = (await self._reader.readuntil(_END_OF_HEAD)).lower()
        status = head.split(maxsplit=2)[1]
        if status != b"200":
            raise ValueError(f"an API answered {status.decode()}")
        length = int(head.partition(b"content-length: ")[2].partition(b"\r")[0])
        return b"content-encoding: zstd" in head, await self._reader.readexactly(length)

    def close(self) -> None:
        self._writer.close()
