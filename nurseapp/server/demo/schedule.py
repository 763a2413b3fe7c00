"""Appointments: what took place, and what is next; the latter is what makes a case due."""

from __future__ import annotations

from collections.abc import Iterator

from nurseapp.domain.appointment import AppointmentPlanned, AppointmentRevised, AppointmentStatus
from nurseapp.domain.case import Stage
from nurseapp.domain.ids import RecordId
from nurseapp.domain.revising import Change
from nurseapp.server.demo.scene import Scene, Told, working_day
from nurseapp.server.demo.words import Need, NextWords

FIRST_CALL = "First call"
_TIMES = ("08:30", "09:15", "10:00", "11:30", "13:45", "15:00", "")


def appointments(scene: Scene) -> Iterator[Told]:
    """Tell one appointment that took place, and the next one of an open case."""
    opened = -scene.outline.opened
    if scene.has_reached(Stage.PLAN):
        on = scene.between((opened + 3, max(opened + 3, scene.until - 2)))
        what = NextWords(what=scene.one(scene.programme.next), on=on)
        appointment, planned = _planned(scene, what, max(opened, on - 9))
        yield planned
        done = Change(was=AppointmentStatus.PLANNED, now=AppointmentStatus.DONE)
        revised = AppointmentRevised(record=appointment, changes={"status": done})
        yield scene.by_nurse(scene.at(on, 470), revised)
    if not scene.is_over:
        yield _planned(scene, scene.outline.next or _next(scene), max(opened, -12))[1]


def _next(scene: Scene) -> NextWords:
    days = {Need.OVERDUE: (-14, -1), Need.DUE_TODAY: (0, 0), Need.SAFETY: (0, 0)}
    on = scene.between(days.get(scene.outline.need, (1, 24)))
    if on > 0:
        on = (working_day(scene.on(on)) - scene.now.date()).days
    if scene.needs(Need.SAFETY):
        return NextWords(what="Safety call", on=on)
    if not scene.has_reached(Stage.ASSESS):
        return NextWords(what=FIRST_CALL, on=max(on, 1 - scene.outline.opened))
    if scene.needs(Need.SCREENING_DUE) and scene.chance(0.6):
        return NextWords(what="Screening by phone", on=on)
    return NextWords(what=scene.one(scene.programme.next), on=on)


def _planned(scene: Scene, what: NextWords, told_on: int) -> tuple[RecordId, Told]:
    at = scene.at(told_on, 465)
    appointment = scene.new_id(at)
    body = AppointmentPlanned(
        appointment=appointment,
        purpose=what.what,
        on=scene.on(what.on),
        time=scene.one(_TIMES),
        place=_place(what.what),
    )
    return appointment, scene.by_nurse(at, body)


def _place(purpose: str) -> str:
    if purpose == "Home visit":
        return "At home"
    return "By phone" if "call" in purpose.lower() else ""
