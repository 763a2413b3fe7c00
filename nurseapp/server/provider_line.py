"""The line to a provider of OpenID Connect: one question, one short answer.

Each question has a connection of its own: nothing is sent twice, and people sign in too seldom for
one that is kept to be any good. Called by :mod:`nurseapp.server.oidc`.
"""

from __future__ import annotations

import os
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import client
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from urllib.request import getproxies, proxy_bypass

import certifi
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util import Url, make_headers, parse_url

from nurseapp.domain.circumstance import Circumstance

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_STEP_S = 10.0
_WHOLE_S = 30.0
# What a provider says takes some kilobytes; with many keys and their certificates, some dozens.
_MOST = 1 << 20
_BLOCK = 1 << 16
_PLAIN = "identity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a provider answered, whatever that is."""

    status: int
    content: bytes

    @property
    def is_success(self) -> bool:
        """Tell whether it did what it was asked."""
        return 200 <= self.status < 300


class ProviderLine:
    """Asks; making it reads every authority that we trust.

    It follows no redirection, repeats nothing and unpacks nothing.
    """

    def __init__(self) -> None:
        self._trusted = _trusted()

    def ask(self, url: str, form: Mapping[str, str] | None = None) -> Answer:
        """Read what is at an address, or send a form there.

        Raises:
            Circumstance: ``provider_unavailable`` where nothing comes back, or it is compressed, or
                more or for longer than an answer to us can be.
        """
        headers = {"Accept-Encoding": _PLAIN}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            with self._way_to(parse_url(url)) as way:
                response = way.urlopen(
                    "GET" if form is None else "POST",
                    url,
                    redirect=False,
                    body=None if form is None else urlencode(form),
                    headers=headers,
                    preload_content=False,
                )
                # In blocks: room for one is made at once, however long it is said to be.
                content = b"".join(response.stream(_BLOCK, decode_content=False))
        except (HTTPError, ValueError) as error:  # ValueError: no address can be that
            raise Circumstance("provider_unavailable", error=type(error).__name__) from None
        if response.headers.get("Content-Encoding", _PLAIN).lower() != _PLAIN:
            raise Circumstance("provider_unavailable", error="compressed")
        return Answer(status=response.status, content=content)

    def _way_to(self, address: Url) -> PoolManager:
        if address.scheme not in {"http", "https"}:
            raise ValueError("an address that is not of the web")
        kept: dict[str, Any] = {"ssl_context": self._trusted, "timeout": _STEP_S, "retries": False}
        proxy = _proxy_to(address)
        if proxy is None:
            way = PoolManager(**kept)
        else:
            named = make_headers(
                proxy_basic_auth=parse_url(proxy).auth_decoded_joined,
                proxy_basic_auth_encoding="utf-8",
            )
            way = ProxyManager(proxy, proxy_headers=named, proxy_ssl_context=self._trusted, **kept)
        way.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
        return way


class _Bounded(RawIOBase):
    """What arrives on a connection: no more, and not for longer, than one answer may take.

    It is bounded here, below all that HTTP says of lengths, so that nothing said can be a lie.
    """

    def __init__(self, arriving: RawIOBase) -> None:
        super().__init__()
        self._arriving = arriving
        self._left = _MOST
        self._until = time.monotonic() + _WHOLE_S

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read what has come."""
        if time.monotonic() > self._until:
            raise TimeoutError("an answer took too long")
        count = self._arriving.readinto(buffer) or 0
        self._left -= count
        if self._left < 0:
            raise client.HTTPException("an answer was too long")
        return count

    def close(self) -> None:
        """Let go of the connection."""
        self._arriving.close()
        super().close()


class _Lines(BufferedReader):
    """The same in lines; one that breaks off is none, where Python takes it for the last."""

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read a line."""
        line = super().readline(size)
        if not line.endswith(b"\n") and len(line) != size:
            raise client.RemoteDisconnected("an answer was cut off")
        return line


class _Response(client.HTTPResponse):
    """An answer, head and all, within bounds."""

    def __init__(
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: None = None
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        self.fp = _Lines(_Bounded(self.fp.detach()))


class _Connection(HTTPConnection):
    """A connection over which such an answer comes."""

    response_class = _Response


class _SecureConnection(HTTPSConnection):
    """The same, encrypted."""

    response_class = _Response


class _Pool(HTTPConnectionPool):
    """What makes such connections."""

    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    """The same, encrypted."""

    ConnectionCls = _SecureConnection


def _trusted() -> ssl.SSLContext:
    if file := os.environ.get("SSL_CERT_FILE"):
        return ssl.create_default_context(cafile=file)
    if folder := os.environ.get("SSL_CERT_DIR"):
        return ssl.create_default_context(capath=folder)
    return ssl.create_default_context(cafile=certifi.where())


def _proxy_to(address: Url) -> str | None:
    set_here = getproxies()
    proxy = set_here.get(address.scheme or "") or set_here.get("all")
    where = (address.netloc or "").replace("[", "").replace("]", "")
    if not proxy or proxy_bypass(where):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"
