"""A case told from its beginning: the acts of all nouns in order of time, as events."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from nurseapp.domain.case import CaseClosed
from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, EventId, derived_id, time_ordered_id
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server.demo import contacts, facts, handouts, membership, plan, schedule, screenings
from nurseapp.server.demo.outlines import outlines
from nurseapp.server.demo.scene import Scene, Shelf, Told
from nurseapp.server.demo.staff import NURSES, Person
from nurseapp.server.demo.words import Outline, Words

SEED = "example organisation, first edition"


def caseload(nurse: Person, words: Words, shelf: Shelf, now: datetime) -> Iterator[Event]:
    """Tell every case of one nurse; the same for the same words and the same time."""
    number = NURSES.index(nurse)
    dice = _dice(f"{SEED} {number}")
    for place, outline in enumerate(outlines(words, number, dice)):
        scene = _scene(outline, nurse, words, shelf, now, f"{number}.{place}")
        yield from _events(scene)


def _scene(
    outline: Outline, nurse: Person, words: Words, shelf: Shelf, now: datetime, place: str
) -> Scene:
    dice = _dice(f"{SEED} {place}")
    country = words.countries[outline.country]
    scene = Scene(
        case=CaseId(derived_id("demo", "case", place)),
        member=derived_id("demo", "member", place),
        outline=outline,
        nurse=nurse,
        words=words,
        shelf=shelf,
        now=now,
        until=-outline.closed,
        dice=dice,
    )
    is_young = outline.age < words.phrases.young
    relatives = words.phrases.relatives_of_young if is_young else words.phrases.relatives
    partner = words.phrases.partners[outline.sex]
    scene.values.update(
        given=outline.given,
        city=outline.place,
        hospital=country.hospital.format(city=outline.place),
        relative=outline.relative or dice.choice(relatives),
        partner=partner,
        language=words.phrases.languages[outline.language],
        cigarettes=str(dice.randrange(8, 31)),
    )
    return scene


def _events(scene: Scene) -> Iterator[Event]:
    """Put the acts of all nouns in order of time; those of one moment stay in the order told."""
    told = sorted(_told(scene), key=lambda t: t.at)
    care = 0
    for one in told:
        body = one.body
        if isinstance(body, CaseClosed):
            body = replace(body, head=care)
        # Every act on the care stream of a case that gets closed changes exactly one record.
        care += body.STREAM is StreamKind.CARE
        yield Event(
            id=EventId(time_ordered_id(one.at, scene.dice.randbytes(10))),
            stream=stream_of(scene.case, body.STREAM),
            at=one.at,
            author=one.by,
            body=body,
        )


def _told(scene: Scene) -> Iterator[Told]:
    received = facts.facts_of(scene)
    yield from membership.opening(scene)
    yield from facts.arrivals(scene, received)
    yield from screenings.screenings(scene)
    problems = plan.problems_of(scene, received)
    yield from plan.care_plan(scene, problems, received)
    yield from contacts.contacts(scene)
    yield from contacts.notes(scene, need=problems[0].need)
    yield from handouts.handouts(scene, received)
    yield from schedule.appointments(scene)
    yield from membership.closing(scene)


def _dice(seed: str) -> random.Random:
    return random.Random(seed)  # noqa: S311  # the same example every time, no secret
