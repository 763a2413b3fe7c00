"""A laptop is lost, a nurse leaves: their computers give everything up, and nothing is lost."""

from __future__ import annotations

from nurseapp.desktop.services.syncing import Told
from nurseapp.domain.ids import UserId
from nurseapp.server.clock import utc_now
from nurseapp.server.commands import issue
from nurseapp.server.people import deactivate_person
from nurseapp.server.store.database import transaction
from nurseapp.wire.messages import CommandKind
from tests.journeys.central import Central
from tests.journeys.computers import AtWork, Computer

AMARA = UserId("amara")


def obeys(at_work: AtWork) -> list[Told]:
    """Run a round; say what the screen is told."""
    told: list[Told] = []
    at_work.desk.syncing.run(lambda _cases: None, told.append)
    return told


def test_a_lost_computer_sends_what_waits_and_forgets_everything(
    central: Central, computer: Computer
) -> None:
    case = central.organisation.open_case("amara")
    amara = computer.enrol(central.url, "amara")
    amara.sync()
    amara.desk.notes.write(case, "Written before it was lost.")
    with transaction(central.organisation.engine) as connection:
        issue(connection, CommandKind.WIPE, AMARA, utc_now())

    assert obeys(amara) == [Told.WIPE]
    assert central.decided("amara") == [("NoteWritten", "applied")]
    amara.opened.wipe()

    assert list(computer.folder.iterdir()) == []
    assert computer.people.here() == ()
    again = computer.enrol(central.url, "amara")
    assert obeys(again) == []
    assert again.mirror() == central.records_for("amara")


def test_a_wipe_that_the_server_did_not_hear_of_is_done_for_the_person_all_the_same(
    central: Central, computer: Computer
) -> None:
    amara = computer.enrol(central.url, "amara")
    with transaction(central.organisation.engine) as connection:
        issue(connection, CommandKind.WIPE, AMARA, utc_now())
    assert obeys(amara) == [Told.WIPE]
    central.stop()

    amara.opened.wipe()

    assert list(computer.folder.iterdir()) == []


def test_the_computer_of_a_nurse_who_left_sends_her_last_words_and_forgets_everything(
    central: Central, computer: Computer
) -> None:
    case = central.organisation.open_case("amara")
    amara = computer.enrol(central.url, "amara")
    amara.sync()
    amara.desk.notes.write(case, "Written on the last day.")
    with transaction(central.organisation.engine) as connection:
        deactivate_person(connection, AMARA, utc_now())

    assert obeys(amara) == [Told.WIPE]

    assert central.decided("amara") == [("NoteWritten", "no_such_stream")]
    amara.opened.wipe()
    assert list(computer.folder.iterdir()) == []


def test_a_screen_is_locked_from_afar_and_the_work_goes_on_behind_it(
    central: Central, computer: Computer
) -> None:
    amara = computer.enrol(central.url, "amara")
    with transaction(central.organisation.engine) as connection:
        issue(connection, CommandKind.LOCK, AMARA, utc_now())

    assert obeys(amara) == [Told.LOCK]
    assert obeys(amara) == []
