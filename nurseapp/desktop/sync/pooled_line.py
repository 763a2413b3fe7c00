"""The line that ships: HTTP over connections that are kept, and shared by all who ask.

It follows no redirection and repeats nothing. Made by the transport.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from http import client
from http.client import RemoteDisconnected
from io import BufferedReader, RawIOBase

from urllib3 import (
    HTTPConnectionPool,
    HTTPResponse,
    HTTPSConnectionPool,
    PoolManager,
    ProxyManager,
    Retry,
    Timeout,
)
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationValueError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
)
from urllib3.util import Url

from nurseapp.desktop.sync.line import Answer
from nurseapp.desktop.sync.line_security import address_of, secured
from nurseapp.desktop.sync.proxies import named_to, proxy_to
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.desktop.sync.unpacking import ForeignAnswerError, unpacked

_CONNECT_S = 5.0
_ANSWER_S = 60.0
_IDLE_S = 5.0
_KEPT = 8
_BLOCK = 1 << 16
# Of an answer as it comes, and again of what is unpacked. The longest of ours are a pull of 16 MiB
# and one more record, and a manifest of ten thousand streams; a chunk of a file has 4 MiB.
_MOST = 64 << 20
_REASONS = (
    (NewConnectionError, "ConnectError"),
    (ConnectTimeoutError, "ConnectTimeout"),
    (ReadTimeoutError, "ReadTimeout"),
    (ProxyError, "ProxyError"),
    (Exception, "ReadError"),
)


class PooledLine:
    """Connections to one server; making it reads every authority that we trust.

    Raises:
        TransportError: ``unknown_server``, ``plain_line``; ``offline`` where there is a proxy on
            the way that does not speak HTTP.
    """

    def __init__(self, server: str) -> None:
        self._server = server
        address = address_of(server)
        self._root = address.path or ""
        try:
            self._pool = _pool(address)
        except LocationValueError as error:
            raise TransportError("offline", reason="ProxyError") from error

    def exchange(self, method: str, path: str, headers: dict[str, str], content: bytes) -> Answer:
        """Send one request, once, and give whatever answers it within bounds."""
        body: Sequence[bytes] | bytes | None = content or None
        if len(content) > _BLOCK:
            # What is sent at once must be gone within the time that an answer may take.
            body = [content[at : at + _BLOCK] for at in range(0, len(content), _BLOCK)]
            headers = {**headers, "Content-Length": str(len(content))}
        try:
            response = self._pool.urlopen(
                method,
                self._root + path,
                body,
                headers,
                redirect=False,
                decode_content=False,
            )
            coded = response.headers.get("Content-Encoding")
            whole = unpacked(response.data, coded, _MOST)
        except ForeignAnswerError as error:
            raise _foreign(self._server, error.reason) from error
        except (HTTPError, ValueError) as error:  # ValueError: no header can say that
            raise _unreached(self._server, error) from error
        return Answer(status=response.status, headers=response.headers, content=whole)

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.close()


class _Lines(BufferedReader):
    """What arrives of one answer, head and all, within bounds.

    A line that breaks off is none, where Python takes it for the last.
    """

    def __init__(self, arriving: RawIOBase) -> None:
        super().__init__(arriving)
        self._left = _MOST

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read a line."""
        line = super().readline(size)
        if not line.endswith(b"\n") and len(line) != size:
            raise RemoteDisconnected("an answer was cut off")
        self._take(len(line))
        return line

    def read(self, size: int | None = -1, /) -> bytes:
        """Read so much, or all that comes."""
        if size is not None and size >= 0:
            self._take(size)  # first: room is made for all of it, however little comes
            return super().read(size)
        content = super().read(self._left + 1)
        self._take(len(content))
        return content

    def _take(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise ForeignAnswerError("too_long")


class _Response(client.HTTPResponse):
    """An answer of which no head is cut off."""

    def __init__(
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: None = None
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        self.fp = _Lines(self.fp.detach())


class _Connection(HTTPConnection):
    """A connection that is not trusted after it lay idle: a network may have forgotten it."""

    response_class = _Response
    _answered_at = 0.0

    @property
    def is_connected(self) -> bool:
        """Tell whether it can be asked once more."""
        return time.monotonic() - self._answered_at < _IDLE_S and super().is_connected

    def connect(self) -> None:
        """Connect; the time for that is not the time that sending may take."""
        self.timeout = _CONNECT_S
        super().connect()
        self.timeout = _ANSWER_S
        self.sock.settimeout(self.timeout)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3 itself
        """Read an answer to its end, and note when that was."""
        response = super().getresponse()
        self._answered_at = time.monotonic()
        return response


class _SecureConnection(_Connection, HTTPSConnection):
    """The same, encrypted."""


class _Pool(HTTPConnectionPool):
    """The connections that are kept."""

    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    """The same, encrypted."""

    ConnectionCls = _SecureConnection


def _pool(address: Url) -> HTTPConnectionPool:
    kept = {
        "timeout": Timeout(_ANSWER_S),
        "maxsize": _KEPT,
        "retries": Retry(False, redirect=False),
        "socket_options": HTTPConnection.default_socket_options,  # also where there is a proxy
        "ssl_context": secured() if address.scheme == "https" else None,
    }
    proxy = proxy_to(address)
    manager = (
        PoolManager(**kept)
        if proxy is None
        else ProxyManager(
            proxy, proxy_headers=named_to(proxy), proxy_ssl_context=kept["ssl_context"], **kept
        )
    )
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
    return manager.connection_from_host(address.host, address.port, address.scheme)


def _unreached(server: str, error: Exception) -> TransportError:
    if isinstance(error, LocationValueError):
        return TransportError("unknown_server", server=server, reason="address")
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError):
            return _foreign(server, "certificate")
        if isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_NONAME:
            return TransportError("unknown_server", server=server, reason="name")
    reason = next(name for kind, name in _REASONS if isinstance(error, kind))
    return TransportError("offline", reason=reason)


def _foreign(server: str, reason: str) -> TransportError:
    return TransportError("not_our_server", server=server, reason=reason)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Give an error and what it came from."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
