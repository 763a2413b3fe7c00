"""The member's copy of the care plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from nurseapp.domain.care_plan import PlanNode
from nurseapp.domain.goal import GoalStatus
from nurseapp.domain.intervention import InterventionStatus
from nurseapp.domain.member import Member
from nurseapp.domain.problem import ProblemStatus
from nurseapp.printing.care_plan import care_plan_pdf
from tests.printing import samples
from tests.printing.samples import barrier, goal, node, problem, step


def printed(
    tree: Sequence[PlanNode], member: Member | None = None, language: str = "en"
) -> list[str]:
    """Print a plan and give its pages, each as one line of text."""
    pdf = care_plan_pdf(
        member or samples.member(),
        samples.case(),
        tree,
        samples.stationery(language),
        samples.STAMP,
    )
    return [samples.flowing(page) for page in samples.pages(pdf)]


def test_the_members_own_words_come_first_then_how_we_will_know_then_who_does_what_when() -> None:
    tree = [
        node(
            problem("Type 2 diabetes"),
            node(
                goal(
                    "I want to walk to the market",
                    "Walks 20 minutes on 5 days a week",
                    due=date(2027, 1, 15),
                    owner="Elena",
                    asked=(8, 6),
                ),
                node(step("Walk after lunch", "Elena", cadence="daily", due=date(2026, 12, 3))),
                node(step("Show the meter", status=InterventionStatus.DONE), is_open=False),
                node(step("Buy a dog", status=InterventionStatus.STOPPED), is_open=False),
                node(barrier("Strips cost much", "Ask the plan", "Amara", date(2026, 11, 27))),
                node(barrier("No shoes"), is_open=False),
            ),
        )
    ]
    text = " ".join(printed(tree))
    expected = [
        "1. Type 2 diabetes",
        "My goal “I want to walk to the market”",
        "How we will know: Walks 20 minutes on 5 days a week",
        "By 15 January 2027 · Who: Elena",
        "How much this matters to me: 8 of 10 · How sure I am that I can do it: 6 of 10",
        "Walk after lunch Who: Elena · When: daily, 3 December 2026",
        "Show the meter Done",
        "What could get in the way • Strips cost much What we will do: Ask the plan "
        "Who: Amara · When: 27 November 2026",
        "In an emergency, call the local emergency number.",
        "We agree on this plan Member Date Family member or carer Date Nurse Date",
        "Agreed by word of mouth",
    ]
    places = [text.find(part) for part in expected]
    assert -1 not in places, expected[places.index(-1)]
    assert places == sorted(places)
    assert "Buy a dog" not in text
    assert "No shoes" not in text


def test_a_goal_without_the_members_words_is_told_by_its_outcome_alone() -> None:
    text = " ".join(printed([node(problem(), node(goal("", "Sleeps six hours")))]))
    assert "My goal Sleeps six hours" in text
    assert "How we will know" not in text
    assert "“" not in text


def test_what_is_closed_is_told_by_its_word() -> None:
    tree = [
        node(
            problem("Wound", ProblemStatus.RESOLVED),
            node(goal("", "Wound closed", GoalStatus.MET), is_open=False),
            node(goal("To dance", "", GoalStatus.NOT_MET), is_open=False),
            node(goal("To ski", "", GoalStatus.STOPPED), is_open=False),
        ),
        node(problem("Low mood", ProblemStatus.WATCH)),
    ]
    text = " ".join(printed(tree))
    assert "1. Wound (Finished) Reached: Wound closed" in text
    assert "Not reached this time: To dance Stopped: To ski" in text
    assert "2. Low mood (We keep an eye on this) No goal yet." in text


def test_a_barrier_with_nothing_done_about_it_yet_is_told_all_the_same() -> None:
    text = " ".join(printed([node(problem(), node(goal("Walk"), node(barrier("It rains"))))]))
    assert "What could get in the way • It rains In an emergency" in text


def test_every_page_names_the_member_by_name_birth_date_and_number() -> None:
    goals = [node(goal(f"Goal {number}", "Walks more")) for number in range(30)]
    pages = printed([node(problem(), *goals)])
    assert len(pages) > 2
    for page in pages:
        assert "NÚÑEZ, Elena Born 3 March 1965 · number M-00417" in page


def test_a_name_of_any_length_leaves_birth_date_and_number_on_every_page() -> None:
    for name in ("van der " * 60, "x" * 400):
        pages = printed([node(problem())], samples.member(family_name=name))
        assert all("… Born 3 March 1965 · number M-00417" in page for page in pages)


def test_a_birth_date_that_is_not_known_is_said_so() -> None:
    unborn = replace(samples.member(given_name=""), birth_date=None)
    assert "NÚÑEZ Birth date not known · number M-00417" in printed([], unborn)[0]


def test_a_plan_without_problems_says_so() -> None:
    assert "Nothing is in the plan yet." in printed([])[0]


def test_a_closed_case_says_from_when_to_when() -> None:
    pdf = care_plan_pdf(
        samples.member(),
        samples.case(closed_on=date(2026, 11, 20)),
        [],
        samples.stationery(),
        samples.STAMP,
    )
    text = samples.flowing(samples.pages(pdf)[0])
    assert "We started on 1 November 2026. We finished on 20 November 2026." in text


@pytest.mark.parametrize("words", ["word " * 600, "x" * 3000])
def test_a_text_of_three_thousand_characters_is_printed_whole_in_any_place(words: str) -> None:
    tree = [
        node(
            problem(words),
            node(
                goal(words, words, owner=words),
                node(step(words, words, cadence=words)),
                node(barrier(words, words, words)),
            ),
            node(goal("", words, GoalStatus.MET), is_open=False),
        )
    ]
    pages = printed(tree)
    assert "".join(pages).count(words[0]) >= 10 * words.count(words[0])
    assert len(pages) > 5


def test_a_plan_of_two_hundred_goals_is_printed_whole() -> None:
    goals = [node(goal(f"Goal number {n}"), node(step(f"Step number {n}"))) for n in range(200)]
    pages = printed([node(problem(), *goals)])
    text = " ".join(pages)
    for number in range(200):
        assert f"“Goal number {number}”" in text
        assert f"Step number {number} " in text
    # A goal's words never stand alone at the foot of a page.
    assert not any("My goal Printed by" in page for page in pages)


def test_a_plan_can_be_labelled_in_spanish() -> None:
    text = " ".join(
        printed(
            [node(problem("Diabetes"), node(goal("Caminar", due=date(2027, 1, 15))))], None, "es"
        )
    )
    assert "Mi plan de cuidados" in text
    assert "Nació el 3 de marzo de 1965 · número M-00417" in text
    assert "Para el 15 de enero de 2027" in text
