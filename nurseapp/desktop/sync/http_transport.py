"""The server asked over HTTP, and every way in which that goes wrong as one kind of error.

Bodies are JSON, compressed with zstd; patient data is in bodies only. It retries nothing: the
next round does. Put together by the composition root; called by the round and by services.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from threading import Lock
from typing import TypeVar

import msgspec
import zstandard

from nurseapp.desktop.sync.line import Answer, Line
from nurseapp.desktop.sync.pooled_line import PooledLine
from nurseapp.desktop.sync.renewing import Renewing
from nurseapp.desktop.sync.transport import ManifestAnswer, TransportError
from nurseapp.wire.messages import (
    PROTOCOL,
    BrowserSessionRequest,
    CommandsDone,
    Health,
    Manifest,
    News,
    OidcProvider,
    Problem,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    RefreshAnswer,
    ReplayAnswer,
    ReplayRequest,
    Request,
    SessionAnswer,
    SessionRequest,
    StatusAnswer,
    StatusRequest,
)
from nurseapp.wire.records import SCHEMA

PROTOCOL_HEADER = "Nurseapp-Protocol"
SCHEMA_HEADER = "Nurseapp-Schema"
EPOCH_HEADER = "Nurseapp-Epoch"
_DAY_S = 86_400.0
_WORTH_COMPRESSING = 1_024
_PACKED = "application/msgpack"
_REFRESH = "/v1/session/refresh"
_OF_NO_TOKEN = {"/v1/health", _REFRESH}
_HEADERS = {
    PROTOCOL_HEADER: str(PROTOCOL),
    SCHEMA_HEADER: str(SCHEMA),
    "Accept": "application/json",
    "Accept-Encoding": "zstd, gzip",
}
_TOLD = {
    "wrong_credentials",
    "not_signed_in",
    "device_ended",
    "too_many_computers",
    "code_needed",
    "wrong_code",
    "second_factor_missing",
    "enrolment_needed",
    "wrong_enrolment",
    "no_provider",
    "provider_unavailable",
    "not_identified",
    "not_linked",
    "other_person",
}
_BUSY = {
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
A = TypeVar("A")

_problems = msgspec.json.Decoder(Problem)


class HttpTransport:
    """One server at one address, and one person's session with it on one device.

    Args:
        token: of a session that was begun before, None to sign in first.
        renewing: gets the next token when this one is used up, where something can.
        line: for tests; closed with the transport like its own.
    """

    def __init__(
        self,
        base_url: str,
        token: str | None,
        device: str,
        line: Line | None = None,
        renewing: Renewing | None = None,
    ) -> None:
        self._server = base_url.rstrip("/")
        self._token = token
        self._device = device
        self._line = line
        self._renewing = renewing
        self._connecting = Lock()
        self._one_renews = Lock()

    @property
    def device(self) -> str:
        """The id that this computer made for itself."""
        return self._device

    def health(self) -> Health:
        """Ask whether the server is up and which protocol it speaks."""
        return self.ask("GET", "/v1/health", Health)

    def sign_in(self, request: SessionRequest) -> SessionAnswer:
        """Begin a session; ``wrong_credentials`` where name and password do not fit."""
        answer = self.ask("POST", "/v1/session", SessionAnswer, request)
        self._token = answer.token
        return answer

    def provider(self) -> OidcProvider:
        """Ask where people sign in with their browser."""
        return self.ask("GET", "/v1/session/provider", OidcProvider)

    def sign_in_by_browser(self, request: BrowserSessionRequest) -> SessionAnswer:
        """Begin a session with what a browser came back with."""
        answer = self.ask("POST", "/v1/session/browser", SessionAnswer, request)
        self._token = answer.token
        return answer

    def sign_out(self) -> None:
        """End the session."""
        self._send("DELETE", "/v1/session")
        self._token = None

    def manifest(self, etag: str | None, *, takes_news: bool = False) -> ManifestAnswer:
        """Ask what there is to see, naming the manifest that is known; or what is new of it."""
        headers = {} if etag is None else {"If-None-Match": etag}
        more = {"A-IM": "news"} if takes_news else {}
        response = self._send("GET", "/v1/sync/manifest", headers=headers | more)
        if response.status == HTTPStatus.NOT_MODIFIED:
            return ManifestAnswer(manifest=None, etag=etag, server_time=_date_of(response))
        is_news = response.status == HTTPStatus.IM_USED
        news = _read(self._server, response, News) if is_news else None
        manifest = _read(self._server, response, Manifest) if news is None else news.manifest
        return ManifestAnswer(
            manifest=manifest,
            etag=_tag_of(response),
            server_time=_utc(manifest.server_time),
            standing="" if news is None else news.standing,
            pages=() if news is None else news.pages,
            after=() if news is None else news.after,
        )

    def push(self, request: PushRequest) -> PushAnswer:
        """Send events."""
        return self.ask("POST", "/v1/sync/push", PushAnswer, request)

    def replay(self, request: ReplayRequest) -> ReplayAnswer:
        """Send sealed events."""
        return self.ask("POST", "/v1/sync/replay", ReplayAnswer, request)

    def pull(self, request: PullRequest) -> PullAnswer:
        """Fetch records; where none of the streams is there for us, all of them are gone."""
        try:
            return self.ask("POST", "/v1/sync/pull", PullAnswer, request)
        except TransportError as error:
            if error.facts.get("reason") != "no_such_stream":
                raise
            gone = tuple(cursor.id for cursor in request.streams)
            return PullAnswer(epoch=request.epoch, streams=(), gone=gone)

    def status(self, request: StatusRequest) -> StatusAnswer:
        """Ask about streams that the manifest does not name."""
        return self.ask("POST", "/v1/sync/streams/status", StatusAnswer, request)

    def acknowledge(self, request: CommandsDone) -> None:
        """Say what was done of what this computer was told."""
        self._send("POST", "/v1/sync/commands/done", request)

    def close(self) -> None:
        """Close the connection; the session goes on."""
        if self._line is not None:
            self._line.close()

    def ask(self, method: str, path: str, answer: type[A], request: Request | None = None) -> A:
        """Ask for what is JSON."""
        return _read(self._server, self._send(method, path, request), answer)

    def ask_packed(self, path: str, answer: type[A], request: Request) -> A:
        """Ask for what is packed: bytes are bytes, and files are compressed by themselves."""
        body = msgspec.msgpack.encode(request), {"Content-Type": _PACKED}
        response = self._send("POST", path, body=body)
        if response.headers.get("Content-Type") != _PACKED:
            raise _foreign(self._server, "unreadable")
        try:
            return msgspec.msgpack.decode(response.content, type=answer)
        except msgspec.MsgspecError:
            raise _foreign(self._server, "unreadable") from None  # it may quote what was sent

    def _send(
        self,
        method: str,
        path: str,
        request: Request | None = None,
        headers: Mapping[str, str] | None = None,
        body: tuple[bytes, dict[str, str]] | None = None,
    ) -> Answer:
        """Send a request and give an answer that is our server's and not an error."""
        content, more = body or ((b"", {}) if request is None else _body(request))
        more |= {**_HEADERS, **(headers or {})}
        token = self._token
        try:
            return self._once(method, path, content, more, token)
        except TransportError as error:
            if error.code != "not_signed_in" or path in _OF_NO_TOKEN:
                raise
            renewed = self._renewed(token)
            if renewed is None:
                raise
        return self._once(method, path, content, more, renewed)

    def _once(
        self, method: str, path: str, content: bytes, headers: dict[str, str], token: str | None
    ) -> Answer:
        named = {} if token is None else {"Authorization": f"Bearer {token}"}
        response = self._connected().exchange(method, path, headers | named, content)
        _check_version(self._server, response)
        if response.status // 100 == 2 or response.status == HTTPStatus.NOT_MODIFIED:
            return response
        raise _problem(response)

    def _renewed(self, used: str | None) -> str | None:
        """Give the token that follows one, None where none does; one thread asks for all."""
        if self._renewing is None:
            return None
        with self._one_renews:
            if self._token != used:
                return self._token
            renewed = self._renewing.renew(
                lambda request: self.ask("POST", _REFRESH, RefreshAnswer, request)
            )
            self._token = renewed or used
            return renewed

    def _connected(self) -> Line:
        """Give the line, made when it is first needed: it reads every authority that it trusts.

        Rounds and what somebody asks while they look run on threads of their own.
        """
        with self._connecting:
            if self._line is None:
                self._line = PooledLine(self._server)
            return self._line


def _read(server: str, response: Answer, answer: type[A]) -> A:
    try:
        return msgspec.json.decode(response.content, type=answer)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise _foreign(server, "unreadable") from None  # it may quote what was sent


def _check_version(server: str, response: Answer) -> None:
    theirs = response.headers.get(PROTOCOL_HEADER)
    if theirs == str(PROTOCOL) and response.status != HTTPStatus.UPGRADE_REQUIRED:
        return
    if theirs is not None:
        raise TransportError("other_version", ours=str(PROTOCOL), theirs=theirs)
    if response.status in _BUSY:
        raise _busy(response)
    if response.status // 100 == 5:
        raise TransportError("server_failed", status=response.status)
    raise _foreign(server, "no_protocol")


def _problem(response: Answer) -> TransportError:
    try:
        code = _problems.decode(response.content).code
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        code = ""
    if code in _TOLD:
        return TransportError(code)
    if code == "other_epoch":
        return TransportError(code, epoch=response.headers.get(EPOCH_HEADER, ""))
    if code == "too_many_tries":
        return TransportError(code, **_busy(response).facts)
    if code == "busy" or response.status in _BUSY:
        return _busy(response)
    return TransportError("server_failed", status=response.status, reason=code)


def _foreign(server: str, reason: str) -> TransportError:
    return TransportError("not_our_server", server=server, reason=reason)


def _busy(response: Answer) -> TransportError:
    """Say that the server is busy, and how long it asked not to be asked, where it did."""
    asked = response.headers.get("Retry-After", "")
    told: dict[str, object] = {"status": response.status}
    at, now = _moment(asked), _date_of(response)
    if asked.isascii() and asked.isdigit():
        told["retry_after_s"] = min(float(asked), _DAY_S)
    elif at is not None and now is not None:
        told["retry_after_s"] = max(0.0, min((at - now).total_seconds(), _DAY_S))
    elif at is not None:
        told["retry_at"] = at
    return TransportError("server_busy", **told)


def _body(request: Request) -> tuple[bytes, dict[str, str]]:
    content = msgspec.json.encode(request)
    headers = {"Content-Type": "application/json"}
    if len(content) >= _WORTH_COMPRESSING:
        content = zstandard.compress(content)
        headers["Content-Encoding"] = "zstd"
    return content, headers


def _utc(at: datetime) -> datetime | None:
    try:
        return at.astimezone(UTC)
    except OverflowError:  # a year that no clock shows
        return None


def _tag_of(response: Answer) -> str | None:
    """Give the entity tag, where it can be named in a request."""
    tag: str | None = response.headers.get("ETag")
    return tag if tag is not None and tag.isascii() and tag.isprintable() else None


def _date_of(response: Answer) -> datetime | None:
    """Read the server's clock from an answer without a body."""
    return _moment(response.headers.get("Date", ""))


def _moment(date: str) -> datetime | None:
    """Read a date of HTTP; one without a time zone is in UTC."""
    try:
        at = parsedate_to_datetime(date)
    except ValueError:
        return None
    return _utc(at if at.tzinfo else at.replace(tzinfo=UTC))
