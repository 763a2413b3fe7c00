"""The limits that a request must keep before anybody reads what it says.

Size as it comes, size after decompression, kind and encoding of the content, and time. How deep
it is nested needs no count: requests are read into types, and no type nests without end.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

import zstandard
from starlette.requests import Request

from nurseapp.server.routes.formats import PACKED, Format
from nurseapp.server.routes.problems import ProblemError
from nurseapp.server.settings import Limits


async def read_body(request: Request, limits: Limits, written: Format) -> bytes:
    """Read a body as it comes; raise :class:`ProblemError` where it keeps no limit."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != written.media_type:
        raise ProblemError("bad_request", f"The body must be {written.media_type}.", status=415)
    most, within_s = limits.body_bytes, limits.request_s
    if written is PACKED:
        most, within_s = limits.chunk_bytes, limits.chunk_s
    body = bytearray()
    try:
        async with asyncio.timeout(within_s):
            async for chunk in request.stream():
                body += chunk
                _check_size(len(body), most)
    except TimeoutError:
        raise ProblemError("bad_request", "The body did not come in time.", status=408) from None
    return bytes(body)


def check_plain(encoding: str) -> None:
    """Refuse a content encoding where a body has none: files are compressed by themselves."""
    if encoding.strip().lower() not in ("", "identity"):
        raise ProblemError("bad_request", "The body may only be plain.", status=415)


def decompress(body: bytes, encoding: str, limits: Limits) -> bytes:
    """Undo a body's content encoding; what comes out is text within its limit."""
    decoder = _DECODERS.get(encoding.strip().lower())
    if decoder is None:
        raise ProblemError("bad_request", "The body may be plain, gzip or zstd.", status=415)
    try:
        plain = decoder(body, limits.decoded_bytes + 1)
    except (zlib.error, zstandard.ZstdError):
        raise ProblemError("bad_request", "The body cannot be decompressed.") from None
    _check_size(len(plain), limits.decoded_bytes)
    try:
        text = plain.decode()
    except UnicodeDecodeError:
        raise ProblemError("bad_request", "The body is not UTF-8.") from None
    if "\0" in text:  # no JSON has it, and PostgreSQL keeps no text with it
        raise ProblemError("bad_request", "The body holds a zero byte.")
    return plain


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise ProblemError("too_large", f"At most {most} bytes are taken.")


def _gunzip(body: bytes, most: int) -> bytes:
    stream = zlib.decompressobj(wbits=31)
    return stream.decompress(body, most)


def _unzstd(body: bytes, most: int) -> bytes:
    # Only reading step by step bounds the memory: a frame may name any size for its content.
    window = 1 << 23
    reader = zstandard.ZstdDecompressor(max_window_size=window).stream_reader(BytesIO(body))
    return reader.read(most)


_DECODERS: Mapping[str, Callable[[bytes, int], bytes]] = {
    "": lambda body, _most: body,
    "identity": lambda body, _most: body,
    "gzip": _gunzip,
    "zstd": _unzstd,
}
