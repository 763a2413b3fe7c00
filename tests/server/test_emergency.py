"""Breaking the glass: let in for an hour, with a reason, told to those whose case it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, select, update

from nurseapp.domain.emergency_access import (
    EmergencyAccess,
    EmergencyAccessReviewed,
    Finding,
)
from nurseapp.domain.ids import CaseId, StreamId
from nurseapp.domain.member import Member, MemberRevised
from nurseapp.domain.revising import Change, Conflict
from nurseapp.domain.streams import CASE_KINDS, StreamKind, stream_of
from nurseapp.server import migrations
from nurseapp.server.embedded import Urls
from nurseapp.server.standing import member_key
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.database import migrate
from tests.server.conftest import sign_in
from tests.server.organisation import PASSWORD, Organisation

REASON = "She lies on the floor and her neighbour calls"


def number_of(organisation: Organisation, case: CaseId) -> str:
    """Give the number of the member of a case, as it stands on her card."""
    records = organisation.records(stream_of(case, StreamKind.CARE))
    return next(record.number for record in records if isinstance(record, Member))


def ask(client: httpx.Client, login: str, number: str | None, **values: Any) -> httpx.Response:
    """Let somebody ask for a case; the client is theirs from then on."""
    client.headers["Authorization"] = f"Bearer {sign_in(client, login)}"
    known = {"number": number, "emergency": "medical", "reason": REASON, "password": PASSWORD}
    return client.post("/v1/emergency", json=known | values)


def ask_for(
    client: httpx.Client, login: str, family_name: str, given_name: str, birth_date: str
) -> httpx.Response:
    """Let somebody ask for the case of a person whose number they do not have."""
    names = {"family_name": family_name, "given_name": given_name, "birth_date": birth_date}
    return ask(client, login, None, person=names)


def look(client: httpx.Client, streams: list[str]) -> dict[str, Any]:
    """Look at streams that are open; say which gave how many records, and which are gone."""
    epoch = client.get("/v1/sync/manifest").json()["epoch"]
    cursors = [{"id": name, "after": 0} for name in streams]
    body = {"epoch": epoch, "streams": cursors}
    answer = client.post("/v1/emergency/pull", json=body).json()
    return {page["id"]: len(page["rows"]) for page in answer["streams"]} | dict.fromkeys(
        answer["gone"]
    )


def trail(organisation: Organisation, action: str) -> list[tuple[Any, ...]]:
    """List who did this, and what came of it."""
    table = schema.audit.c
    statement = select(table.actor, table.stream_id, table.outcome, table.detail)
    with server_transaction(organisation.engine) as connection:
        rows = connection.execute(statement.where(table.action == action).order_by(table.id))
        return [tuple(row) for row in rows]


def test_a_colleague_opens_a_case_reads_it_and_is_reviewed(
    organisation: Organisation, client: httpx.Client
) -> None:
    case = organisation.open_case("amara")
    care = stream_of(case, StreamKind.CARE)

    answer = ask(client, "tomas", f" {number_of(organisation, case).lower()} ").json()

    assert answer["case"] == case
    assert set(answer["streams"]) == {care, stream_of(case, StreamKind.BEHAVIOURAL)}
    assert look(client, answer["streams"])[care] == 3
    [access] = [r for r in organisation.records(care) if isinstance(r, EmergencyAccess)]
    assert (access.person, access.reason) == ("tomas", REASON)
    assert access.until.isoformat() == answer["until"].replace("Z", "+00:00")
    assert trail(organisation, "break-glass") == [("tomas", care, "ok", "medical")]
    assert [row[0] for row in trail(organisation, "emergency-read")] == ["tomas"]

    review = EmergencyAccessReviewed(access=access.id, finding=Finding.JUSTIFIED)
    [result] = organisation.push("helen", organisation.act("helen", case, review)).results
    assert result.status == "applied"


def test_what_is_open_is_never_listed_never_synced_and_never_written(
    organisation: Organisation, client: httpx.Client
) -> None:
    case = organisation.open_case("amara")
    goal = organisation.add_goal("amara", case)
    ask(client, "tomas", number_of(organisation, case))

    assert set(organisation.modes("tomas")) & {stream_of(case, k) for k in CASE_KINDS} == {
        stream_of(case, StreamKind.SCHEDULE)
    }
    care = StreamId(stream_of(case, StreamKind.CARE))
    assert organisation.pull("tomas", {care: 0}).gone == (care,)
    change = organisation.revision("tomas", case, goal, outcome=("Walks daily", "Runs"))
    assert organisation.push("tomas", change).results[0].status == "refused"


def test_after_the_hour_it_is_closed_and_asking_again_opens_it_anew(
    organisation: Organisation, client: httpx.Client
) -> None:
    case = organisation.open_case("amara")
    number = number_of(organisation, case)
    first = ask(client, "tomas", number).json()
    assert ask(client, "tomas", number).json() == first

    organisation.now += timedelta(minutes=61)
    client.headers["Authorization"] = f"Bearer {sign_in(client, 'tomas')}"
    assert set(look(client, first["streams"]).values()) == {None}
    again = ask(client, "tomas", number).json()
    assert again["until"] > first["until"]
    accesses = [
        r
        for r in organisation.records(stream_of(case, StreamKind.CARE))
        if isinstance(r, EmergencyAccess)
    ]
    assert len(accesses) == 2


@pytest.mark.parametrize("login", ["amara", "helen", "joseph", "ruth", "adam"])
def test_nobody_else_learns_so_much_as_whether_the_member_exists(
    organisation: Organisation, client: httpx.Client, login: str
) -> None:
    case = organisation.open_case("amara")

    known = ask(client, login, number_of(organisation, case))
    unknown = ask(client, login, "M-unknown")

    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    assert known.json()["code"] == "not_found"
    care = stream_of(case, StreamKind.CARE)
    assert trail(organisation, "break-glass") == [
        (login, care, "not_found", "medical"),
        (login, None, "not_found", "medical"),
    ]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"reason": "because"}, "bad_request"),
        ({"emergency": "curiosity"}, "bad_request"),
        ({"password": "not hers, and long enough"}, "wrong_credentials"),
    ],
)
def test_a_reason_and_the_password_are_asked_for(
    organisation: Organisation, client: httpx.Client, values: dict[str, str], code: str
) -> None:
    case = organisation.open_case("amara")

    answer = ask(client, "tomas", number_of(organisation, case), **values)

    assert answer.json()["code"] == code
    assert trail(organisation, "break-glass") == []


def test_a_director_enters_any_case_and_a_nurse_her_teams_alone(
    organisation: Organisation, client: httpx.Client
) -> None:
    organisation.employ("daria", "director", "south")
    number = number_of(organisation, organisation.open_case("amara"))

    assert ask(client, "joseph", number).status_code == 404
    answer = ask(client, "daria", number).json()

    assert {name.rpartition(".")[2] for name in answer["streams"]} == {"care", "behavioural"}


def test_after_so_many_in_a_day_a_supervisor_is_to_look(
    organisation: Organisation, client: httpx.Client
) -> None:
    numbers = [number_of(organisation, organisation.open_case("amara")) for _ in range(4)]
    for number in numbers[:3]:
        assert ask(client, "tomas", number).status_code == 200

    again, fourth, unknown = (ask(client, "tomas", n) for n in (numbers[0], numbers[3], "M-none"))

    assert again.status_code == 200
    assert fourth.json()["code"] == "too_many_emergencies"
    assert fourth.json() == unknown.json()
    assert [row[2] for row in trail(organisation, "break-glass")] == [
        *["ok"] * 3,
        "open_already",
        *["too_many_emergencies"] * 2,
    ]
    organisation.now += timedelta(days=1)
    assert ask(client, "tomas", numbers[3]).status_code == 200


ADA = ("Okoro", "Ada", "1958-03-14")


@pytest.mark.parametrize("name", [ADA, (" OKÓRO ", "àda", "1958-03-14")])
def test_whoever_has_no_number_asks_by_name_and_birth_date(
    organisation: Organisation, client: httpx.Client, name: tuple[str, str, str]
) -> None:
    case = organisation.open_case("amara")
    organisation.open_case("amara", family_name="Okorie")

    answer = ask_for(client, "tomas", *name)

    assert answer.json()["case"] == case
    care = stream_of(case, StreamKind.CARE)
    assert trail(organisation, "break-glass") == [("tomas", care, "ok", "medical")]
    by_number = ask(client, "tomas", number_of(organisation, case))
    assert by_number.json() == answer.json()


@pytest.mark.parametrize(
    "name",
    [
        ("Okor", "Ada", "1958-03-14"),
        ("Okoro", "", "1958-03-14"),
        ("Okoro", "Ada", "1958-03-15"),
        ("Ada", "Okoro", "1958-03-14"),
        ("%", "%", "1958-03-14"),
    ],
)
def test_a_part_of_a_name_finds_nobody(
    organisation: Organisation, client: httpx.Client, name: tuple[str, str, str]
) -> None:
    organisation.open_case("amara")
    assert ask_for(client, "tomas", *name).json()["code"] == "not_found"
    assert trail(organisation, "break-glass") == [("tomas", None, "not_found", "medical")]


def test_of_two_people_of_one_name_and_birth_date_nobody_is_told(
    organisation: Organisation, client: httpx.Client
) -> None:
    first = organisation.open_case("amara")
    organisation.open_case(None, "south")

    several, none = ask_for(client, "tomas", *ADA), ask_for(client, "tomas", "Nobody", *ADA[1:])

    assert (several.status_code, several.json()) == (none.status_code, none.json())
    assert several.json()["code"] == "not_found"
    assert trail(organisation, "break-glass") == [("tomas", None, "not_found", "medical")] * 2
    assert ask(client, "tomas", number_of(organisation, first)).status_code == 200


def test_two_cases_of_one_member_are_of_one_person(
    organisation: Organisation, client: httpx.Client
) -> None:
    cases = {organisation.open_case("amara") for _ in range(2)}
    with server_transaction(organisation.engine) as connection:
        connection.execute(update(schema.assignment).values(member=member_key("M-1")))
    assert ask_for(client, "tomas", *ADA).json()["case"] == min(cases)


@pytest.mark.parametrize("login", ["amara", "helen", "joseph", "ruth", "adam"])
def test_nobody_else_learns_by_a_name_whether_somebody_is_a_member(
    organisation: Organisation, client: httpx.Client, login: str
) -> None:
    case = organisation.open_case("amara")

    known, unknown = ask_for(client, login, *ADA), ask_for(client, login, "Nobody", *ADA[1:])

    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    care = stream_of(case, StreamKind.CARE)
    assert trail(organisation, "break-glass") == [
        (login, care, "not_found", "medical"),
        (login, None, "not_found", "medical"),
    ]


def test_who_was_named_otherwise_is_found_by_the_name_of_now(
    organisation: Organisation, client: httpx.Client
) -> None:
    case = organisation.open_case("amara")
    records = organisation.records(stream_of(case, StreamKind.CARE))
    [member] = [record for record in records if isinstance(record, Member)]

    renamed = MemberRevised(
        record=member.id, changes={"family_name": Change(was="Okoro", now="Bello")}
    )
    organisation.push("amara", organisation.act("amara", case, renamed))
    assert ask_for(client, "tomas", "Bello", *ADA[1:]).status_code == 404

    records = organisation.records(stream_of(case, StreamKind.CARE))
    [conflict] = [record for record in records if isinstance(record, Conflict)]
    decided = replace(renamed, settles=(conflict.id,))
    [result] = organisation.push("helen", organisation.act("helen", case, decided)).results
    assert result.status == "applied"
    assert ask_for(client, "tomas", *ADA).status_code == 404
    assert ask_for(client, "tomas", "Bello", *ADA[1:]).status_code == 200


@pytest.mark.parametrize(
    "values",
    [
        {"number": None},
        {"person": {"family_name": "Okoro", "given_name": "Ada", "birth_date": "1958-03-14"}},
        {"number": None, "person": {"family_name": "Okoro", "given_name": "Ada"}},
    ],
)
def test_a_member_is_named_in_one_way(client: httpx.Client, values: dict[str, Any]) -> None:
    assert ask(client, "tomas", **({"number": "M-1"} | values)).json()["code"] == "bad_request"


def test_who_was_a_member_before_is_found_by_name_after_the_upgrade(
    organisation: Organisation, urls: Urls, client: httpx.Client
) -> None:
    case = organisation.open_case("amara")
    config = Config()
    config.set_main_option("script_location", str(migrations.__path__[0]))
    owner = create_engine(urls.owner)
    with owner.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0019")
    owner.dispose()
    assert migrate(urls.owner) is True
    assert ask_for(client, "tomas", *ADA).json()["case"] == case
