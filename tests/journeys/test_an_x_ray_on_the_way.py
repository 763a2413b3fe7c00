"""An x-ray image goes from one nurse's computer to another's, cut and killed on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from nurseapp.desktop.services.documents import Stage
from nurseapp.domain.attachment import Attachment
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.ids import CaseId
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.database import begin_epoch, transaction
from nurseapp.wire.attachments import CHUNK
from tests.attached import image_bytes
from tests.journeys.central import Central
from tests.journeys.computers import AtWork, Computer
from tests.journeys.conftest import NewComputer
from tests.journeys.test_taken_back import give

IMAGE = image_bytes(5 * CHUNK + 12_345)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Give the image as a scanner left it."""
    path = tmp_path / "SCAN_0001.PNG"
    path.write_bytes(IMAGE)
    return path


def attach(at_work: AtWork, case: CaseId, image: Path) -> Attachment:
    """Attach the image."""
    documents = at_work.desk.documents
    documents.attach(case, documents.take_in(image), "X-ray of the left wrist")
    return document(at_work, case)


def document(at_work: AtWork, case: CaseId) -> Attachment:
    """Give the newest document of a case."""
    return at_work.desk.cases.open(case).documents[0]


def stage(at_work: AtWork, case: CaseId) -> Stage | None:
    """Say where it is, None for one that nobody asked for."""
    state = at_work.desk.documents.states(case).get(document(at_work, case).id)
    return None if state is None else state.stage


def carry_all(at_work: AtWork) -> int:
    """Run rounds while files are on their way; count them."""
    rounds = 1
    while at_work.sync().has_files:
        rounds += 1
    return rounds


def test_an_image_that_was_attached_offline_is_looked_at_by_her_supervisor(
    central: Central, new_computer: NewComputer, image: Path
) -> None:
    case = central.organisation.open_case("amara")
    amara = new_computer().enrol(central.url, "amara")
    helen = new_computer().enrol(central.url, "helen")
    amara.sync()
    central.stop()
    attach(amara, case, image)
    amara.sync()
    assert stage(amara, case) is Stage.WAITING
    assert amara.desk.documents.content(document(amara, case)) == IMAGE

    central.start()
    assert carry_all(amara) == 2
    assert stage(amara, case) is Stage.HERE
    helen.sync()
    assert stage(helen, case) is None
    helen.desk.documents.fetch(case, [document(helen, case)])
    carry_all(helen)

    central.stop()
    assert helen.desk.documents.content(document(helen, case)) == IMAGE


def test_a_computer_that_is_switched_off_in_the_middle_goes_on_where_it_was(
    central: Central, computer: Computer, image: Path
) -> None:
    case = central.organisation.open_case("amara")
    amara = computer.enrol(central.url, "amara")
    amara.sync()
    attach(amara, case, image)
    assert amara.sync().has_files
    computer.shut_down()

    again = computer.unlock("amara")
    assert stage(again, case) is Stage.SENDING
    assert carry_all(again) == 1
    assert stage(again, case) is Stage.HERE


def test_a_case_that_is_taken_over_takes_its_documents_along(
    central: Central, new_computer: NewComputer, image: Path
) -> None:
    case = central.organisation.open_case("amara")
    computer = new_computer()
    amara = computer.enrol(central.url, "amara")
    tomas = new_computer().enrol(central.url, "tomas")
    amara.sync()
    attach(amara, case, image)
    carry_all(amara)
    drawer = computer.vault(central.url, "amara") / "files"
    assert len(list(drawer.iterdir())) == 1

    give(central.organisation, case, "tomas")
    amara.sync()
    assert list(drawer.iterdir()) == []
    tomas.sync()
    tomas.desk.documents.fetch(case, [document(tomas, case)])
    carry_all(tomas)
    assert tomas.desk.documents.content(document(tomas, case)) == IMAGE


def test_a_copy_that_the_disk_spoilt_is_noticed_and_fetched_again(
    central: Central, computer: Computer, image: Path
) -> None:
    case = central.organisation.open_case("amara")
    amara = computer.enrol(central.url, "amara")
    amara.sync()
    named = attach(amara, case, image)
    carry_all(amara)
    (sealed,) = (computer.vault(central.url, "amara") / "files").iterdir()
    sealed.write_bytes(sealed.read_bytes()[:-5] + b"spoilt"[:5])

    with pytest.raises(Circumstance, match="document_damaged"):
        amara.desk.documents.content(named)
    assert stage(amara, case) is Stage.FETCHING
    carry_all(amara)
    assert amara.desk.documents.content(named) == IMAGE


def test_a_server_that_lost_its_files_gets_them_from_whoever_has_them(
    central: Central, computer: Computer, image: Path
) -> None:
    case = central.organisation.open_case("amara")
    amara = computer.enrol(central.url, "amara")
    amara.sync()
    attach(amara, case, image)
    carry_all(amara)
    with server_transaction(central.organisation.engine) as connection:
        for table in (schema.attachment_copy, schema.attachment_file, schema.attachment_chunk):
            connection.execute(table.delete())
        begin_epoch(connection)

    carry_all(amara)

    with transaction(central.organisation.engine) as connection:
        stored = connection.execute(schema.attachment_chunk.select()).all()
    assert b"".join(row.content for row in sorted(stored, key=lambda r: r.number)) == IMAGE
