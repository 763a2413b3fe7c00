"""The floor's desktop: HTTP and an encrypted file with an index of words, and nothing else.

Its file has the settings of the program's, which a test compares, so that it is as safe on power
loss and as closed as that.

    python -m tests.bench.sync.floor_desktop SERVER FOLDER
"""

from __future__ import annotations

import http.client
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import sqlcipher3.dbapi2  # type: ignore[import-untyped]  # the driver carries no types
import zstandard

from tests.bench.memory.reading import memory
from tests.bench.sides import Facts, serve
from tests.bench.sync.floor_item import Item, item_decoder, list_decoder

KEY = "x'" + "5a" * 48 + "'"
SETTINGS = {
    "temp_store": "MEMORY",
    "secure_delete": "ON",
    "foreign_keys": "ON",
    "trusted_schema": "OFF",
    "cipher_use_hmac": "ON",
    "journal_mode": "WAL",
    "synchronous": "NORMAL",
    "mmap_size": "0",
    "cache_size": "-65536",
}
TABLES = """
    CREATE TABLE item (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        case_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        rev INTEGER NOT NULL,
        dirty INTEGER NOT NULL DEFAULT 0,
        body TEXT NOT NULL
    );
    CREATE INDEX item_case ON item (case_id, kind);
    CREATE INDEX item_dirty ON item (dirty) WHERE dirty;
    CREATE TABLE progress (last INTEGER NOT NULL);
    INSERT INTO progress VALUES (0);
    CREATE VIRTUAL TABLE search USING fts5 (words, content='', contentless_delete=1, prefix='2 3',
        tokenize='unicode61 remove_diacritics 2');
    INSERT INTO search (search, rank) VALUES ('automerge', 0);
"""
INSERT = "INSERT INTO item (id, case_id, kind, rev, body) VALUES (?, ?, ?, ?, ?)"
UPDATE = "UPDATE item SET rev = ?1, body = ?2, dirty = ?3 WHERE n = ?4 AND rev <= ?1"
INDEX = "INSERT OR REPLACE INTO search (rowid, words) VALUES (?, ?)"


def connect(path: Path) -> Any:
    """Open the encrypted file, or make it."""
    connection = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
    connection.execute(f'PRAGMA key = "{KEY}"')
    for name, value in SETTINGS.items():
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
    return connection


class FloorDesktop:
    """The jobs of this side.

    Attributes:
        path: of the file that it works on, which is open as ``file``.
    """

    def __init__(self, server: str, folder: Path) -> None:
        address = urlsplit(server)
        self._http = http.client.HTTPConnection(address.hostname or "", address.port)
        folder.mkdir(exist_ok=True)
        self._folder = folder
        self._files = 0
        self.path = folder
        self.file: Any = None
        self._decompressor = zstandard.ZstdDecompressor()
        self._compressor = zstandard.ZstdCompressor(level=3)

    def empty(self) -> Facts:
        """Go on with a new file."""
        if self.file is not None:
            self.file.close()
        self._files += 1
        self.path = self._folder / f"floor-{self._files}.db"
        self.file = connect(self.path)
        self.file.executescript(TABLES)
        return {}

    def close(self) -> None:
        """Close the file and the connection."""
        self.file.close()
        self._http.close()

    def first_sync(self, page: int = 0) -> Facts:
        """Fetch everything: in one answer and one transaction, or in pages of so many records."""
        execute = self.file.execute
        execute("PRAGMA wal_autocheckpoint = 0")
        records = size = last = 0
        is_done = False
        while not is_done:
            body, last, more = self._pull(last, page)
            came = self._insert(body, last, records)
            is_done = came < page or not page
            records, size = records + came, size + more
        execute("PRAGMA wal_autocheckpoint = 1000")
        execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return {"records": records, "bytes": size}

    def sync(self) -> Facts:
        """Fetch what has changed since."""
        [since] = self.file.execute("SELECT last FROM progress").fetchone()
        body, last, size = self._pull(since)
        raws = list_decoder.decode(body)
        if raws:
            self._write(raws, last)
        return {"records": len(raws), "bytes": size}

    def edit(self, edits: list[dict[str, str]]) -> Facts:
        """Change records here, to be sent later."""
        for change in edits:
            n, body = self.file.execute(
                "SELECT n, body FROM item WHERE id = ?", (change["record"],)
            ).fetchone()
            *head, rev, record = msgspec.json.decode(body)
            record[change["field"]] = change["now"]
            raw = msgspec.json.encode([*head, rev + 1, record])
            self._put([(n, item_decoder.decode(raw), raw)], dirty=1)
        return {"records": len(edits)}

    def push(self) -> Facts:
        """Send what was changed here."""
        rows = self.file.execute("SELECT n, body FROM item WHERE dirty").fetchall()
        packed = self._compressor.compress(f"[{','.join([body for _, body in rows])}]".encode())
        self._http.request("POST", "/push", packed)
        answer = self._http.getresponse()
        if int(answer.read()) != len(rows):
            raise ValueError("the floor lost records")
        self.file.execute("BEGIN IMMEDIATE")
        self.file.executemany("UPDATE item SET dirty = 0 WHERE n = ?", [(n,) for n, _ in rows])
        self.file.execute("COMMIT")
        return {"records": len(rows), "bytes": len(packed)}

    def _pull(self, since: int, most: int = 0) -> tuple[bytes, int, int]:
        self._http.request("GET", f"/pull?{since}&{most}" if most else f"/pull?{since}")
        answer = self._http.getresponse()
        packed = answer.read()
        last = int(answer.headers["x-last"])
        if answer.headers.get("content-encoding") == "zstd":
            return self._decompressor.decompress(packed), last, len(packed)
        return packed, last, len(packed)

    def _insert(self, body: bytes, last: int, before: int) -> int:
        """Write records that are new, after so many others; give how many they are."""
        rows, words = [], []
        for n, raw in enumerate(list_decoder.decode(body), start=before + 1):
            item = item_decoder.decode(raw)
            rows.append((item.id, item.case, item.kind, item.rev, bytes(raw).decode()))
            if text := item.words.joined():
                words.append((n, text))
        self.file.execute("BEGIN IMMEDIATE")
        self.file.executemany(INSERT, rows)
        self.file.executemany("INSERT INTO search (rowid, words) VALUES (?, ?)", words)
        self.file.execute("UPDATE progress SET last = ?", (last,))
        self.file.execute("COMMIT")
        return len(rows)

    def _write(self, raws: list[msgspec.Raw], last: int) -> None:
        items = [(item_decoder.decode(raw), raw) for raw in raws]
        find = "SELECT n FROM item WHERE id = ?"
        numbered = [(self.file.execute(find, (i.id,)).fetchone()[0], i, bytes(r)) for i, r in items]
        # In the order of the row numbers: the index is written out at each that goes back.
        self._put(sorted(numbered, key=lambda row: row[0]), dirty=0, last=last)

    def _put(
        self, rows: list[tuple[int, Item, bytes]], dirty: int, last: int | None = None
    ) -> None:
        execute = self.file.execute
        execute("BEGIN IMMEDIATE")
        for n, item, raw in rows:
            execute(UPDATE, (item.rev, raw.decode(), dirty, n))
            execute(INDEX, (n, item.words.joined()))
        if last is not None:
            execute("UPDATE progress SET last = ?", (last,))
        execute("COMMIT")


def main() -> None:
    """Be this side."""
    desktop = FloorDesktop(sys.argv[1], Path(sys.argv[2]))
    serve(
        {
            "memory": memory,
            "empty": desktop.empty,
            "first_sync": desktop.first_sync,
            "sync": desktop.sync,
            "edit": desktop.edit,
            "push": desktop.push,
        }
    )


if __name__ == "__main__":
    main()
