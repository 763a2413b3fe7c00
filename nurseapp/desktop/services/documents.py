"""The documents of a case: attached, fetched, looked at, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.file_rows import FileUse, Goal
from nurseapp.desktop.storage.file_store import FileStore, TakenIn
from nurseapp.desktop.storage.sealed_file import DamagedFile
from nurseapp.domain.attachment import (
    BEGINNING,
    Attachment,
    DocumentAttached,
    DocumentWithdrawn,
    check_size,
    media_type_of,
)
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import stream_of

__all__ = ["DocumentState", "Documents", "Stage", "TakenIn"]


class Stage(StrEnum):
    """Where a document is."""

    WAITING = "waiting"
    SENDING = "sending"
    HERE = "here"
    AWAY = "away"
    FETCHING = "fetching"
    NOT_SENT_YET = "not-sent-yet"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentState:
    """Where a document is, and how far it is on its way.

    Attributes:
        percent: of what is sent or fetched.
        is_here: it can be looked at without a connection.
    """

    stage: Stage
    percent: int = 0
    is_here: bool = False


AWAY = DocumentState(stage=Stage.AWAY)


@dataclass(frozen=True, slots=True)
class Documents:
    """Attaches and opens documents.

    What reads or opens a whole file runs on a thread that may wait for the disk, the rest on the
    store's.

    Attributes:
        keeps_nothing: the program's end would lose a file that is on its way, so that none is
            taken in.
    """

    store: CaseStore
    files: FileStore
    author: Author
    keeps_nothing: bool = False

    def check(self, path: Path) -> None:
        """Look whether a file can be attached at all, before anybody types a title for it.

        Raises:
            DomainError: ``computer_keeps_nothing``, ``document_type``, ``document_empty`` or
                ``document_too_large``.
            Circumstance: ``file_unreadable``.
        """
        if self.keeps_nothing:
            raise DomainError("computer_keeps_nothing")
        try:
            check_size(path.stat().st_size)
            with path.open("rb") as file:
                media_type_of(file.read(BEGINNING))
        except OSError as error:
            raise Circumstance("file_unreadable") from error

    def take_in(self, path: Path) -> TakenIn:
        """Seal a file on this computer; raise as :meth:`check`, or CacheError."""
        try:
            with path.open("rb") as file:
                return self.files.take_in(file)
        except OSError as error:
            raise Circumstance("file_unreadable") from error

    def attach(self, case: CaseId, taken: TakenIn, title: str) -> RecordId:
        """Attach a file that was taken in; where that is refused, it is not kept."""
        body = DocumentAttached(
            attachment=self.author.new_id(),
            title=title.strip(),
            media=taken.media,
            size=taken.file.size,
            sha256=taken.file.sha256,
        )
        try:
            self.files.attach(taken, self.author.event(case, body), body.attachment)
        except Exception:
            self.files.discard(taken)
            raise
        return body.attachment

    def discard(self, taken: TakenIn) -> None:
        """Give up a file that was taken in."""
        self.files.discard(taken)

    def withdraw(self, case: CaseId, document: RecordId, reason: str) -> None:
        """Withdraw a document: from then on nobody can read its file."""
        body = DocumentWithdrawn(attachment=document, reason=reason)
        self.store.append([self.author.event(case, body)])

    def fetch(self, case: CaseId, documents: Iterable[Attachment]) -> None:
        """Have documents fetched with the next rounds, so that they are here without one."""
        self.files.want(stream_of(case, DocumentAttached.STREAM), documents)

    def states(self, case: CaseId) -> Mapping[RecordId, DocumentState]:
        """Say where the documents of a case are; those it does not name are :data:`AWAY`."""
        return {use.record: _state(use) for use in self.files.uses_in(case)}

    def content(self, document: Attachment) -> bytes:
        """Open a document that is here.

        Raises:
            Circumstance: ``document_damaged`` where it is not, or not any more.
        """
        try:
            return self.files.content(document.sha256)
        except DamagedFile as error:
            raise Circumstance("document_damaged") from error


def _state(use: FileUse) -> DocumentState:
    chunks, is_here = use.file.chunks, use.file.is_whole
    match use.goal:
        case Goal.STUCK:
            return DocumentState(stage=Stage.LOST)
        case Goal.KEEP if is_here:
            return DocumentState(stage=Stage.HERE, percent=100, is_here=True)
        case Goal.SEND:
            stage = Stage.SENDING if use.sent else Stage.WAITING
            return DocumentState(stage=stage, percent=100 * use.sent // chunks, is_here=is_here)
    is_late = use.hindered == "not_there_yet"
    stage = Stage.NOT_SENT_YET if is_late else Stage.FETCHING
    return DocumentState(stage=stage, percent=100 * use.file.held // chunks)
