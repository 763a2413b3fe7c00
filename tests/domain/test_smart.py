"""The checker of goals: a number, a date within twelve months, an owner, no vague verb.

Criteria: SMART goals (Bovend'Eerdt 2009); verbs to avoid as the care-planning guides name them;
renegotiating below a confidence of 7 is usual in motivational interviewing. It only advises.
"""

from __future__ import annotations

from datetime import date

import pytest

from nurseapp.domain.smart import Check, Finding, check_goal
from tests.builders import TODAY


def finding(check: Check, outcome: str = "Walk 30 minutes a day", **values: object) -> Finding:
    given: dict[str, object] = {"due": date(2026, 6, 1), "owner": "Maria", "confidence": 8}
    found = check_goal(outcome=outcome, today=TODAY, **(given | values))  # type: ignore[arg-type]  # its parameters
    return next(f for f in found if f.check is check)


def test_a_goal_that_has_everything_meets_every_criterion() -> None:
    found = check_goal("Walk 30 minutes a day", date(2026, 6, 1), "Maria", 8, TODAY)
    assert [(f.check, f.met, f.found) for f in found] == [
        (Check.SPECIFIC, True, "Walk 30 minutes a day"),
        (Check.MEASURABLE, True, "30 minutes"),
        (Check.TIME_BOUND, True, "2026-06-01"),
        (Check.OWNER, True, "Maria"),
        (Check.CONFIDENCE, True, "8"),
    ]


def test_an_empty_goal_meets_none_and_is_not_asked_for_confidence() -> None:
    found = check_goal("", None, " ", None, TODAY)
    assert [(f.check, f.met, f.found) for f in found] == [
        (Check.SPECIFIC, False, ""),
        (Check.MEASURABLE, False, ""),
        (Check.TIME_BOUND, False, ""),
        (Check.OWNER, False, ""),
    ]


@pytest.mark.parametrize("verb", ["understand", "know", "be aware", "learn about", "try"])
def test_a_vague_verb_is_named(verb: str) -> None:
    assert finding(Check.SPECIFIC, f"Will {verb.upper()} 3 foods") == Finding(
        check=Check.SPECIFIC, met=False, found=verb
    )


@pytest.mark.parametrize("outcome", ["Knowledge of 3 foods", "Visit the country in June"])
def test_a_word_that_only_holds_the_letters_of_a_vague_verb_is_fine(outcome: str) -> None:
    assert finding(Check.SPECIFIC, outcome).met


def test_one_word_is_not_specific() -> None:
    assert not finding(Check.SPECIFIC, "Walk").met
    assert finding(Check.SPECIFIC, " Walk daily ").found == "Walk daily"


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        ("HbA1c below 7.5 % by June", "1c"),
        ("Weigh 3,5 kg less", "3,5 kg"),
        ("Blood pressure below 139/89 mmHg", "139/89 mmHg"),
        ("Lower it by 10%", "10%"),
        ("Eat 5 a day", "5 a"),
        ("Gehe 30 Minuten", "30 Minuten"),
    ],
)
def test_the_first_number_and_its_unit_are_shown(outcome: str, found: str) -> None:
    assert finding(Check.MEASURABLE, outcome) == Finding(
        check=Check.MEASURABLE, met=True, found=found
    )


def test_words_without_a_number_are_not_measurable() -> None:
    assert not finding(Check.MEASURABLE, "Walk more often").met


@pytest.mark.parametrize(
    ("today", "due", "met"),
    [
        (TODAY, date(2026, 3, 1), False),
        (TODAY, date(2026, 3, 2), True),
        (TODAY, date(2027, 3, 2), True),
        (TODAY, date(2027, 3, 3), False),
        (date(2027, 6, 1), date(2028, 6, 1), True),
        (date(2028, 2, 29), date(2029, 2, 28), True),
        (date(2028, 2, 29), date(2029, 3, 1), False),
    ],
)
def test_a_date_lies_within_twelve_months_from_today(today: date, due: date, met: bool) -> None:
    found = check_goal("Walk", due, "Maria", None, today)
    assert Finding(check=Check.TIME_BOUND, met=met, found=due.isoformat()) in found


@pytest.mark.parametrize(("confidence", "met"), [(0, False), (6, False), (7, True), (10, True)])
def test_a_confidence_below_7_asks_to_renegotiate(confidence: int, met: bool) -> None:
    assert finding(Check.CONFIDENCE, confidence=confidence).met is met
