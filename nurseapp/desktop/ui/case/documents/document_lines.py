"""The documents of a case as lines: what each is, where its file is and how far on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QCoreApplication, QLocale

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.services.documents import AWAY, DocumentState, Stage
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.wording.days import moment_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.domain.attachment import Attachment, MediaType
from nurseapp.domain.ids import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One document.

    Attributes:
        is_standing: it was not withdrawn.
        telling: what there is to know instead of a preview: a title and a sentence.
    """

    document: Attachment
    state: DocumentState
    kind: str
    size: str
    when: str
    who: str
    face: ChipFace
    is_standing: bool
    telling: tuple[str, str]

    @property
    def record(self) -> RecordId:
        """The record's id."""
        return self.document.id

    @property
    def can_fetch(self) -> bool:
        """Tell whether its file can be asked for."""
        return self.is_standing and self.state.stage in (Stage.AWAY, Stage.LOST)


def document_lines(
    case: OpenCase, states: Mapping[RecordId, DocumentState], zone: tzinfo
) -> tuple[DocumentLine, ...]:
    """List documents, newest first, withdrawn ones last."""
    ordered = sorted(case.documents, key=lambda d: d.withdrawn_reason is not None)
    return tuple(_line(d, states.get(d.id, AWAY), case, zone) for d in ordered)


def _line(document: Attachment, state: DocumentState, case: OpenCase, zone: tzinfo) -> DocumentLine:
    return DocumentLine(
        document=document,
        state=state,
        kind=_kind_words(document.media),
        size=_size_words(document.size),
        when=moment_words(document.at, case.today, zone),
        who=case.names.get(document.by, document.by),
        face=_face(document, state),
        is_standing=document.withdrawn_reason is None,
        telling=_telling(document, state),
    )


def _size_words(size: int) -> str:
    """Say a size as people know it from their files."""
    return QLocale().formattedDataSize(size, 0, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def _kind_words(media: MediaType) -> str:
    if media is MediaType.PDF:
        return QCoreApplication.translate("documents", "PDF")
    return QCoreApplication.translate("documents", "Image")


def _face(document: Attachment, state: DocumentState) -> ChipFace:
    if document.withdrawn_reason is not None:
        words = QCoreApplication.translate("documents", "Withdrawn")
        return ChipFace(kind=ChipKind.NEUTRAL, words=words)
    kinds = {
        Stage.HERE: ChipKind.ON_TIME,
        Stage.NOT_SENT_YET: ChipKind.DUE,
        Stage.LOST: ChipKind.OVERDUE,
    }
    kind = kinds.get(state.stage, ChipKind.NEUTRAL)
    return ChipFace(kind=kind, words=filled(_stage_words(state.stage), state.percent))


def _stage_words(stage: Stage) -> str:
    return {
        Stage.WAITING: QCoreApplication.translate("documents", "Waiting"),
        Stage.SENDING: QCoreApplication.translate("documents", "Sending, %1 %"),
        Stage.HERE: QCoreApplication.translate("documents", "Here"),
        Stage.AWAY: QCoreApplication.translate("documents", "On the server"),
        Stage.FETCHING: QCoreApplication.translate("documents", "Fetching, %1 %"),
        Stage.NOT_SENT_YET: QCoreApplication.translate("documents", "Not sent yet"),
        Stage.LOST: QCoreApplication.translate("documents", "Damaged here"),
    }[stage]


def _telling(document: Attachment, state: DocumentState) -> tuple[str, str]:
    """Say why there is nothing to look at, and the next step."""
    if document.withdrawn_reason is not None:
        return (
            QCoreApplication.translate("documents", "This document was withdrawn"),
            document.withdrawn_reason,
        )
    match state.stage:
        case Stage.AWAY:
            return (
                QCoreApplication.translate("documents", "This document is on the server only"),
                QCoreApplication.translate(
                    "documents", "Fetch it before a visit; then it is here without a connection."
                ),
            )
        case Stage.FETCHING:
            return (
                filled(
                    QCoreApplication.translate("documents", "It is being fetched: %1 %"),
                    state.percent,
                ),
                QCoreApplication.translate(
                    "documents", "Go on working. After a lost connection it goes on from there."
                ),
            )
        case Stage.NOT_SENT_YET:
            return (
                QCoreApplication.translate("documents", "It is not on the server yet"),
                QCoreApplication.translate(
                    "documents",
                    "The computer that attached it has not sent it all. It is fetched once it"
                    " is there.",
                ),
            )
        case Stage.LOST:
            return (
                QCoreApplication.translate("documents", "The copy here is damaged"),
                QCoreApplication.translate(
                    "documents",
                    "It was damaged before it was sent. Withdraw it and attach it again, or"
                    " fetch it if somebody else sent it.",
                ),
            )
    return "", ""
