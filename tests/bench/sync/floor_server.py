"""The floor's API: no framework, no accounts, no rules; PostgreSQL, HTTP and zstd alone.

``GET /pull?SINCE`` gives what was written after a number, ``GET /pull?SINCE&MOST`` so much of it
at most, ``POST /push`` takes records. One sender at a time asks a process of it, so that it blocks
where others would have to wait.

    python -m tests.bench.sync.floor_server DATABASE_URL
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import psycopg
import uvicorn
import zstandard

from tests.bench.sync.floor_item import WORTH_COMPRESSING, item_decoder, list_decoder

TABLES = """
    CREATE TABLE item (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        kind text NOT NULL,
        rev bigint NOT NULL,
        seq bigserial NOT NULL,
        body text NOT NULL
    );
    CREATE INDEX item_seq ON item (seq);
    CREATE INDEX item_case ON item (case_id);
"""
STAGE = "CREATE TEMPORARY TABLE IF NOT EXISTS staged (LIKE item) ON COMMIT DELETE ROWS"
COPY = "COPY staged (id, case_id, kind, rev, seq, body) FROM STDIN"
# Rows in one order: overlapping writers that take them as they come would block each other.
UPSERT = """
    INSERT INTO item (id, case_id, kind, rev, body)
    SELECT id, case_id, kind, rev, body FROM staged ORDER BY id
    ON CONFLICT (id) DO UPDATE
    SET rev = excluded.rev, body = excluded.body, seq = nextval('item_seq_seq')
    WHERE item.rev < excluded.rev
"""
SINCE = "SELECT body, seq FROM item WHERE seq > %s ORDER BY seq LIMIT %s"

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def upsert(database: psycopg.Connection, raws: list[msgspec.Raw]) -> int:
    """Write records in one transaction."""
    with database.transaction(), database.cursor() as cursor:
        cursor.execute(STAGE)
        with cursor.copy(COPY) as copy:
            for raw in raws:
                item = item_decoder.decode(raw)
                copy.write_row((item.id, item.case, item.kind, item.rev, 0, bytes(raw).decode()))
        cursor.execute(UPSERT)
    return len(raws)


def since(database: psycopg.Connection, number: int, most: int | None) -> tuple[bytes, int]:
    """Read what was written after a number: as one array, with the last number."""
    rows = database.execute(SINCE, (number, most)).fetchall()
    return f"[{','.join([body for body, _ in rows])}]".encode(), rows[-1][1] if rows else number


class Api:
    """Answer one request after the other."""

    def __init__(self, database: psycopg.Connection) -> None:
        self._database = database
        self._compressor = zstandard.ZstdCompressor(level=3)
        self._decompressor = zstandard.ZstdDecompressor()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = []
        if scope["path"] == "/push":
            body = self._decompressor.decompress(await _whole(receive))
            out = b"%d" % upsert(self._database, list_decoder.decode(body))
        else:
            number, _, most = scope["query_string"].partition(b"&")
            out, last = since(self._database, int(number), int(most) if most else None)
            headers.append((b"x-last", b"%d" % last))
        if len(out) >= WORTH_COMPRESSING:
            out = self._compressor.compress(out)
            headers.append((b"content-encoding", b"zstd"))
        headers.append((b"content-length", b"%d" % len(out)))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": out})


async def _whole(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


def _listener() -> socket.socket:
    """Bind a socket that says it is TCP: else small answers wait for the client's acknowledgement.

    The event loop turns that off, but for sockets alone that name their protocol.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    return listener


def main() -> None:
    """Serve until told to end; say first where."""
    with psycopg.connect(sys.argv[1], autocommit=True) as database, _listener() as listener:
        config = uvicorn.Config(
            Api(database),
            http="httptools",
            lifespan="off",
            log_level="error",
            access_log=False,
            timeout_keep_alive=600,
        )
        print(f"Answering on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
