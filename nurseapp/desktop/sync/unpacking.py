"""Undoing what an answer was compressed with: no further than an answer of ours can be long.

Called by :mod:`nurseapp.desktop.sync.pooled_line`.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from io import BytesIO

import zstandard

_STEP = 1 << 11
"""Of zstd, what is unpacked at once: 4 bytes of it may stand for 128 KiB, these for 64 MiB."""


class ForeignAnswerError(Exception):
    """Report an answer that our server never gives.

    Attributes:
        reason: ``too_long``, ``unreadable``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def unpacked(content: bytes, coded: str | None, most: int) -> bytes:
    """Undo what a body was compressed with, the last first; all of them give ``most`` together.

    Raises:
        ForeignAnswerError: for what gives more, and for what nothing can be made of.
    """
    if coded is None or not content:
        return content
    try:
        for coding in reversed(coded.lower().split(",")):
            match coding.strip():
                case "zstd":
                    content = _unzstd(content, most)
                case "gzip" | "x-gzip":
                    content = _gunzip(content, most)
                case _:
                    continue
            most -= len(content)
    except (zlib.error, zstandard.ZstdError) as error:
        raise ForeignAnswerError("unreadable") from error
    return content


def _gunzip(content: bytes, most: int) -> bytes:
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    plain = stream.decompress(content, most + 1)
    if len(plain) > most:
        raise ForeignAnswerError("too_long")
    if not stream.eof:
        raise ForeignAnswerError("unreadable")
    return plain


def _unzstd(content: bytes, most: int) -> bytes:
    with suppress(zstandard.ZstdError):  # several frames, or one that lies
        if 0 < zstandard.frame_content_size(content) <= most:
            # As our server packs it, and by far the quickest: no more room is made than it says.
            return zstandard.ZstdDecompressor().decompress(content, allow_extra_data=False)
    return _frames(content, most)


def _frames(content: bytes, most: int) -> bytes:
    """Undo zstd, of as many frames as there are, whatever they say of their size."""
    packed, at = memoryview(content), 0
    plain = BytesIO()
    unpacker = zstandard.ZstdDecompressor()
    while at < len(packed):
        frame = unpacker.decompressobj()
        while not frame.eof:
            piece = packed[at : at + _STEP]
            if not piece:
                raise ForeignAnswerError("unreadable")
            part = frame.decompress(piece)
            if plain.tell() + len(part) > most:
                raise ForeignAnswerError("too_long")
            plain.write(part)
            at += len(piece)
        at -= len(frame.unused_data)
    return plain.getvalue()
