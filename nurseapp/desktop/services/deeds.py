"""What a person does with a case and is no event: to open, print, save and look at what is in it.

Written down before it is done, on the disk, so that neither a crash nor a lost network loses it;
it comes into the server's audit trail with the next round. Called by the rooms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.deed_store import DeedStore, KeptDeed
from nurseapp.domain.ids import CaseId, StreamId
from nurseapp.domain.streams import ORG_STREAM, StreamKind, stream_of


class DeedKind(StrEnum):
    """What was done: ``save`` is as a file that anybody can open."""

    OPEN = "open"
    PRINT = "print"
    SAVE = "save"
    LOOK = "look"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What it is done with: ``what`` by a word or an id, of these cases, or of none."""

    cases: tuple[CaseId, ...] = ()
    what: str


@dataclass(frozen=True, slots=True)
class Deeds:
    """Writes deeds down; runs on the store's thread."""

    store: DeedStore
    cases: CaseStore
    author: Author

    def note(self, kind: DeedKind, subject: Subject) -> None:
        """Write down that something is done now with a subject, once for each of its cases.

        Raises:
            CacheError: it could not be written down, and so is not to be done.
        """
        streams = [stream_of(case, StreamKind.CARE) for case in subject.cases] or [ORG_STREAM]
        self.store.note(self._kept(kind, streams, subject.what))

    def note_opened(self, case: CaseId) -> None:
        """Write down that a case was opened, where it is here at all."""
        if self.cases.row(case) is not None:
            self.note(DeedKind.OPEN, Subject(cases=(case,), what="case"))

    def _kept(self, kind: DeedKind, streams: Sequence[StreamId], what: str) -> list[KeptDeed]:
        at = self.author.now()
        return [
            KeptDeed(id=self.author.new_id(), at=at, action=kind.value, stream=stream, detail=what)
            for stream in streams
        ]
