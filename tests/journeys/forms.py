"""Forms filled at a desk, answer by answer, as a nurse does it."""

from __future__ import annotations

from collections.abc import Sequence

from nurseapp.desktop.services.desk import Desk
from nurseapp.desktop.services.screenings import OpenScreening
from nurseapp.domain.ids import CaseId

PHQ_9 = "phq-9"
PHQ_9_LOW_MOOD = (2, 1, 1, 2, 0, 1, 1, 0, 1)
"""Nine answers, together 9 points; the last, on thoughts of death, is above zero."""


def answer_all(desk: Desk, case: CaseId, form: str, points: Sequence[int]) -> OpenScreening:
    """Open a form and answer it from its first item to its last."""
    shown = desk.screenings.start(case, form)
    for item, answer in zip(shown.form.policy.items, points, strict=True):
        shown = desk.screenings.answer(shown, item, answer)
    return shown
