"""The HTTP server around the application: bound, announced when ready, stopped in order.

Called by the composition root, in the main thread, and by tests, in a thread of theirs.
"""

from __future__ import annotations

import gc
import socket
import sys
from collections.abc import Callable
from ipaddress import ip_address

import uvicorn
from starlette.types import ASGIApp

_KEEP_ALIVE_S = 75
LAST_REQUESTS_S = 10
GARBAGE_AT = 20_000
"""New objects before the collector looks; at Python's 700 it would four times in every push."""


def listen(host: str, port: int) -> socket.socket:
    """Bind a socket; port 0 is any free one. Raise OSError where that cannot be."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener


def share_of(listener: socket.socket) -> socket.socket:
    """Give one of several processes its share of the connections to a bound address.

    Of processes that wait at one socket the quickest may take every connection, and leave the
    others idle. Where the system hands out no shares, it is that socket.
    """
    if sys.platform != "linux":
        return listener
    share = socket.socket(listener.family, listener.type, listener.proto)
    share.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    share.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    share.bind(listener.getsockname())
    return share


def is_here(listener: socket.socket) -> bool:
    """Tell whether only programs of this computer can reach a socket."""
    return ip_address(listener.getsockname()[0].partition("%")[0]).is_loopback


def leave_alone_what_is_loaded() -> None:
    """Have the collector of garbage pass over all that is there, in a process that only serves.

    Else it goes through every module now and then, while a request waits for it: 60 to 100 ms. It
    looks less often, too, as what a request makes goes with it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AT)


class ApiServer(uvicorn.Server):
    """Serve an application on a bound socket."""

    def __init__(self, app: ASGIApp, listener: socket.socket, on_ready: Callable[[], None]) -> None:
        """Name what is called as soon as requests are answered."""
        super().__init__(
            uvicorn.Config(
                app,
                http="httptools",
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_keep_alive=_KEEP_ALIVE_S,
                timeout_graceful_shutdown=LAST_REQUESTS_S,
            )
        )
        self._listener = listener
        self._on_ready = on_ready

    def serve_until_stopped(self) -> None:
        """Serve until :meth:`stop`, or a signal that ends the program; answer what runs first."""
        self.run(sockets=[self._listener])

    def stop(self) -> None:
        """Stop soon; may be called from any thread."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self._on_ready()
