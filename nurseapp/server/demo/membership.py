"""The member and the case itself: registered, opened, agreed to, moved on, closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from nurseapp.domain.case import Case, CaseClosed, CaseOpened, CaseRevised, Stage
from nurseapp.domain.ids import RecordId
from nurseapp.domain.member import (
    ConsentAnswer,
    ConsentRecorded,
    Member,
    MemberRegistered,
    MemberRevised,
    age_on,
)
from nurseapp.domain.revising import Change
from nurseapp.server.demo.scene import Scene, Told
from nurseapp.server.demo.staff import supervisor_of
from nurseapp.server.demo.words import Need

CONSENT = "case-management"
DIED = "member died"


def opening(scene: Scene) -> Iterator[Told]:
    """Register the member and open the case, then move it through its stages."""
    outline = scene.outline
    opened = -outline.opened
    member = _member(scene)
    yield scene.by_feed(scene.at(opened, 0), MemberRegistered(member=member))
    case = Case(
        id=RecordId(scene.case),
        member=member.id,
        programme=outline.programme,
        stage=Stage.IDENTIFY,
        opened_on=scene.on(opened),
        team=scene.nurse.team,
        nurse=scene.nurse.login,
    )
    yield scene.by_feed(scene.at(opened, 1), CaseOpened(case=case))
    if scene.has_reached(Stage.ASSESS):
        yield from _consent(scene, opened)
    yield from _stages(scene, opened)
    if scene.needs(Need.CONFLICT):
        yield from _two_phone_numbers(scene, member)
    if scene.needs(Need.CLOSING_PROPOSED):
        proposed = Change(was=None, now=scene.one(scene.words.phrases.closings))
        yield _revised(scene, scene.between((-4, -1)), "closing_proposed", proposed)


def closing(scene: Scene) -> Iterator[Told]:
    """Close the case, last of all; the head that was seen is filled in when all is told."""
    if not scene.is_over:
        return
    reason = scene.one(scene.words.phrases.closings)
    if scene.needs(Need.DIED):
        reason = DIED
        died = Change(was=None, now=scene.on(scene.until - 2))
        revised = MemberRevised(record=scene.member, changes={"died_on": died})
        yield scene.by_feed(scene.at(scene.until, 600), revised)
    supervisor = supervisor_of(scene.nurse.team)
    closed = CaseClosed(case=RecordId(scene.case), on=scene.on(scene.until), reason=reason, head=0)
    yield Told(at=scene.at(scene.until, 601), by=supervisor.login, body=closed)


def _member(scene: Scene) -> Member:
    outline = scene.outline
    return Member(
        id=scene.member,
        number=outline.number,
        family_name=outline.family,
        given_name=outline.given,
        birth_date=_birth_date(scene),
        sex=outline.sex,
        language=outline.language,
        interpreter=outline.interpreter,
        phone=_phone(scene),
        place=outline.place,
        country=outline.country,
        time_zone=scene.country.time_zone,
    )


def _birth_date(scene: Scene) -> date:
    """Give a day on which somebody is exactly as old as the outline says."""
    today = scene.now.date()
    if scene.outline.birthday is None:
        days = scene.outline.age * 365.2425 + scene.between((3, 360))
        born = today - timedelta(days=round(days))
    else:
        month, day = map(int, scene.outline.birthday.split("-"))
        born = date(today.year - scene.outline.age, month, day)
        if age_on(born, today) < scene.outline.age:
            born = born.replace(year=born.year - 1)
    return born


def _phone(scene: Scene) -> str:
    """Make up a number that is assigned nowhere."""
    first, second = scene.between((100, 999)), scene.between((100, 999))
    return f"{scene.country.prefix} 000 {first} {second}"


def _consent(scene: Scene, opened: int) -> Iterator[Told]:
    at = scene.at(opened + 1, scene.between((20, 300)))
    yield scene.by_nurse(
        at,
        ConsentRecorded(
            consent=scene.new_id(at),
            to=CONSENT,
            answer=ConsentAnswer.GIVEN,
            until=scene.on(scene.outline.consent_days),
        ),
    )


def _stages(scene: Scene, opened: int) -> Iterator[Told]:
    """Move on stage by stage, spread over the time that the case has been open."""
    reached = [s for s in Stage if scene.has_reached(s) and s is not Stage.CLOSE]
    span = scene.until - opened
    for number, (was, now) in enumerate(pairwise(reached), 1):
        day = opened + min(span, 1 + span * number // (len(reached) + 2))
        yield _revised(scene, day, "stage", Change(was=was, now=now))


def _revised(scene: Scene, day: int, name: str, change: Change) -> Told:
    revised = CaseRevised(record=RecordId(scene.case), changes={name: change})
    return scene.by_nurse(scene.at(day, 500), revised)


def _two_phone_numbers(scene: Scene, member: Member) -> Iterator[Told]:
    """Let the nurse and the hospital each believe in another number."""
    for number, tell in enumerate((scene.by_nurse, scene.by_feed)):
        change = Change(was=member.phone, now=_phone(scene))
        revised = MemberRevised(record=member.id, changes={"phone": change})
        yield tell(scene.at(-2 + number, 200), revised)
