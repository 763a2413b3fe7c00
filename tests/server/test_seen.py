"""Who has seen a member: complete, for those who may know, and itself in the trail."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from nurseapp.domain.ids import StreamId
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server import seen
from nurseapp.server.audit_chain import Row, content_of
from nurseapp.server.audit_report import verify
from nurseapp.server.embedded import Urls
from nurseapp.server.main import main
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.upkeep import Sealer
from tests.server.conftest import sign_in
from tests.server.organisation import Organisation
from tests.server.test_audit_chain import tamper
from tests.server.test_emergency import REASON, ask, look, number_of

DONE = datetime(2026, 11, 20, 7, 12, tzinfo=UTC)


def seen_by(client: httpx.Client, login: str, number: str, **values: Any) -> httpx.Response:
    """Let somebody ask who has seen a member."""
    client.headers["Authorization"] = f"Bearer {sign_in(client, login)}"
    return client.post("/v1/audit/seen", json={"number": number} | values)


def deed(name: str, stream: str, **values: Any) -> dict[str, Any]:
    """Describe what was done on a computer."""
    known = {"id": name, "at": DONE.isoformat(), "action": "print", "stream": stream}
    return known | values


def acts(answer: httpx.Response) -> list[tuple[Any, ...]]:
    """List who did what with which compartments, the oldest first."""
    entries = reversed(answer.json()["entries"])
    return [(e["actor"], e["action"], e.get("event"), *e["kinds"]) for e in entries]


def test_a_supervisor_is_told_who_read_wrote_printed_and_broke_in(
    organisation: Organisation, client: httpx.Client
) -> None:
    case = organisation.open_case("amara")
    care = stream_of(case, StreamKind.CARE)
    organisation.add_goal("amara", case)
    organisation.pull("amara", {care: 0})
    answer = ask(client, "tomas", number_of(organisation, case)).json()
    look(client, answer["streams"])
    client.headers["Authorization"] = f"Bearer {sign_in(client, 'amara')}"
    client.post("/v1/audit/deeds", json={"deeds": [deed("d1", care, detail="care-plan")]})

    told = seen_by(client, "helen", number_of(organisation, case))

    by_people = [act for act in acts(told) if act[0] in ("amara", "tomas", "helen")]
    assert by_people == [
        ("amara", "write", "ProblemAdded", "care"),
        ("amara", "write", "GoalAdded", "care"),
        ("amara", "read", None, "care"),
        ("tomas", "break-glass", None, "care"),
        ("tomas", "emergency-read", None, "care"),
        ("amara", "desk-print", None, "care"),
        ("helen", "audit-read", None, "care"),
    ]
    entries = {entry["action"]: entry for entry in told.json()["entries"]}
    assert {entries[name]["reason"] for name in ("break-glass", "emergency-read")} == {REASON}
    assert entries["break-glass"]["name"] == "Tomas"
    printed = entries["desk-print"]
    assert (printed["detail"], printed["acted_at"]) == ("care-plan", "2026-11-20T07:12:00Z")
    assert printed["at"] > printed["acted_at"]


def test_an_auditor_is_told_of_anybody_and_no_word_of_a_record(
    organisation: Organisation, client: httpx.Client
) -> None:
    organisation.employ("otto", "auditor", None)
    case = organisation.open_case("amara")
    ask(client, "tomas", number_of(organisation, case))

    told = seen_by(client, "otto", number_of(organisation, case))

    assert ("tomas", "break-glass", None, "care") in acts(told)
    assert REASON not in told.text
    assert "medical" in told.text


@pytest.mark.parametrize("login", ["amara", "tomas", "ruth", "adam"])
def test_nobody_else_is_told_so_much_as_whether_the_member_exists(
    organisation: Organisation, client: httpx.Client, login: str
) -> None:
    case = organisation.open_case("amara")

    known = seen_by(client, login, number_of(organisation, case))
    unknown = seen_by(client, login, "M-unknown")

    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    assert known.status_code == 404
    table = schema.audit.c
    statement = select(table.actor, table.stream_id, table.outcome)
    with server_transaction(organisation.engine) as connection:
        rows = connection.execute(statement.where(table.action == "audit-read").order_by(table.id))
        assert [tuple(row) for row in rows] == [
            (login, stream_of(case, StreamKind.CARE), "not_found"),
            (login, None, "not_found"),
        ]


def test_a_long_trail_is_told_in_parts_that_join(
    organisation: Organisation, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = organisation.open_case("amara")
    for _ in range(7):
        organisation.pull("amara", {stream_of(case, StreamKind.CARE): 0})
    number = number_of(organisation, case)
    whole = [entry["number"] for entry in seen_by(client, "helen", number).json()["entries"]]
    monkeypatch.setattr(seen, "MOST", 4)

    found: list[int] = []
    before: dict[str, int] = {"before": whole[0] + 1}
    while before:
        part = seen_by(client, "helen", number, **before).json()
        found += [entry["number"] for entry in part["entries"]]
        before = {"before": found[-1]} if part["more"] else {}

    assert found == whole


def test_a_deed_is_written_down_once_however_often_it_comes(
    organisation: Organisation, client: httpx.Client
) -> None:
    care = stream_of(organisation.open_case("amara"), StreamKind.CARE)
    client.headers["Authorization"] = f"Bearer {sign_in(client, 'amara')}"
    deeds = [deed("d1", care), deed("d2", care, action="save")]

    answers = [
        client.post("/v1/audit/deeds", json={"deeds": sent}).json()
        for sent in (deeds[:1], deeds, deeds)
    ]

    assert [set(answer["taken"]) for answer in answers] == [{"d1"}, {"d1", "d2"}, {"d1", "d2"}]
    table = schema.audit.c
    statement = select(table.event_id, table.action, table.acted_at, table.device)
    with server_transaction(organisation.engine) as connection:
        rows = connection.execute(statement.where(table.acted_at.is_not(None)).order_by(table.id))
        assert [tuple(row) for row in rows] == [
            ("d1", "desk-print", DONE, "desk-of-amara"),
            ("d2", "desk-save", DONE, "desk-of-amara"),
        ]


@pytest.mark.parametrize(
    "values",
    [
        {"id": "no id"},
        {"stream": "María's"},
        {"action": "Print!"},
        {"detail": "María's plan"},
        {"at": "2026-11-20T07:12:00"},
        {"text": "more than a deed has"},
    ],
)
def test_what_is_no_deed_is_not_taken(
    organisation: Organisation, client: httpx.Client, values: dict[str, str]
) -> None:
    care = stream_of(organisation.open_case("amara"), StreamKind.CARE)
    client.headers["Authorization"] = f"Bearer {sign_in(client, 'amara')}"

    body = {"deeds": [deed("good", care), deed("d1", care) | values]}
    answer = client.post("/v1/audit/deeds", json=body)

    assert answer.json()["code"] == "bad_request"
    assert "María" not in answer.text
    with server_transaction(organisation.engine) as connection:
        assert not connection.scalars(
            select(schema.audit.c.id).where(schema.audit.c.acted_at.is_not(None))
        ).all()


def test_a_deed_is_sealed_with_both_its_times(
    organisation: Organisation, client: httpx.Client, urls: Urls
) -> None:
    care = stream_of(organisation.open_case("amara"), StreamKind.CARE)
    sealer = Sealer(organisation.engine, organisation.clock)
    sealer.seal()
    client.headers["Authorization"] = f"Bearer {sign_in(client, 'amara')}"
    client.post("/v1/audit/deeds", json={"deeds": [deed("d1", care)]})
    sealer.seal()

    def verified() -> int:
        with server_transaction(organisation.engine) as connection:
            return verify(connection, None, lambda _line: None)

    assert verified() == 0
    tamper(urls, "UPDATE audit SET acted_at = acted_at - interval '1 day' WHERE event_id = 'd1'")
    assert verified() == 1


def test_the_command_says_it_as_a_table_and_is_in_the_next_one(
    organisation: Organisation,
    client: httpx.Client,
    urls: Urls,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    case = organisation.open_case("amara")
    number = number_of(organisation, case)
    ask(client, "tomas", number)
    organisation.pull("amara", {StreamId(stream_of(case, StreamKind.CARE)): 0})
    organisation.now += timedelta(seconds=1)
    monkeypatch.setenv("NURSEAPP_DATABASE_URL", urls.app)

    def said(typed: str) -> tuple[int, list[str]]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n"))
        code = main(["who-has-seen"])
        return code, capsys.readouterr().out.splitlines()

    assert said("M-unknown") == (1, ["There is no member of this number."])
    said(number)
    code, lines = said(number)

    assert code == 0
    assert lines[0].split()[:3] == ["When", "(UTC)", "Who"]
    text_of_all = "\n".join(lines)
    assert "Tomas (tomas)" in text_of_all
    assert "medical" in text_of_all
    assert sum("administration" in line for line in lines) >= 2
    assert REASON not in text_of_all
    assert number not in text_of_all


def test_a_row_that_was_sealed_before_there_were_deeds_has_the_hash_it_had() -> None:
    known = {"at": DONE, "actor": "amara", "action": "read", "detail": None}

    before = content_of(Row(id=1, values=known))

    assert content_of(Row(id=1, values=known | {"acted_at": None})) == before
    assert content_of(Row(id=1, values=known | {"acted_at": DONE})) != before
