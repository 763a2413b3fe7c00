"""The API over HTTP: sessions, versions, epochs, limits; whatever comes in gets a clear answer."""

import asyncio
import base64
import gzip
import json
import logging
import socket
from datetime import timedelta

import httpx
import msgspec
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select, text

from nurseapp.domain.ids import CaseId, RecordId, UserId
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server.app import build_app
from nurseapp.server.embedded import Urls
from nurseapp.server.routes.table import ROUTES
from nurseapp.server.seal_key import SealKey
from nurseapp.server.settings import Enrolment, Limits, Settings
from nurseapp.server.store import devices, schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.database import sealing_key
from nurseapp.server.store.people import LEAVING
from nurseapp.wire.events import encode_event
from nurseapp.wire.messages import (
    Health,
    Manifest,
    PullAnswer,
    PushAnswer,
    SessionAnswer,
    StatusAnswer,
)
from tests.server.conftest import served, sign_in
from tests.server.organisation import CHEAP, PASSWORD, Organisation

JSON = {"Content-Type": "application/json"}
CREDENTIALS = {"user": "amara", "password": PASSWORD, "device": "d1"}


def problem(response: httpx.Response) -> str:
    """Give a problem's code, having looked at its document."""
    assert response.headers["content-type"] == "application/problem+json"
    document = response.json()
    assert set(document) == {"type", "title", "status", "code", "detail"}
    assert document["status"] == response.status_code
    assert document["type"].endswith(document["code"])
    return str(document["code"])


def epoch(client: httpx.Client) -> str:
    """Read the epoch."""
    return str(client.get("/v1/sync/manifest").json()["epoch"])


def push_body(
    client: httpx.Client, organisation: Organisation, case: CaseId, count: int = 1
) -> bytes:
    """Write a push of notes."""
    notes = [
        organisation.act(
            "amara", case, NoteWritten(note=RecordId(organisation.new_id()), text="Called.")
        )
        for _ in range(count)
    ]
    head = json.dumps({"epoch": epoch(client), "device": "desk-of-amara"})[:-1].encode()
    return head + b', "events": [' + b",".join(map(encode_event, notes)) + b"]}"


def test_health_answers_anybody(client: httpx.Client) -> None:
    response = client.get("/v1/health")

    health = msgspec.json.decode(response.content, type=Health)
    assert (health.status, health.schema.current) == ("ok", 1)


def test_every_answer_carries_the_protocol_and_may_not_be_kept(client: httpx.Client) -> None:
    for path in ("/v1/health", "/v1/sync/manifest", "/nothing/here", "/openapi.json"):
        headers = client.get(path).headers
        assert headers["nurseapp-protocol"] == "1"
        assert headers["cache-control"] == "no-store"
        assert headers["x-request-id"]


def test_a_nurse_signs_in_syncs_and_signs_out(
    client: httpx.Client, organisation: Organisation
) -> None:
    case = organisation.open_case("amara")
    answer = client.post("/v1/session", json=CREDENTIALS | {"device": "desk-of-amara"})
    session = msgspec.json.decode(answer.content, type=SessionAnswer)
    client.headers["Authorization"] = f"Bearer {session.token}"

    assert (session.person.id, session.person.roles) == ("amara", ("nurse",))
    assert (session.organisation, session.is_example) == ("St. Brigid", False)
    left = session.expires_at - organisation.now
    assert timedelta(minutes=9) < left <= timedelta(minutes=10)
    manifest = msgspec.json.decode(client.get("/v1/sync/manifest").content, type=Manifest)
    assert manifest.server_key == session.server_key != b""
    care = stream_of(case, StreamKind.CARE)
    pushed = client.post(
        "/v1/sync/push", content=push_body(client, organisation, case), headers=JSON
    )
    taken = msgspec.json.decode(pushed.content, type=PushAnswer)
    assert ([one.status for one in taken.results], len(taken.receipt)) == (["applied"], 64)
    pulled = client.post(
        "/v1/sync/pull",
        json={"epoch": manifest.epoch, "streams": [{"id": care, "after": 2}]},
    )
    assert len(msgspec.json.decode(pulled.content, type=PullAnswer).streams[0].rows) == 1
    asked = client.post(
        "/v1/sync/streams/status", json={"epoch": manifest.epoch, "streams": [care, "x"]}
    )
    status = msgspec.json.decode(asked.content, type=StatusAnswer)
    assert (status.visible, status.gone) == ((care,), ("x",))

    assert client.delete("/v1/session").status_code == 204
    assert problem(client.get("/v1/sync/manifest")) == "not_signed_in"
    assert problem(client.delete("/v1/session")) == "not_signed_in"


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "another password"},
        {"password": ""},
        {"user": "nobody"},
        {"user": "Amara"},
        {"user": "a\x00b"},
        {"user": "x" * 5000},
    ],
)
def test_a_wrong_password_and_an_unknown_person_look_the_same(
    client: httpx.Client, wrong: dict[str, str]
) -> None:
    first = client.post("/v1/session", json=CREDENTIALS | {"password": "quite another one"})

    response = client.post("/v1/session", json=CREDENTIALS | wrong)

    assert (problem(response), response.status_code) == ("wrong_credentials", 401)
    assert response.content == first.content
    assert response.headers["www-authenticate"] == "Bearer"


def test_attempts_are_written_down_without_what_was_typed(
    client: httpx.Client, organisation: Organisation
) -> None:
    sign_in(client, "amara")
    client.post("/v1/session", json=CREDENTIALS | {"password": "hunter2"})
    client.post("/v1/session", json=CREDENTIALS | {"user": "my-pass-word"})

    table = schema.audit
    statement = select(table.c.actor, table.c.outcome).where(table.c.action == "sign-in")
    with server_transaction(organisation.engine) as connection:
        rows = connection.execute(statement.order_by(table.c.id)).all()
    assert [tuple(row) for row in rows] == [
        ("amara", "ok"),
        ("amara", "wrong_credentials"),
        ("-", "wrong_credentials"),
    ]


def test_a_session_ends_after_its_time(amara: httpx.Client, organisation: Organisation) -> None:
    assert amara.get("/v1/sync/manifest").status_code == 200

    organisation.now += timedelta(hours=12, minutes=1)

    assert problem(amara.get("/v1/sync/manifest")) == "not_signed_in"
    organisation.now += LEAVING
    sign_in(amara, "tomas")
    with server_transaction(organisation.engine) as connection:
        assert list(connection.scalars(select(schema.session.c.person))) == ["tomas"]


@pytest.mark.parametrize("value", ["", "Bearer", "Basic abc", "Bearer a b", "Bearer x"])
def test_a_token_that_is_none_signs_nobody_in(client: httpx.Client, value: str) -> None:
    client.headers["Authorization"] = value

    assert problem(client.get("/v1/sync/manifest")) == "not_signed_in"


def test_a_hash_of_another_cost_is_made_anew_at_sign_in(
    client: httpx.Client, organisation: Organisation
) -> None:
    table = schema.person
    statement = select(table.c.password).where(table.c.login == "amara")
    dearer = Settings(enrolment=Enrolment.OPEN, hash_cost=type(CHEAP)(memory_kib=128, passes=1))
    with served(organisation.engine, dearer, organisation.clock) as other:
        sign_in(other, "amara")
    with server_transaction(organisation.engine) as connection:
        assert "m=128,t=1" in str(connection.scalar(statement))
    assert sign_in(client, "amara")


def test_a_manifest_that_is_held_already_is_not_sent_again(
    amara: httpx.Client, organisation: Organisation
) -> None:
    first = amara.get("/v1/sync/manifest")
    tag = {"If-None-Match": first.headers["etag"]}

    same = amara.get("/v1/sync/manifest", headers=tag)
    organisation.open_case("amara")
    other = amara.get("/v1/sync/manifest", headers=tag)

    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["etag"] == first.headers["etag"]
    assert other.status_code == 200
    assert other.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/sync/push", {"device": "desk-of-amara", "events": []}),
        ("/v1/sync/pull", {"streams": []}),
        ("/v1/sync/streams/status", {"streams": []}),
    ],
)
def test_an_epoch_that_has_ended_is_answered_with_the_one_that_runs(
    amara: httpx.Client, path: str, body: dict[str, object]
) -> None:
    response = amara.post(path, json={"epoch": "an old one"} | body)

    assert (problem(response), response.status_code) == ("other_epoch", 409)
    assert response.headers["nurseapp-epoch"] == epoch(amara)


@pytest.mark.parametrize(
    ("spoken", "status"), [("1", 200), ("1.7", 200), ("2", 426), ("", 426), ("one", 426)]
)
def test_another_major_protocol_is_refused(client: httpx.Client, spoken: str, status: int) -> None:
    response = client.get("/v1/health", headers={"Nurseapp-Protocol": spoken})

    assert response.status_code == status
    if status == 426:
        assert problem(response) == "other_version"


def test_a_push_from_another_device_than_the_session_is_refused(amara: httpx.Client) -> None:
    body = {"epoch": epoch(amara), "device": "another", "events": []}

    assert problem(amara.post("/v1/sync/push", json=body)) == "bad_request"


@pytest.mark.parametrize("encoding", ["gzip", "zstd", "identity", "GZIP"])
def test_bodies_may_be_compressed(
    amara: httpx.Client, organisation: Organisation, encoding: str
) -> None:
    body = push_body(amara, organisation, organisation.open_case("amara"))
    if encoding.lower() == "gzip":
        body = gzip.compress(body)
    elif encoding == "zstd":
        body = zstandard.ZstdCompressor().compress(body)

    response = amara.post(
        "/v1/sync/push", content=body, headers=JSON | {"Content-Encoding": encoding}
    )

    assert response.json()["results"][0]["status"] == "applied"


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("zstd, gzip", "zstd"),
        ("gzip;q=1, br", "gzip"),
        ("br", None),
        ("", None),
    ],
)
def test_answers_are_compressed_as_the_caller_likes(
    amara: httpx.Client, organisation: Organisation, accepted: str, chosen: str | None
) -> None:
    for _ in range(5):
        organisation.open_case("amara")

    response = amara.get("/v1/sync/manifest", headers={"Accept-Encoding": accepted})

    assert response.headers.get("content-encoding") == chosen
    assert len(response.json()["streams"]) == 16


BOMB_LAID = b"[" + b" " * 400_000 + b"]"
BOMB = zstandard.ZstdCompressor(level=19).compress(BOMB_LAID)
# A frame that claims 4 GiB of content and has none.
LIAR = bytes.fromhex("28b52ffdc0000000000001000000010000")


@pytest.mark.parametrize(
    ("content", "headers", "expected"),
    [
        pytest.param(b"{}", {"Content-Type": "text/plain"}, 415, id="text"),
        pytest.param(b"{}", {"Content-Type": ""}, 415, id="no type"),
        pytest.param(b"{}", {"Content-Encoding": "br"}, 415, id="brotli"),
        pytest.param(b"{}", {"Content-Encoding": "gzip, zstd"}, 415, id="two encodings"),
        pytest.param(b"not gzip", {"Content-Encoding": "gzip"}, 400, id="not gzip"),
        pytest.param(b"not zstd", {"Content-Encoding": "zstd"}, 400, id="not zstd"),
        pytest.param(LIAR, {"Content-Encoding": "zstd"}, 400, id="zstd that lies about its size"),
        pytest.param(gzip.compress(b"{}" * 99)[:20], {"Content-Encoding": "gzip"}, 400, id="cut"),
        pytest.param(BOMB, {"Content-Encoding": "zstd"}, 413, id="zstd bomb"),
        pytest.param(gzip.compress(BOMB_LAID), {"Content-Encoding": "gzip"}, 413, id="gzip bomb"),
        pytest.param(b" " * 100_001, {}, 413, id="one byte too many"),
        pytest.param(b"", {}, 400, id="nothing"),
        pytest.param(b"\xff\xfe", {}, 400, id="not UTF-8"),
        pytest.param(b'{"events": [{"id": "e1", "x": "\0"}]}', {}, 400, id="zero byte"),
        pytest.param(b'{"epoch": "\xed\xa0\x80"}', {}, 400, id="surrogate"),
        pytest.param(b"[" * 50_000, {}, 400, id="deep list"),
        pytest.param(b'{"events": ' + b"[" * 50_000, {}, 400, id="deep event"),
        pytest.param(b'{"a":' * 15_000, {}, 400, id="deep object"),
        pytest.param(b'{"epoch": 1, "device": "d", "events": []}', {}, 400, id="wrong type"),
        pytest.param(b'{"epoch": "e", "device": "d"}', {}, 400, id="missing member"),
        pytest.param(b'{"epoch": "e", "device": "d", "events": [], "x": 1}', {}, 400, id="unknown"),
        pytest.param(b"null", {}, 400, id="null"),
    ],
)
def test_a_body_that_keeps_no_limit_is_refused_with_a_reason(
    amara: httpx.Client, content: bytes, headers: dict[str, str], expected: int
) -> None:
    response = amara.post("/v1/sync/push", content=content, headers=JSON | headers)

    assert problem(response) == ("too_large" if expected == 413 else "bad_request")
    assert response.status_code == expected


def test_a_body_that_comes_in_pieces_is_counted(amara: httpx.Client) -> None:
    pieces = (b" " * 30_000 for _ in range(4))

    response = amara.post("/v1/sync/push", content=pieces, headers=JSON)

    assert problem(response) == "too_large"


def half_sent(client: httpx.Client, *, wait: bool) -> bytes:
    """Announce a body and send half of it; then wait for an answer, or hang up."""
    address = (client.base_url.host, client.base_url.port or 0)
    with socket.create_connection(address) as line:
        line.sendall(
            b"POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Content-Length: 100\r\n\r\n{"
        )
        return line.recv(65536) if wait else b""


def test_a_body_that_does_not_come_is_not_waited_for(organisation: Organisation) -> None:
    impatient = Settings(enrolment=Enrolment.OPEN, hash_cost=CHEAP, limits=Limits(request_s=0))
    with served(organisation.engine, impatient, organisation.clock) as client:
        answer = half_sent(client, wait=True)

    assert answer.startswith(b"HTTP/1.1 408")


def test_a_caller_that_hangs_up_leaves_the_server_well(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        half_sent(client, wait=False)
        assert client.get("/v1/health").status_code == 200

    assert {record.levelno for record in caplog.records} == {logging.INFO}


def test_too_many_or_too_large_events_are_refused_before_any_is_taken(
    amara: httpx.Client, organisation: Organisation
) -> None:
    case = organisation.open_case("amara")
    many = push_body(amara, organisation, case, 6)
    large = push_body(amara, organisation, case).replace(b"Called.", b"Called." * 8000)

    for body in (many, large):
        response = amara.post("/v1/sync/push", content=body, headers=JSON)
        assert problem(response) == "too_large"
    assert len(organisation.records(stream_of(case, StreamKind.CARE))) == 2


def test_an_event_without_an_id_is_named_in_the_problem(amara: httpx.Client) -> None:
    body = {"epoch": epoch(amara), "device": "desk-of-amara", "events": [{"id": 7}]}

    response = amara.post("/v1/sync/push", json=body)

    assert problem(response) == "bad_request"
    assert "events[0].id" in response.json()["detail"]


@pytest.mark.parametrize("after", [-1, 1 << 63, 1 << 70])
def test_a_cursor_out_of_range_is_refused(amara: httpx.Client, after: int) -> None:
    body = {"epoch": epoch(amara), "streams": [{"id": "organisation.org", "after": after}]}

    assert problem(amara.post("/v1/sync/pull", json=body)) == "bad_request"


def test_a_session_shows_the_keys_of_both_ends_to_each_other(
    client: httpx.Client, organisation: Organisation
) -> None:
    keys = [bytes(range(32)), bytes(range(1, 33))]
    for key in (*keys, keys[0]):
        device_key = base64.b64encode(key).decode()
        response = client.post("/v1/session", json=CREDENTIALS | {"device_key": device_key})

    answer = msgspec.json.decode(response.content, type=SessionAnswer)
    assert (len(answer.server_key), len(answer.seal_key)) == (32, 32)
    with server_transaction(organisation.engine) as connection:
        shown = devices.keys_of(connection, UserId("amara"), ["d1", "d2"])
        assert devices.keys_of(connection, UserId("tomas"), ["d1"]) == {}
        opens = SealKey(sealing_key(connection))
    assert {name: sorted(found) for name, found in shown.items()} == {"d1": keys}
    assert opens.public == answer.seal_key


@pytest.mark.parametrize("key", [bytes(31), bytes(33)])
def test_what_is_no_key_of_a_computer_cannot_sign_in(client: httpx.Client, key: bytes) -> None:
    credentials = CREDENTIALS | {"device_key": base64.b64encode(key).decode()}

    assert problem(client.post("/v1/session", json=credentials)) == "bad_request"


def test_sealed_events_keep_the_limits_of_a_push(amara: httpx.Client) -> None:
    entry: dict[str, object] = {"event": "e1", "sealed": ""}
    body = {"epoch": epoch(amara), "device": "desk-of-amara", "entries": [entry]}
    box = base64.b64encode(bytes(50_001)).decode()

    for entries, expected in (
        ([entry] * 6, "too_large"),
        ([entry | {"sealed": box}], "too_large"),
        ([entry | {"rev": 1 << 63}], "bad_request"),
    ):
        assert problem(amara.post("/v1/sync/replay", json=body | {"entries": entries})) == expected
    other = body | {"device": "another"}
    assert problem(amara.post("/v1/sync/replay", json=other)) == "bad_request"
    ended = amara.post("/v1/sync/replay", json=body | {"epoch": "one that has ended"})
    assert problem(ended) == "other_epoch"


def test_a_device_that_is_no_id_cannot_sign_in(client: httpx.Client) -> None:
    response = client.post("/v1/session", json=CREDENTIALS | {"device": "my laptop\x00"})

    assert problem(response) == "bad_request"


def test_there_is_nothing_elsewhere(client: httpx.Client) -> None:
    response = client.post("/v1/health")

    assert (problem(response), response.status_code) == ("not_found", 405)
    assert "GET" in response.headers["allow"]
    assert problem(client.get("/v2/health")) == "not_found"


def test_a_database_that_is_away_makes_the_server_busy(
    organisation: Organisation, caplog: pytest.LogCaptureFixture
) -> None:
    engine = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")

    with served(
        engine, Settings(enrolment=Enrolment.OPEN, hash_cost=CHEAP), organisation.clock
    ) as client:
        response = client.get("/v1/health")

    assert (problem(response), response.status_code) == ("busy", 503)
    assert response.headers["retry-after"]
    assert [r.message for r in caplog.records if r.levelno == logging.WARNING] == ["busy"]


def test_a_bug_is_answered_and_logged_without_values(
    amara: httpx.Client, urls: Urls, caplog: pytest.LogCaptureFixture
) -> None:
    owner = create_engine(urls.owner)
    with owner.begin() as connection:
        connection.execute(text("REVOKE SELECT ON session FROM nurse_app"))
    owner.dispose()

    with caplog.at_level(logging.ERROR):
        response = amara.get("/v1/sync/manifest")

    assert (problem(response), response.status_code) == ("internal", 500)
    assert [record.message for record in caplog.records] == ["internal"]


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_no_body_whatever_makes_the_server_fail(
    amara: httpx.Client, data: st.DataObject, caplog: pytest.LogCaptureFixture
) -> None:
    known = epoch(amara)
    event = {
        "id": "e1",
        "stream": "organisation.org",
        "at": "2026-11-20T09:00:00Z",
        "author": "amara",
        "kind": "NoteWritten",
        "body": {"note": "n1", "text": "x"},
    }
    entry = {"event": "e1", "sealed": "AAAA", "status": "applied", "rev": 1, "epoch": "e"}
    requests: dict[str, dict[str, object]] = {
        "/v1/session": dict(CREDENTIALS),
        "/v1/sync/push": {"epoch": known, "device": "desk-of-amara", "events": [event]},
        "/v1/sync/replay": {"epoch": known, "device": "desk-of-amara", "entries": [entry]},
        "/v1/sync/pull": {
            "epoch": known,
            "streams": [{"id": "organisation.org", "after": 0}],
            "max_bytes": 100,
        },
        "/v1/sync/streams/status": {"epoch": known, "streams": ["organisation.org"]},
    }
    path = data.draw(st.sampled_from(sorted(requests)))
    body: object = requests[path]
    if data.draw(st.booleans()):
        target: object = body
        while isinstance(target, dict | list) and target and data.draw(st.booleans()):
            keys = list(target) if isinstance(target, dict) else list(range(len(target)))
            key = data.draw(st.sampled_from(keys))
            if isinstance(target[key], dict | list) and data.draw(st.booleans()):
                target = target[key]
            else:
                target[key] = data.draw(TREES)
                break
    raw = bytearray(json.dumps(body).encode())
    if data.draw(st.booleans()):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))

    response = amara.post(path, content=bytes(raw), headers=JSON)

    assert response.status_code in {200, 400, 401, 404, 409, 413}
    if response.status_code != 200:
        problem(response)
    warned = {r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING}
    assert warned <= {"replay_rejected"}


def test_the_description_lists_every_route_with_its_types(client: httpx.Client) -> None:
    description = client.get("/openapi.json").json()

    assert description["openapi"] == "3.1.0"
    for route in ROUTES:
        operation = description["paths"][route.path][route.method.lower()]
        for status in route.gives:
            assert str(status) in operation["responses"]
        if route.takes:
            content = operation["requestBody"]["content"][route.format.media_type]
            schema_ref = content["schema"]["$ref"]
            assert schema_ref.rpartition("/")[2] == route.takes.__name__
            assert route.takes.__name__ in description["components"]["schemas"]
    served = {(m, r.path) for r in ROUTES for m in [r.method]}
    described = {
        (method.upper(), path)
        for path, operations in description["paths"].items()
        for method in operations
    }
    assert served == described


def test_the_description_names_every_status_that_the_api_gave(client: httpx.Client) -> None:
    description = client.get("/openapi.json").json()
    push = description["paths"]["/v1/sync/push"]["post"]["responses"]

    assert {"200", "400", "401", "409", "413", "426", "500", "503"} <= set(push)


def test_a_stream_that_one_may_not_see_cannot_be_told_from_one_that_is_not_there(
    amara: httpx.Client, organisation: Organisation
) -> None:
    hidden = stream_of(organisation.open_case("joseph", "south"), StreamKind.CARE)
    seen = stream_of(organisation.open_case("amara"), StreamKind.CARE)
    now = epoch(amara)

    def ask(*names: str) -> httpx.Response:
        streams = [{"id": name, "after": 0} for name in names]
        return amara.post("/v1/sync/pull", json={"epoch": now, "streams": streams})

    absent = f"{organisation.new_id()}.care"
    answers = [ask(hidden), ask(absent), ask("no id\n"), ask(hidden, absent)]
    assert {problem(answer) for answer in answers} == {"no_such_stream"}
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    headers = [dict(answer.headers) for answer in answers]
    for one in headers:
        del one["x-request-id"], one["date"]
    assert all(one == headers[0] for one in headers)
    both = msgspec.json.decode(ask(seen, hidden, absent).content, type=PullAnswer)
    assert [page.id for page in both.streams] == [seen]
    assert set(both.gone) == {hidden, absent}


def test_every_problem_is_counted(organisation: Organisation) -> None:
    app = build_app(
        organisation.engine, Settings(enrolment=Enrolment.OPEN, hash_cost=CHEAP), organisation.clock
    )

    async def ask() -> list[str]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
            bad = await client.post("/v1/sync/pull", content=b"{", headers=JSON)
            return [problem(bad), problem(await client.get("/v1/sync/manifest"))]

    assert asyncio.run(ask()) == ["bad_request", "not_signed_in"]
    assert app.state.problems == {"bad_request": 1, "not_signed_in": 1}
