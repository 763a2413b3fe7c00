"""Which questions of a form are asked: AUDIT-C skips after «never», PHQ-9's last one waits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nurseapp.domain.asking import Asked, after, before, first_unanswered, standings
from nurseapp.domain.form import Form, Policy
from tests.forms import audit_c, form, phq_9

NINE = dict.fromkeys("12345678", 0)
"""All but the ninth of PHQ-9, without a point."""


def filled(policy: Policy, *unscored: str) -> Form:
    """Give a form of this policy, with questions that never count after the others."""
    made = form(policy=policy)
    [pattern, *_] = made.items
    items = [replace(pattern, id=item) for item in policy.items]
    more = [replace(pattern, id=item, scored=False) for item in unscored]
    return replace(made, items=(*items, *more))


PHQ_9 = filled(phq_9(), "10")


@pytest.mark.parametrize(
    ("answers", "standing"),
    [
        ({}, Asked.LATER),
        (NINE, Asked.LATER),
        (NINE | {"9": 0}, Asked.NOT_NEEDED),
        (NINE | {"9": 1}, Asked.YES),
        (NINE | {"9": 1, "10": 2}, Asked.YES),
    ],
)
def test_the_question_that_never_counts_is_asked_once_the_nine_came_to_any_points(
    answers: dict[str, int], standing: Asked
) -> None:
    found = standings(PHQ_9, answers)
    assert found.pop("10") is standing
    assert set(found.values()) == {Asked.YES}


def test_after_never_the_other_questions_about_drinking_are_skipped() -> None:
    form = filled(audit_c())
    assert list(standings(form, {}).values()) == [Asked.YES] * 3
    assert list(standings(form, {"1": 0}).values()) == [Asked.YES, Asked.SKIPPED, Asked.SKIPPED]
    assert list(standings(form, {"1": 1}).values()) == [Asked.YES] * 3


def test_it_begins_with_the_first_that_has_no_answer_and_ends_at_the_last() -> None:
    assert first_unanswered(PHQ_9, {}) == "1"
    assert first_unanswered(PHQ_9, {"1": 0, "3": 0}) == "2"
    assert first_unanswered(PHQ_9, NINE | {"9": 0}) == "9"
    assert first_unanswered(PHQ_9, NINE | {"9": 2}) == "10"


def test_one_goes_on_and_back_among_those_that_are_asked() -> None:
    assert (after(PHQ_9, {}, "1"), before(PHQ_9, {}, "2")) == ("2", "1")
    assert (before(PHQ_9, {}, "1"), after(PHQ_9, {}, "9")) == ("1", "9")
    assert after(PHQ_9, NINE | {"9": 1}, "9") == "10"
    audit = filled(audit_c())
    assert after(audit, {"1": 0}, "1") == "1"
    assert (after(audit, {"1": 0}, "2"), before(audit, {"1": 0}, "3")) == ("1", "1")
