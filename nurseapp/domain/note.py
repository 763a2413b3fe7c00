"""The note: what a nurse writes down. Only ever added; a correction is an addendum."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from nurseapp.domain.events import Event
from nurseapp.domain.ids import RecordId, UserId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import Stream, StreamKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note.

    Attributes:
        about: the note that this is an addendum to.
        error_reason: why it was marked as an error; the text stays readable.
    """

    KIND: ClassVar[str] = "note"

    id: RecordId
    text: str
    about: RecordId | None
    at: datetime
    by: UserId
    error_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten:
    """A note or an addendum was written."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    note: RecordId
    text: str
    about: RecordId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMarkedAsError:
    """The note belongs to somebody else, or is wrong; it is never erased."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    note: RecordId
    reason: str


def written(stream: Stream, event: Event, body: NoteWritten) -> Stream:
    """Add a note; refuse ``bad_value`` when empty, ``no_such_record`` for what it is about."""
    if not body.text.strip():
        raise DomainError("bad_value", kind=Note.KIND, field="text")
    if body.about is not None:
        stream.get(Note, body.about)
    return stream.add(
        Note(id=body.note, text=body.text, about=body.about, at=event.at, by=event.author)
    )


def marked_as_error(stream: Stream, _event: Event, body: NoteMarkedAsError) -> Stream:
    """Mark a note; the first reason stays."""
    note = stream.get(Note, body.note)
    if note.error_reason is not None:
        return stream
    return stream.put(replace(note, error_reason=body.reason))
