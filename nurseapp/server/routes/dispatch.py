"""From a request to a handler and back: limits, decoding, a thread, encoding, compression.

Handlers run in threads, no more than there are connections to the database, so that none waits
for one; two of them are for hashing passwords alone and two for files, so that a rush of sign-ins
or large files slow no sync.
"""

from __future__ import annotations

import asyncio
import gzip
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from contextvars import copy_context
from functools import partial
from http import HTTPStatus

import msgspec
import zstandard
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.refusal import DomainError
from nurseapp.server.routes.calls import Api, Call, Reply, Route
from nurseapp.server.routes.envelope import ROUTE
from nurseapp.server.routes.formats import JSON, PACKED, Decoder, Format
from nurseapp.server.routes.limits import check_plain, decompress, read_body
from nurseapp.server.routes.problems import KINDS, ProblemError, document
from nurseapp.server.store.database import CONNECTIONS, StoreUnavailable
from nurseapp.wire.messages import PROTOCOL, Request

_log = logging.getLogger(__name__)
_HASHING_THREADS = 2
_FILE_THREADS = 2
_FILES_AT_ONCE = 16
"""Requests with a chunk of a file that may be under way: so many chunks are in memory."""
_RETRY_AFTER_S = "2"
_WORTH_COMPRESSING = 1000
_LONGEST_NUMBER = 10

Endpoint = Callable[[HttpRequest], Awaitable[Response]]


class Threads:
    """The threads that handlers run in, and how many requests wait for one."""

    def __init__(self, count: int, name: str, waiting: int) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix=name)
        self._room = count + waiting

    async def run(self, work: Callable[[], Response]) -> Response:
        """Run work in a thread; raise ``busy`` where too much waits already."""
        if self._room == 0:
            raise ProblemError("busy", headers={"Retry-After": _RETRY_AFTER_S})
        self._room -= 1
        try:
            # With its context, so that what it logs carries the request's id.
            in_context = partial(copy_context().run, work)
            return await asyncio.get_running_loop().run_in_executor(self._pool, in_context)
        finally:
            self._room += 1

    def close(self) -> None:
        """Let what runs end, and end."""
        self._pool.shutdown()


class Places:
    """How many more requests with a large body may be under way."""

    def __init__(self, count: int) -> None:
        self._left = count

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Take a place for a while; raise ``busy`` where none is left."""
        if self._left == 0:
            raise ProblemError("busy", headers={"Retry-After": _RETRY_AFTER_S})
        self._left -= 1
        try:
            yield
        finally:
            self._left += 1


class Dispatcher:
    """Make endpoints of routes.

    Attributes:
        problems: how often each problem was answered, by its code, since this process began.
    """

    def __init__(self, api: Api) -> None:
        self._api = api
        self.problems: Counter[str] = Counter()
        waiting = api.limits.waiting
        others = _HASHING_THREADS + _FILE_THREADS
        self._threads = Threads(CONNECTIONS - others, "request", waiting)
        self._hashing = Threads(_HASHING_THREADS, "sign-in", waiting)
        self._files = Threads(_FILE_THREADS, "file", waiting)
        self._places = Places(_FILES_AT_ONCE)

    def endpoint(self, route: Route) -> Endpoint:
        """Give the endpoint that serves a route; it answers whatever happens."""
        decoder = route.format.decoder(route.takes) if route.takes else None
        is_file = route.format is PACKED
        threads = self._hashing if route.hashes else self._files if is_file else self._threads

        async def serve(request: HttpRequest) -> Response:
            request.scope[ROUTE] = route.path
            try:
                _check_protocol(request)
                with self._places.taken() if is_file else nullcontext():
                    body = b""
                    if decoder:
                        body = await read_body(request, self._api.limits, route.format)
                    work = partial(self._handle, route, decoder, request, body)
                    return await threads.run(work)
            except Exception as error:
                problem = _problem_of(error)
                self.problems[problem.code] += 1
                _log.info("problem", extra={"error": problem.code})
                return problem_response(problem)

        return serve

    def close(self) -> None:
        """End the threads."""
        self._threads.close()
        self._hashing.close()
        self._files.close()

    def _handle(
        self,
        route: Route,
        decoder: Decoder | None,
        request: HttpRequest,
        body: bytes,
    ) -> Response:
        headers = request.headers
        message: Request | None = None
        if decoder:
            encoding = headers.get("content-encoding", "")
            if route.format is PACKED:
                check_plain(encoding)
            else:
                body = decompress(body, encoding, self._api.limits)
            message = _decoded(decoder, body)
        scheme, _, token = headers.get("authorization", "").partition(" ")
        call = Call(
            body=message,
            token=token.strip() if scheme.lower() == "bearer" else "",
            address=request.client.host if request.client else "",
            known_tag=headers.get("if-none-match"),
            schema=_schema(headers.get("nurseapp-schema", "1")),
            takes_news=headers.get("a-im") == "news",
        )
        reply = route.handler(self._api, call)
        return _response(reply, route.format, headers.get("accept-encoding", ""))


def problem_response(problem: ProblemError) -> Response:
    """Answer with a problem document."""
    body = document(problem)
    headers = dict(problem.headers)
    if body.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(JSON.encode(body), body.status, headers, "application/problem+json")


def _problem_of(error: Exception) -> ProblemError:
    """Say what to answer where a request failed; log what its sender cannot help."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, DomainError) and error.code in KINDS:
        wait = error.facts.get("retry_after_s")
        return ProblemError(error.code, headers={"Retry-After": str(wait)} if wait else {})
    if isinstance(error, Circumstance) and error.code in KINDS:
        _log.warning(error.code, extra={"error": str(error.facts.get("error", ""))})
        return ProblemError(error.code)
    if isinstance(error, ClientDisconnect):
        return ProblemError("bad_request")
    if isinstance(error, StoreUnavailable):
        _log.warning("busy", extra={"error": str(error.facts.get("error", error.code))})
        return ProblemError("busy", headers={"Retry-After": _RETRY_AFTER_S})
    _log.error("internal", extra={"bug": error})
    return ProblemError("internal")


def _check_protocol(request: HttpRequest) -> None:
    named = request.headers.get("nurseapp-protocol", str(PROTOCOL))
    if named.partition(".")[0] != str(PROTOCOL):
        raise ProblemError("other_version", headers={"Upgrade": f"nurseapp/{PROTOCOL}"})


def _schema(named: str) -> int:
    if not (named.isascii() and named.isdecimal() and len(named) < _LONGEST_NUMBER):
        raise ProblemError("bad_request", "The header «Nurseapp-Schema» is no number.")
    return int(named)


def _decoded(decoder: Decoder, plain: bytes) -> Request:
    try:
        message: Request = decoder.decode(plain)
        return message
    except msgspec.ValidationError as error:
        raise ProblemError("bad_request", f"{error}.") from None
    except (msgspec.DecodeError, RecursionError):
        raise ProblemError(
            "bad_request", "The body is not what it says, or nested too deeply."
        ) from None


def _response(reply: Reply, written: Format, accepted: str) -> Response:
    headers = dict(reply.headers)
    if reply.body is None:
        return Response(status_code=reply.status, headers=headers)
    body = written.encode(reply.body)
    if written is PACKED:
        return Response(body, reply.status, headers, written.media_type)
    headers["Vary"] = "Accept-Encoding"
    if len(body) >= _WORTH_COMPRESSING:
        names = {name.partition(";")[0].strip().lower() for name in accepted.split(",")}
        if "zstd" in names:
            body = zstandard.ZstdCompressor(level=3).compress(body)
            headers["Content-Encoding"] = "zstd"
        elif "gzip" in names:
            body = gzip.compress(body, 6, mtime=0)
            headers["Content-Encoding"] = "gzip"
    return Response(body, reply.status, headers, written.media_type)
