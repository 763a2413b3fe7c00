"""The handout: patient education as a value, and the record that it was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from nurseapp.domain.events import Event
from nurseapp.domain.ids import RecordId, UserId
from nurseapp.domain.streams import Stream, StreamKind


class BlockKind(StrEnum):
    """What a block of a handout is; ``box`` is the framed emergency or «ask me» box."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    BOX = "box"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block; ``lines`` are its paragraphs or bullets, a box's first line is its title."""

    kind: BlockKind
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """One version of one handout in one language.

    Attributes:
        sources: where its statements come from, printed on the staff copy.
        grade: measured reading grade (Flesch-Kincaid), None where no formula fits the language.
        teach_back: questions with which the nurse asks the member to explain in own words.
        reviewed: ISO date of the last clinical review.
    """

    id: str
    version: str
    language: str
    title: str
    topic: str
    blocks: tuple[Block, ...]
    teach_back: tuple[str, ...]
    sources: tuple[str, ...]
    licence: str
    reviewed: str
    grade: float | None


class TeachBack(StrEnum):
    """How the member explained it back."""

    CORRECT = "correct"
    PARTLY = "partly"
    NOT_YET = "not-yet"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoutGiven:
    """A handout was given; also the record of it: only ever added."""

    KIND: ClassVar[str] = "handout_given"

    id: RecordId
    handout: str
    version: str
    language: str
    title: str
    large_print: bool
    teach_back: TeachBack
    at: datetime
    by: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoutWasGiven:
    """The member took a handout home."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    given: RecordId
    handout: str
    version: str
    language: str
    title: str
    large_print: bool = False
    teach_back: TeachBack = TeachBack.NOT_ASKED


def given(stream: Stream, event: Event, body: HandoutWasGiven) -> Stream:
    """Record that a handout was given."""
    return stream.add(
        HandoutGiven(
            id=body.given,
            handout=body.handout,
            version=body.version,
            language=body.language,
            title=body.title,
            large_print=body.large_print,
            teach_back=body.teach_back,
            at=event.at,
            by=event.author,
        )
    )
