"""Dead letters: shown to their sender and to whoever settles them, until somebody has."""

from __future__ import annotations

from typing import Any

import httpx
from sqlalchemy import select

from nurseapp.domain.ids import CaseId, EventId, RecordId
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.withdrawal import EntryWithdrawn
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from tests.server.conftest import sign_in
from tests.server.organisation import Organisation


def letters(client: httpx.Client, login: str) -> list[dict[str, Any]]:
    """Let somebody ask what was refused."""
    headers = {"Authorization": f"Bearer {sign_in(client, login)}"}
    answer = client.post("/v1/refused", json={}, headers=headers)
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["letters"]
    return found


def refused(organisation: Organisation, login: str, case: CaseId, text: str) -> EventId:
    """Let somebody write in a case that is not theirs."""
    note = NoteWritten(note=RecordId(organisation.new_id()), text=text)
    event = organisation.act(login, case, note)
    [result] = organisation.push(login, event).results
    assert result.status == "refused"
    return event.id


def withdraw(organisation: Organisation, login: str, case: CaseId, entry: EventId) -> str:
    """Let somebody say that it is not needed; say what came of it."""
    body = EntryWithdrawn(entry=entry, reason="It was entered anew.")
    [result] = organisation.push(login, organisation.act(login, case, body)).results
    return result.status


def test_its_sender_and_the_supervisor_of_the_case_are_told_and_nobody_else(
    organisation: Organisation, client: httpx.Client
) -> None:
    case = organisation.open_case("amara")
    entry = refused(organisation, "joseph", case, "Not my case")

    [seen] = letters(client, "helen")
    assert (seen["id"], seen["sender"], seen["name"]) == (entry, "joseph", "Joseph")
    assert (seen["kind"], seen["reason"]) == ("NoteWritten", "no_such_stream")
    assert seen["event"]["body"]["text"] == "Not my case"
    assert [one["id"] for one in letters(client, "joseph")] == [entry]
    for login in ("amara", "tomas", "ruth", "adam"):
        assert letters(client, login) == []


def test_it_is_settled_by_the_supervisor_or_by_its_sender_who_has_no_access(
    organisation: Organisation, client: httpx.Client
) -> None:
    case = organisation.open_case("amara")
    first, second, third = (refused(organisation, "joseph", case, str(n)) for n in range(3))

    assert withdraw(organisation, "helen", case, first) in ("applied", "noop")
    assert {one["id"] for one in letters(client, "joseph")} == {second, third}
    assert withdraw(organisation, "joseph", case, second) == "refused"
    assert {one["id"] for one in letters(client, "helen")} == {third}
    assert withdraw(organisation, "tomas", case, third) == "refused"
    assert {one["id"] for one in letters(client, "helen")} == {third}


def test_the_reading_is_in_the_trail_with_every_stream(
    organisation: Organisation, client: httpx.Client
) -> None:
    case = organisation.open_case("amara")
    refused(organisation, "joseph", case, "Not my case")
    letters(client, "helen")
    letters(client, "ruth")

    table = schema.audit.c
    statement = select(table.actor, table.given).where(table.action == "read-refused")
    with server_transaction(organisation.engine) as connection:
        [(actor, given)] = connection.execute(statement).all()
    assert (actor, [one["stream"] for one in given]) == ("helen", [f"{case}.care"])
