"""Attached files on the server: sent in chunks, checked, stored once, read by whom the case is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import func, select

from nurseapp.domain.attachment import DocumentAttached, DocumentWithdrawn, MediaType
from nurseapp.domain.case import CaseAssigned
from nurseapp.domain.ids import CaseId, RecordId, TeamId, UserId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server import attachments
from nurseapp.server.attachments import UPLOADS_KEPT, Collected, Taken
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.wire.attachments import (
    CHUNK,
    Chunk,
    FetchChunk,
    FileStatus,
    FileStatusRequest,
    SendChunk,
    chunk_count,
)
from tests.attached import attaching, image_bytes
from tests.builders import refused
from tests.server.organisation import Organisation

THREE_CHUNKS = image_bytes(2 * CHUNK + 1)


class Desk:
    """Somebody's device, as the server sees it."""

    def __init__(self, organisation: Organisation, login: str) -> None:
        self.organisation = organisation
        self.login = login
        self.caller = organisation.caller(login)

    def attach(self, case: CaseId, body: DocumentAttached) -> str:
        """Push the record alone."""
        event = self.organisation.act(self.login, case, body)
        assert self.organisation.push(self.login, event).results[0].status == "applied"
        return body.attachment

    def send_one(
        self, case: CaseId, record: str, content: bytes, number: int, hashed: bytes | None = None
    ) -> Taken:
        """Send one chunk."""
        part = content[number * CHUNK : (number + 1) * CHUNK]
        request = SendChunk(
            epoch="the epoch",
            stream=stream_of(case, StreamKind.CARE),
            record=record,
            number=number,
            sha256=sha256(part).digest() if hashed is None else hashed,
            content=part,
        )
        with server_transaction(self.organisation.engine) as connection:
            return attachments.take(connection, self.caller, request, self.organisation.clock())

    def send(self, case: CaseId, record: str, content: bytes) -> Taken:
        """Send what is not there yet, to the end."""
        taken = Taken(status=self.status(case, record))
        while not taken.status.is_whole and not taken.is_wrong_file:
            taken = self.send_one(case, record, content, taken.status.held)
        return taken

    def status(self, case: CaseId, record: str) -> FileStatus:
        """Ask how much is there."""
        request = FileStatusRequest(
            epoch="the epoch", stream=stream_of(case, StreamKind.CARE), record=record
        )
        with server_transaction(self.organisation.engine) as connection:
            return attachments.status(connection, self.caller, request)

    def fetch_one(self, case: CaseId, record: str, number: int = 0) -> Chunk:
        """Fetch one chunk."""
        request = FetchChunk(
            epoch="the epoch",
            stream=stream_of(case, StreamKind.CARE),
            record=record,
            number=number,
        )
        with server_transaction(self.organisation.engine) as connection:
            return attachments.give(connection, self.caller, request, self.organisation.clock())

    def fetch(self, case: CaseId, record: str, size: int) -> bytes:
        """Fetch a file."""
        chunks = [self.fetch_one(case, record, number) for number in range(chunk_count(size))]
        assert all(sha256(chunk.content).digest() == chunk.sha256 for chunk in chunks)
        return b"".join(chunk.content for chunk in chunks)


@pytest.fixture
def amara(organisation: Organisation) -> Desk:
    """Give the desk of a nurse of team north."""
    return Desk(organisation, "amara")


@pytest.fixture
def case(organisation: Organisation) -> CaseId:
    """Open a case of hers."""
    return organisation.open_case("amara")


@pytest.fixture
def record() -> str:
    """Name a record."""
    return "x-ray"


def rows(organisation: Organisation, name: str) -> int:
    """Count the rows of a table."""
    with server_transaction(organisation.engine) as connection:
        counted = select(func.count()).select_from(schema.metadata.tables[name])
        return connection.execute(counted).scalar_one()


def collected(organisation: Organisation) -> Collected:
    """Collect what nothing names."""
    with server_transaction(organisation.engine) as connection:
        return attachments.collect(connection, organisation.clock())


def test_a_file_comes_in_chunk_by_chunk_and_is_read_as_it_was(
    amara: Desk, case: CaseId, record: str
) -> None:
    amara.attach(case, attaching(record, THREE_CHUNKS))

    assert amara.status(case, record).held == 0
    assert amara.send(case, record, THREE_CHUNKS).status.is_whole

    assert amara.status(case, record).is_whole
    assert amara.fetch(case, record, len(THREE_CHUNKS)) == THREE_CHUNKS


@pytest.mark.parametrize("cut_after", range(4))
def test_an_upload_goes_on_where_it_was_cut(
    amara: Desk, case: CaseId, record: str, cut_after: int
) -> None:
    content = image_bytes(3 * CHUNK + 5, seed=cut_after)
    amara.attach(case, attaching(record, content))
    for number in range(cut_after):
        amara.send_one(case, record, content, number)

    again = Desk(amara.organisation, "amara")
    assert again.status(case, record).held == cut_after
    assert again.send(case, record, content).status.is_whole
    assert again.fetch(case, record, len(content)) == content


def test_a_chunk_whose_answer_was_lost_may_come_again_and_changes_nothing(
    amara: Desk, case: CaseId, record: str
) -> None:
    amara.attach(case, attaching(record, THREE_CHUNKS))

    for number, held in ((0, 1), (0, 1), (2, 1), (1, 2), (1, 2), (0, 2), (2, 3), (2, 3)):
        assert amara.send_one(case, record, THREE_CHUNKS, number).status.held == held

    assert amara.fetch(case, record, len(THREE_CHUNKS)) == THREE_CHUNKS


def test_a_chunk_that_is_not_what_it_says_is_not_kept(
    amara: Desk, case: CaseId, record: str
) -> None:
    amara.attach(case, attaching(record, THREE_CHUNKS))

    with refused("wrong_chunk"):
        amara.send_one(case, record, THREE_CHUNKS, 0, hashed=sha256(b"another").digest())
    with refused("wrong_chunk"):
        amara.send_one(case, record, THREE_CHUNKS[:-1], 2)
    for number in (-1, 3):
        with refused("wrong_chunk"):
            amara.send_one(case, record, THREE_CHUNKS, number)

    assert amara.status(case, record).held == 0


def test_a_file_that_is_not_the_one_its_record_names_is_dropped_as_a_whole(
    amara: Desk, case: CaseId, record: str
) -> None:
    other = THREE_CHUNKS[:-1] + b"!"
    amara.attach(case, attaching(record, THREE_CHUNKS))

    taken = amara.send(case, record, other)

    assert (taken.is_wrong_file, taken.status.held) == (True, 0)
    assert rows(amara.organisation, "attachment_chunk") == 0
    assert amara.send(case, record, THREE_CHUNKS).status.is_whole


def test_a_file_of_another_kind_than_its_record_says_is_refused_with_its_first_chunk(
    amara: Desk, case: CaseId, record: str
) -> None:
    page = b"%PDF-1.7 " + bytes(100)
    program = b"MZ" + bytes(100)
    amara.attach(case, attaching(record, page))
    amara.attach(case, attaching(f"{record}-b", program))

    with refused("wrong_type"):
        amara.send_one(case, record, page, 0)
    with refused("wrong_type"):
        amara.send_one(case, f"{record}-b", program, 0)

    amara.attach(case, replace(attaching(f"{record}-c", page), media=MediaType.PDF))
    assert amara.send(case, f"{record}-c", page).status.is_whole


def test_the_same_file_of_two_nurses_is_stored_once_and_each_brings_it(
    organisation: Organisation, amara: Desk, case: CaseId, record: str
) -> None:
    tomas, theirs = Desk(organisation, "tomas"), organisation.open_case("tomas")
    amara.attach(case, attaching(record, THREE_CHUNKS))
    tomas.attach(theirs, attaching(record, THREE_CHUNKS))
    amara.send(case, record, THREE_CHUNKS)

    assert tomas.status(theirs, record).held == 0
    with refused("not_there_yet"):
        tomas.fetch_one(theirs, record)
    assert tomas.send(theirs, record, THREE_CHUNKS).status.is_whole

    assert tomas.fetch(theirs, record, len(THREE_CHUNKS)) == THREE_CHUNKS
    assert rows(organisation, "attachment_file") == 1
    assert rows(organisation, "attachment_chunk") == 3


def test_two_devices_that_send_the_same_file_do_not_mix_their_chunks(
    organisation: Organisation, amara: Desk, case: CaseId, record: str
) -> None:
    laptop = Desk(organisation, "amara")
    laptop.caller = replace(laptop.caller, device="her-laptop")
    amara.attach(case, attaching(record, THREE_CHUNKS))
    wrong = THREE_CHUNKS[:CHUNK] + b"!" + THREE_CHUNKS[CHUNK + 1 :]

    amara.send_one(case, record, wrong, 0)
    amara.send_one(case, record, wrong, 1)
    assert laptop.status(case, record).held == 0
    assert laptop.send(case, record, THREE_CHUNKS).status.is_whole

    assert amara.send_one(case, record, wrong, 2).status.is_whole
    assert amara.fetch(case, record, len(THREE_CHUNKS)) == THREE_CHUNKS


def test_who_may_not_see_the_case_learns_no_more_than_of_one_that_does_not_exist(
    organisation: Organisation, amara: Desk, case: CaseId, record: str
) -> None:
    amara.attach(case, attaching(record, THREE_CHUNKS))
    amara.send(case, record, THREE_CHUNKS)

    for login in ("tomas", "joseph", "ruth", "adam"):
        stranger = Desk(organisation, login)
        for asked, named in ((case, record), (CaseId(organisation.new_id()), record)):
            with refused("not_found"):
                stranger.status(asked, named)
            with refused("not_found"):
                stranger.fetch_one(asked, named)
            with refused("not_found"):
                stranger.send_one(asked, named, THREE_CHUNKS, 0)
    for named in ("nothing", "two\nlines", str(case)):
        with refused("not_found"):
            amara.fetch_one(case, named)


def test_a_supervisor_reads_a_file_and_sends_none(
    organisation: Organisation, amara: Desk, case: CaseId, record: str
) -> None:
    helen = Desk(organisation, "helen")
    amara.attach(case, attaching(record, THREE_CHUNKS))

    with refused("not_there_yet"):
        helen.fetch_one(case, record)
    with refused("not_found"):
        helen.send_one(case, record, THREE_CHUNKS, 0)
    amara.send(case, record, THREE_CHUNKS)
    assert helen.fetch(case, record, len(THREE_CHUNKS)) == THREE_CHUNKS


def test_whoever_loses_the_case_loses_the_file_and_its_hash_does_not_bring_it_back(
    organisation: Organisation, amara: Desk, case: CaseId, record: str
) -> None:
    amara.attach(case, attaching(record, THREE_CHUNKS))
    amara.send(case, record, THREE_CHUNKS)
    moved = CaseAssigned(case=RecordId(case), nurse=UserId("joseph"), team=TeamId("south"), head=3)
    assert organisation.push("helen", organisation.act("helen", case, moved)).results[0].status == (
        "applied"
    )

    with refused("not_found"):
        amara.fetch_one(case, record)
    own = organisation.open_case("amara")
    amara.attach(own, attaching(record, THREE_CHUNKS))
    with refused("not_there_yet"):
        amara.fetch_one(own, record)
    assert Desk(organisation, "joseph").fetch_one(case, record).content == THREE_CHUNKS[:CHUNK]


def test_a_withdrawn_file_is_nobodys_to_read_and_is_collected(
    organisation: Organisation, amara: Desk, case: CaseId, record: str
) -> None:
    amara.attach(case, attaching(record, THREE_CHUNKS))
    amara.attach(case, attaching(f"{record}-b", THREE_CHUNKS))
    amara.send(case, record, THREE_CHUNKS)

    for named in (record, f"{record}-b"):
        assert collected(organisation) == Collected(files=0, uploads=0)
        assert amara.fetch_one(case, named).content == THREE_CHUNKS[:CHUNK]
        away = DocumentWithdrawn(attachment=RecordId(named), reason="another member")
        organisation.push("amara", organisation.act("amara", case, away))
        with refused("not_found"):
            amara.fetch_one(case, named)

    assert collected(organisation) == Collected(files=1, uploads=0)
    assert rows(organisation, "attachment_chunk") == 0


def test_a_file_stays_while_a_record_of_another_case_names_it(
    organisation: Organisation, amara: Desk, case: CaseId, record: str
) -> None:
    other = organisation.open_case("amara")
    for one in (case, other):
        amara.attach(one, attaching(record, THREE_CHUNKS))
        amara.send(one, record, THREE_CHUNKS)
    away = DocumentWithdrawn(attachment=RecordId(record), reason="another member")
    organisation.push("amara", organisation.act("amara", case, away))

    assert collected(organisation) == Collected(files=0, uploads=0)
    assert amara.fetch(other, record, len(THREE_CHUNKS)) == THREE_CHUNKS


def test_a_file_beside_a_record_that_this_version_cannot_read_is_left_alone(
    organisation: Organisation, amara: Desk, case: CaseId, record: str
) -> None:
    amara.attach(case, attaching(record, THREE_CHUNKS))
    amara.send(case, record, THREE_CHUNKS)
    table = schema.record
    with server_transaction(organisation.engine) as connection:
        body = func.replace(table.c.body, "image/png", "image/of-tomorrow")
        connection.execute(table.update().where(table.c.record_id == record).values(body=body))

    assert collected(organisation) == Collected(files=0, uploads=0)
    with refused("not_found"):
        amara.fetch_one(case, record)


def test_an_upload_that_nobody_goes_on_with_is_dropped_after_its_time(
    organisation: Organisation, amara: Desk, case: CaseId, record: str
) -> None:
    amara.attach(case, attaching(record, THREE_CHUNKS))
    amara.send_one(case, record, THREE_CHUNKS, 0)

    organisation.now += UPLOADS_KEPT - timedelta(hours=1)
    assert collected(organisation) == Collected(files=0, uploads=0)
    organisation.now += timedelta(hours=2)
    assert collected(organisation) == Collected(files=0, uploads=1)

    assert rows(organisation, "attachment_chunk") == 0
    assert amara.send(case, record, THREE_CHUNKS).status.is_whole


def test_each_chunk_that_was_read_is_in_the_audit_trail_with_the_revision_that_names_it(
    organisation: Organisation, amara: Desk, case: CaseId, record: str
) -> None:
    amara.attach(case, attaching(record, THREE_CHUNKS))
    amara.send(case, record, THREE_CHUNKS)
    Desk(organisation, "helen").fetch(case, record, len(THREE_CHUNKS))

    table = schema.audit
    with server_transaction(organisation.engine) as connection:
        trail = connection.execute(
            select(table.c.actor, table.c.action, table.c.stream_id, table.c.first_rev)
            .where(table.c.action.in_(("read", "store")))
            .order_by(table.c.id)
        ).all()
    care = stream_of(case, StreamKind.CARE)
    assert [tuple(row) for row in trail] == [
        ("amara", "store", care, None),
        *[("helen", "read", care, 3)] * 3,
    ]


def test_a_file_that_is_refused_is_refused_with_its_record(
    organisation: Organisation, amara: Desk, case: CaseId
) -> None:
    too_large = replace(attaching("large", THREE_CHUNKS), size=(100 << 20) + 1)
    answer = organisation.push("amara", organisation.act("amara", case, too_large))

    assert answer.results[0].reason == "document_too_large"
    with pytest.raises(DomainError, match="not_found"):
        amara.send_one(case, "large", THREE_CHUNKS, 0)
