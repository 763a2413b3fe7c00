"""The line between desktop and server: bytes in, bytes out, and all that happens to them.

Stands where the shipping line stands, and sees what a network would show it. Requests may be
lost, come twice or late; answers may be lost, cut off, or be somebody else's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeVar, TypeVarTuple

import msgspec
import zstandard
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.types import Message

from nurseapp.desktop.sync.line import Answer, Line
from nurseapp.desktop.sync.transport import TransportError
from tests.simulation.chance import Chance
from tests.simulation.trouble import Trouble

R = TypeVar("R")
Ts = TypeVarTuple("Ts")
_PORTAL = b"<html><body>Welcome to the hotel's network</body></html>"
_ODDS = {
    "request lost": 0.03,
    "request late": 0.02,
    "request twice": 0.03,
    "answer lost": 0.04,
    "answer cut off": 0.02,
    "portal": 0.01,
    "gateway": 0.01,
    "other json": 0.01,
    "server died": 0.03,
    "database away": 0.03,
}


class _OneThread(asyncio.SelectorEventLoop):
    """A loop that does all work at once: nobody waits for anybody else here."""

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*Ts], R], *args: *Ts
    ) -> asyncio.Future[R]:
        """Do the work now."""
        del executor
        future: asyncio.Future[R] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:  # handed over to whoever waits
            future.set_exception(error)
        return future


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be carried."""

    method: str
    path: str
    headers: dict[str, str]
    content: bytes


class InProcess:
    """Carry requests to the application in this process, as a web server would."""

    def __init__(self, app: Starlette) -> None:
        self._app = app
        self._loop = _OneThread()

    def exchange(self, method: str, path: str, headers: dict[str, str], content: bytes) -> Answer:
        """Have a request answered."""
        said: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: Message) -> None:
            said.append(message)

        sent = {"Host": "central.example", "Content-Length": str(len(content)), **headers}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()],
            "client": ("desktop", 1),
            "server": ("central", 80),
        }
        self._loop.run_until_complete(self._app(scope, receive, send))
        told = Headers(raw=said[0]["headers"])
        body = b"".join(message.get("body", b"") for message in said[1:])
        if body and told.get("content-encoding") == "zstd":
            body = zstandard.ZstdDecompressor().decompressobj().decompress(body)
        return Answer(status=said[0]["status"], headers=told, content=body)

    def close(self) -> None:
        """Close the loop."""
        self._loop.close()


class FailingLine:
    """Carry requests over a line that fails.

    Attributes:
        carried: bytes of bodies, both ways.
        late: requests that are still under way, or will come a second time.
    """

    def __init__(self, inner: Line, trouble: Trouble, chance: Chance) -> None:
        self.carried = 0
        self.late: list[Request] = []
        self._inner = inner
        self._trouble = trouble
        self._chance = chance

    def exchange(self, method: str, path: str, headers: dict[str, str], content: bytes) -> Answer:
        """Carry a request, or do not, and its answer, or what there is instead."""
        request = Request(method=method, path=path, headers=headers, content=content)
        for name, odds in _ODDS.items():
            if self._chance.fault(name, odds):
                return self._fail(name, request)
        return self._send(request)

    def deliver_late(self) -> None:
        """Let one of the late requests arrive; nobody waits for its answer any more."""
        self._send(self.late.pop(self._chance.between(0, len(self.late) - 1)))

    def close(self) -> None:
        """Do nothing: others go on over the same line."""

    def _fail(self, name: str, request: Request) -> Answer:
        handling: dict[str, Callable[[Request], Answer]] = {
            "request lost": self._request_lost,
            "request late": self._request_late,
            "request twice": self._request_twice,
            "answer lost": self._answer_lost,
            "answer cut off": self._answer_cut_off,
            "portal": lambda _: _answer(200, {"Content-Type": "text/html"}, _PORTAL),
            "gateway": lambda _: _answer(502, {"Content-Type": "text/html"}, _PORTAL),
            "other json": self._other_json,
            "server died": self._server_died,
            "database away": self._database_away,
        }
        return handling[name](request)

    def _send(self, request: Request) -> Answer:
        answer = self._inner.exchange(
            request.method, request.path, request.headers, request.content
        )
        self.carried += len(request.content) + len(answer.content)
        has_died = self._trouble.has_died
        self._trouble.end()
        if has_died:
            raise _broken("ReadError")
        return answer

    def _request_lost(self, request: Request) -> Answer:
        raise _broken("ConnectError")

    def _request_late(self, request: Request) -> Answer:
        self.late.append(request)
        raise _broken("ReadTimeout")

    def _request_twice(self, request: Request) -> Answer:
        self.late.append(request)
        return self._send(request)

    def _answer_lost(self, request: Request) -> Answer:
        self._send(request)
        raise _broken("ReadError")

    def _answer_cut_off(self, request: Request) -> Answer:
        whole = self._send(request)
        kept = self._chance.between(0, max(0, len(whole.content) - 1))
        return _answer(whole.status, whole.headers, whole.content[:kept])

    def _other_json(self, request: Request) -> Answer:
        kept = {"Nurseapp-Protocol": self._send(request).headers["Nurseapp-Protocol"]}
        return _answer(200, kept, msgspec.json.encode({"status": "fine"}))

    def _server_died(self, request: Request) -> Answer:
        self._trouble.die(self._chance.between(0, 4))
        self._send(request)
        raise _broken("ReadError")

    def _database_away(self, request: Request) -> Answer:
        self._trouble.lose_database(self._chance.between(0, 6), self._chance.between(1, 4))
        return self._send(request)


def _answer(status: int, headers: Mapping[str, str], content: bytes) -> Answer:
    return Answer(status=status, headers=Headers(headers), content=content)


def _broken(reason: str) -> TransportError:
    return TransportError("offline", reason=reason)
