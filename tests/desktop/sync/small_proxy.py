"""A proxy as a hospital has one, on loopback: it lets through what is encrypted."""

from __future__ import annotations

import select
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass(slots=True)
class Proxied:
    """What a proxy was asked.

    Attributes:
        wanted: the credentials with which it lets somebody through; empty for anybody.
        tunnels: where to; whoever is behind the proxy answers for every name.
    """

    port: int = 0
    wanted: str = ""
    tunnels: list[str] = field(default_factory=list)


@contextmanager
def proxying(tls: ssl.SSLContext | None = None) -> Iterator[Proxied]:
    """Be a proxy for a while; one that is talked to over TLS, where that is given."""
    proxied = Proxied()

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            proxied.tunnels.append(self.path)
            if self.headers.get("Proxy-Authorization", "") != proxied.wanted:
                self.send_error(HTTPStatus.PROXY_AUTHENTICATION_REQUIRED)
                return
            port = int(self.path.rpartition(":")[2])
            with socket.create_connection(("127.0.0.1", port)) as far:
                self.send_response_only(HTTPStatus.OK)
                self.end_headers()
                with suppress(OSError):  # whoever does not trust the other hangs up
                    _relay(self.connection, far)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        proxied.port = server.server_port
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield proxied
        finally:
            server.shutdown()
            thread.join()


def _relay(near: socket.socket, far: socket.socket) -> None:
    """Carry bytes both ways until one side has said all."""
    other = {near: far, far: near}
    while True:
        for side in select.select([near, far], [], [])[0]:
            said = side.recv(1 << 16)
            if not said:
                return
            other[side].sendall(said)
