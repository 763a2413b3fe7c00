"""Which items of a form are asked, and where the next answer goes. Pure: no Qt.

The rules are the domain's: what is skipped after «never», and that PHQ-9's last question, which
is never scored, is asked only once the nine are complete with any points at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from nurseapp.domain.form import Form, Item
from nurseapp.domain.scoring import score, skipped_items

Answers = Mapping[str, int]


class Asked(StrEnum):
    """How an item stands."""

    YES = "yes"
    SKIPPED = "skipped"
    LATER = "later"
    NOT_NEEDED = "not-needed"


def standings(form: Form, answers: Answers) -> dict[str, Asked]:
    """Say of every item whether it is asked now."""
    skipped = skipped_items(form.policy, answers)
    total = score(form.policy, answers).total
    unscored = Asked.LATER if total is None else Asked.YES if total else Asked.NOT_NEEDED
    return {item.id: _standing(item, skipped, unscored) for item in form.items}


def first_unanswered(form: Form, answers: Answers) -> str:
    """Name the item to begin with; the last one that is asked where all have an answer."""
    asked = _asked(form, answers)
    return next((item for item in asked if item not in answers), asked[-1])


def after(form: Form, answers: Answers, item: str) -> str:
    """Name the item that comes after an answer; the same one where none is left."""
    return _moved(form, answers, item, 1)


def before(form: Form, answers: Answers, item: str) -> str:
    """Name the item before; the same one where it is the first."""
    return _moved(form, answers, item, -1)


def _standing(item: Item, skipped: tuple[str, ...], unscored: Asked) -> Asked:
    if item.id in skipped:
        return Asked.SKIPPED
    return Asked.YES if item.scored else unscored


def _asked(form: Form, answers: Answers) -> list[str]:
    return [item for item, asked in standings(form, answers).items() if asked is Asked.YES]


def _moved(form: Form, answers: Answers, item: str, step: int) -> str:
    asked = _asked(form, answers)
    if item not in asked:
        return asked[-1]
    place = asked.index(item) + step
    return asked[max(0, min(place, len(asked) - 1))]
