"""What every answer carries, and the one line that the log keeps of every request.

The log has the route and ids, never an address with its query, a body or a header.
"""

from __future__ import annotations

import logging
import time
import uuid

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nurseapp.server.logs import request_id
from nurseapp.wire.messages import PROTOCOL

ROUTE = "nurseapp.route"  # where the dispatcher names the route, by its path in the table
_log = logging.getLogger(__name__)


class Envelope:
    """Put the protocol's headers on answers, give requests an id, and log them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; anything but HTTP passes through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name = uuid.uuid4().hex
        request_id.set(name)
        started = time.monotonic()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["Nurseapp-Protocol"] = str(PROTOCOL)
                headers["Cache-Control"] = "no-store"
                headers["X-Content-Type-Options"] = "nosniff"
                headers["X-Request-Id"] = name
            await send(message)

        await self._app(scope, receive, send_with_headers)
        _log.info(
            "request",
            extra={
                "method": scope["method"],
                "route": scope.get(ROUTE),
                "status": status,
                "ms": round((time.monotonic() - started) * 1000, 1),
            },
        )
