"""A web server that answers whatever a test tells it to, on loopback."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came.

    Attributes:
        near_port: of the connection that it came over.
    """

    method: str
    path: str
    headers: Message
    body: bytes
    near_port: int


@dataclass(slots=True)
class Canned:
    """What the next answer is, and what was asked.

    Attributes:
        body: None to break the line off instead of answering.
        bodies: what is answered first, one after the other.
    """

    url: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = b""
    bodies: list[bytes] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def served(tls: ssl.SSLContext | None = None) -> Iterator[Canned]:
    """Serve for a while; over TLS, as ``localhost``, where that is given."""
    canned = Canned()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            near_port = self.client_address[1]
            canned.asked.append(Asked(self.command, self.path, self.headers, body, near_port))
            answer = canned.bodies.pop(0) if canned.bodies else canned.body
            if answer is None:
                self.close_connection = True
                return
            self.send_response_only(canned.status)
            for name, value in canned.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_DELETE = answer

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        canned.url = f"http://127.0.0.1:{server.server_port}"
        if tls is not None:
            canned.url = f"https://localhost:{server.server_port}"
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield canned
        finally:
            server.shutdown()
            thread.join()
