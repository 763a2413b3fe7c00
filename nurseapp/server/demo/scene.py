"""One case while it is told: who, where, when, and the dice that decide the rest.

Handed to the modules of the nouns; each gives back what happened as :class:`Told`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from nurseapp.domain.case import Stage
from nurseapp.domain.events import Act
from nurseapp.domain.form import Form
from nurseapp.domain.handout import Handout
from nurseapp.domain.ids import CaseId, RecordId, UserId, time_ordered_id
from nurseapp.server.demo.staff import Person
from nurseapp.server.demo.words import Country, Need, Outline, Programme, Range, Words

FEED = UserId("example-feed")
_MORNING = time(8, tzinfo=UTC)
_JUST_NOW = timedelta(minutes=40)
_SATURDAY = 5
T = TypeVar("T")


def working_day(day: date) -> date:
    """Give the Monday after a weekend, and any other day as it is."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= _SATURDAY else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One act, by whom and when."""

    at: datetime
    by: UserId
    body: Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The content that example cases use."""

    forms: dict[str, Form]
    handouts: dict[tuple[str, str], Handout]

    def handout(self, handout_id: str, language: str) -> Handout | None:
        """Give a handout in a language, or in English, where there is one."""
        return self.handouts.get((handout_id, language)) or self.handouts.get((handout_id, "en"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One case.

    Attributes:
        now: no act is later.
        until: the last day on which anything happened, counted from today; 0 for an open case.
        values: what placeholders in sentences stand for.
        used: the sentences that were said already.
    """

    case: CaseId
    member: RecordId
    outline: Outline
    nurse: Person
    words: Words
    shelf: Shelf
    now: datetime
    until: int
    dice: random.Random
    values: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @property
    def programme(self) -> Programme:
        """The programme that it runs under."""
        return self.words.programmes[self.outline.programme]

    @property
    def country(self) -> Country:
        """Where the member lives."""
        return self.words.countries[self.outline.country]

    @property
    def is_over(self) -> bool:
        """Whether the case is closed."""
        return self.outline.stage is Stage.CLOSE

    def needs(self, *needs: Need) -> bool:
        """Tell whether the case is made to show one of these."""
        return self.outline.need in needs

    def has_reached(self, stage: Stage) -> bool:
        """Tell whether the case has come as far as a stage."""
        order = list(Stage)
        return order.index(self.outline.stage) >= order.index(stage)

    def on(self, day: int) -> date:
        """Give a day, counted from today."""
        return self.now.date() + timedelta(days=day)

    def at(self, day: int, minute: int) -> datetime:
        """Give a time, in minutes after eight on a working day's morning; never in the future."""
        moment = datetime.combine(working_day(self.on(min(day, self.until))), _MORNING)
        return min(moment + timedelta(minutes=minute), self.now - _JUST_NOW)

    def some_time(self, first: int, last: int) -> datetime:
        """Give a time within working hours between two days."""
        return self.at(self.between((first, max(first, last))), self.between((30, 480)))

    def new_id(self, at: datetime) -> RecordId:
        """Make the id of a new record."""
        return RecordId(time_ordered_id(at, self.dice.randbytes(10)))

    def by_nurse(self, at: datetime, body: Act) -> Told:
        """Tell an act of the nurse."""
        return Told(at=at, by=self.nurse.login, body=body)

    def by_feed(self, at: datetime, body: Act) -> Told:
        """Tell what came from another system."""
        return Told(at=at, by=FEED, body=body)

    def chance(self, probability: float) -> bool:
        """Throw the dice."""
        return self.dice.random() < probability

    def between(self, bounds: Range) -> int:
        """Draw a whole number, both bounds included."""
        return self.dice.randint(*bounds)

    def one(self, things: Sequence[T]) -> T:
        """Draw one."""
        return self.dice.choice(things)

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """Draw several, none twice."""
        return self.dice.sample(things, min(count, len(things)))

    def unsaid(self, texts: Sequence[str]) -> str:
        """Draw a sentence that was not said before, as long as there is one."""
        text = self.one([text for text in texts if text not in self.used] or texts)
        self.used.add(text)
        return text

    def filled(self, text: str, **more: str) -> str:
        """Fill the placeholders of a sentence."""
        return text.format_map({**self.values, **more})
