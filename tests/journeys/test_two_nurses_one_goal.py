"""Two nurses, one goal.

What two people change at the same time merges where it can: another field, another line. Where it
cannot, neither wins in silence: the value that was there first stands, and everybody who may see
the case finds both, until somebody settles it for all.
"""

from datetime import date

import pytest

from nurseapp.desktop.services.conflicts import OpenConflict
from nurseapp.domain.goal import Goal
from nurseapp.domain.ids import CaseId, UserId
from nurseapp.domain.revising import Conflict
from nurseapp.domain.streams import StreamKind, stream_of
from tests.journeys.central import Central
from tests.journeys.computers import AtWork
from tests.journeys.conftest import NewComputer

EARLIER, LATER, LATEST = date(2026, 12, 1), date(2026, 12, 15), date(2026, 12, 31)


@pytest.fixture
def case(central: Central) -> CaseId:
    """Open a case of Amara's with a goal in its plan."""
    case = central.organisation.open_case("amara")
    central.organisation.add_goal("amara", case)
    return case


@pytest.fixture
def office(central: Central, new_computer: NewComputer, case: CaseId) -> AtWork:
    """Put Amara at the laptop in her office, which holds the case."""
    return at_work(central, new_computer)


@pytest.fixture
def car(central: Central, new_computer: NewComputer, case: CaseId) -> AtWork:
    """Put Amara at her other laptop, which holds the case as well."""
    return at_work(central, new_computer)


def at_work(central: Central, new_computer: NewComputer, login: str = "amara") -> AtWork:
    """Let somebody set up a laptop, and sync."""
    someone = new_computer().enrol(central.url, login)
    someone.sync()
    return someone


def goal_of(someone: AtWork, case: CaseId) -> Goal:
    """Read the one goal of a case as somebody's screen shows it."""
    [problem] = someone.desk.cases.open(case).plan
    [goal] = (node.record for node in problem.children)
    assert isinstance(goal, Goal)
    return goal


def revises(someone: AtWork, case: CaseId, **fields: str | int | date) -> None:
    """Let somebody change the goal that is on their screen."""
    assert someone.desk.care_plans.revise(case, goal_of(someone, case), fields)


def dispute(case: CaseId, office: AtWork, car: AtWork) -> None:
    """Let two laptops say different days, of which both have heard."""
    revises(office, case, due=EARLIER)
    revises(car, case, due=LATER)
    for laptop in (office, car, office):
        laptop.sync()


def only_conflict(someone: AtWork) -> OpenConflict:
    """Read the one conflict in somebody's inbox."""
    [found] = someone.desk.conflicts.open()
    return found


def test_one_nurse_on_two_laptops_changes_different_fields(
    central: Central, case: CaseId, office: AtWork, car: AtWork
) -> None:
    revises(office, case, due=EARLIER, outcome="Walks daily\nwith a stick")
    revises(car, case, confidence=7)

    for laptop in (office, car, office):
        assert laptop.sync().status.waiting == 0

    assert goal_of(office, case) == goal_of(car, case)
    merged = goal_of(car, case)
    assert (merged.due, merged.confidence) == (EARLIER, 7)
    assert merged.outcome == "Walks daily\nwith a stick"
    assert office.desk.conflicts.open() == car.desk.conflicts.open() == ()
    assert office.mirror() == car.mirror() == central.records_for("amara")


def test_two_lines_of_one_text_merge_and_the_same_wish_twice_is_one(
    central: Central, case: CaseId, office: AtWork, car: AtWork
) -> None:
    revises(office, case, outcome="Walks daily\nSleeps well\nEats with others")
    for laptop in (office, car):
        laptop.sync()
    revises(office, case, outcome="Walks twice a day\nSleeps well\nEats with others", due=LATER)
    revises(car, case, outcome="Walks daily\nSleeps well\nEats with her sister")
    revises(car, case, due=LATER)

    for laptop in (office, car, office):
        assert laptop.sync().status.conflicts == 0

    assert goal_of(office, case) == goal_of(car, case)
    assert goal_of(car, case).outcome == "Walks twice a day\nSleeps well\nEats with her sister"
    assert central.decided("amara")[-2:] == [("GoalRevised", "merged"), ("GoalRevised", "noop")]


def test_a_revision_that_says_more_than_merges_still_keeps_what_it_can(
    central: Central, case: CaseId, office: AtWork, car: AtWork
) -> None:
    revises(office, case, due=EARLIER)
    revises(car, case, due=LATER, confidence=4)
    office.sync()

    status = car.sync().status

    assert (status.conflicts, status.refused) == (1, 0)
    assert (goal_of(car, case).due, goal_of(car, case).confidence) == (EARLIER, 4)
    assert central.decided("amara")[-1] == ("GoalRevised", "conflict")


def test_the_same_field_is_a_conflict_for_everybody_until_one_settles_it(
    central: Central, new_computer: NewComputer, case: CaseId, office: AtWork, car: AtWork
) -> None:
    helen = at_work(central, new_computer, "helen")
    everybody = (office, car, helen)
    revises(office, case, due=EARLIER)
    revises(car, case, due=LATER)
    assert goal_of(car, case).due == LATER

    for someone in (office, car, office, helen):
        someone.sync()

    for someone in everybody:
        found = only_conflict(someone)
        conflict = found.conflict
        assert (conflict.field, conflict.theirs, conflict.mine) == ("due", EARLIER, LATER)
        assert (conflict.by, found.by_name) == ("amara", "Amara")
        assert goal_of(someone, case).due == EARLIER
        assert someone.desk.syncing.status().conflicts == 1

    assert helen.desk.conflicts.settle(only_conflict(helen), LATER)
    for someone in (helen, office, car):
        assert someone.sync().status.waiting == 0

    for someone in everybody:
        assert someone.desk.conflicts.open() == ()
        assert goal_of(someone, case).due == LATER
        assert someone.desk.syncing.status().conflicts == 0
    kept = central.organisation.records(stream_of(case, StreamKind.CARE))
    assert [r.closed_by is not None for r in kept if isinstance(r, Conflict)] == [True]


def test_two_settle_the_same_conflict_and_only_the_first_decides(
    central: Central, case: CaseId, office: AtWork, car: AtWork
) -> None:
    dispute(case, office, car)

    assert office.desk.conflicts.settle(only_conflict(office), LATER)
    assert car.desk.conflicts.settle(only_conflict(car), EARLIER)
    office.sync()
    status = car.sync().status

    for laptop in (office, car):
        assert goal_of(laptop, case).due == LATER
        assert laptop.desk.conflicts.open() == ()
    assert status.refused == 1
    [kept] = car.desk.syncing.waiting()
    assert (kept.kind, kept.refused_for) == ("GoalRevised", "settled_already")
    assert central.decided("amara")[-1] == ("GoalRevised", "settled_already")
    assert office.mirror() == car.mirror() == central.records_for("amara")


def test_a_value_that_moved_while_somebody_decided_is_disputed_anew(
    central: Central, case: CaseId, office: AtWork, car: AtWork
) -> None:
    dispute(case, office, car)
    shown = only_conflict(car)
    revises(office, case, due=LATEST)
    for laptop in (office, car):
        laptop.sync()

    assert not car.desk.conflicts.settle(shown, LATER)
    for laptop in (car, office):
        assert laptop.sync().status.refused == 0

    for laptop in (office, car):
        again = only_conflict(laptop)
        assert (again.stands, again.conflict.mine) == (LATEST, LATER)
        assert again.conflict.id != shown.conflict.id


def test_a_nurse_comes_back_to_what_another_changed_meanwhile(
    central: Central, new_computer: NewComputer, case: CaseId
) -> None:
    amara, helen = (at_work(central, new_computer, login) for login in ("amara", "helen"))
    tomas = new_computer().enrol(central.url, "tomas")
    revises(amara, case, due=EARLIER, confidence=7)

    helen.desk.assignments.assign(case, UserId("tomas"))
    tomas.sync()
    revises(tomas, case, due=LATER, owner="her daughter")
    tomas.sync()
    helen.sync()
    helen.desk.assignments.assign(case, UserId("amara"))
    for someone in (amara, helen, tomas):
        someone.sync()

    seen = goal_of(amara, case)
    assert (seen.due, seen.confidence, seen.owner) == (LATER, 7, "her daughter")
    for someone in (amara, helen):
        conflict = only_conflict(someone).conflict
        assert (conflict.theirs, conflict.mine, conflict.by) == (LATER, EARLIER, "amara")
    assert tomas.desk.caseloads.listing().lines == ()
    assert tomas.mirror() == central.records_for("tomas")


def test_what_was_written_for_a_case_that_moved_on_is_refused_and_kept(
    central: Central, new_computer: NewComputer, case: CaseId
) -> None:
    amara, helen = (at_work(central, new_computer, login) for login in ("amara", "helen"))
    revises(amara, case, due=EARLIER)
    helen.desk.assignments.assign(case, UserId("tomas"))

    status = amara.sync().status

    assert (status.waiting, status.refused, status.cases) == (0, 1, 0)
    [kept] = amara.desk.syncing.waiting()
    assert (kept.kind, kept.refused_for) == ("GoalRevised", "no_such_stream")
    assert central.decided("amara")[-1] == ("GoalRevised", "no_such_stream")
    assert amara.mirror() == central.records_for("amara")
