"""Outlines of cases that make up one nurse's list: who, under which programme, in which need."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from nurseapp.domain.case import Stage
from nurseapp.domain.member import Sex
from nurseapp.server.demo.words import (
    Country,
    Need,
    NextWords,
    Outline,
    Programme,
    Range,
    StayWords,
    Words,
)

CASES = 60
_ENDED = {Need.CLOSED, Need.DIED}
# How many cases of a list are in each need, least and most; the rest is on time.
_QUOTAS: dict[Need, Range] = {
    Need.OVERDUE: (4, 9),
    Need.DUE_TODAY: (6, 11),
    Need.SCREENING_DUE: (8, 13),
    Need.IN_HOSPITAL: (1, 3),
    Need.LONG_STAY: (1, 2),
    Need.CONFLICT: (0, 1),
    Need.CLOSING_PROPOSED: (1, 3),
    Need.CLOSED: (3, 5),
}
_FIRST_NURSE: dict[Need, Range] = {
    Need.SAFETY: (1, 1),
    Need.OVERDUE: (6, 6),
    Need.DUE_TODAY: (9, 9),
    Need.SCREENING_DUE: (11, 11),
    Need.IN_HOSPITAL: (2, 2),
    Need.LONG_STAY: (1, 1),
    Need.CONFLICT: (1, 1),
    Need.CLOSING_PROPOSED: (2, 2),
    Need.CLOSED: (3, 3),
    Need.DIED: (1, 1),
}
_OPENED: dict[Stage, Range] = {
    Stage.IDENTIFY: (1, 9),
    Stage.ASSESS: (8, 30),
    Stage.PLAN: (20, 60),
    Stage.IMPLEMENT: (40, 240),
    Stage.MONITOR: (120, 420),
    Stage.CLOSE: (90, 420),
}
_STAGES = [Stage.ASSESS] + [Stage.PLAN] * 3 + [Stage.IMPLEMENT] * 8 + [Stage.MONITOR] * 4
_UNSCREENED = [Stage.IDENTIFY, Stage.IDENTIFY, Stage.ASSESS, Stage.ASSESS, Stage.PLAN]
_INTERPRETED = 0.45
# Besides the first nurse, one in each team has an open safety concern.
_WITH_SAFETY = {2, 5}


def outlines(words: Words, nurse: int, dice: random.Random) -> Iterator[Outline]:
    """Draw the cases of one nurse, the named ones of the first nurse before all others."""
    named = words.caseload if nurse == 0 else ()
    quotas = dict(_FIRST_NURSE if nurse == 0 else _QUOTAS)
    if nurse in _WITH_SAFETY:
        quotas[Need.SAFETY] = (1, 1)
    needs = _needs(quotas, named, dice)
    yield from named
    artist = _Artist(words, dice, taken={(o.given, o.family) for o in named})
    for number, need in enumerate(needs):
        outline = artist.draw(need, number=f"{4403 + nurse}-{1000 + 7 * number:04}")
        if nurse == 0 and need is Need.OVERDUE:
            # As in a well-kept list: nothing is late by more than a day.
            what = dice.choice(words.programmes[outline.programme].next)
            outline = msgspec.structs.replace(outline, next=NextWords(what=what, on=-1))
        yield outline


def _needs(
    quotas: dict[Need, Range], named: Sequence[Outline], dice: random.Random
) -> Iterable[Need]:
    needs: list[Need] = []
    for need, bounds in quotas.items():
        have = sum(outline.need is need for outline in named)
        needs += [need] * (dice.randint(*bounds) - have)
    needs += [Need.ON_TIME] * (CASES - len(named) - len(needs))
    dice.shuffle(needs)
    return needs


class _Artist:
    """Draws people whose names, languages, ages and programmes fit each other."""

    def __init__(self, words: Words, dice: random.Random, taken: set[tuple[str, str]]) -> None:
        self._words = words
        self._dice = dice
        self._taken = taken

    def draw(self, need: Need, number: str) -> Outline:
        """Draw one outline."""
        dice = self._dice
        programme_id, programme = self._programme(need)
        stage = self._stage(need)
        countries = self._words.countries.values()
        country = dice.choice([c for c in countries if not (programme.drinks and c.dry)])
        sex = programme.sex or dice.choice([Sex.FEMALE, Sex.MALE])
        given, family = self._name(country, sex)
        language = dice.choice(country.languages)
        place = dice.choice(country.cities)
        stay = self._stay(need, country, place)
        closed = dice.randint(5, 60) if stage is Stage.CLOSE else 0
        opened = closed + min(dice.randint(*_OPENED[stage]), programme.longest)
        if stay is not None and programme.stay:
            opened = stay.since - dice.randint(3, 6)
        return Outline(
            family=family,
            given=given,
            sex=sex,
            age=dice.randint(*programme.ages),
            country=country.code,
            place=place,
            language=language,
            interpreter=language != "en" and dice.random() < _INTERPRETED,
            number=number,
            programme=programme_id,
            stage=stage,
            opened=opened,
            need=need,
            closed=closed,
            stay=stay,
        )

    def _programme(self, need: Need) -> tuple[str, Programme]:
        fitting = [
            (name, programme)
            for name, programme in self._words.programmes.items()
            if programme.stay == (need is Need.LONG_STAY)
            and not (need in (Need.DIED, Need.IN_HOSPITAL) and programme.sex is Sex.FEMALE)
            and not (need is Need.SAFETY and programme.mood is None)
        ]
        (drawn,) = self._dice.choices(fitting, [programme.weight for _, programme in fitting])
        return drawn

    def _stage(self, need: Need) -> Stage:
        if need in _ENDED:
            return Stage.CLOSE
        if need is Need.CLOSING_PROPOSED:
            return Stage.MONITOR
        if need in (Need.SAFETY, Need.LONG_STAY):
            return Stage.IMPLEMENT
        return self._dice.choice(_UNSCREENED if need is Need.SCREENING_DUE else _STAGES)

    def _name(self, country: Country, sex: Sex) -> tuple[str, str]:
        given_names = country.female if sex is Sex.FEMALE else country.male
        while True:
            name = self._dice.choice(given_names), self._dice.choice(country.families(sex))
            if name not in self._taken:
                self._taken.add(name)
                return name

    def _stay(self, need: Need, country: Country, place: str) -> StayWords | None:
        days: dict[Need, Range] = {Need.IN_HOSPITAL: (2, 9), Need.LONG_STAY: (14, 27)}
        if need not in days:
            return None
        ward = f"ward {self._dice.randint(1, 9)}{self._dice.choice('ABCD')}"
        where = f"{country.hospital.format(city=place)}, {ward}"
        return StayWords(since=self._dice.randint(*days[need]), where=where)
