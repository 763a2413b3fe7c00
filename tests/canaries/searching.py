"""Looks through everything that a run left on the disk, save where patient data belongs."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import zstandard

from tests.canaries.canary import found_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What was looked through, and the leaks: where, and which canary."""

    files: int
    bytes: int
    leaks: tuple[tuple[str, str], ...]


def search(folder: Path, allowed: Collection[Path] = ()) -> Searched:
    """Look through the names and the bytes of all files below a folder.

    Args:
        allowed: files and folders where patient data belongs, by their nature or on purpose.
    """
    leaks: list[tuple[str, str]] = []
    files = size = 0
    for path in sorted(folder.rglob("*")):
        if any(path == place or place in path.parents for place in allowed):
            continue
        place = str(path.relative_to(folder))
        leaks += ((f"the name {place}", kind) for kind in found_in(str(path.name).encode()))
        if path.is_symlink() or not path.is_file():
            continue
        content = path.read_bytes()
        files, size = files + 1, size + len(content)
        kinds = {kind for form in unpacked(content) for kind in found_in(form)}
        leaks += ((place, kind) for kind in sorted(kinds))
    return Searched(files=files, bytes=size, leaks=tuple(leaks))


def unpacked(content: bytes) -> Iterator[bytes]:
    """Give bytes as they are, and what is in them where they are compressed as a whole."""
    yield content
    try:
        if content.startswith(b"\x1f\x8b"):
            yield gzip.decompress(content)
        elif content.startswith(b"\x28\xb5\x2f\xfd"):
            yield zstandard.ZstdDecompressor().decompressobj().decompress(content)
    except (OSError, EOFError, zlib.error, zstandard.ZstdError):
        return
