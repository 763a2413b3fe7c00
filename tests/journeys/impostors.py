"""Something else that answers at the address of the central API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Impostor:
    """What it answers to whatever it is asked."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


PORTAL = Impostor(
    headers={"Content-Type": "text/html"},
    body=b"<!doctype html><title>Welcome to the visitors' network</title><form>Sign in</form>",
)
OTHER_VERSION = Impostor(status=426, headers={"Nurseapp-Protocol": "2"})
CUT_SHORT = Impostor(headers={"Nurseapp-Protocol": "1"}, body=b'{"epoch": "5f')
FAILING = Impostor(status=500, headers={"Nurseapp-Protocol": "1"}, body=b"Internal Server Error")
OVERRUN = Impostor(status=503, headers={"Retry-After": "2"})


@contextmanager
def answering(port: int, impostor: Impostor) -> Iterator[None]:
    """Let it answer on a port of this computer."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # named by the library
            self.send_response(impostor.status)
            for name, value in impostor.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(impostor.body)))
            self.end_headers()
            self.wfile.write(impostor.body)

        do_POST = do_GET  # named by the library

        def log_message(self, *_said: object) -> None:
            """Keep silent."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Answering)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
