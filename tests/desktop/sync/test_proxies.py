"""Through a hospital's proxy, or past it: with real TLS, and a proxy that is really there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nurseapp.desktop.sync.pooled_line import PooledLine
from tests.desktop.sync.authority import Authority
from tests.desktop.sync.canned import Canned, served
from tests.desktop.sync.failing import failure
from tests.desktop.sync.small_proxy import Proxied, proxying

NOBODY = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what is set where the tests run."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Give an authority."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def canned(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[Canned]:
    """Give a server with a certificate of that authority, which is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with served(authority.server("localhost")) as canned:
        canned.body = b"here"
        yield canned


@pytest.fixture
def proxied() -> Iterator[Proxied]:
    """Give a proxy."""
    with proxying() as proxied:
        yield proxied


def asked(url: str) -> bytes:
    line = PooledLine(url)
    try:
        return line.exchange("POST", "/v1/sync/pull", {"A": "b"}, b"asked").content
    finally:
        line.close()


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "all_proxy"])
@pytest.mark.parametrize("scheme", ["http://", ""])
def test_what_is_asked_goes_through_the_proxy_unread(
    canned: Canned, proxied: Proxied, monkeypatch: pytest.MonkeyPatch, name: str, scheme: str
) -> None:
    monkeypatch.setenv(name, f"{scheme}127.0.0.1:{proxied.port}")
    assert asked(canned.url) == b"here"
    assert proxied.tunnels == [canned.url.removeprefix("https://")]
    assert [(one.path, one.body) for one in canned.asked] == [("/v1/sync/pull", b"asked")]
    assert "Proxy-Authorization" not in canned.asked[0].headers


def test_a_connection_through_the_proxy_is_kept(
    canned: Canned, proxied: Proxied, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxied.port}")
    line = PooledLine(canned.url)
    for _ in range(3):
        assert line.exchange("GET", "/", {}, b"").content == b"here"
    line.close()
    assert len(proxied.tunnels) == 1


def test_a_proxy_that_wants_to_know_who_it_is_is_told(
    canned: Canned, proxied: Proxied, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxied.wanted = "Basic d2FyZCA0OnDDpHNzOndvcmQ="  # ward 4:päss:word
    where = f"127.0.0.1:{proxied.port}"
    monkeypatch.setenv("https_proxy", f"http://ward%204:p%C3%A4ss%3Aword@{where}")
    assert asked(canned.url) == b"here"
    monkeypatch.setenv("https_proxy", f"http://ward%204@{where}")
    assert failure(lambda: asked(canned.url))[0] == "offline"
    assert len(canned.asked) == 1


@pytest.mark.parametrize("past", ["localhost", ".example, localhost", "*", "LOCALHOST"])
def test_a_server_that_is_past_the_proxy_is_asked_directly(
    canned: Canned, monkeypatch: pytest.MonkeyPatch, past: str
) -> None:
    monkeypatch.setenv("https_proxy", NOBODY)
    monkeypatch.setenv("no_proxy", past)
    assert asked(canned.url) == b"here"


def test_only_what_is_named_is_past_the_proxy(
    canned: Canned, proxied: Proxied, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxied.port}")
    monkeypatch.setenv("no_proxy", "host, ocalhost, 127.0.0.1, localhost:1")
    assert asked(canned.url) == b"here"
    assert len(proxied.tunnels) == 1


@pytest.mark.parametrize("past", ["::1", ""])
def test_an_address_in_figures_may_be_past_the_proxy_too(
    monkeypatch: pytest.MonkeyPatch, past: str
) -> None:
    monkeypatch.setenv("https_proxy", "socks5://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", past)
    expected = "ConnectError" if past else "ProxyError"
    assert failure(lambda: asked("https://[::1]:9")) == ("offline", expected)


@pytest.mark.parametrize("proxy", [NOBODY, "socks5://127.0.0.1:9", "http://127.0.0.1:port"])
def test_a_proxy_that_does_not_help_is_offline(
    canned: Canned, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("all_proxy", proxy)
    assert failure(lambda: asked(canned.url)) == ("offline", "ProxyError")


def test_a_plain_line_within_this_computer_has_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, NOBODY)
    with served() as canned:
        canned.body = b"here"
        assert asked(canned.url) == b"here"


def test_a_proxy_that_answers_in_the_servers_place_is_not_our_server(
    canned: Canned, proxied: Proxied, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxied.port}")
    url = canned.url.replace("localhost", "nurse.example")
    assert failure(lambda: asked(url)) == ("not_our_server", "certificate")
    assert canned.asked == []


def test_a_proxy_may_be_encrypted_itself(
    canned: Canned, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with proxying(authority.server("localhost")) as proxied:
        monkeypatch.setenv("https_proxy", f"https://localhost:{proxied.port}")
        assert asked(canned.url) == b"here"
        assert len(proxied.tunnels) == 1


def test_an_authority_that_nobody_here_trusts_is_not_believed(
    canned: Canned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert failure(lambda: asked(canned.url)) == ("not_our_server", "certificate")


def test_authorities_may_lie_in_a_folder(
    canned: Canned, authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert failure(lambda: asked(canned.url)) == ("not_our_server", "certificate")
    authority.file_in(tmp_path)
    assert asked(canned.url) == b"here"
