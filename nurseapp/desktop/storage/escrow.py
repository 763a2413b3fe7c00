"""The escrow: what the server has not decided yet, sealed for it, in a file beside the cache.

It is what stays when the passphrase, the keyring or the cache is lost. One line for each event::

    {"event": ..., "stream": ..., "payload_hash": ..., "sealed": ...}

A program that is killed while it writes leaves a last line that is cut off, which was never said
to be saved; whatever is damaged costs its own line and no other. Knows no key and no database;
called by the safekeeping, and by the rescue for a file of a vault that is lost.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock

import msgspec

from nurseapp.desktop.storage.circumstances import CacheError
from nurseapp.desktop.storage.sealed_log import SealedEvent
from nurseapp.desktop.storage.vault_header import sync_folder

FILE_NAME = "escrow.jsonl"
_decoder = msgspec.json.Decoder(SealedEvent)


class Escrow:
    """One vault's file; its writers take turns."""

    def __init__(self, folder: Path) -> None:
        """Name the folder of the vault; nothing is made yet."""
        self._file = folder / FILE_NAME
        self._turn = RLock()

    @property
    def folder(self) -> Path:
        """The vault's."""
        return self._file.parent

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Keep what is put meanwhile only if this ends well; others wait for their turn."""
        with self._turn:
            before = self._size()
            try:
                yield
            except BaseException:
                # Where the disk does not even do this, an entry stays that was not kept: the next
                # call of `hold` takes it out.
                with suppress(OSError):
                    if self._size() > before:
                        os.truncate(self._file, before)
                raise

    def put(self, sealed: Iterable[SealedEvent]) -> None:
        """Add entries; they are on the disk when this returns.

        Raises:
            CacheError: ``disk_full`` or ``disk_failed``.
        """
        # What a program that was killed has left of a line must not spoil the next one.
        lines = b"\n" + _lines(sealed)
        with translated():
            is_new = not self._file.exists()
            _append(self._file, lines)
            if is_new:
                sync_folder(self._file.parent)

    def hold(self, sealed: Iterable[SealedEvent]) -> None:
        """Hold these entries and no others.

        Raises:
            CacheError: ``disk_full`` or ``disk_failed``; then it is as it was.
        """
        write_escrow(self._file, sealed)

    def _size(self) -> int:
        return self._file.stat().st_size if self._file.exists() else 0


def read_escrow(file: Path) -> tuple[list[SealedEvent], int]:
    """Read the entries of a file, and count the lines that are damaged.

    Raises:
        CacheError: ``disk_failed``.
    """
    with translated():
        *lines, _cut_off = file.read_bytes().split(b"\n")
    found, damaged = [], 0
    for line in filter(None, lines):
        try:
            found.append(_decoder.decode(line))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            damaged += 1
    return found, damaged


def write_escrow(file: Path, sealed: Iterable[SealedEvent]) -> None:
    """Let a file hold these entries and no others, in one step; raise as :meth:`Escrow.hold`."""
    replace_whole(file, _lines(sealed))


def replace_whole(file: Path, content: bytes) -> None:
    """Let a file hold these bytes and no others, in one step; raise as :meth:`Escrow.hold`."""
    with translated():
        if file.exists() and file.read_bytes() == content:
            return
        new = file.with_name(f"{file.name}.new")
        new.unlink(missing_ok=True)
        _append(new, content)
        new.replace(file)
        sync_folder(file.parent)


def _lines(sealed: Iterable[SealedEvent]) -> bytes:
    return b"".join(msgspec.json.encode(one) + b"\n" for one in sealed)


def _append(file: Path, content: bytes) -> None:
    with open(file, "ab", opener=_private) as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def translated() -> Iterator[None]:
    """Tell what is the matter with the disk; raise as :meth:`Escrow.hold`."""
    try:
        yield
    except OSError as error:
        raise CacheError("disk_full" if error.errno == errno.ENOSPC else "disk_failed") from error
