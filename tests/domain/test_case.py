"""The case: opened, led through its stages, assigned and closed by a supervisor who sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from nurseapp.domain.apply import Status
from nurseapp.domain.case import (
    Case,
    CaseAssigned,
    CaseClosed,
    CaseOpened,
    CaseRevised,
    Stage,
    as_accepted,
)
from nurseapp.domain.ids import RecordId
from tests.builders import ANA, BEN, CASE, NORTH, SAM, SOUTH, case, changes, event, refused
from tests.world import World

ID = RecordId(CASE)


def assigning(**values: Any) -> CaseAssigned:
    return replace(CaseAssigned(case=ID, nurse=BEN, team=SOUTH, head=0), **values)


def closing(**values: Any) -> CaseClosed:
    default = CaseClosed(case=ID, on=date(2026, 3, 2), reason="Goals met", head=0)
    return replace(default, **values)


def test_the_six_stages_are_those_of_case_management_in_their_order() -> None:
    # CMSA Standards of Practice 2016, table of contents.
    assert list(Stage) == ["identify", "assess", "plan", "implement", "monitor", "close"]


def test_a_case_is_opened_once() -> None:
    world = World()
    assert world.does(CaseOpened(case=case())) is Status.APPLIED
    assert world.get(Case, ID) == case()
    with refused("exists", kind="case", record=ID):
        world.does(CaseOpened(case=case()))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"stage": Stage.CLOSE}, "stage"),
        ({"closed_on": date(2026, 3, 1), "closing_reason": "Moved away"}, "stage"),
        ({"stage": Stage.CLOSE, "closed_on": date(2026, 3, 1)}, "closing_reason"),
        (
            {"stage": Stage.CLOSE, "closed_on": date(2026, 3, 1), "closing_reason": " "},
            "closing_reason",
        ),
    ],
)
def test_a_case_is_closed_with_stage_day_and_reason_or_not_at_all(
    values: dict[str, Any], field: str
) -> None:
    with refused("bad_value", kind="case", field=field):
        World().does(CaseOpened(case=case(**values)))


def test_a_supervisor_gives_the_case_to_another_nurse_of_another_team() -> None:
    world = World.of(case())
    assert world.does(assigning(), by=SAM) is Status.APPLIED
    assert (world.get(Case, ID).nurse, world.get(Case, ID).team) == (BEN, SOUTH)


def test_a_case_may_be_left_without_a_nurse() -> None:
    world = World.of(case())
    world.does(assigning(nurse=None, team=NORTH), by=SAM)
    assert world.get(Case, ID).nurse is None


def test_a_case_is_closed_with_the_day_and_the_reason() -> None:
    world = World.of(case())
    assert world.does(closing(), by=SAM) is Status.APPLIED
    assert world.get(Case, ID) == case(
        stage=Stage.CLOSE, closed_on=date(2026, 3, 2), closing_reason="Goals met"
    )


@pytest.mark.parametrize("act", [assigning, closing])
def test_a_supervisor_who_has_not_seen_the_latest_change_is_refused(act: Any) -> None:
    world = World.of(case())
    world.does(CaseRevised(record=ID, changes=changes(programme=("complex-care", "diabetes"))))
    with refused("stale", case=ID, seen=0, head=1):
        world.does(act(), by=SAM)
    assert world.does(act(head=1), by=SAM) is Status.APPLIED


@pytest.mark.parametrize("act", [assigning, closing])
def test_a_closed_case_is_neither_assigned_nor_closed_again(act: Any) -> None:
    world = World.of(case())
    world.does(closing(), by=SAM)
    with refused("closed_case", case=ID, on=date(2026, 3, 2)):
        world.does(act(head=1), by=SAM)


@pytest.mark.parametrize("act", [assigning(), closing()])
def test_what_was_decided_once_is_not_compared_with_another_head(act: Any) -> None:
    decided = event(act)

    assert as_accepted(decided, 7).body == replace(act, head=7)


def test_what_compares_no_head_is_as_it_was() -> None:
    opened = event(CaseOpened(case=case()))

    assert as_accepted(opened, 7) is opened


@pytest.mark.parametrize("act", [assigning, closing])
def test_a_case_that_is_not_there_is_neither_assigned_nor_closed(act: Any) -> None:
    with refused("no_such_record", kind="case", record=ID):
        World().does(act(), by=SAM)


def test_a_case_is_not_closed_without_a_reason() -> None:
    with refused("bad_value", kind="case", field="closing_reason"):
        World.of(case()).does(closing(reason=" "), by=SAM)


def test_nobody_closes_or_reopens_a_case_by_revising_its_stage() -> None:
    world = World.of(case())
    with refused("bad_value", kind="case", field="stage"):
        world.does(CaseRevised(record=ID, changes=changes(stage=(Stage.PLAN, Stage.CLOSE))))
    world.does(closing(), by=SAM)
    with refused("bad_value", kind="case", field="stage"):
        world.does(CaseRevised(record=ID, changes=changes(stage=(Stage.CLOSE, Stage.MONITOR))))


def test_a_nurse_proposes_to_close_and_the_case_stays_open() -> None:
    world = World.of(case())
    world.does(
        CaseRevised(record=ID, changes=changes(closing_proposed=(None, "Goals met"))), by=ANA
    )
    assert world.get(Case, ID) == case(closing_proposed="Goals met")
