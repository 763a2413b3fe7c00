"""Who may do what, against the protocol's table, section 5, written out here a second time."""

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
from nurseapp.domain.participant import Part, ParticipantJoined
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
    relations_of,
    rights_of,
)
from nurseapp.domain.revising import Revision, Voiding
from nurseapp.domain.streams import CASE_KINDS, LATER_KINDS, StreamKind
from tests.builders import ANA, BEN, GOAL, MEMBER, NORTH, SOUTH, changes

# Role and relation, then what they hold of each compartment. «enters» is breaking the glass.
TABLE = """
nurse assigned         | care read write hand_over | behavioural read write | coverage read write
                       | opinion read write | schedule read write
nurse covering         | care read write hand_over | behavioural read write | coverage read write
                       | opinion read write | schedule read write
nurse team             | care break_glass | behavioural break_glass | schedule read break_glass
nurse emergency        | care read | behavioural read | schedule read
coordinator attributed | care read log | schedule read write
navigator routed       | care read log | coverage read | schedule read write
coach enrolled         | care read coach | schedule read write
coach agreed           | behavioural read
supervisor team        | care read comment settle audit assign close override review
                       | behavioural read comment settle audit | coverage read comment settle audit
                       | opinion follow | schedule read | org enrol
director team          | care read | behavioural read | coverage read decide
director none          | care break_glass | behavioural break_glass
director emergency     | care read | behavioural read
expert consulted       | opinion read opine
nurse organisation     | org read
coordinator organisation | org read
navigator organisation | org read
coach organisation     | org read
supervisor organisation | org read
director organisation  | org read
expert organisation    | org read
admin organisation     | org read administer enrol
auditor organisation   | org read audit
"""


def _read(table: str) -> Mapping[tuple[str, str, str], frozenset[str]]:
    """Give the rights of each role in each relation to each compartment."""
    found = {}
    who = ("", "")
    for line in table.strip().splitlines():
        head, *cells = (part.split() for part in line.split("|"))
        who = (head[0], head[1]) if head else who
        for kind, *rights in cells:
            found[(*who, kind)] = frozenset(rights)
    return found


HELD = _read(TABLE)

# What only another system brings; who does what besides whoever writes everything in a case.
RECEIVED = {
    "MemberRegistered",
    "CaseOpened",
    "FactReceived",
    "StaffListed",
    "PractitionerListed",
    "EmergencyAccessOpened",
}
BY_RIGHT = {
    "CaseAssigned": {"assign"},
    "CaseClosed": {"close"},
    "ParticipantJoined": {"assign"},
    "ParticipantLeft": {"assign"},
    "EmergencyAccessReviewed": {"review"},
    "GoalAdded": {"write", "coach"},
    "GoalRevised": {"write", "coach"},
    "NoteWritten": {"write", "coach", "comment"},
    "EntryWithdrawn": {"write", "coach", "comment", "log"},
    "ContactLogged": {"write", "coach", "log"},
    "HandoutWasGiven": {"write", "log"},
}

CASE_PLACES = (*CASE_KINDS, *LATER_KINDS)
PLACES = [
    *product([r.value for r in Relation if r is not Relation.ORGANISATION], CASE_PLACES),
    ("organisation", StreamKind.ORG),
    ("team", StreamKind.ORG),
]


def held(role: Role, relation: str, kind: StreamKind) -> frozenset[str]:
    """Say what the table gives; «agreed» is «enrolled» too, and all are of the organisation."""
    if role is Role.FEED:
        return frozenset({"receive"})
    wider = {"agreed": "enrolled"}
    if kind is StreamKind.ORG:
        wider["team"] = "organisation"
    also = held(role, wider[relation], kind) if relation in wider else frozenset()
    return also | HELD.get((role.value, relation, kind.value), frozenset())


def actor(*roles: Role, **values: Any) -> Actor:
    return Actor(id=values.get("id", ANA), roles=frozenset(roles), team=values.get("team", NORTH))


def facts(relation: str, kind: StreamKind) -> StreamFacts:
    """Give a stream to which Ana of team North stands like this, and in no other way."""
    other = UserId("somebody.else")
    parts = {(other, Relation.COVERING)}
    if relation == "agreed":
        parts.add((ANA, Relation.ENROLLED))
    elif relation not in ("assigned", "team", "none", "organisation"):
        parts.add((ANA, Relation(relation)))
    return StreamFacts(
        kind=kind,
        nurse=ANA if relation == "assigned" else other,
        team=NORTH if relation == "team" else SOUTH,
        parts=frozenset(parts),
        coach_may_know=relation != "enrolled",
    )


def act_of(kind: type[Act]) -> Any:
    """Give an act of this kind; a decision looks at nothing in it but a revision's fields."""
    if issubclass(kind, Revision):
        return kind(record=GOAL, changes={})
    if issubclass(kind, Voiding):
        return kind(record=GOAL, reason="double")
    if kind is ParticipantJoined:
        return ParticipantJoined(participant=GOAL, person=ANA, part=Part.ROUTED)
    return object.__new__(kind)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("relation", "kind"), PLACES)
@pytest.mark.parametrize("right", Right)
def test_a_right_is_held_where_the_table_says_and_nowhere_else(
    role: Role, relation: str, kind: StreamKind, right: Right
) -> None:
    decision = can(actor(role), right, facts(relation, kind))
    expected = right.value in held(role, relation, kind)
    assert decision == (Allow() if expected else Deny(reason=f"may_not_{right}"))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", HANDLERS, ids=lambda kind: kind.__name__)
def test_an_act_is_allowed_to_whom_the_table_says_and_to_nobody_else(
    role: Role, kind: type[Act]
) -> None:
    name = kind.__name__
    for relation, place in PLACES:
        if place is not kind.STREAM:
            continue
        if role is Role.FEED:
            expected = name != "EmergencyAccessReviewed"
        else:
            enough = set() if name in RECEIVED else BY_RIGHT.get(name, {"write"})
            expected = bool(enough & held(role, relation, place))
        decision = can(actor(role), act_of(kind), facts(relation, place))
        assert decision == (Allow() if expected else Deny(reason="may_not_write")), relation


def test_whose_a_case_is_may_let_somebody_cover_and_give_no_other_part() -> None:
    def joining(part: Part) -> ParticipantJoined:
        return ParticipantJoined(participant=GOAL, person=BEN, part=part)

    for role, relation in [("nurse", "assigned"), ("nurse", "covering"), ("supervisor", "team")]:
        held = facts(relation, StreamKind.CARE)
        assert can(actor(Role(role)), joining(Part.COVERING), held) == Allow()
        may_consult = can(actor(Role(role)), joining(Part.CONSULTED), held) == Allow()
        assert may_consult == (role == "supervisor")


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
    assert both == {Right.READ, Right.BREAK_GLASS}
    team = rights_of(actor(Role.NURSE, Role.SUPERVISOR), facts("team", StreamKind.CARE))
    assert team == set(map(Right, HELD["supervisor", "team", "care"])) | {Right.BREAK_GLASS}


@pytest.mark.parametrize(
    ("nurse", "team", "own_team", "relations"),
    [
        (ANA, NORTH, NORTH, {"assigned", "team"}),
        (ANA, SOUTH, NORTH, {"assigned"}),
        (None, NORTH, NORTH, {"team"}),
        (None, SOUTH, NORTH, {"none"}),
        (None, None, NORTH, {"none"}),
        (None, None, None, {"none"}),
        (None, NORTH, None, {"none"}),
    ],
)
def test_somebody_stands_to_a_case_in_every_way_at_once(
    nurse: Any, team: Any, own_team: Any, relations: set[str]
) -> None:
    held = StreamFacts(kind=StreamKind.CARE, nurse=nurse, team=team)
    assert relations_of(actor(Role.NURSE, team=own_team), held) == relations


def test_an_agreement_of_the_member_matters_to_their_coach_alone() -> None:
    held = facts("agreed", StreamKind.BEHAVIOURAL)
    assert relations_of(actor(Role.COACH), held) == {Relation.ENROLLED, Relation.AGREED}
    assert relations_of(actor(Role.COACH, id=BEN), held) == {Relation.NONE}


def test_everybody_stands_to_the_directory_as_to_the_organisation() -> None:
    held = StreamFacts(kind=StreamKind.ORG, nurse=None, team=None)
    assert relations_of(actor(Role.NURSE), held) == {Relation.ORGANISATION}


@pytest.mark.parametrize(("team", "may"), [(NORTH, True), (SOUTH, False), (None, False)])
def test_a_supervisor_lets_people_of_the_team_set_up_a_computer_and_no_others(
    team: Any, may: bool
) -> None:
    held = StreamFacts(kind=StreamKind.ORG, nurse=None, team=team)
    assert (can(actor(Role.SUPERVISOR), Right.ENROL, held) == Allow()) is may
    assert can(actor(Role.ADMIN, team=None), Right.ENROL, held) == Allow()
    assert can(actor(Role.NURSE), Right.ENROL, held) == Deny(reason="may_not_enrol")


def test_no_row_of_the_table_is_dead() -> None:
    own = {row for row in RIGHTS if row[0] is not Role.FEED}
    assert {(role.value, relation.value, kind.value) for role, relation, kind in own} == set(HELD)
    used = {right for rights in RIGHTS.values() for right in rights}
    assert used == set(Right)
    assert all(EVENT_RIGHTS.values())
