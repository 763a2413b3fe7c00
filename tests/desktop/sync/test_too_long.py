"""Whatever answers instead of our server, no answer ends or chokes the program by its length."""

from __future__ import annotations

import gzip
import socket
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread

import pytest
import zstandard

from nurseapp.desktop.sync.pooled_line import PooledLine
from tests.desktop.sync.canned import Canned
from tests.desktop.sync.failing import failure

MOST = 64 << 20
HUGE = 1 << 45
OURS = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nours"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
Said = Sequence[bytes]


@contextmanager
def answering(*answers: Said) -> Iterator[tuple[str, list[bool]]]:
    """Give each connection an answer as it stands; tell of each whether it was hung up on."""
    left: list[bool] = []

    def answer(listener: socket.socket) -> None:
        for said in answers:
            near, _ = listener.accept()
            with near:
                near.settimeout(10)
                while b"\r\n\r\n" not in near.recv(1 << 16):
                    pass
                left.append(_is_left(near, said))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=answer, args=(listener,))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", left
        thread.join()


def _is_left(near: socket.socket, said: Said) -> bool:
    """Tell whether the other side hangs up, while it is answered or then."""
    try:
        for block in said:
            near.sendall(block)
        return near.recv(1) == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False


def endless(first: bytes, again: bytes) -> Said:
    """Say something again and again, for more than twice as long as any answer can be."""
    return [first] + [again] * (3 * MOST // len(again))


@pytest.mark.parametrize(
    "said",
    [
        endless(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % HUGE, bytes(1 << 20)),
        endless(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (MOST + 1), bytes(1 << 20)),
        endless(CHUNKED + b"%x\r\n" % HUGE, bytes(1 << 20)),
        endless(CHUNKED + b"4\r\nfour\r\n%x\r\n" % (MOST - 4), bytes(1 << 20)),
        endless(CHUNKED, b"%x\r\n%b\r\n" % (1 << 20, bytes(1 << 20))),
        endless(b"HTTP/1.1 200 OK\r\n\r\n", bytes(1 << 20)),
        endless(b"", b"HTTP/1.1 100 Continue\r\nA: %b\r\n\r\n" % (b"b" * 60_000)),
        endless(CHUNKED + b"0\r\n", b"A: %b\r\n" % (b"b" * 60_000)),
    ],
    ids=[
        "a length",
        "one byte more",
        "a chunk",
        "two chunks",
        "chunks without end",
        "bytes without end",
        "heads without end",
        "trailers without end",
    ],
)
def test_an_answer_that_is_too_long_is_not_our_servers_and_hung_up_on(said: Said) -> None:
    with answering(said, [OURS]) as (url, left):
        line = PooledLine(url)
        found = failure(lambda: line.exchange("GET", "/", {}, b""))
        assert found == ("not_our_server", "too_long")
        assert line.exchange("GET", "/", {}, b"").content == b"ours"
        assert left == [True]
        line.close()


def test_a_proxy_whose_head_never_ends_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    head = endless(b"HTTP/1.1 200 OK\r\n", b"A: %b\r\n" % (b"b" * 60_000))
    with answering(head) as (url, left):
        monkeypatch.setenv("https_proxy", url)
        line = PooledLine("https://nurse.example")
        found = failure(lambda: line.exchange("GET", "/", {}, b""))
        line.close()
    assert (found, left) == (("not_our_server", "too_long"), [True])


def of_unknown_size(plain: bytes) -> bytes:
    """Make a frame that does not say how long it is unpacked."""
    return zstandard.ZstdCompressor(write_content_size=False).compress(plain)


def in_two_frames(plain: bytes) -> bytes:
    return zstandard.compress(plain[:-9]) + zstandard.compress(plain[-9:])


def saying(plain: bytes, size: int) -> bytes:
    """Make a frame that says of any size that it is its own, in 8 bytes after its head."""
    frame = of_unknown_size(plain)
    return frame[:4] + b"\xc0" + frame[5:6] + size.to_bytes(8, "little") + frame[6:]


def densest(size: int) -> bytes:
    """Make a frame of blocks that say in 4 bytes that one is there 128 Ki times."""
    block = (1 << 17 << 3 | 1 << 1).to_bytes(3, "little") + b"\0"
    return b"\x28\xb5\x2f\xfd\0\x38" + block * (size >> 17) + b"\1\0\0"


def zipped(plain: bytes) -> bytes:
    return gzip.compress(plain, 1, mtime=0)


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("zstd", zstandard.compress),
        ("zstd", of_unknown_size),
        ("zstd", in_two_frames),
        ("gzip", zipped),
    ],
)
def test_what_is_unpacked_has_a_bound(
    canned: Canned, line: PooledLine, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    canned.headers = {"Content-Encoding": coding}
    canned.bodies = [pack(bytes(MOST)), pack(bytes(MOST + 1)), pack(b"ours")]
    assert line.exchange("GET", "/", {}, b"").content == bytes(MOST)
    found = failure(lambda: line.exchange("GET", "/", {}, b""))
    assert found == ("not_our_server", "too_long")
    assert line.exchange("GET", "/", {}, b"").content == b"ours"


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (saying(b"ours", HUGE), "unreadable"),
        (saying(b"ours", 2), "unreadable"),
        (saying(bytes(MOST << 1), MOST >> 1), "too_long"),
    ],
    ids=["far too much", "too little", "too little of too much"],
)
def test_the_size_that_a_frame_names_is_not_believed(
    canned: Canned, line: PooledLine, frame: bytes, reason: str
) -> None:
    canned.headers = {"Content-Encoding": "zstd"}
    canned.bodies = [frame, saying(b"ours", 4)]
    found = failure(lambda: line.exchange("GET", "/", {}, b""))
    assert found == ("not_our_server", reason)
    assert line.exchange("GET", "/", {}, b"").content == b"ours"


def test_what_unpacks_to_very_much_takes_the_room_of_a_few_answers(
    canned: Canned, line: PooledLine
) -> None:
    canned.headers = {"Content-Encoding": "zstd"}
    canned.bodies = [densest(1 << 20), densest(1 << 30)]
    assert line.exchange("GET", "/", {}, b"").content == bytes(1 << 20)
    tracemalloc.start()
    try:
        found = failure(lambda: line.exchange("GET", "/", {}, b""))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == ("not_our_server", "too_long")
    assert peak < 3 * MOST


def test_what_is_packed_time_and_again_has_one_bound_in_all(
    canned: Canned, line: PooledLine
) -> None:
    def packed_twice(size: int) -> bytes:
        return zipped(gzip.compress(bytes(size), 0, mtime=0))

    canned.headers = {"Content-Encoding": "gzip, gzip"}
    canned.bodies = [packed_twice(MOST * 4 // 10), packed_twice(MOST * 6 // 10)]
    assert line.exchange("GET", "/", {}, b"").content == bytes(MOST * 4 // 10)
    found = failure(lambda: line.exchange("GET", "/", {}, b""))
    assert found == ("not_our_server", "too_long")
