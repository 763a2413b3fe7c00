"""Notes, contacts and appointments: what a nurse writes down of what was and what is next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.domain.appointment import (
    Appointment,
    AppointmentPlanned,
    AppointmentRevised,
    AppointmentStatus,
)
from nurseapp.domain.contact import Channel, ContactLogged, Outcome
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.note import NoteMarkedAsError, NoteWritten
from nurseapp.domain.revising import Change, FieldValue


@dataclass(frozen=True, slots=True)
class Notes:
    """Writes; runs on the store's thread."""

    store: CaseStore
    author: Author

    def write(self, case: CaseId, text: str, about: RecordId | None = None) -> RecordId:
        """Write a note, or an addendum to the note ``about``."""
        body = NoteWritten(note=self.author.new_id(), text=text, about=about)
        self.store.append([self.author.event(case, body)])
        return body.note

    def mark_as_error(self, case: CaseId, note: RecordId, reason: str) -> None:
        """Mark a note as an error; it stays readable."""
        body = NoteMarkedAsError(note=note, reason=reason)
        self.store.append([self.author.event(case, body)])

    def log_contact(
        self, case: CaseId, with_whom: str, channel: Channel, outcome: Outcome, text: str
    ) -> RecordId:
        """Log a contact or an attempt."""
        body = ContactLogged(
            contact=self.author.new_id(),
            with_whom=with_whom,
            channel=channel,
            outcome=outcome,
            text=text,
        )
        self.store.append([self.author.event(case, body)])
        return body.contact

    def plan_appointment(self, case: CaseId, purpose: str, on: date, time: str = "") -> RecordId:
        """Agree on something for a day."""
        body = AppointmentPlanned(
            appointment=self.author.new_id(), purpose=purpose, on=on, time=time
        )
        self.store.append([self.author.event(case, body)])
        return body.appointment

    def appointment_done(self, case: CaseId, seen: Appointment) -> None:
        """Say that it took place."""
        self._revise(case, seen, {"status": AppointmentStatus.DONE})

    def move_appointment(self, case: CaseId, seen: Appointment, on: date) -> None:
        """Move it to another day."""
        self._revise(case, seen, {"on": on})

    def _revise(self, case: CaseId, seen: Appointment, now: Mapping[str, FieldValue]) -> None:
        changes = {n: Change(was=getattr(seen, n), now=value) for n, value in now.items()}
        body = AppointmentRevised(record=seen.id, changes=changes)
        self.store.append([self.author.event(case, body)])
