"""The line that ships: what it follows, keeps and repeats, and what it makes of what comes back."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
import zstandard

from nurseapp.desktop.sync import pooled_line
from nurseapp.desktop.sync.pooled_line import PooledLine
from tests.desktop.sync.canned import Canned
from tests.desktop.sync.failing import failure

TALE = b"A tale that is long enough to be worth the while. " * 40


@contextmanager
def answering(*answers: bytes) -> Iterator[tuple[str, Event]]:
    """Give each connection an answer as it stands and hang up; tell when that was."""
    has_hung_up = Event()

    def answer(listener: socket.socket) -> None:
        for said in answers:
            near, _ = listener.accept()
            with near:
                while b"\r\n\r\n" not in near.recv(1 << 16):
                    pass
                near.sendall(said)
            has_hung_up.set()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=answer, args=(listener,))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", has_hung_up
        thread.join()


def test_nobody_is_followed_to_another_address(canned: Canned, line: PooledLine) -> None:
    canned.status, canned.headers = 307, {"Location": f"{canned.url}/elsewhere"}
    answer = line.exchange("POST", "/here", {}, b"told to this server alone")
    assert answer.status == 307
    assert [asked.path for asked in canned.asked] == ["/here"]


def test_a_server_that_asks_to_wait_is_not_asked_again(canned: Canned, line: PooledLine) -> None:
    canned.status, canned.headers = 503, {"Retry-After": "0"}
    assert line.exchange("GET", "/", {}, b"").status == 503
    assert len(canned.asked) == 1


def test_what_is_asked_one_after_the_other_goes_over_one_connection(
    canned: Canned, line: PooledLine
) -> None:
    canned.headers = {"ETag": "one"}
    for method in ("GET", "POST", "DELETE"):
        assert line.exchange(method, "/", {}, b"").headers["etag"] == "one"
    assert len({asked.near_port for asked in canned.asked}) == 1


def test_a_connection_that_lay_idle_is_replaced(
    canned: Canned, line: PooledLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pooled_line, "_IDLE_S", 0.0)
    for _ in range(2):
        line.exchange("GET", "/", {}, b"")
    assert len({asked.near_port for asked in canned.asked}) == 2


def test_a_connection_that_the_server_closed_meanwhile_is_replaced() -> None:
    said = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhere"
    with answering(said, said) as (url, has_hung_up):
        line = PooledLine(url)
        assert line.exchange("GET", "/", {}, b"").content == b"here"
        assert has_hung_up.wait(10)
        assert line.exchange("GET", "/", {}, b"").content == b"here"
        line.close()


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\nNurseapp-Protocol: 1\r\nContent-Le",
        b"HTTP/1.1 304 Not Modified\r\nNurseapp-Protocol: 1\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwhat\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwhat\r\n0\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nto be continued",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nto be continued",
        b"HTTP/1.1 200 OK\r\nETag: " + b"e" * 70_000 + b"\r\n\r\n",
        b"220 mail.example ESMTP\r\n\r\n",
    ],
)
def test_an_answer_that_is_cut_off_or_none_is_offline(said: bytes) -> None:
    with answering(said) as (url, _):
        line = PooledLine(url)
        assert failure(lambda: line.exchange("GET", "/", {}, b""))[0] == "offline"
        line.close()


def test_a_server_that_says_nothing_for_long_is_offline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pooled_line, "_ANSWER_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        line = PooledLine(f"http://127.0.0.1:{silent.getsockname()[1]}")
        found = failure(lambda: line.exchange("GET", "/", {}, b""))
        line.close()
    assert found == ("offline", "ReadTimeout")


def test_a_computer_that_lets_nobody_in_is_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(socket.socket, "connect", connect)
    line = PooledLine("https://192.0.2.1")
    found = failure(lambda: line.exchange("GET", "/", {}, b""))
    assert found == ("offline", "ConnectTimeout")
    line.close()


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("zstd", zstandard.compress(TALE)),
        ("ZSTD", zstandard.compress(TALE[:90]) + zstandard.compress(TALE[90:])),
        ("zstd", zstandard.compress(b"") + zstandard.compress(TALE)),
        ("gzip", gzip.compress(TALE, mtime=0)),
        ("zstd, gzip", gzip.compress(zstandard.compress(TALE), mtime=0)),
        ("identity", TALE),
    ],
    ids=["zstd", "in two frames", "after an empty one", "gzip", "one in the other", "not at all"],
)
def test_what_was_compressed_on_the_way_comes_as_it_was(
    canned: Canned, line: PooledLine, coding: str, packed: bytes
) -> None:
    canned.headers, canned.body = {"Content-Encoding": coding}, packed
    assert line.exchange("GET", "/", {}, b"").content == TALE


@pytest.mark.parametrize("coding", ["zstd", "gzip"])
def test_an_empty_answer_is_never_unreadable(canned: Canned, line: PooledLine, coding: str) -> None:
    canned.status, canned.headers = 304, {"Content-Encoding": coding}
    assert line.exchange("GET", "/", {}, b"").content == b""


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("zstd", zstandard.compress(TALE)[:-9]),
        ("zstd", zstandard.compress(TALE) + b"and more"),
        ("gzip", gzip.compress(TALE, mtime=0)[:-9]),
        ("gzip", TALE),
    ],
    ids=["zstd cut off", "zstd and more", "gzip cut off", "not gzip"],
)
def test_what_cannot_be_unpacked_is_not_our_servers(
    canned: Canned, line: PooledLine, coding: str, packed: bytes
) -> None:
    canned.headers, canned.body = {"Content-Encoding": coding}, packed
    found = failure(lambda: line.exchange("GET", "/", {}, b""))
    assert found == ("not_our_server", "unreadable")


def test_sending_much_may_take_longer_than_connecting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pooled_line, "_CONNECT_S", 1.0)
    much, heard = b"x" * (24 << 20), bytearray()

    def listen(listener: socket.socket) -> None:
        near, _ = listener.accept()
        with near:
            Event().wait(1.5)
            while b"\r\n\r\n" not in heard:
                heard.extend(near.recv(1 << 20))
            end = heard.index(b"\r\n\r\n") + 4 + len(much)
            while len(heard) < end:
                heard.extend(near.recv(1 << 20))
            near.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=listen, args=(listener,))
        thread.start()
        line = PooledLine(f"http://127.0.0.1:{listener.getsockname()[1]}")
        assert line.exchange("POST", "/", {"A": "b"}, much).status == 204
        line.close()
        thread.join()
    head, _, body = bytes(heard).partition(b"\r\n\r\n")
    assert body == much
    assert f"Content-Length: {len(much)}".encode() in head
    assert b"chunked" not in head


@pytest.mark.parametrize("value", ["two\r\nlines", "\N{SNOWMAN}"])
def test_what_no_header_can_say_is_not_sent(canned: Canned, line: PooledLine, value: str) -> None:
    asked = {"Authorization": f"Bearer {value}"}
    assert failure(lambda: line.exchange("GET", "/", asked, b""))[0] == "offline"
    assert canned.asked == []
    assert line.exchange("GET", "/", {}, b"").status == 200


def test_a_server_may_be_part_of_another(canned: Canned) -> None:
    line = PooledLine(f"{canned.url}/central")
    line.exchange("GET", "/v1/health", {}, b"")
    assert canned.asked[0].path == "/central/v1/health"
    line.close()


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://pflege-münchen.example", "xn--pflege-mnchen-3ob.example"),
        ("https://Nurse.Example:8443", "nurse.example"),
    ],
)
def test_a_server_is_looked_up_by_its_name(
    address: str, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []

    def look_up(name: str, *_: object) -> None:
        names.append(name)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    line = PooledLine(address)
    found = failure(lambda: line.exchange("GET", "/", {}, b""))
    assert (found, names) == (("unknown_server", "name"), [host])
    line.close()


def test_a_name_that_nothing_can_have_is_told_as_such() -> None:
    line = PooledLine(f"https://{'n' * 64}.example")
    assert failure(lambda: line.exchange("GET", "/", {}, b"")) == ("unknown_server", "address")
    line.close()


def test_who_asks_after_the_end_is_offline(canned: Canned, line: PooledLine) -> None:
    line.close()
    assert failure(lambda: line.exchange("GET", "/", {}, b""))[0] == "offline"
    assert canned.asked == []
