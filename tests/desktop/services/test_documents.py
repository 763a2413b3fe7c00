"""Documents as a nurse meets them: attached, on their way, here, withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from nurseapp.content.place import resources_folder
from nurseapp.desktop.services.documents import Stage
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.attachment import Attachment, MediaType
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.wire.attachments import CHUNK
from tests.attached import image_bytes
from tests.builders import ANA, attachment, refused
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.room_desk import RoomDesk, give_case, open_room_desk

IMAGE = image_bytes(5 * CHUNK)


@pytest.fixture
def server() -> FakeServer:
    """Give a server with one case of Ana's."""
    return FakeServer()


@pytest.fixture
def case(server: FakeServer) -> CaseId:
    """Put the case there."""
    case = give_case(server, "1", "Oliveira, Maria")
    server.allow(ANA, *(stream_of(case, kind) for kind in (StreamKind.CARE, StreamKind.SCHEDULE)))
    return case


@pytest.fixture
def at_desk(tmp_path: Path, server: FakeServer, case: CaseId) -> RoomDesk:
    """Give Ana's desk with her case."""
    made = open_room_desk(tmp_path / "vault", resources_folder(), server)
    made.sync()
    assert made.desk.cases.open(case).documents == ()
    return made


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Give an image on the disk."""
    path = tmp_path / "IMG_0001.png"
    path.write_bytes(IMAGE)
    return path


def attached(at_desk: RoomDesk, case: CaseId, image: Path) -> Attachment:
    """Attach the image, as the screen does."""
    documents = at_desk.desk.documents
    documents.check(image)
    documents.attach(case, documents.take_in(image), " X-ray of the left wrist ")
    return at_desk.desk.cases.open(case).documents[0]


def test_an_image_is_attached_sent_in_rounds_and_stays_here(
    at_desk: RoomDesk, case: CaseId, image: Path
) -> None:
    document = attached(at_desk, case, image)
    documents = at_desk.desk.documents
    assert (document.title, document.media) == ("X-ray of the left wrist", MediaType.PNG)
    assert document.size == len(IMAGE)
    assert documents.states(case)[document.id].stage is Stage.WAITING

    changed: list[frozenset[CaseId]] = []
    outcome = at_desk.desk.rounds.run(changed.append)
    state = documents.states(case)[document.id]
    assert (state.stage, state.percent, outcome.has_files) == (Stage.SENDING, 80, True)
    assert changed.count(frozenset({case})) >= 4

    assert not at_desk.desk.rounds.run(changed.append).has_files
    assert documents.states(case)[document.id].stage is Stage.HERE
    assert documents.content(document) == IMAGE


def test_a_document_of_somebody_else_is_away_until_it_is_fetched(
    at_desk: RoomDesk, server: FakeServer, case: CaseId
) -> None:
    documents = at_desk.desk.documents
    named = attachment(id=RecordId("theirs"), size=len(IMAGE))
    server.put(stream_of(case, StreamKind.CARE), [named])
    at_desk.sync()
    (theirs,) = at_desk.desk.cases.open(case).documents
    assert documents.states(case) == {}
    with pytest.raises(Circumstance, match="document_damaged"):
        documents.content(theirs)

    documents.fetch(case, [theirs])
    assert documents.states(case)[theirs.id].stage is Stage.FETCHING
    at_desk.sync()
    assert documents.states(case)[theirs.id].stage is Stage.NOT_SENT_YET


def test_a_document_is_withdrawn_with_a_reason_and_gone_after_the_next_round(
    at_desk: RoomDesk, case: CaseId, image: Path
) -> None:
    document = attached(at_desk, case, image)
    with refused("bad_value", field="reason"):
        at_desk.desk.documents.withdraw(case, document.id, " ")
    at_desk.desk.documents.withdraw(case, document.id, "another member")
    assert at_desk.desk.cases.open(case).documents[0].withdrawn_reason == "another member"

    at_desk.sync()
    at_desk.sync()
    assert at_desk.desk.documents.states(case) == {}


def test_a_lost_document_says_so(at_desk: RoomDesk, case: CaseId, image: Path) -> None:
    document = attached(at_desk, case, image)
    (sealed,) = (at_desk.file.parent / "files").iterdir()
    sealed.unlink()

    with pytest.raises(Circumstance, match="document_damaged"):
        at_desk.desk.documents.content(document)
    assert at_desk.desk.documents.states(case)[document.id].stage is Stage.LOST


def test_a_file_that_cannot_be_attached_is_refused_before_its_title_is_typed(
    at_desk: RoomDesk, tmp_path: Path
) -> None:
    documents = at_desk.desk.documents
    letter, empty, large = (tmp_path / name for name in ("letter.docx", "empty.pdf", "large.png"))
    letter.write_bytes(b"PK\x03\x04")
    empty.touch()
    with large.open("wb") as file:
        file.truncate((100 << 20) + 1)

    for path, code in (
        (letter, "document_type"),
        (empty, "document_empty"),
        (large, "document_too_large"),
    ):
        with refused(code):
            documents.check(path)
    for read in (documents.check, documents.take_in):
        with pytest.raises(Circumstance, match="file_unreadable"):
            read(tmp_path / "gone.pdf")


def test_a_title_that_is_missing_leaves_no_file_behind(
    at_desk: RoomDesk, case: CaseId, image: Path
) -> None:
    documents = at_desk.desk.documents
    with refused("bad_value", field="title"):
        documents.attach(case, documents.take_in(image), " ")
    assert list((at_desk.file.parent / "files").iterdir()) == []


def test_a_file_that_was_taken_in_and_given_up_leaves_nothing(
    at_desk: RoomDesk, image: Path
) -> None:
    documents = at_desk.desk.documents
    documents.discard(documents.take_in(image))
    assert list((at_desk.file.parent / "files").iterdir()) == []


def test_without_a_connection_no_file_is_carried_and_what_was_withdrawn_goes_all_the_same(
    at_desk: RoomDesk, case: CaseId, image: Path
) -> None:
    document = attached(at_desk, case, image)

    def cut(_point: str) -> None:
        raise TransportError("offline")

    at_desk.transport.fault = cut
    outcome = at_desk.desk.rounds.run(lambda _cases: None)
    assert (outcome.failures, outcome.has_files) == (1, False)
    assert at_desk.desk.documents.states(case)[document.id].stage is Stage.WAITING


def test_a_disk_that_fails_while_files_are_carried_stops_no_round(
    at_desk: RoomDesk, case: CaseId, image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attached(at_desk, case, image)

    def hindered(*_arguments: object) -> None:
        raise Circumstance("disk_full")

    monkeypatch.setattr("nurseapp.desktop.services.rounds.carry", hindered)
    outcome = at_desk.desk.rounds.run(lambda _cases: None)
    assert (outcome.failures, outcome.has_files) == (0, False)
