"""A restored server.

The server is put back to a backup, and its administrator begins a new epoch as the book says. What
it had acknowledged since the backup is on the computers that sent it, sealed, and comes back with
the next round of each, once, whichever of them is first.
"""

from collections.abc import Callable, Iterator

import pytest

from nurseapp.domain.case import Case
from nurseapp.domain.ids import CaseId, UserId
from nurseapp.domain.note import Note
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server.embedded import Urls
from nurseapp.server.main import main
from tests.journeys.central import Central
from tests.journeys.computers import AtWork
from tests.journeys.conftest import NewComputer
from tests.server.organisation import PASSWORD
from tests.simulation.database import Copy, Database

Restore = Callable[[Copy], None]


@pytest.fixture
def database(urls: Urls) -> Iterator[Database]:
    """Let an administrator at the server's database."""
    database = Database(urls.superuser)
    yield database
    database.close()


@pytest.fixture
def restore(
    database: Database, urls: Urls, central: Central, monkeypatch: pytest.MonkeyPatch
) -> Restore:
    """Give what puts the server back to a backup and begins a new epoch, as an administrator."""

    def put_back(backup: Copy) -> None:
        central.stop()
        central.organisation.engine.dispose()
        database.put(backup)
        monkeypatch.setenv("NURSEAPP_DATABASE_URL", urls.app)
        assert main(["new-epoch"]) == 0
        central.start()

    return put_back


def notes(central: Central, case: CaseId) -> list[str]:
    records = central.organisation.records(stream_of(case, StreamKind.CARE))
    return sorted(record.text for record in records if isinstance(record, Note))


def is_as_the_server_has_it(someone: AtWork, central: Central, login: str) -> bool:
    return someone.mirror() == central.records_for(login)


def test_what_was_acknowledged_after_the_backup_is_back_once(
    central: Central, new_computer: NewComputer, database: Database, restore: Restore
) -> None:
    case = central.organisation.open_case("amara")
    amara = new_computer().enrol(central.url, "amara")
    amara.sync()
    amara.desk.notes.write(case, "Before the backup.")
    amara.sync()
    backup = database.copy()
    amara.desk.notes.write(case, "After the backup.")
    amara.desk.notes.write(case, "Also after it.")
    amara.sync()
    restore(backup)
    assert notes(central, case) == ["Before the backup."]
    amara.desk.notes.write(case, "After the restore.")

    status = amara.sync().status

    written = ["After the backup.", "After the restore.", "Also after it.", "Before the backup."]
    assert notes(central, case) == written
    assert (status.code, status.waiting, status.refused) == (None, 0, 0)
    assert is_as_the_server_has_it(amara, central, "amara")
    assert central.changes_by("amara") == {"NoteWritten": 4}
    assert central.organisation.faults() == []
    before = central.decided("amara")
    amara.sync()
    assert central.decided("amara") == before


def test_computers_bring_back_what_they_did_whichever_comes_first(
    central: Central, new_computer: NewComputer, database: Database, restore: Restore
) -> None:
    case = central.organisation.open_case("tomas")
    amara = new_computer().enrol(central.url, "amara")
    helen = new_computer().enrol(central.url, "helen")
    for someone in (amara, helen):
        someone.sync()
    backup = database.copy()
    helen.desk.assignments.assign(case, UserId("amara"))
    helen.sync()
    amara.sync()
    amara.desk.notes.write(case, "My first visit.")
    amara.sync()
    restore(backup)

    amara.sync()
    assert notes(central, case) == ["My first visit."]
    helen.sync()
    amara.sync()

    records = central.organisation.records(stream_of(case, StreamKind.CARE))
    [found] = (record for record in records if isinstance(record, Case))
    assert found.nurse == "amara"
    for someone, login in ((amara, "amara"), (helen, "helen")):
        assert is_as_the_server_has_it(someone, central, login)
    assert central.organisation.faults() == []


def test_a_computer_that_the_backup_does_not_know_signs_in_again_and_loses_nothing(
    central: Central, new_computer: NewComputer, database: Database, restore: Restore
) -> None:
    case = central.organisation.open_case("amara")
    backup = database.copy()
    amara = new_computer().enrol(central.url, "amara")
    amara.sync()
    amara.desk.notes.write(case, "Acknowledged.")
    amara.sync()
    restore(backup)
    amara.desk.notes.write(case, "Waiting.")
    assert amara.sync().status.code == "not_signed_in"

    amara.desk.syncing.sign_in(PASSWORD)
    amara.sync()

    assert notes(central, case) == ["Acknowledged.", "Waiting."]
    assert is_as_the_server_has_it(amara, central, "amara")
