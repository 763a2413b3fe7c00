"""Notes, contacts, handouts given, received records, the directory and appointments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from nurseapp.domain.apply import Status
from nurseapp.domain.appointment import (
    Appointment,
    AppointmentPlanned,
    AppointmentRevised,
    AppointmentStatus,
)
from nurseapp.domain.contact import (
    Channel,
    Contact,
    ContactLogged,
    ContactMarkedAsError,
    Outcome,
)
from nurseapp.domain.directory import (
    Practitioner,
    PractitionerListed,
    StaffListed,
    StaffMember,
)
from nurseapp.domain.fact import Fact, FactCategory, FactReceived
from nurseapp.domain.handout import HandoutGiven, HandoutWasGiven, TeachBack
from nurseapp.domain.ids import RecordId, TeamId
from nurseapp.domain.note import Note, NoteMarkedAsError, NoteWritten
from nurseapp.domain.streams import StreamKind
from tests.builders import (
    BEN,
    appointment,
    changes,
    contact,
    fact,
    handout_given,
    note,
    practitioner,
    refused,
    staff_member,
    stay,
)
from tests.world import World

NOTE, CONTACT = note().id, contact().id


def test_a_note_is_written_and_corrected_by_an_addendum() -> None:
    world = World()
    assert world.does(NoteWritten(note=NOTE, text="Sleeps badly since the move.")) is Status.APPLIED
    addendum = NoteWritten(note=RecordId("note-2"), text="Since the new tablets.", about=NOTE)
    assert world.does(addendum, by=BEN) is Status.APPLIED
    first, second = world.all(Note)
    assert first == note(at=first.at)
    assert (second.about, second.by) == (NOTE, BEN)


def test_an_addendum_needs_its_note() -> None:
    with refused("no_such_record", kind="note", record="note-9"):
        World().does(NoteWritten(note=NOTE, text="More.", about=RecordId("note-9")))


def test_an_empty_note_is_refused_and_so_is_the_same_note_twice() -> None:
    with refused("bad_value", kind="note", field="text"):
        World().does(NoteWritten(note=NOTE, text=" \n"))
    with refused("exists", kind="note", record=NOTE):
        World.of(note()).does(NoteWritten(note=NOTE, text="Again."))


def test_a_note_in_the_wrong_file_is_marked_and_stays_readable() -> None:
    world = World.of(note())
    assert world.does(NoteMarkedAsError(note=NOTE, reason="another member")) is Status.APPLIED
    assert world.does(NoteMarkedAsError(note=NOTE, reason="later reason")) is Status.NOOP
    assert world.get(Note, NOTE) == note(error_reason="another member")


def test_only_a_note_that_is_there_can_be_marked() -> None:
    with refused("no_such_record", kind="note", record=NOTE):
        World().does(NoteMarkedAsError(note=NOTE, reason="another member"))


def call(**values: Any) -> ContactLogged:
    default = ContactLogged(
        contact=CONTACT,
        with_whom="Maria",
        channel=Channel.PHONE,
        outcome=Outcome.REACHED,
        minutes=12,
        text="Will bring the meter on Monday.",
    )
    return replace(default, **values)


def test_a_contact_is_logged_with_whom_how_and_how_long() -> None:
    world = World()
    assert world.does(call()) is Status.APPLIED
    assert world.all(Contact) == [contact(at=world.now)]


def test_an_attempt_without_an_answer_takes_no_minutes() -> None:
    world = World()
    world.does(call(outcome=Outcome.NO_ANSWER, minutes=0, text=""))
    world.does(call(contact=RecordId("contact-2"), minutes=None))
    assert [c.minutes for c in world.all(Contact)] == [0, None]


@pytest.mark.parametrize(("field", "value"), [("with_whom", " "), ("minutes", -1)])
def test_a_contact_with_nobody_or_of_negative_length_is_refused(field: str, value: object) -> None:
    with refused("bad_value", kind="contact", field=field):
        World().does(call(**{field: value}))


def test_a_contact_is_logged_once() -> None:
    with refused("exists", kind="contact", record=CONTACT):
        World.of(contact()).does(call())


def test_a_contact_logged_by_mistake_is_marked_and_the_first_reason_stays() -> None:
    world = World.of(contact())
    assert world.does(ContactMarkedAsError(contact=CONTACT, reason="twice")) is Status.APPLIED
    assert world.does(ContactMarkedAsError(contact=CONTACT, reason="later")) is Status.NOOP
    assert world.get(Contact, CONTACT) == contact(error_reason="twice")


def test_a_handout_that_was_taken_home_is_recorded_with_its_version_and_teach_back() -> None:
    world = World()
    body = HandoutWasGiven(
        given=handout_given().id,
        handout="low-blood-sugar",
        version="1",
        language="pt-BR",
        title="Açúcar baixo no sangue",
        teach_back=TeachBack.CORRECT,
    )
    assert world.does(body) is Status.APPLIED
    assert world.all(HandoutGiven) == [handout_given(at=world.now)]
    with refused("exists", kind="handout_given"):
        world.does(body)


def test_a_received_record_is_kept_once_and_replaced_by_a_newer_one() -> None:
    world = World()
    assert world.does(FactReceived(fact=fact())) is Status.APPLIED
    assert world.does(FactReceived(fact=fact())) is Status.NOOP
    assert world.does(FactReceived(fact=fact(status="resolved"))) is Status.APPLIED
    assert world.all(Fact) == [fact(status="resolved")]


def test_a_received_record_never_overwrites_what_a_nurse_wrote() -> None:
    world = World.of(note())
    with refused("exists", kind="note", record=NOTE):
        world.does(FactReceived(fact=fact(id=NOTE)))


ENDED = "resolved inactive remission stopped completed cancelled not-taken planned finished"


@pytest.mark.parametrize("status", ENDED.split())
def test_what_the_sender_calls_ended_or_not_begun_is_not_active(status: str) -> None:
    assert not fact(status=status).is_active()


@pytest.mark.parametrize("status", [None, "active", "recurrence", "in-progress"])
def test_everything_else_is_active_until_the_day_it_ended(status: str | None) -> None:
    assert fact(status=status).is_active()
    assert not fact(status=status, until=date(2026, 1, 1)).is_active()


def test_a_received_record_may_be_of_five_kinds() -> None:
    assert list(FactCategory) == ["condition", "medication", "allergy", "encounter", "result"]
    assert stay().category is FactCategory.ENCOUNTER


def test_the_directory_lists_staff_and_takes_what_is_newer() -> None:
    world = World()
    assert world.does(StaffListed(person=staff_member())) is Status.APPLIED
    assert world.does(StaffListed(person=staff_member())) is Status.NOOP
    moved = staff_member(team=TeamId("south"))
    assert world.does(StaffListed(person=moved)) is Status.APPLIED
    assert world.all(StaffMember) == [moved]


def test_the_directory_lists_practitioners_whom_other_systems_name() -> None:
    world = World()
    world.does(PractitionerListed(person=practitioner()))
    assert world.does(PractitionerListed(person=practitioner())) is Status.NOOP
    assert world.all(Practitioner) == [practitioner()]


def test_a_practitioner_never_takes_the_place_of_a_member_of_staff() -> None:
    world = World()
    world.does(StaffListed(person=staff_member()))
    with refused("exists", kind="staff_member"):
        world.does(PractitionerListed(person=practitioner(id=staff_member().id)))


def test_an_appointment_is_planned_moved_and_done() -> None:
    world = World()
    body = AppointmentPlanned(
        appointment=appointment().id,
        purpose="Visit at home",
        on=date(2026, 3, 10),
        time="09:30",
        place="Rua das Flores 12",
    )
    assert world.does(body) is Status.APPLIED
    assert world.all(Appointment) == [appointment(added_at=world.now)]
    moved = changes(on=(date(2026, 3, 10), date(2026, 3, 11)), status=("planned", "done"))
    world.does(AppointmentRevised(record=appointment().id, changes=moved))
    (planned,) = world.all(Appointment)
    assert (planned.on, planned.status) == (date(2026, 3, 11), AppointmentStatus.DONE)


def test_an_appointment_needs_a_purpose_and_is_planned_once() -> None:
    body = AppointmentPlanned(appointment=appointment().id, purpose=" ", on=date(2026, 3, 10))
    with refused("bad_value", kind="appointment", field="purpose"):
        World().does(body)
    again = AppointmentPlanned(appointment=appointment().id, purpose="Call", on=date(2026, 3, 10))
    with refused("exists", kind="appointment"):
        World.of(appointment(), kind=StreamKind.SCHEDULE).does(again)


def test_an_appointment_belongs_to_the_schedule() -> None:
    assert AppointmentPlanned.STREAM is AppointmentRevised.STREAM is StreamKind.SCHEDULE
