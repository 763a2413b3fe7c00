"""A line between the desktops and the central API that can be cut at any point of a request.

It passes on whole HTTP messages, one after the other, and knows of them only where they end.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from enum import StrEnum
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

PATIENCE_S = 10
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Cut(StrEnum):
    """Where in the life of a request the line is cut."""

    BEFORE_THE_REQUEST = "before the request arrives"
    IN_THE_REQUEST = "in the middle of the request"
    BEFORE_THE_ANSWER = "when all is done and nothing is answered"
    IN_THE_HEAD = "in the head of the answer"
    IN_THE_BODY = "just before the end of the answer"


class Line(ThreadingTCPServer):
    """The line.

    Attributes:
        cut_at: told the path of each request, says where it is cut; None leaves it whole.
    """

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.far_end = ("127.0.0.1", port)
        self.cut_at: Callable[[str], Cut | None] = lambda _path: None
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def url(self) -> str:
        """Where the desktops find its near end."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def close(self) -> None:
        """Take it down, once nobody uses it any more."""
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Passing(BaseRequestHandler):
    """Passes on what comes over one connection, until it ends or is cut."""

    server: Line

    def handle(self) -> None:
        """Pass on requests and answers in turns."""
        near: socket.socket = self.request
        near.settimeout(PATIENCE_S)
        with socket.create_connection(self.server.far_end, PATIENCE_S) as far:
            while request := _message(near):
                path = request.split(b" ", 2)[1].decode()
                if not _passed(request, self.server.cut_at(path), near, far):
                    return


def _passed(request: bytes, cut: Cut | None, near: socket.socket, far: socket.socket) -> bool:
    """Pass on a request and its answer as far as the cut; tell whether there was none."""
    if cut is Cut.BEFORE_THE_REQUEST:
        return False
    if cut is Cut.IN_THE_REQUEST:
        far.sendall(request[: len(request) // 2])
        return False
    far.sendall(request)
    answer = _message(far)
    if cut is Cut.BEFORE_THE_ANSWER:
        return False
    if cut is Cut.IN_THE_HEAD:
        answer = answer[:20]
    elif cut is Cut.IN_THE_BODY:
        answer = answer[:-1]
    near.sendall(answer)
    return cut is None


def _message(end: socket.socket) -> bytes:
    """Read one HTTP message; nothing where the other side has hung up."""
    message = b""
    while (head := message.find(b"\r\n\r\n")) < 0:
        part = end.recv(1 << 16)
        if not part:
            return b""
        message += part
    length = _LENGTH.search(message[:head])
    whole = head + 4 + (int(length[1]) if length else 0)
    while len(message) < whole:
        part = end.recv(1 << 16)
        if not part:
            return b""
        message += part
    return message
