"""A line to the API that lies: it drops, delays, cuts, doubles, hangs, and answers by itself.

It passes on whole HTTP messages and draws for each exchange what happens to it. Runs in a thread
of its own, with a loop of its own.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from random import Random
from threading import Event, Thread

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_LONGEST_DELAY_S = 0.4
_PORTAL = b"<!doctype html><title>Welcome to the visitors' network</title><form>Sign in</form>"
_STORM = (500, 502, 503, 504)
_LONGEST_STORM = 12
_LAST_WORDS_S = 0.2


class Proxy:
    """The line.

    Attributes:
        share: of the exchanges to which something happens, 0 for an honest line.
        made: how often what happened.
        port: of its near end.
    """

    def __init__(self, far_port: int, chance: Random) -> None:
        self._far_port = far_port
        self._chance = chance
        self._storm: list[int] = []
        self._serving: set[asyncio.Task[None] | None] = set()
        self._loop = asyncio.new_event_loop()
        self._is_ready = Event()
        self._thread = Thread(target=self._run)
        self._faults: Mapping[str, Callable[[_Exchange], Awaitable[None]]] = {
            "drop before": self._drop_before,
            "cut in the request": self._cut_request,
            "drop after": self._drop_after,
            "cut in the answer": self._cut_answer,
            "delay": self._delay,
            "dribble": self._dribble,
            "double": self._double,
            "half-open": self._hang,
            "hang after": self._hang_after,
            "portal": self._portal,
            "garbage": self._garbage,
            "storm": self._begin_storm,
        }
        self.share = 0.0
        self.made: Counter[str] = Counter()
        self.exchanges = 0
        self.port = 0
        self._thread.start()
        self._is_ready.wait()

    @property
    def url(self) -> str:
        """Where the desktops find its near end."""
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Take it down."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._is_ready.set()
        self._loop.run_forever()
        server.close()
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.run_until_complete(asyncio.sleep(_LAST_WORDS_S))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Kept, for the loop knows a connection whose near end hung up by weak references alone.
        serving = asyncio.current_task()
        self._serving.add(serving)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while request := await _message(reader):
                self.exchanges += 1
                exchange = _Exchange(request, reader, writer, self._far_port)
                name = self._drawn()
                if name is None:
                    await exchange.pass_on()
                else:
                    self.made[name] += 1
                    await self._faults[name](exchange)
                if exchange.is_over:
                    break
        writer.close()
        self._serving.discard(serving)

    def _drawn(self) -> str | None:
        if self.share == 0.0:
            self._storm.clear()
        if self._storm:
            return "storm"
        if self._chance.random() >= self.share:
            return None
        return self._chance.choice(list(self._faults))

    async def _drop_before(self, exchange: _Exchange) -> None:
        exchange.is_over = True

    async def _cut_request(self, exchange: _Exchange) -> None:
        await exchange.far_end(exchange.request[: self._somewhere(exchange.request)], wait=False)
        exchange.is_over = True

    async def _drop_after(self, exchange: _Exchange) -> None:
        await exchange.far_end(exchange.request)
        exchange.is_over = True

    async def _cut_answer(self, exchange: _Exchange) -> None:
        answer = await exchange.far_end(exchange.request)
        await exchange.answer(answer[: self._somewhere(answer)])
        exchange.is_over = True

    async def _delay(self, exchange: _Exchange) -> None:
        await asyncio.sleep(self._chance.random() * _LONGEST_DELAY_S)
        await exchange.pass_on()

    async def _dribble(self, exchange: _Exchange) -> None:
        answer = await exchange.far_end(exchange.request)
        for byte in answer[:20]:
            await exchange.answer(bytes([byte]))
            await asyncio.sleep(0.002)
        await exchange.answer(answer[20:])

    async def _double(self, exchange: _Exchange) -> None:
        await asyncio.gather(exchange.far_end(exchange.request), exchange.pass_on())

    async def _hang(self, exchange: _Exchange) -> None:
        """Say nothing more, and keep the connection until the other side has enough."""
        await exchange.given_up()

    async def _hang_after(self, exchange: _Exchange) -> None:
        await exchange.far_end(exchange.request)
        await self._hang(exchange)

    async def _portal(self, exchange: _Exchange) -> None:
        await exchange.answer_with(200, "text/html", _PORTAL)

    async def _garbage(self, exchange: _Exchange) -> None:
        body = self._chance.choice((b"{}", b"[]", b'{"epoch": "5f', b"\xff\xfe", b"null", b""))
        await exchange.answer_with(200, "application/json\r\nNurseapp-Protocol: 1", body)

    async def _begin_storm(self, exchange: _Exchange) -> None:
        if not self._storm:
            length = self._chance.randrange(1, _LONGEST_STORM)
            self._storm = [self._chance.choice(_STORM) for _ in range(length)]
        await exchange.answer_with(self._storm.pop(), "text/plain", b"upstream error")

    def _somewhere(self, message: bytes) -> int:
        return self._chance.randrange(len(message)) if message else 0


class _Exchange:
    """One request and its answer."""

    def __init__(
        self,
        request: bytes,
        reader: asyncio.StreamReader,
        near: asyncio.StreamWriter,
        far_port: int,
    ) -> None:
        self.request = request
        self.is_over = False
        self._reader = reader
        self._near = near
        self._far_port = far_port

    async def pass_on(self) -> None:
        """Pass on the request, and the answer."""
        await self.answer(await self.far_end(self.request))

    async def far_end(self, request: bytes, *, wait: bool = True) -> bytes:
        """Send something to the far end, and give what it answers; nothing where it is not up."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._far_port)
        except OSError:
            self.is_over = True
            return b""
        try:
            writer.write(request)
            await writer.drain()
            return await _message(reader) if wait else b""
        finally:
            writer.close()

    async def given_up(self) -> None:
        """Wait until the near end hangs up."""
        self.is_over = True
        await self._reader.read()

    async def answer(self, message: bytes) -> None:
        """Say something at the near end."""
        self._near.write(message)
        await self._near.drain()

    async def answer_with(self, status: int, kind: str, body: bytes) -> None:
        """Answer in the server's place."""
        head = f"HTTP/1.1 {status} Whatever\r\nContent-Type: {kind}\r\n"
        await self.answer(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)


async def _message(reader: asyncio.StreamReader) -> bytes:
    """Read one HTTP message; nothing where the other side has hung up."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    length = _LENGTH.search(head)
    return head + await reader.readexactly(int(length[1]) if length else 0)
