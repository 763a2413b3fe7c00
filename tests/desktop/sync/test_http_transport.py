"""Asking over HTTP: every way in which it goes wrong has its code, and no secret is told."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest
import zstandard

from nurseapp.desktop.sync.http_transport import HttpTransport
from nurseapp.desktop.sync.line_security import is_here, secured
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.wire.messages import (
    EventResult,
    Health,
    Manifest,
    Person,
    Problem,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    SchemaRange,
    SessionAnswer,
    SessionRequest,
    StatusAnswer,
    StatusRequest,
    StreamCursor,
)
from tests.desktop.sync.canned import Canned, served

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
OURS = {"Nurseapp-Protocol": "1"}
SPOKEN = SchemaRange(min=1, current=1)
PULL = PullRequest(epoch="e", streams=(StreamCursor(id="case-1.care", after=0),))
SESSION = SessionAnswer(
    token="new-token",
    expires_at=NOON,
    person=Person(id="nurse.ana", name="Ana", roles=("nurse",), team="north"),
    organisation="St. Brigid",
    is_example=False,
    server_id="server",
)


LATER = "Fri, 20 Nov 2026 12:01:30 GMT"


@pytest.fixture
def canned() -> Iterator[Canned]:
    """Give a server that answers as our protocol does."""
    with served() as canned:
        canned.headers = OURS
        yield canned


@pytest.fixture
def transport(canned: Canned) -> Iterator[HttpTransport]:
    """Give a transport of somebody who is signed in."""
    transport = HttpTransport(canned.url, "a-token", "device-1")
    yield transport
    transport.close()


def failure(transport: HttpTransport) -> TransportError:
    with pytest.raises(TransportError) as caught:
        transport.pull(PULL)
    return caught.value


def problem(status: int, code: str) -> bytes:
    body = Problem(type="about:blank", title="", status=status, code=code, detail="")
    return msgspec.json.encode(body)


def test_each_request_goes_to_its_address_and_comes_back_as_its_value(
    canned: Canned, transport: HttpTransport
) -> None:
    push = PushRequest(epoch="e", device="device-1", events=(msgspec.Raw(b'{"id":"a"}'),))
    result = EventResult(id="a", status="applied", rev=4)
    status = StatusRequest(epoch="e", streams=("case-1.care",))
    health = Health(status="ok", version="1", schema=SPOKEN, server_time=NOON)
    pulled, pushed = PullAnswer(epoch="e", streams=()), PushAnswer(epoch="e", results=(result,))
    told = StatusAnswer(epoch="e", visible=(), gone=("case-1.care",))
    for answer in (pulled, pushed, told, health):
        canned.bodies.append(msgspec.json.encode(answer))
    assert transport.pull(PULL) == pulled
    assert transport.push(push) == pushed
    assert transport.status(status) == told
    assert transport.health() == health
    assert [asked.path for asked in canned.asked] == [
        "/v1/sync/pull",
        "/v1/sync/push",
        "/v1/sync/streams/status",
        "/v1/health",
    ]
    assert {asked.headers["Nurseapp-Protocol"] for asked in canned.asked} == {"1"}
    assert {asked.headers["Authorization"] for asked in canned.asked} == {"Bearer a-token"}
    assert [a.method for a in canned.asked] == ["POST", "POST", "POST", "GET"]


def test_a_large_request_is_compressed_and_a_compressed_answer_is_read(
    canned: Canned, transport: HttpTransport
) -> None:
    answer = PullAnswer(epoch="e" * 5_000, streams=())
    canned.headers = {**OURS, "Content-Encoding": "zstd"}
    canned.body = zstandard.compress(msgspec.json.encode(answer))
    cursors = tuple(StreamCursor(id=f"case-{n}.care", after=0) for n in range(100))
    request = PullRequest(epoch="e", streams=cursors)
    assert transport.pull(request) == answer
    asked = canned.asked[-1]
    assert asked.headers["Content-Encoding"] == "zstd"
    assert "zstd" in asked.headers["Accept-Encoding"]
    assert msgspec.json.decode(zstandard.decompress(asked.body), type=PullRequest) == request


def test_a_small_request_is_sent_as_it_is(canned: Canned, transport: HttpTransport) -> None:
    canned.body = msgspec.json.encode(PullAnswer(epoch="e", streams=()))
    transport.pull(PULL)
    assert "Content-Encoding" not in canned.asked[-1].headers
    assert msgspec.json.decode(canned.asked[-1].body, type=PullRequest) == PULL


def test_signing_in_goes_on_with_the_new_session_and_signing_out_ends_it(canned: Canned) -> None:
    transport = HttpTransport(canned.url + "/", None, "device-1")
    canned.body = msgspec.json.encode(SESSION)
    request = SessionRequest(user="nurse.ana", password="a password", device=transport.device)
    assert transport.sign_in(request) == SESSION
    assert "Authorization" not in canned.asked[0].headers
    canned.status, canned.body = 204, b""
    transport.sign_out()
    assert canned.asked[1].method == "DELETE"
    assert canned.asked[1].headers["Authorization"] == "Bearer new-token"
    canned.status, canned.body = 200, msgspec.json.encode(PullAnswer(epoch="e", streams=()))
    transport.pull(PULL)
    assert "Authorization" not in canned.asked[2].headers
    transport.close()


def test_a_manifest_that_is_known_is_not_sent_again(
    canned: Canned, transport: HttpTransport
) -> None:
    manifest = Manifest(epoch="e", server_time=NOON, schema=SPOKEN, streams=())
    canned.headers = {**OURS, "ETag": '"tag"'}
    canned.body = msgspec.json.encode(manifest)
    first = transport.manifest(None)
    assert (first.manifest, first.etag, first.server_time) == (manifest, '"tag"', NOON)
    assert "If-None-Match" not in canned.asked[0].headers
    canned.status, canned.body = 304, b""
    canned.headers = {**OURS, "Date": "Fri, 20 Nov 2026 12:00:00 GMT"}
    again = transport.manifest('"tag"')
    assert canned.asked[1].headers["If-None-Match"] == '"tag"'
    assert (again.manifest, again.etag, again.server_time) == (None, '"tag"', NOON)


@pytest.mark.parametrize("date", [None, "yesterday"])
def test_a_server_without_a_clock_is_no_trouble(
    canned: Canned, transport: HttpTransport, date: str | None
) -> None:
    canned.status = 304
    canned.headers = OURS if date is None else {**OURS, "Date": date}
    assert transport.manifest("tag").server_time is None


@pytest.mark.parametrize(
    ("status", "headers", "body", "code", "facts"),
    [
        (401, OURS, problem(401, "not_signed_in"), "not_signed_in", {}),
        (401, OURS, problem(401, "wrong_credentials"), "wrong_credentials", {}),
        (
            409,
            {**OURS, "Nurseapp-Epoch": "e-2"},
            problem(409, "other_epoch"),
            "other_epoch",
            {"epoch": "e-2"},
        ),
        (409, OURS, problem(409, "other_epoch"), "other_epoch", {"epoch": ""}),
        (503, OURS, problem(503, "busy"), "server_busy", {"status": 503}),
        (429, OURS, b"", "server_busy", {"status": 429}),
        (
            503,
            {**OURS, "Retry-After": "30"},
            b"",
            "server_busy",
            {"status": 503, "retry_after_s": 30.0},
        ),
        (429, {**OURS, "Retry-After": "soon"}, b"", "server_busy", {"status": 429}),
        (
            503,
            {**OURS, "Retry-After": LATER, "Date": "Fri, 20 Nov 2026 12:00:00 GMT"},
            b"",
            "server_busy",
            {"status": 503, "retry_after_s": 90.0},
        ),
        (
            503,
            {**OURS, "Retry-After": LATER, "Date": "Fri, 20 Nov 2026 13:00:00 -0000"},
            b"",
            "server_busy",
            {"status": 503, "retry_after_s": 0.0},
        ),
        (
            503,
            {**OURS, "Retry-After": LATER, "Date": "just now"},
            b"",
            "server_busy",
            {"status": 503, "retry_at": datetime(2026, 11, 20, 12, 1, 30, tzinfo=UTC)},
        ),
        (502, {}, b"<html>Bad gateway</html>", "server_busy", {"status": 502}),
        (
            500,
            OURS,
            problem(500, "internal"),
            "server_failed",
            {"status": 500, "reason": "internal"},
        ),
        (
            413,
            OURS,
            problem(413, "too_large"),
            "server_failed",
            {"status": 413, "reason": "too_large"},
        ),
        (400, OURS, b"no problem document", "server_failed", {"status": 400, "reason": ""}),
        (500, {}, b"<html>Oops</html>", "server_failed", {"status": 500}),
        (
            426,
            {"Nurseapp-Protocol": "2"},
            problem(426, "other_version"),
            "other_version",
            {"ours": "1", "theirs": "2"},
        ),
        (
            426,
            OURS,
            problem(426, "other_version"),
            "other_version",
            {"ours": "1", "theirs": "1"},
        ),
        (200, {"Nurseapp-Protocol": "2"}, b"{}", "other_version", {"ours": "1", "theirs": "2"}),
    ],
)
def test_what_our_server_or_its_gateway_refuses_has_its_code(
    canned: Canned,
    transport: HttpTransport,
    status: int,
    headers: dict[str, str],
    body: bytes,
    code: str,
    facts: dict[str, object],
) -> None:
    canned.status, canned.headers, canned.body = status, headers, body
    error = failure(transport)
    assert (error.code, error.facts) == (code, facts)


@pytest.mark.parametrize(
    ("status", "headers", "body", "reason"),
    [
        (200, {}, b"<html>Welcome to the hotel</html>", "no_protocol"),
        (302, {"Location": "http://portal.example/"}, b"", "no_protocol"),
        (404, {}, b"<html>Not here</html>", "no_protocol"),
        (200, OURS, b"<html>", "unreadable"),
        (200, OURS, b'{"epoch":1}', "unreadable"),
        (200, OURS, b"\xff\xfe", "unreadable"),
        (200, {**OURS, "Content-Encoding": "zstd"}, b"not compressed", "unreadable"),
    ],
)
def test_whatever_is_not_our_server_is_told_as_such(
    canned: Canned,
    transport: HttpTransport,
    status: int,
    headers: dict[str, str],
    body: bytes,
    reason: str,
) -> None:
    canned.status, canned.headers, canned.body = status, headers, body
    error = failure(transport)
    assert (error.code, error.facts) == (
        "not_our_server",
        {"server": canned.url, "reason": reason},
    )


def test_a_line_that_breaks_off_is_offline(canned: Canned, transport: HttpTransport) -> None:
    canned.body = None
    assert failure(transport).code == "offline"


def test_a_server_that_is_not_running_is_offline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    transport = HttpTransport(f"http://127.0.0.1:{port}", None, "device-1")
    error = failure(transport)
    assert (error.code, error.facts) == ("offline", {"reason": "ConnectError"})
    transport.close()


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://no-such-server.invalid", "name"),
        ("nurse.example", "address"),
        ("ftp://nurse.example", "address"),
        ("https://nurse.example:port", "address"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_as_such(
    address: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    transport = HttpTransport(address, None, "device-1")
    error = failure(transport)
    assert (error.code, error.facts) == ("unknown_server", {"server": address, "reason": reason})
    transport.close()


def test_a_name_that_cannot_be_looked_up_now_is_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def later(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", later)
    transport = HttpTransport("https://nurse.example", None, "device-1")
    assert failure(transport).code == "offline"
    transport.close()


@pytest.mark.parametrize(
    "address",
    ["http://nurse.example", "HTTP://nurse.example:8765", "http://10.0.0.7", "http://[fe80::1]"],
)
def test_nothing_goes_over_a_plain_line_to_another_computer(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(*_: object, **__: object) -> None:
        pytest.fail("somebody was asked")

    monkeypatch.setattr(socket, "getaddrinfo", connect)
    transport = HttpTransport(address, None, "device-1")
    with pytest.raises(TransportError) as refused:
        transport.sign_in(SessionRequest(user="ana", password="a password", device="device-1"))
    assert (refused.value.code, refused.value.facts) == ("plain_line", {"server": address})


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "localhost", "::1"])
def test_a_plain_line_may_stay_within_this_computer(host: str) -> None:
    assert is_here(host)
    assert not is_here(f"{host}.example")


def test_nothing_older_than_tls_1_2_is_spoken() -> None:
    context = secured()

    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_a_server_that_speaks_only_tls_1_1_is_not_talked_to() -> None:
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.set_ciphers("ALL:@SECLEVEL=0")
    theirs.minimum_version = ssl.TLSVersion.TLSv1
    theirs.maximum_version = ssl.TLSVersion.TLSv1_1
    our_out, our_in = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = secured().wrap_bio(our_in, our_out, server_hostname="nurse.example")
    with pytest.raises(ssl.SSLWantReadError):
        ours.do_handshake()
    their_in, their_out = ssl.MemoryBIO(), ssl.MemoryBIO()
    their_in.write(our_out.read())

    with pytest.raises(ssl.SSLError, match=r"UNSUPPORTED_PROTOCOL|VERSION"):
        theirs.wrap_bio(their_in, their_out, server_side=True).do_handshake()


def test_a_server_without_a_certificate_is_not_ours(canned: Canned) -> None:
    transport = HttpTransport(canned.url.replace("http", "https"), None, "device-1")
    error = failure(transport)
    assert (error.code, error.facts["reason"]) == ("not_our_server", "certificate")
    transport.close()


def test_no_password_token_or_record_is_in_what_an_error_says(
    canned: Canned, transport: HttpTransport
) -> None:
    canned.body = b'{"epoch": "Maria Oliveira", "streams": 5}'
    error = failure(transport)
    assert "Oliveira" not in repr(error) + str(error.facts)
    assert "a-token" not in repr(error) + str(error.facts)


def test_streams_of_which_none_is_there_are_gone(canned: Canned, transport: HttpTransport) -> None:
    canned.status, canned.headers = 404, OURS
    canned.body = problem(404, "no_such_stream")
    answer = transport.pull(PULL)
    assert answer.streams == ()
    assert answer.gone == tuple(cursor.id for cursor in PULL.streams)


def test_a_manifest_of_a_year_that_no_clock_shows_is_read_without_its_time(
    canned: Canned, transport: HttpTransport
) -> None:
    canned.headers = {**OURS, "ETag": "t\xe4g"}
    canned.body = (
        b'{"epoch":"e","server_time":"0001-01-01T00:00:00+23:59",'
        b'"schema":{"min":1,"current":1},"streams":[]}'
    )
    answer = transport.manifest(None)
    assert answer.manifest is not None
    assert (answer.server_time, answer.etag) == (None, None)
