"""Who may see what: the stored answers are those of the policy, whatever changes."""

import random
from datetime import UTC, datetime

import pytest

from nurseapp.domain.case import CaseAssigned
from nurseapp.domain.ids import CaseId, RecordId, TeamId, UserId
from nurseapp.domain.policy import Role
from nurseapp.domain.streams import CASE_KINDS, ORG_STREAM, StreamKind, kind_of, stream_of
from nurseapp.server.access import grants
from nurseapp.server.standing import facts_of
from nurseapp.server.store.access import Assignment
from tests.server.organisation import Organisation, actor


def case_modes(organisation: Organisation, login: str, case: CaseId) -> dict[str, str]:
    """Say what somebody may do with the compartments of a case."""
    modes = organisation.modes(login)
    return {
        kind.value: modes[stream_of(case, kind)]
        for kind in CASE_KINDS
        if stream_of(case, kind) in modes
    }


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ("amara", {"care": "write", "behavioural": "write", "schedule": "write"}),
        ("tomas", {"schedule": "read"}),
        ("helen", {"care": "read", "behavioural": "read", "schedule": "read"}),
        ("joseph", {}),
        ("ruth", {}),
        ("adam", {}),
    ],
    ids=["her nurse", "a colleague", "the supervisor", "other nurse", "other supervisor", "admin"],
)
def test_everybody_sees_what_their_relation_to_the_case_gives(
    organisation: Organisation, login: str, expected: dict[str, str]
) -> None:
    case = organisation.open_case("amara")

    assert case_modes(organisation, login, case) == expected
    assert organisation.modes(login)[ORG_STREAM] == "read"


def test_somebody_who_joins_later_sees_what_was_there(organisation: Organisation) -> None:
    case = organisation.open_case("zoe")

    organisation.employ("zoe", "nurse", "north")

    assert set(case_modes(organisation, "zoe", case)) == {"care", "behavioural", "schedule"}


def test_a_case_of_nobody_is_seen_by_the_supervisor_of_its_team(
    organisation: Organisation,
) -> None:
    case = organisation.open_case(None)

    assert set(case_modes(organisation, "helen", case)) == {"care", "behavioural", "schedule"}
    assert set(case_modes(organisation, "amara", case)) == {"schedule"}


def test_a_case_of_another_team_follows_its_nurse_and_its_team(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    body = CaseAssigned(case=RecordId(case), nurse=UserId("joseph"), team=TeamId("south"), head=2)
    organisation.push("helen", organisation.act("helen", case, body))

    assert case_modes(organisation, "amara", case) == {}
    assert case_modes(organisation, "helen", case) == {}
    assert case_modes(organisation, "joseph", case)["care"] == "write"
    assert case_modes(organisation, "ruth", case)["care"] == "read"


def test_stored_access_is_what_the_policy_says_after_any_history(
    organisation: Organisation,
) -> None:
    chance = random.Random(7)  # noqa: S311  # a test repeats
    people = {
        "amara": (Role.NURSE, "north"),
        "tomas": (Role.NURSE, "north"),
        "helen": (Role.SUPERVISOR, "north"),
        "joseph": (Role.NURSE, "south"),
        "ruth": (Role.SUPERVISOR, "south"),
        "adam": (Role.ADMIN, None),
    }
    whose: dict[CaseId, Assignment] = {}
    for step in range(40):
        nurse = chance.choice([None, "amara", "tomas", "joseph", "late"])
        team = chance.choice(["north", "south"])
        if whose and chance.random() < 0.5:
            case = chance.choice(list(whose))
            supervisor = "helen" if whose[case].team == "north" else "ruth"
            head = next(
                stream.head
                for stream in organisation.manifest(supervisor).streams
                if stream.id == stream_of(case, StreamKind.CARE)
            )
            body = CaseAssigned(
                case=RecordId(case),
                nurse=UserId(nurse) if nurse else None,
                team=TeamId(team),
                head=head,
            )
            organisation.push(supervisor, organisation.act(supervisor, case, body))
        else:
            case = organisation.open_case(nurse, team)
        whose[case] = Assignment(nurse=UserId(nurse) if nurse else None, team=TeamId(team))
        if step == 20:
            organisation.employ("late", "nurse", "south")
            people["late"] = (Role.NURSE, "south")

    for login, (role, home) in people.items():
        granted = grants([actor(login, role, home)], whose, organisation.now)
        expected = {g.stream: g.mode for g in granted if kind_of(g.stream) in CASE_KINDS}
        stored = organisation.modes(login)
        assert stored.pop(ORG_STREAM) == "read"
        assert stored == expected


def test_facts_say_whose_a_stream_is() -> None:
    whose = Assignment(nurse=UserId("amara"), team=TeamId("north"))

    facts = facts_of(StreamKind.CARE, whose, datetime(2026, 11, 20, tzinfo=UTC))

    assert (facts.kind, facts.nurse, facts.team) == (StreamKind.CARE, "amara", "north")
