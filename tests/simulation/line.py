"""The line between desktop and server: bytes in, bytes out, and all that happens to them.

Stands below the shipping HTTP client, which sees what a network would show it. Requests may be
lost, come twice or late; answers may be lost, cut off, or be somebody else's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, TypeVar, TypeVarTuple

import httpx
from starlette.applications import Starlette
from starlette.types import Message

from tests.simulation.chance import Chance
from tests.simulation.trouble import Trouble

R = TypeVar("R")
Ts = TypeVarTuple("Ts")
_PORTAL = "<html><body>Welcome to the hotel's network</body></html>"
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


class Client(httpx.Client):
    """The HTTP client, without what it does for cookies, proxies and other servers."""

    def __init__(self, line: httpx.BaseTransport) -> None:
        super().__init__(transport=line, trust_env=False)
        self._line = line

    def request(self, method: str, url: httpx.URL | str, **parts: Any) -> httpx.Response:
        """Send a request, and read its answer."""
        request = httpx.Request(method, url, **parts)
        response = self._line.handle_request(request)
        response.request = request
        response.read()
        return response


class InProcess(httpx.BaseTransport):
    """Carry requests to the application in this process, as a web server would."""

    def __init__(self, app: Starlette) -> None:
        self._app = app
        self._loop = _OneThread()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Have a request answered."""
        body = request.read()
        said: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            said.append(message)

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": "http",
            "path": request.url.path,
            "raw_path": request.url.raw_path,
            "query_string": request.url.query,
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "client": ("desktop", 1),
            "server": ("central", 80),
        }
        self._loop.run_until_complete(self._app(scope, receive, send))
        return httpx.Response(
            said[0]["status"],
            headers=said[0]["headers"],
            content=b"".join(message.get("body", b"") for message in said[1:]),
        )

    def close(self) -> None:
        """Close the loop."""
        self._loop.close()


class Line(httpx.BaseTransport):
    """Carry requests over a line that fails.

    Attributes:
        carried: bytes of bodies, both ways.
        late: requests that are still under way, or will come a second time.
    """

    def __init__(self, inner: httpx.BaseTransport, trouble: Trouble, chance: Chance) -> None:
        self.carried = 0
        self.late: list[httpx.Request] = []
        self._inner = inner
        self._trouble = trouble
        self._chance = chance

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry a request, or do not, and its answer, or what there is instead."""
        for name, odds in _ODDS.items():
            if self._chance.fault(name, odds):
                return self._fail(name, request)
        return self._send(request)

    def deliver_late(self) -> None:
        """Let one of the late requests arrive; nobody waits for its answer any more."""
        self._send(self.late.pop(self._chance.between(0, len(self.late) - 1)))

    def _fail(self, name: str, request: httpx.Request) -> httpx.Response:
        handling: dict[str, Callable[[httpx.Request], httpx.Response]] = {
            "request lost": self._request_lost,
            "request late": self._request_late,
            "request twice": self._request_twice,
            "answer lost": self._answer_lost,
            "answer cut off": self._answer_cut_off,
            "portal": lambda _: httpx.Response(200, html=_PORTAL),
            "gateway": lambda _: httpx.Response(502, html=_PORTAL),
            "other json": self._other_json,
            "server died": self._server_died,
            "database away": self._database_away,
        }
        return handling[name](request)

    def _send(self, request: httpx.Request) -> httpx.Response:
        response = self._inner.handle_request(request)
        self.carried += len(request.content) + len(response.read())
        has_died = self._trouble.has_died
        self._trouble.end()
        if has_died:
            raise httpx.ReadError("the server died", request=request)
        return response

    def _request_lost(self, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("lost", request=request)

    def _request_late(self, request: httpx.Request) -> httpx.Response:
        self.late.append(request)
        raise httpx.ReadTimeout("late", request=request)

    def _request_twice(self, request: httpx.Request) -> httpx.Response:
        self.late.append(request)
        return self._send(request)

    def _answer_lost(self, request: httpx.Request) -> httpx.Response:
        self._send(request)
        raise httpx.ReadError("lost", request=request)

    def _answer_cut_off(self, request: httpx.Request) -> httpx.Response:
        whole = self._send(request)
        kept = self._chance.between(0, max(0, len(whole.content) - 1))
        headers = {k: v for k, v in whole.headers.items() if k != "content-encoding"}
        return httpx.Response(whole.status_code, headers=headers, content=whole.content[:kept])

    def _other_json(self, request: httpx.Request) -> httpx.Response:
        headers = self._send(request).headers
        kept = {"nurseapp-protocol": headers["nurseapp-protocol"]}
        return httpx.Response(200, headers=kept, json={"status": "fine"})

    def _server_died(self, request: httpx.Request) -> httpx.Response:
        self._trouble.die(self._chance.between(0, 4))
        self._send(request)
        raise httpx.ReadError("the server died afterwards", request=request)

    def _database_away(self, request: httpx.Request) -> httpx.Response:
        self._trouble.lose_database(self._chance.between(0, 6), self._chance.between(1, 4))
        return self._send(request)
