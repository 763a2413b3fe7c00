"""Parts in a case, given until a time: who sees what while they last, and once they are over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from nurseapp.domain.emergency_access import Emergency, EmergencyAccessOpened
from nurseapp.domain.events import Act
from nurseapp.domain.ids import CaseId, EventId, RecordId, UserId
from nurseapp.domain.member import ConsentAnswer, ConsentRecorded
from nurseapp.domain.participant import Part, ParticipantJoined, ParticipantLeft
from nurseapp.domain.streams import LATER_KINDS, StreamKind, stream_of
from nurseapp.server import access
from nurseapp.server.standing import COACH_MAY_KNOW
from nurseapp.server.store import access as store
from nurseapp.server.store.acting import server_transaction
from tests.server.organisation import Organisation

WEEK = timedelta(days=7)


def seen(organisation: Organisation, login: str, case: CaseId) -> dict[str, str]:
    """Say what somebody may do with which compartment of a case."""
    modes = organisation.modes(login)
    kinds = {kind.value: stream_of(case, kind) for kind in StreamKind}
    return {kind: modes[name] for kind, name in kinds.items() if name in modes}


def give(
    organisation: Organisation,
    case: CaseId,
    login: str,
    part: Part,
    until: datetime | None = None,
    by: str = "helen",
) -> RecordId:
    """Let somebody be given a part by a supervisor."""
    name = RecordId(organisation.new_id())
    body = ParticipantJoined(participant=name, person=UserId(login), part=part, until=until)
    do(organisation, by, case, body)
    return name


def do(organisation: Organisation, login: str, case: CaseId, body: Act) -> None:
    """Let somebody act, and be obeyed."""
    [result] = organisation.push(login, organisation.act(login, case, body)).results
    assert result.status == "applied", result.reason


def fill(organisation: Organisation, case: CaseId) -> None:
    """Let the compartments that begin later begin: somebody sends what belongs there."""
    for kind in LATER_KINDS:
        body = ParticipantLeft(participant=RecordId("nobody"))
        event = organisation.event("hospital", stream_of(case, kind), body)
        [result] = organisation.receive(event)
        assert result.reason == "wrong_stream"


def lost(organisation: Organisation, login: str) -> dict[str, str]:
    """Say what somebody is told to give up, and why."""
    with server_transaction(organisation.engine) as connection:
        return {row[0]: row[2] for row in store.revocations(connection, UserId(login))}


def keep_up(organisation: Organisation) -> int:
    """Let upkeep take back what is over."""
    with server_transaction(organisation.engine) as connection:
        return access.end_what_is_over(connection, organisation.now)


@pytest.mark.parametrize(
    ("role", "part", "expected"),
    [
        ("nurse", Part.COVERING, dict.fromkeys([*StreamKind][:5], "write")),
        ("coordinator", Part.ATTRIBUTED, {"care": "read", "schedule": "write"}),
        ("navigator", Part.ROUTED, {"care": "read", "coverage": "read", "schedule": "write"}),
        ("coach", Part.ENROLLED, {"care": "read", "schedule": "write"}),
        ("expert", Part.CONSULTED, {"opinion": "read"}),
        ("admin", Part.COVERING, {}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_part_gives_what_its_row_of_the_table_says(
    organisation: Organisation, role: str, part: Part, expected: dict[str, str]
) -> None:
    organisation.employ("zoe", role, "south")
    case = organisation.open_case("amara")
    fill(organisation, case)
    assert seen(organisation, "zoe", case) == {}

    name = give(organisation, case, "zoe", part, organisation.now + WEEK)
    assert seen(organisation, "zoe", case) == expected

    do(organisation, "helen", case, ParticipantLeft(participant=name))
    assert seen(organisation, "zoe", case) == {}
    assert set(lost(organisation, "zoe").values()) <= {"reassigned"}


def test_compartments_that_begin_later_are_seen_by_whoever_may(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    assert "opinion" not in seen(organisation, "amara", case)

    fill(organisation, case)

    assert seen(organisation, "amara", case)["opinion"] == "write"
    assert seen(organisation, "helen", case)["coverage"] == "read"
    assert "opinion" not in seen(organisation, "helen", case)


def test_cover_ends_by_itself_and_leaves_what_the_team_sees(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    give(organisation, case, "tomas", Part.COVERING, organisation.now + WEEK)
    assert seen(organisation, "tomas", case)["care"] == "write"
    assert keep_up(organisation) == 0

    organisation.now += WEEK
    assert seen(organisation, "tomas", case) == {}  # before upkeep too, nothing that is over
    assert keep_up(organisation) == 1

    assert seen(organisation, "tomas", case) == {"schedule": "read"}
    assert lost(organisation, "tomas") == {
        stream_of(case, StreamKind.CARE): "over",
        stream_of(case, StreamKind.BEHAVIOURAL): "over",
    }
    assert keep_up(organisation) == 0


def test_whose_a_case_is_finds_her_own_cover(organisation: Organisation) -> None:
    case = organisation.open_case("amara")

    give(organisation, case, "tomas", Part.COVERING, organisation.now + WEEK, by="amara")

    assert seen(organisation, "tomas", case)["care"] == "write"


def test_who_covers_writes_and_writes_no_more_once_it_is_over(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    give(organisation, case, "tomas", Part.COVERING, organisation.now + WEEK)
    goal = organisation.add_goal("tomas", case)

    organisation.now += WEEK
    late = organisation.revision("tomas", case, goal, outcome=("Walks daily", "Runs"))
    [result] = organisation.push("tomas", late).results

    assert (result.status, result.reason) == ("refused", "no_such_stream")


def test_a_coach_sees_screenings_while_the_member_agrees(organisation: Organisation) -> None:
    organisation.employ("zoe", "coach", "south")
    case = organisation.open_case("amara")
    give(organisation, case, "zoe", Part.ENROLLED)

    def answer(said: ConsentAnswer, until: date | None = None, ago: timedelta = WEEK * 0) -> None:
        name = RecordId(organisation.new_id())
        body = ConsentRecorded(consent=name, to=COACH_MAY_KNOW, answer=said, until=until)
        event = organisation.act("amara", case, body)
        late = type(event)(
            id=EventId(event.id),
            stream=event.stream,
            at=event.at - ago,
            author=event.author,
            body=body,
        )
        assert organisation.push("amara", late).results[0].status == "applied"

    answer(ConsentAnswer.GIVEN, until=organisation.now.date())
    assert seen(organisation, "zoe", case)["behavioural"] == "read"

    answer(ConsentAnswer.WITHDRAWN)
    assert "behavioural" not in seen(organisation, "zoe", case)

    answer(ConsentAnswer.GIVEN, ago=timedelta(days=1))  # said before, sent after
    assert "behavioural" not in seen(organisation, "zoe", case)

    answer(ConsentAnswer.GIVEN, until=organisation.now.date())
    organisation.now += timedelta(days=2)
    keep_up(organisation)
    assert "behavioural" not in seen(organisation, "zoe", case)


def test_what_is_behind_the_glass_is_never_listed_and_never_revoked(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    body = EmergencyAccessOpened(
        access=RecordId(organisation.new_id()),
        person=UserId("tomas"),
        emergency=Emergency.SAFETY,
        reason="She rings and is not understood",
        until=organisation.now + timedelta(hours=1),
    )
    [result] = organisation.receive(organisation.act("hospital", case, body))
    assert result.status == "applied"

    assert seen(organisation, "tomas", case) == {"schedule": "read"}
    care = stream_of(case, StreamKind.CARE)
    assert organisation.pull("tomas", {care: 0}).gone == (care,)
    organisation.now += timedelta(hours=2)
    keep_up(organisation)
    assert lost(organisation, "tomas") == {}


def test_somebody_who_joins_later_has_the_parts_that_they_were_given(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    give(organisation, case, "zoe", Part.ATTRIBUTED)

    organisation.employ("zoe", "coordinator", None)

    assert seen(organisation, "zoe", case) == {"care": "read", "schedule": "write"}
