"""Dead letters: entries that the server refused and keeps, for whoever is to see to them.

Read from the server while somebody looks, since they may have come from another computer or in a
replay. Settling one is an event that names it, sent at once; nothing is ever erased. What asks runs
on a thread that may wait for the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.sync.asking import Asking
from nurseapp.desktop.sync.immediate import send_now
from nurseapp.desktop.sync.transport import Transport
from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, EventId, StreamId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Revision
from nurseapp.domain.streams import case_of
from nurseapp.domain.withdrawal import EntryWithdrawn
from nurseapp.wire.canonical import WireError
from nurseapp.wire.events import decode_event
from nurseapp.wire.refused import DeadLetter, RefusedAnswer, RefusedRequest

_NO_LONGER_THEIRS = frozenset({"no_such_stream", "may_not_write"})
"""For which codes a withdrawal of one's own entry is refused, kept, and settles it all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One entry that was refused.

    Attributes:
        kind: of the event; ``reason`` the code for which it was refused.
        member: of the case, empty where it is not on this computer.
        content: what was written, by the name of the field.
        is_own: the reader sent it.
    """

    id: EventId
    case: CaseId
    member: str
    name: str
    at: datetime
    kind: str
    reason: str
    content: tuple[tuple[str, str], ...]
    is_own: bool


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """Lists and settles; needs a connection."""

    asking: Asking
    transport: Transport
    sync_store: SyncStore
    store: CaseStore
    author: Author

    def fetch(self) -> RefusedAnswer:
        """Ask for the reader's own, and what they settle, the newest first."""
        return self.asking.ask("POST", "/v1/refused", RefusedAnswer, RefusedRequest())

    def letters(self, fetched: RefusedAnswer) -> tuple[Letter, ...]:
        """Read what was fetched; this runs on the store's thread, which knows the members."""
        return tuple(map(self._letter, fetched.letters))

    def settle(self, letter: Letter, reason: str) -> None:
        """Say that an entry is not needed any more, and why: entered anew, or not right.

        Raises:
            DomainError: ``no_reason`` without one, or the server refuses it.
            TransportError: it could not be sent.
        """
        if not reason.strip():
            raise DomainError("no_reason")
        body = EntryWithdrawn(entry=letter.id, reason=reason.strip())
        event = self.author.event(letter.case, body)
        try:
            send_now(self.sync_store, self.transport, event)
        except DomainError as error:
            if not letter.is_own or error.code not in _NO_LONGER_THEIRS:
                raise

    def _letter(self, letter: DeadLetter) -> Letter:
        case = case_of(StreamId(letter.stream))
        row = self.store.row(case)
        return Letter(
            id=EventId(letter.id),
            case=case,
            member="" if row is None else f"{row.family_name}, {row.given_name}",
            name=letter.name,
            at=letter.received_at,
            kind=letter.kind,
            reason=letter.reason,
            content=_content(bytes(letter.event)),
            is_own=letter.sender == self.author.user,
        )


def _content(raw: bytes) -> tuple[tuple[str, str], ...]:
    """Read what was written; nothing of what this version does not know."""
    try:
        return tuple(_fields(decode_event(raw)))
    except (WireError, DomainError):
        return ()


def _fields(event: Event) -> Iterator[tuple[str, str]]:
    body = event.body
    if isinstance(body, Revision):
        for name, change in body.changes.items():
            yield name, f"{_shown(change.was)} → {_shown(change.now)}"
        return
    # The first member of every act is the id of what it is about.
    for field in fields(body)[1:]:  # type: ignore[arg-type]  # every act is a dataclass, as their registry says
        value = getattr(body, field.name)
        if value not in (None, "", (), False) and field.type != "RecordId":
            yield field.name, _shown(value)


def _shown(value: object) -> str:
    if isinstance(value, tuple | frozenset):
        return ", ".join(map(str, value))
    return "–" if value in (None, "") else str(value)
