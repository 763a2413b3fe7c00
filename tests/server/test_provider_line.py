"""What a provider answers is taken only where it is short, soon, plain and from whom we trust."""

from __future__ import annotations

import gzip
import json
import socket
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, repeat
from pathlib import Path
from threading import Event, Thread

import certifi
import pytest

from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.refusal import DomainError
from nurseapp.server import provider_line, settings
from nurseapp.server.oidc import Oidc
from tests.desktop.sync.authority import Authority
from tests.desktop.sync.small_proxy import proxying
from tests.server.test_oidc_keys import NOW, REQUEST, Answering, Provider

METADATA, KEYS, TOKEN = PATHS = ("/.well-known/openid-configuration", "/keys", "/token")
MUCH = 3 << 20
NOBODY = "http://127.0.0.1:9"
Said = Iterable[bytes]


class Odd(Provider):
    """A provider that answers as it should but at one place.

    Attributes:
        place: where that is; ``said`` makes what it says there, byte by byte as it stands, of what
            it should say.
        heard: the heads of what it was asked.
    """

    def __init__(self) -> None:
        super().__init__()
        self.RequestHandlerClass = _AnsweringOddly
        self.place = ""
        self.said: Callable[[bytes], Said] = plain
        self.heard: list[str] = []
        self.is_over = Event()

    def says_at(self, place: str, said: Callable[[bytes], Said]) -> None:
        self.place, self.said = place, said


class _AnsweringOddly(Answering):
    server: Odd

    def give(self, body: bytes) -> None:
        self.server.heard.append(str(self.headers))
        if self.path != self.server.place:
            super().give(body)
            return
        with suppress(OSError):  # whoever has heard enough hangs up
            for block in self.server.said(body):
                self.wfile.write(block)


def plain(right: bytes) -> Said:
    yield b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(right) + right


def chunked(right: bytes) -> Said:
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    yield b"%x\r\n%b\r\n0\r\n\r\n" % (len(right), right)


def until_it_ends(right: bytes) -> Said:
    yield b"HTTP/1.1 200 OK\r\n\r\n" + right


def padded(right: bytes, size: int) -> bytes:
    """Make an answer longer that stays right."""
    return right + b" " * (size - len(right))


@contextmanager
def run(provider: Odd) -> Iterator[Odd]:
    with provider:
        thread = Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield provider
        finally:
            provider.is_over.set()
            provider.shutdown()
            thread.join()


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what is set where the tests run."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def odd() -> Iterator[Odd]:
    """Give a provider."""
    with run(Odd()) as odd:
        yield odd


def asked(issuer: str) -> str:
    """Have somebody come back from a provider; tell how that went."""
    oidc = Oidc(settings.Provider(issuer=issuer, client_id="nurseapp"), lambda: NOW)
    try:
        return oidc.identify(REQUEST).subject
    except (Circumstance, DomainError) as error:
        return error.code


@pytest.mark.parametrize("place", PATHS)
@pytest.mark.parametrize("way", [plain, chunked, until_it_ends])
def test_an_answer_that_is_too_long_is_none(
    odd: Odd, place: str, way: Callable[[bytes], Said]
) -> None:
    odd.says_at(place, lambda right: way(padded(right, MUCH)))
    assert asked(odd.issuer) == "provider_unavailable"

    odd.says_at(place, lambda right: way(padded(right, 1_000_000)))
    assert asked(odd.issuer) == "subject-7"


@pytest.mark.parametrize("place", PATHS)
@pytest.mark.parametrize("length", [1 << 31, 1 << 45])
def test_no_room_is_made_for_a_length_that_is_only_said(odd: Odd, place: str, length: int) -> None:
    odd.says_at(place, lambda right: [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % length])
    assert asked(odd.issuer) == "provider_unavailable"
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    odd.says_at(place, lambda right: [head + b"%x\r\n" % length])
    assert asked(odd.issuer) == "provider_unavailable"


@pytest.mark.parametrize(
    ("before", "again"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\n", b"A: " + b"b" * 60_000 + b"\r\n"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n",
            b"A: b\r\n" * 9_000,
        ),
    ],
    ids=["to be continued", "heads", "trailers"],
)
def test_an_answer_that_never_ends_is_none(odd: Odd, before: bytes, again: bytes) -> None:
    odd.says_at(METADATA, lambda _right: chain([before], repeat(again)))
    assert asked(odd.issuer) == "provider_unavailable"


@pytest.mark.parametrize("place", PATHS)
@pytest.mark.parametrize("size", [1_000, 16 << 20])
def test_nothing_compressed_is_asked_for_or_taken(odd: Odd, place: str, size: int) -> None:
    def packed(right: bytes) -> Said:
        small = gzip.compress(padded(right, size), 1, mtime=0)
        head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
        yield head % len(small) + small

    odd.says_at(place, packed)

    assert asked(odd.issuer) == "provider_unavailable"
    assert odd.asked[-1] == place
    assert all("Accept-Encoding: identity\n" in head for head in odd.heard)


def test_nothing_compressed_is_unpacked(odd: Odd) -> None:
    small = gzip.compress(bytes(32 << 20), mtime=0)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    odd.says_at(METADATA, lambda _right: [head, small])

    tracemalloc.start()
    try:
        assert asked(odd.issuer) == "provider_unavailable"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 << 20


def test_a_provider_that_says_nothing_is_not_waited_for(
    odd: Odd, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_right: bytes) -> Said:
        odd.is_over.wait()
        yield b""

    monkeypatch.setattr(provider_line, "_STEP_S", 0.1)
    odd.says_at(METADATA, silent)
    assert asked(odd.issuer) == "provider_unavailable"


@pytest.mark.parametrize("before", [b"HTTP/1.1 200 OK\r\nA: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_provider_that_says_little_at_a_time_is_not_listened_to_for_ever(
    odd: Odd, monkeypatch: pytest.MonkeyPatch, before: bytes
) -> None:
    def slowly(_right: bytes) -> Said:
        yield before
        while not odd.is_over.wait(0.02):
            yield b" "

    monkeypatch.setattr(provider_line, "_WHOLE_S", 0.3)
    odd.says_at(METADATA, slowly)
    assert asked(odd.issuer) == "provider_unavailable"


@pytest.mark.parametrize("place", PATHS)
@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200",
        b"220 mail.example ESMTP\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nto be continued",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nto be continued",
        b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_an_answer_that_is_cut_off_or_none_is_asked_for_once(
    odd: Odd, place: str, said: bytes
) -> None:
    odd.says_at(place, lambda _right: [said])
    assert asked(odd.issuer) == "provider_unavailable"
    assert odd.asked.count(place) == 1


@pytest.mark.parametrize("status", [b"302", b"307"])
@pytest.mark.parametrize(
    ("place", "told"),
    [
        (METADATA, "provider_unavailable"),
        (KEYS, "provider_unavailable"),
        (TOKEN, "not_identified"),
    ],
)
def test_nobody_is_followed_to_another_address(
    odd: Odd, place: str, told: str, status: bytes
) -> None:
    with run(Odd()) as another:
        where = f"{another.issuer}{place}".encode()
        head = b"HTTP/1.1 %b Elsewhere\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n"
        odd.says_at(place, lambda _right: [head % (status, where)])
        assert asked(odd.issuer) == told
    assert another.asked == []


@pytest.mark.parametrize(
    ("place", "said", "told"),
    [
        (METADATA, b"<html>", "provider_unavailable"),
        (METADATA, b"[" * 500_000, "provider_unavailable"),
        (METADATA, b'{"a":' + b"[" * 500_000, "provider_unavailable"),
        (METADATA, b'{"issuer": "\xff"}', "provider_unavailable"),
        (KEYS, b'{"keys": [{"kty": "\xff"}]}', "provider_unavailable"),
        (KEYS, b"5", "provider_unavailable"),
        (KEYS, b'{"keys": 5}', "provider_unavailable"),
        (KEYS, b'{"keys": []}', "provider_unavailable"),
        (KEYS, b'{"keys": [{"a":' + b"[" * 500_000, "provider_unavailable"),
        (KEYS, b'{"keys": [{"kty": ["EC"]}]}', "provider_unavailable"),
        (
            KEYS,
            b'{"keys": [{"kty": "EC", "crv": "P", "x": "a", "y": "b"}]}',
            "provider_unavailable",
        ),
        (TOKEN, b'{"id_token": "\xff"}', "not_identified"),
        (TOKEN, b"<html>", "not_identified"),
        (TOKEN, b'{"a":' + b"[" * 500_000, "not_identified"),
    ],
)
def test_what_is_no_answer_to_what_was_asked_is_told(
    odd: Odd, place: str, said: bytes, told: str
) -> None:
    odd.says_at(place, lambda _right: plain(said))
    assert asked(odd.issuer) == told


@pytest.mark.parametrize(
    "address",
    [
        "",
        "keys",
        "//keys",
        "ftp://127.0.0.1/keys",
        "http:///keys",
        "http://[::1",
        "http://127.0.0.1:port/keys",
        "http://127.0.0.1:9/keys",
        f"http://{'n' * 64}.example/keys",
    ],
)
def test_an_address_that_leads_nowhere_is_told(odd: Odd, address: str) -> None:
    def misled(right: bytes) -> Said:
        return plain(json.dumps(json.loads(right) | {"jwks_uri": address}).encode())

    odd.says_at(METADATA, misled)
    assert asked(odd.issuer) == "provider_unavailable"


class Secure(Odd):
    """A provider that speaks TLS, as ``localhost``."""

    def __init__(self, authority: Authority, name: str = "localhost") -> None:
        super().__init__()
        tls = authority.server(name)
        self.socket = tls.wrap_socket(self.socket, server_side=True)

    @property
    def issuer(self) -> str:
        return f"https://localhost:{self.server_port}"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Give an authority."""
    return Authority(tmp_path_factory.mktemp("authority"))


def test_only_a_provider_of_an_authority_that_we_trust_is_asked(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run(Secure(authority)) as provider:
        assert asked(provider.issuer) == "provider_unavailable"
        assert provider.asked == []

        with monkeypatch.context() as trusting:
            trusting.setenv("SSL_CERT_FILE", str(authority.file))
            assert asked(provider.issuer) == "subject-7"
        authority.file_in(tmp_path)
        with monkeypatch.context() as trusting:
            trusting.setenv("SSL_CERT_DIR", str(tmp_path))
            assert asked(provider.issuer) == "subject-7"
        monkeypatch.setattr(certifi, "where", lambda: str(authority.file))
        assert asked(provider.issuer) == "subject-7"


def test_a_provider_of_another_name_is_not_asked(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with run(Secure(authority, "another.example")) as provider:
        assert asked(provider.issuer) == "provider_unavailable"
        assert provider.asked == []


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "all_proxy"])
@pytest.mark.parametrize("scheme", ["http://", ""])
def test_a_provider_is_asked_through_the_proxy_that_is_set(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, name: str, scheme: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with run(Secure(authority)) as provider, proxying() as proxied:
        proxied.wanted = "Basic d2FyZCA0OnDDpHNzOndvcmQ="  # ward 4:päss:word
        who = "ward%204:p%C3%A4ss%3Aword@"
        monkeypatch.setenv(name, f"{scheme}{who}127.0.0.1:{proxied.port}")
        assert asked(provider.issuer) == "subject-7"
        assert proxied.tunnels == [f"localhost:{provider.server_port}"] * 3

        provider.says_at(KEYS, lambda right: plain(padded(right, MUCH)))
        assert asked(provider.issuer) == "provider_unavailable"


@pytest.mark.parametrize("past", ["localhost", ".example, localhost", "*"])
def test_a_provider_that_is_past_the_proxy_is_asked_directly(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, past: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    monkeypatch.setenv("https_proxy", NOBODY)
    with run(Secure(authority)) as provider:
        assert asked(provider.issuer) == "provider_unavailable"
        monkeypatch.setenv("no_proxy", past)
        assert asked(provider.issuer) == "subject-7"


@pytest.mark.parametrize("proxy", [NOBODY, "socks5://127.0.0.1:9", "http://127.0.0.1:port"])
def test_a_proxy_that_does_not_help_is_told(
    odd: Odd, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    assert asked(odd.issuer) == "provider_unavailable"
    assert odd.asked == []


def test_a_provider_is_looked_up_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []

    def look_up(name: str, *_: object) -> None:
        names.append(name)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert asked("https://pflege-münchen.example") == "provider_unavailable"
    assert names == ["xn--pflege-mnchen-3ob.example"]
