"""What happens when two people change the same thing, each without seeing the other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nurseapp.domain.apply import Status, apply
from nurseapp.domain.case import Case, CaseRevised, Stage
from nurseapp.domain.goal import Goal, GoalRevised, GoalStatus, GoalVoided
from nurseapp.domain.ids import EventId, RecordId
from nurseapp.domain.member import Member, MemberRevised, Sex
from nurseapp.domain.problem import ProblemRevised, ProblemStatus
from nurseapp.domain.revising import (
    Conflict,
    FieldValue,
    opposite,
    seen_fields,
)
from nurseapp.domain.streams import changed_records
from tests.builders import (
    ANA,
    BEN,
    CASE,
    GOAL,
    MEMBER,
    NOON,
    PROBLEM,
    SAM,
    case,
    changes,
    event,
    goal,
    member,
    refused,
)
from tests.world import World, plan

JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)


def revise(**fields: tuple[FieldValue, FieldValue]) -> GoalRevised:
    return GoalRevised(record=GOAL, changes=changes(**fields))


def settle(world: World, **fields: tuple[FieldValue, FieldValue]) -> GoalRevised:
    settles = tuple(c.id for c in world.open_conflicts())
    return GoalRevised(record=GOAL, changes=changes(**fields), settles=settles)


def test_a_change_of_what_the_author_saw_is_applied() -> None:
    world = plan()
    assert world.does(revise(due=(JUNE, JULY))) is Status.APPLIED
    assert world.get(Goal, GOAL).due == JULY


def test_a_change_to_what_stands_already_changes_nothing() -> None:
    world = plan()
    head = world.stream().head
    assert world.does(revise(due=(date(2026, 5, 1), JUNE))) is Status.NOOP
    assert world.stream().head == head


def test_a_change_of_a_value_that_moved_meanwhile_opens_a_conflict_and_leaves_it() -> None:
    world = plan()
    world.does(revise(due=(JUNE, JULY)), by=BEN)
    assert world.does(revise(due=(JUNE, AUGUST)), by=ANA) is Status.CONFLICT
    assert world.get(Goal, GOAL).due == JULY
    assert world.open_conflicts() == [
        Conflict(
            id=world.open_conflicts()[0].id,
            record=GOAL,
            of_kind="goal",
            field="due",
            was=JUNE,
            theirs=JULY,
            mine=AUGUST,
            by=ANA,
            at=NOON + timedelta(minutes=2),
            event=EventId("event-2"),
        )
    ]


def test_one_field_may_conflict_while_another_is_set() -> None:
    world = plan()
    world.does(revise(due=(JUNE, JULY)), by=BEN)
    status = world.does(revise(due=(JUNE, AUGUST), owner=("Maria", "Maria and her son")))
    assert status is Status.CONFLICT
    assert world.get(Goal, GOAL).owner == "Maria and her son"
    assert world.get(Goal, GOAL).due == JULY


def test_two_fields_of_one_goal_changed_by_two_nurses_are_both_kept() -> None:
    world = plan()
    world.does(revise(due=(JUNE, JULY)), by=BEN)
    assert world.does(revise(owner=("Maria", "Ana")), by=ANA) is Status.APPLIED
    assert world.get(Goal, GOAL) == goal(due=JULY, owner="Ana")


def test_long_text_changed_in_two_places_holds_both_changes() -> None:
    world = World.of(goal(outcome="Walk daily\nEat breakfast\nSleep 7 hours"))
    world.does(
        revise(
            outcome=(
                "Walk daily\nEat breakfast\nSleep 7 hours",
                "Swim\nEat breakfast\nSleep 7 hours",
            )
        )
    )
    status = world.does(
        revise(
            outcome=(
                "Walk daily\nEat breakfast\nSleep 7 hours",
                "Walk daily\nEat breakfast\nSleep 8 hours",
            )
        ),
        by=BEN,
    )
    assert status is Status.MERGED
    assert world.get(Goal, GOAL).outcome == "Swim\nEat breakfast\nSleep 8 hours"
    assert world.open_conflicts() == []


def test_long_text_changed_in_the_same_place_opens_a_conflict_that_holds_both() -> None:
    world = World.of(goal(outcome="Walk daily"))
    world.does(revise(outcome=("Walk daily", "Walk twice a day")), by=BEN)
    assert world.does(revise(outcome=("Walk daily", "Swim weekly"))) is Status.CONFLICT
    (opened,) = world.open_conflicts()
    assert (opened.theirs, opened.mine) == ("Walk twice a day", "Swim weekly")
    assert world.get(Goal, GOAL).outcome == "Walk twice a day"


def tag(*pairs: tuple[tuple[str, ...], tuple[str, ...]]) -> World:
    world = World.of(case(tags=("diabetes", "falls")))
    for was, now in pairs:
        world.does(CaseRevised(record=RecordId(CASE), changes=changes(tags=(was, now))))
    return world


def test_tags_added_and_removed_by_two_nurses_are_all_heeded() -> None:
    seen = ("diabetes", "falls")
    world = tag((seen, ("diabetes", "falls", "wound")), (seen, ("diabetes",)))
    assert world.get(Case, RecordId(CASE)).tags == ("diabetes", "wound")
    assert world.open_conflicts() == []


def test_a_tag_that_somebody_removed_does_not_come_back_with_what_others_saw() -> None:
    seen = ("diabetes", "falls")
    world = tag((seen, ("diabetes",)), (seen, ("diabetes", "falls", "wound")))
    assert world.get(Case, RecordId(CASE)).tags == ("diabetes", "wound")


def test_a_set_change_that_adds_nothing_new_keeps_the_order_that_was() -> None:
    world = World.of(case(tags=("wound", "diabetes")))
    body = CaseRevised(
        record=RecordId(CASE), changes=changes(tags=(("diabetes",), ("diabetes", "wound")))
    )
    assert world.does(body) is Status.NOOP
    assert world.get(Case, RecordId(CASE)).tags == ("wound", "diabetes")


def test_a_set_that_was_merged_with_other_tags_says_merged() -> None:
    world = tag((("diabetes", "falls"), ("diabetes", "falls", "wound")))
    status = world.does(
        CaseRevised(
            record=RecordId(CASE),
            changes=changes(tags=(("diabetes", "falls"), ("asthma", "diabetes", "falls"))),
        )
    )
    assert status is Status.MERGED
    assert world.get(Case, RecordId(CASE)).tags == ("asthma", "diabetes", "falls", "wound")


IDENTITY: dict[str, tuple[FieldValue, FieldValue]] = {
    "family_name": ("Oliveira", "de Oliveira"),
    "given_name": ("Maria", "Mariana"),
    "birth_date": (date(1961, 5, 14), date(1961, 5, 15)),
    "sex": (Sex.FEMALE, Sex.MALE),
    "number": ("N-1001", "N-1010"),
}


@pytest.mark.parametrize("name", IDENTITY)
def test_a_difference_in_identity_is_a_conflict_even_when_nobody_else_touched_it(name: str) -> None:
    world = World.of(member())
    body = MemberRevised(record=MEMBER, changes=changes(**{name: IDENTITY[name]}))
    assert world.does(body) is Status.CONFLICT
    assert world.get(Member, MEMBER) == member()
    (opened,) = world.open_conflicts()
    assert (opened.field, opened.theirs, opened.mine) == (name, *IDENTITY[name])


def test_the_identity_fields_are_name_birth_date_sex_and_number() -> None:
    assert {name for name, rule in Member.RULES.items() if rule == "identity"} == set(IDENTITY)


def test_a_supervisor_decides_a_conflict_over_a_name() -> None:
    world = World.of(member())
    world.does(MemberRevised(record=MEMBER, changes=changes(family_name=IDENTITY["family_name"])))
    (opened,) = world.open_conflicts()
    world.does(
        MemberRevised(
            record=MEMBER,
            changes=changes(family_name=("Oliveira", "de Oliveira")),
            settles=(opened.id,),
        ),
        by=SAM,
    )
    assert world.get(Member, MEMBER).family_name == "de Oliveira"
    assert world.open_conflicts() == []
    assert world.get(Conflict, opened.id).closed_by == "event-2"


def in_conflict() -> World:
    world = plan()
    world.does(revise(due=(JUNE, JULY)), by=BEN)
    world.does(revise(due=(JUNE, AUGUST)), by=ANA)
    return world


def test_a_later_revision_that_names_a_conflict_closes_it_and_sets_its_value() -> None:
    world = in_conflict()
    assert world.does(settle(world, due=(JULY, AUGUST))) is Status.APPLIED
    assert world.open_conflicts() == []
    assert world.get(Goal, GOAL).due == AUGUST


def test_a_conflict_may_be_settled_by_leaving_what_stands() -> None:
    world = in_conflict()
    assert world.does(settle(world, due=(JULY, JULY))) is Status.APPLIED
    assert world.open_conflicts() == []
    assert world.get(Goal, GOAL).due == JULY


def test_a_revision_that_does_not_name_a_conflict_leaves_it_open() -> None:
    world = in_conflict()
    world.does(revise(due=(JULY, AUGUST)))
    assert len(world.open_conflicts()) == 1


def test_what_somebody_has_settled_is_not_decided_a_second_time() -> None:
    world = in_conflict()
    (opened,) = world.open_conflicts()
    mine = settle(world, due=(JULY, AUGUST))
    theirs = settle(world, due=(JULY, date(2026, 9, 1)))
    world.does(mine, by=ANA)
    with refused("settled_already", record=opened.id):
        world.does(theirs, by=BEN)
    assert world.get(Goal, GOAL).due == AUGUST
    assert world.get(Conflict, opened.id).closed_by == "event-3"
    assert world.open_conflicts() == []


def test_the_same_settling_again_changes_nothing() -> None:
    world = in_conflict()
    settling = event(settle(world, due=(JULY, AUGUST)), id=EventId("event-settling"))
    assert world.takes(settling) is Status.APPLIED
    assert world.takes(settling) is Status.NOOP
    assert world.get(Goal, GOAL).due == AUGUST


def test_a_value_that_moved_since_it_was_shown_is_not_settled_away_but_disputed_anew() -> None:
    world = in_conflict()
    (first,) = world.open_conflicts()
    settling = settle(world, due=(JULY, AUGUST))
    september = date(2026, 9, 1)
    world.does(revise(due=(JULY, september)), by=BEN)
    assert world.does(settling, by=ANA) is Status.CONFLICT
    assert world.get(Goal, GOAL).due == september
    (second,) = world.open_conflicts()
    assert second.id != first.id
    assert (second.theirs, second.mine) == (september, AUGUST)


def test_text_is_settled_as_a_whole_and_never_merged_again() -> None:
    world = World.of(goal(outcome="Walk\n\nEat"))
    world.does(revise(outcome=("Walk\n\nEat", "Swim\n\nEat")), by=BEN)
    world.does(revise(outcome=("Walk\n\nEat", "Run\n\nEat")))
    world.does(settle(world, outcome=("Swim\n\nEat", "Swim and run\n\nEat")))
    assert world.get(Goal, GOAL).outcome == "Swim and run\n\nEat"


def test_nobody_settles_a_conflict_that_is_not_there() -> None:
    with refused("no_such_conflict", record="conflict-9"):
        plan().does(
            GoalRevised(
                record=GOAL, changes=changes(due=(JUNE, JULY)), settles=(RecordId("conflict-9"),)
            )
        )


def test_nobody_settles_the_conflict_of_another_record() -> None:
    world = in_conflict()
    (opened,) = world.open_conflicts()
    with refused("no_such_conflict", record=opened.id):
        world.does(
            ProblemRevised(
                record=PROBLEM,
                changes=changes(status=(ProblemStatus.ACTIVE, ProblemStatus.WATCH)),
                settles=(opened.id,),
            )
        )


@pytest.mark.parametrize(
    "fields",
    [{}, {"owner": ("Maria", "Ana")}, {"due": (JULY, AUGUST), "owner": ("Maria", "Ana")}],
    ids=["nothing", "another field", "one field too many"],
)
def test_whoever_settles_decides_the_fields_in_conflict_and_no_other(
    fields: dict[str, tuple[FieldValue, FieldValue]],
) -> None:
    world = in_conflict()
    with refused("no_such_conflict", record=GOAL):
        world.does(settle(world, **fields))
    assert len(world.open_conflicts()) == 1


def test_the_same_event_again_does_not_reopen_the_conflict_that_was_settled() -> None:
    world = plan()
    world.does(revise(due=(JUNE, JULY)), by=BEN)
    late = event(revise(due=(JUNE, AUGUST)), id=EventId("event-late"))
    world.takes(late)
    world.does(settle(world, due=(JULY, JULY)))
    assert world.takes(late) is Status.NOOP
    assert world.open_conflicts() == []


def test_a_record_that_is_not_there_cannot_be_revised_or_voided() -> None:
    with refused("no_such_record", kind="goal", record="goal-9"):
        plan().does(GoalRevised(record=RecordId("goal-9"), changes={}))
    with refused("no_such_record", kind="goal", record="goal-9"):
        plan().does(GoalVoided(record=RecordId("goal-9"), reason="double"))


def test_a_record_of_another_kind_is_not_taken_for_a_goal() -> None:
    with refused("no_such_record", kind="goal", record=PROBLEM):
        plan().does(GoalRevised(record=PROBLEM, changes={}))


@pytest.mark.parametrize("name", ["id", "added_by", "nonsense"])
def test_a_field_that_the_noun_does_not_name_is_refused(name: str) -> None:
    with refused("unknown_field", kind="goal", field=name):
        plan().does(revise(**{name: ("a", "b")}))


def test_a_merge_that_the_noun_does_not_allow_is_refused_and_changes_nothing() -> None:
    world = World.of(goal(words="", outcome="Walk"))
    with refused("bad_value", kind="goal", field="outcome"):
        world.does(revise(outcome=("Walk", "  ")))
    assert world.get(Goal, GOAL).outcome == "Walk"


def test_the_opposite_takes_a_revision_back() -> None:
    world = plan()
    done = revise(due=(JUNE, JULY), status=(GoalStatus.IN_PROGRESS, GoalStatus.MET))
    world.does(done)
    world.does(GoalRevised(record=GOAL, changes=opposite(done.changes)))
    assert world.get(Goal, GOAL) == goal()


def test_the_opposite_of_what_somebody_changed_since_is_a_conflict() -> None:
    world = plan()
    done = revise(due=(JUNE, JULY))
    world.does(done)
    world.does(revise(due=(JULY, AUGUST)), by=BEN)
    status = world.does(GoalRevised(record=GOAL, changes=opposite(done.changes)))
    assert status is Status.CONFLICT
    assert world.get(Goal, GOAL).due == AUGUST


def test_what_somebody_sees_of_a_goal_is_every_field_that_may_be_revised() -> None:
    assert seen_fields(goal()).keys() == Goal.RULES.keys()
    assert seen_fields(goal())["due"] == JUNE


def test_a_stream_is_a_value_that_no_revision_writes_to() -> None:
    before = plan().stream()
    after = apply(before, event(revise(due=(JUNE, JULY))))
    assert before.get(Goal, GOAL).due == JUNE
    assert changed_records(before, after) == [goal(due=JULY)]


def test_the_stage_is_revised_but_for_closing() -> None:
    world = World.of(case(stage=Stage.PLAN))
    body = CaseRevised(record=RecordId(CASE), changes=changes(stage=(Stage.PLAN, Stage.IMPLEMENT)))
    assert world.does(body) is Status.APPLIED
    assert world.get(Case, RecordId(CASE)).stage is Stage.IMPLEMENT
