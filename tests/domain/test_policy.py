"""Who may do what, against the protocol's table, section 5, written out here a second time.

That table says for the roles that exist so far:

    nurse (assigned)    care write       behavioural write    schedule write
    nurse (same team)   -                -                    schedule read
    supervisor (team)   care and behavioural: read, settle conflicts, identity fields;
                        schedule read; besides: assign, close
    admin               no patient data

Another system only ever delivers, and whoever works here reads the directory.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

from nurseapp.domain.apply import HANDLERS
from nurseapp.domain.events import Act
from nurseapp.domain.goal import Goal, GoalRevised
from nurseapp.domain.ids import UserId
from nurseapp.domain.member import Member, MemberRevised
from nurseapp.domain.policy import (
    EVENT_RIGHTS,
    RIGHTS,
    Actor,
    Allow,
    Deny,
    Relation,
    Right,
    Role,
    StreamFacts,
    can,
    relation_of,
    rights_of,
)
from nurseapp.domain.revising import Revision, Voiding
from nurseapp.domain.streams import CASE_KINDS, StreamKind
from tests.builders import ANA, GOAL, MEMBER, NORTH, SOUTH, changes

READS: Mapping[tuple[str, str], str] = {
    ("nurse", "assigned"): "care behavioural schedule",
    ("nurse", "team"): "schedule",
    ("nurse", "organisation"): "org",
    ("supervisor", "team"): "care behavioural schedule",
    ("supervisor", "organisation"): "org",
    ("admin", "organisation"): "org",
}
WRITES: Mapping[tuple[str, str], str] = {("nurse", "assigned"): "care behavioural schedule"}
OVERSEES: Mapping[tuple[str, str], str] = {("supervisor", "team"): "care behavioural"}
DELIVERS: Mapping[tuple[str, str], str] = {
    ("feed", "assigned"): "care behavioural schedule",
    ("feed", "team"): "care behavioural schedule",
    ("feed", "none"): "care behavioural schedule",
    ("feed", "organisation"): "org",
}
BY_RIGHT: Mapping[str, Mapping[tuple[str, str], str]] = {
    "read": READS,
    "write": WRITES,
    "settle": OVERSEES,
    "assign": OVERSEES,
    "close": OVERSEES,
    "receive": DELIVERS,
}

# What only another system brings, and what only a supervisor does; a nurse writes all else.
RECEIVED = {
    "MemberRegistered",
    "CaseOpened",
    "FactReceived",
    "StaffListed",
    "PractitionerListed",
}
SUPERVISED = {"CaseAssigned", "CaseClosed"}

PLACES = [
    *product(["assigned", "team", "none"], CASE_KINDS),
    ("organisation", StreamKind.ORG),
]


def allowed(right: str, role: str, relation: str, kind: StreamKind) -> bool:
    return kind.value in BY_RIGHT[right].get((role, relation), "").split()


def actor(*roles: Role, **values: Any) -> Actor:
    return Actor(id=values.get("id", ANA), roles=frozenset(roles), team=values.get("team", NORTH))


def facts(relation: str, kind: StreamKind) -> StreamFacts:
    """Give a stream to which Ana of team North stands like this."""
    nurse = ANA if relation == "assigned" else UserId("somebody.else")
    return StreamFacts(kind=kind, nurse=nurse, team=SOUTH if relation == "none" else NORTH)


def act_of(kind: type[Act]) -> Any:
    """Give an act of this kind; a decision looks at nothing in it but a revision's fields."""
    if issubclass(kind, Revision):
        return kind(record=GOAL, changes={})
    if issubclass(kind, Voiding):
        return kind(record=GOAL, reason="double")
    return object.__new__(kind)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("relation", "kind"), PLACES)
@pytest.mark.parametrize("right", Right)
def test_a_right_is_held_where_the_table_says_and_nowhere_else(
    role: Role, relation: str, kind: StreamKind, right: Right
) -> None:
    decision = can(actor(role), right, facts(relation, kind))
    expected = allowed(right, role, relation, kind)
    assert decision == (Allow() if expected else Deny(reason=f"may_not_{right}"))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("kind", "relation"),
    [(act, relation) for act in HANDLERS for relation, kind in PLACES if kind is act.STREAM],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_an_act_is_allowed_to_whom_the_table_says_and_to_nobody_else(
    role: Role, kind: type[Act], relation: str
) -> None:
    if role is Role.FEED:
        expected = True
    elif kind.__name__ in RECEIVED:
        expected = False
    elif kind.__name__ in SUPERVISED:
        expected = (role, relation) == ("supervisor", "team")
    else:
        expected = (role, relation) == ("nurse", "assigned")
    decision = can(actor(role), act_of(kind), facts(relation, kind.STREAM))
    assert decision == (Allow() if expected else Deny(reason="may_not_write"))


SETTLED = [
    (MemberRevised, MEMBER, name, "supervisor" if rule == "identity" else "both")
    for name, rule in Member.RULES.items()
] + [(GoalRevised, GOAL, name, "both") for name in Goal.RULES]


@pytest.mark.parametrize(
    ("kind", "record", "name", "who"), SETTLED, ids=[f"{k.__name__}-{n}" for k, _, n, _ in SETTLED]
)
def test_a_conflict_is_settled_by_nurse_or_supervisor_but_identity_by_a_supervisor_alone(
    kind: type[Revision], record: Any, name: str, who: str
) -> None:
    body = kind(record=record, changes=changes(**{name: (None, None)}), settles=("conflict-1",))  # type: ignore[arg-type]  # an id is text
    may = {
        role
        for role, relation in [("nurse", "assigned"), ("supervisor", "team")]
        if can(actor(Role(role)), body, facts(relation, StreamKind.CARE)) == Allow()
    }
    assert may == ({"supervisor"} if who == "supervisor" else {"nurse", "supervisor"})


def test_a_nurse_may_ask_for_another_name_since_that_only_opens_a_conflict() -> None:
    body = MemberRevised(record=MEMBER, changes=changes(family_name=("Oliveira", "Lima")))
    assert can(actor(Role.NURSE), body, facts("assigned", StreamKind.CARE)) == Allow()
    assert can(actor(Role.SUPERVISOR), body, facts("team", StreamKind.CARE)) == Deny(
        reason="may_not_write"
    )


def test_settling_is_no_way_into_a_case_that_somebody_does_not_oversee() -> None:
    body = GoalRevised(record=GOAL, changes={}, settles=("conflict-1",))  # type: ignore[arg-type]  # an id is text
    for role, relation in [("nurse", "team"), ("supervisor", "none"), ("admin", "team")]:
        decision = can(actor(Role(role)), body, facts(relation, StreamKind.CARE))
        assert decision == Deny(reason="may_not_write")


def test_somebody_without_a_role_may_do_nothing() -> None:
    for relation, kind in PLACES:
        assert rights_of(actor(), facts(relation, kind)) == frozenset()


def test_somebody_of_two_roles_has_the_rights_of_both() -> None:
    both = rights_of(actor(Role.NURSE, Role.SUPERVISOR), facts("team", StreamKind.SCHEDULE))
    assert both == {Right.READ}
    team = rights_of(actor(Role.NURSE, Role.SUPERVISOR), facts("team", StreamKind.CARE))
    assert team == {Right.READ, Right.SETTLE, Right.ASSIGN, Right.CLOSE}


@pytest.mark.parametrize(
    ("nurse", "team", "own_team", "relation"),
    [
        (ANA, NORTH, NORTH, Relation.ASSIGNED),
        (ANA, SOUTH, NORTH, Relation.ASSIGNED),
        (None, NORTH, NORTH, Relation.TEAM),
        (None, SOUTH, NORTH, Relation.NONE),
        (None, None, NORTH, Relation.NONE),
        (None, None, None, Relation.NONE),
        (None, NORTH, None, Relation.NONE),
    ],
)
def test_the_nearest_relation_to_a_case_counts(
    nurse: Any, team: Any, own_team: Any, relation: Relation
) -> None:
    held = StreamFacts(kind=StreamKind.CARE, nurse=nurse, team=team)
    assert relation_of(actor(Role.NURSE, team=own_team), held) is relation


def test_everybody_stands_to_the_directory_as_to_the_organisation() -> None:
    held = StreamFacts(kind=StreamKind.ORG, nurse=None, team=None)
    assert relation_of(actor(Role.NURSE), held) is Relation.ORGANISATION


def test_no_row_of_the_table_is_dead() -> None:
    reachable = {(Relation(relation), kind) for relation, kind in PLACES}
    assert {row[1:] for row in RIGHTS if row[0] is not Role.FEED} <= reachable
    used = {right for rights in RIGHTS.values() for right in rights}
    assert used == set(Right)
    assert all(EVENT_RIGHTS.values())
