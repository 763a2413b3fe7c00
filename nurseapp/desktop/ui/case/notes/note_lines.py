"""Notes and contacts of a case as lines: newest first, addenda under their note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.wording.days import moment_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.records import channel_words, outcome_words
from nurseapp.domain.contact import Contact
from nurseapp.domain.ids import RecordId, UserId
from nurseapp.domain.note import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """One line of the list, with its text whole for the reader.

    Attributes:
        what: the text in one line.
        error: why it was marked as an error; empty when it stands.
        may_add: an addendum can be written to it, and it can be marked as an error.
    """

    record: RecordId
    when: str
    who: str
    what: str
    text: str
    title: str
    faces: tuple[ChipFace, ...]
    error: str
    may_add: bool


def note_lines(case: OpenCase, zone: tzinfo) -> tuple[NoteLine, ...]:
    """List notes and contacts, newest first, each note followed by its addenda, oldest first."""
    addenda: dict[RecordId, list[Note]] = {}
    for note in sorted(case.notes, key=lambda n: (n.at, n.id)):
        if note.about is not None:
            addenda.setdefault(note.about, []).append(note)
    tops: list[Note | Contact] = [n for n in case.notes if n.about is None]
    tops += case.contacts
    tops.sort(key=lambda r: (r.at, r.id), reverse=True)
    lines: list[NoteLine] = []
    for top in tops:
        if isinstance(top, Contact):
            lines.append(_contact_line(top, case, zone))
        else:
            lines.append(_note_line(top, case, zone))
            lines += [_note_line(note, case, zone) for note in _below(top.id, addenda)]
    return tuple(lines)


def _below(note: RecordId, addenda: Mapping[RecordId, list[Note]]) -> list[Note]:
    """List the addenda of a note, and theirs."""
    found = []
    for addendum in addenda.get(note, []):
        found += [addendum, *_below(addendum.id, addenda)]
    return found


def _note_line(note: Note, case: OpenCase, zone: tzinfo) -> NoteLine:
    words = " ".join(note.text.split())
    is_addendum = note.about is not None
    title = (
        QCoreApplication.translate("notes", "Addendum")
        if is_addendum
        else QCoreApplication.translate("notes", "Note")
    )
    faces = () if note.error_reason is None else (_error_face(),)
    added = QCoreApplication.translate("notes", "↳ %1")
    return NoteLine(
        record=note.id,
        when=moment_words(note.at, case.today, zone),
        who=_name(note.by, case.names),
        what=filled(added, words) if is_addendum else words,
        text=note.text,
        title=title,
        faces=faces,
        error=note.error_reason or "",
        may_add=True,
    )


def _contact_line(contact: Contact, case: OpenCase, zone: tzinfo) -> NoteLine:
    how = f"{channel_words(contact.channel)}, {outcome_words(contact.outcome)}"
    said = f"{contact.with_whom} · {how}"
    faces = () if contact.error_reason is None else (_error_face(),)
    return NoteLine(
        record=contact.id,
        when=moment_words(contact.at, case.today, zone),
        who=_name(contact.by, case.names),
        what=" · ".join(part for part in (said, " ".join(contact.text.split())) if part),
        text="\n\n".join(part for part in (said, contact.text) if part),
        title=QCoreApplication.translate("notes", "Contact"),
        faces=faces,
        error=contact.error_reason or "",
        may_add=False,
    )


def _error_face() -> ChipFace:
    return ChipFace(kind=ChipKind.NEUTRAL, words=QCoreApplication.translate("notes", "In error"))


def _name(user: UserId, names: Mapping[UserId, str]) -> str:
    return names.get(user, user)
