"""Scanned pages, images and PDFs that belong to a case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nurseapp.domain.apply import Status
from nurseapp.domain.attachment import (
    MAX_SIZE,
    Attachment,
    DocumentAttached,
    DocumentWithdrawn,
    MediaType,
    media_type_of,
)
from nurseapp.domain.ids import RecordId
from tests.builders import BEN, attachment, note, refused
from tests.world import World

IMAGE = attachment().id


def image(**values: Any) -> DocumentAttached:
    kept = attachment()
    default = DocumentAttached(
        attachment=kept.id,
        title=kept.title,
        media=kept.media,
        size=kept.size,
        sha256=kept.sha256,
    )
    return replace(default, **values)


def test_an_image_is_attached_and_tells_what_it_is_and_which_file() -> None:
    world = World()
    assert world.does(image()) is Status.APPLIED
    assert world.all(Attachment) == [attachment(at=world.now)]


def test_two_records_may_name_the_same_file() -> None:
    world = World.of(attachment())
    assert world.does(image(attachment=RecordId("attachment-2")), by=BEN) is Status.APPLIED
    assert [a.sha256 for a in world.all(Attachment)] == [attachment().sha256] * 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " \n"}, "title"),
        ({"sha256": "9F" * 32}, "sha256"),
        ({"sha256": "9f" * 31}, "sha256"),
        ({"sha256": "9f" * 32 + "\n"}, "sha256"),
    ],
)
def test_an_attachment_has_a_title_and_the_hash_of_its_file(
    changed: dict[str, Any], field: str
) -> None:
    with refused("bad_value", kind="attachment", field=field):
        World().does(image(**changed))


def test_the_largest_file_is_attached_and_a_larger_or_empty_one_is_refused() -> None:
    assert World().does(image(size=MAX_SIZE)) is Status.APPLIED
    with refused("document_too_large", limit=MAX_SIZE):
        World().does(image(size=MAX_SIZE + 1))
    with refused("document_empty"):
        World().does(image(size=0))


def test_the_same_attachment_twice_is_refused() -> None:
    with refused("exists", kind="attachment", record=IMAGE):
        World.of(note(id=IMAGE)).does(image())


def test_what_belongs_to_somebody_else_is_withdrawn_once() -> None:
    world = World.of(attachment())
    away = DocumentWithdrawn(attachment=IMAGE, reason="another member")
    assert world.does(away, by=BEN) is Status.APPLIED
    assert world.does(replace(away, reason="later reason")) is Status.NOOP
    assert world.get(Attachment, IMAGE) == attachment(withdrawn_reason="another member")


def test_a_withdrawal_has_a_reason_and_an_attachment() -> None:
    with refused("bad_value", kind="attachment", field="reason"):
        World.of(attachment()).does(DocumentWithdrawn(attachment=IMAGE, reason=" "))
    with refused("no_such_record", kind="attachment", record=IMAGE):
        World().does(DocumentWithdrawn(attachment=IMAGE, reason="another member"))


@pytest.mark.parametrize(
    ("beginning", "media"),
    [
        (b"%PDF-1.7\n", MediaType.PDF),
        (b"\0" * 1019 + b"%PDF-", MediaType.PDF),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", MediaType.PNG),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", MediaType.JPEG),
    ],
)
def test_a_file_is_told_by_how_it_begins(beginning: bytes, media: MediaType) -> None:
    assert media_type_of(beginning) is media


@pytest.mark.parametrize(
    "beginning", [b"", b"PK\x03\x04", b"MZ", b"\0" * 1020 + b"%PDF-", b"<html>"]
)
def test_any_other_file_is_refused(beginning: bytes) -> None:
    with refused("document_type"):
        media_type_of(beginning)
