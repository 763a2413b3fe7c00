"""Rescued.

A nurse has worked offline, and then her vault is lost: she forgot the passphrase, the keyring of
her computer is gone, or a file is damaged. She signs in again on the same computer; what she had
saved and not sent goes to the server from the escrow, and she is told how much it was.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from nurseapp.desktop import composition
from nurseapp.desktop.services.deeds import DeedKind, Subject
from nurseapp.desktop.services.people import Enrolment
from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.escrow import FILE_NAME, read_escrow
from nurseapp.desktop.storage.vault_header import FILE_NAMES
from nurseapp.desktop.ui.lock.first_run_page import FirstRunPage
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.ids import CaseId
from nurseapp.domain.note import Note
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from tests.journeys.central import Central
from tests.journeys.computers import CHEAP, PASSPHRASE, AtWork, Computer
from tests.journeys.window import Window, window_on
from tests.server.organisation import PASSWORD

OTHER_PASSPHRASE = "nine brave otters by dusk"
Lose = Callable[[Path], None]


def notes(central: Central, case: CaseId) -> list[str]:
    records = central.organisation.records(stream_of(case, StreamKind.CARE))
    return sorted(record.text for record in records if isinstance(record, Note))


def work_offline(central: Central, computer: Computer) -> CaseId:
    """Let Amara write two notes that are sent, and three that are not."""
    case = central.organisation.open_case("amara")
    amara = computer.enrol(central.url, "amara")
    amara.sync()
    for n in range(2):
        amara.desk.notes.write(case, f"Sent {n}.")
    amara.sync()
    central.stop()
    for n in range(3):
        amara.desk.notes.write(case, f"Unsent {n}.")
    amara.sync()
    computer.shut_down()
    central.start()
    return case


def sign_in_again(computer: Computer, central: Central, passphrase: str) -> AtWork:
    return computer.enrol(central.url, "amara", passphrase=passphrase, is_again=True)


def damage_header(folder: Path) -> None:
    for name in FILE_NAMES:
        (folder / name).write_bytes(b"{}")


def damage_cache(folder: Path) -> None:
    [file] = folder.glob("cache*.db")
    content = bytearray(file.read_bytes())
    content[4_096 : 4_096 + 64] = bytes(64)
    content[200:264] = bytes(64)
    file.write_bytes(content)


def lose_nothing(_folder: Path) -> None:
    """Forget the passphrase."""


@pytest.mark.parametrize("lose", [lose_nothing, damage_header, damage_cache])
def test_what_was_saved_and_not_sent_is_rescued_once(
    central: Central, computer: Computer, lose: Lose
) -> None:
    case = work_offline(central, computer)
    folder = computer.vault(central.url, "amara")
    lose(folder)

    amara = sign_in_again(computer, central, OTHER_PASSPHRASE)
    outcome = amara.sync()

    assert outcome.rescued is not None
    assert (outcome.rescued.taken, outcome.rescued.refused, outcome.rescued.unreadable) == (3, 0, 0)
    assert notes(central, case) == ["Sent 0.", "Sent 1.", "Unsent 0.", "Unsent 1.", "Unsent 2."]
    again = amara.sync()
    assert (again.rescued, again.status.waiting, again.status.code) == (None, 0, None)
    assert amara.mirror() == central.records_for("amara")
    assert list(folder.glob("lost-*")) == []
    assert central.organisation.faults() == []


def test_a_lost_keyring_costs_the_cache_and_not_the_work(
    central: Central, computer: Computer
) -> None:
    case = work_offline(central, computer)
    same_disk = Computer(computer.folder)
    with pytest.raises(VaultError, match="secret_missing"):
        same_disk.unlock("amara")

    amara = sign_in_again(same_disk, central, PASSPHRASE)
    outcome = amara.sync()

    assert outcome.rescued is not None
    assert outcome.rescued.taken == 3
    assert len(notes(central, case)) == 5
    same_disk.shut_down()


def test_what_was_done_in_a_lost_vault_and_not_told_comes_into_the_trail_from_its_computer(
    central: Central, computer: Computer
) -> None:
    case = central.organisation.open_case("amara")
    amara = computer.enrol(central.url, "amara")
    amara.sync()
    central.stop()
    amara.desk.deeds.note_opened(case)
    amara.desk.deeds.note(DeedKind.PRINT, Subject(cases=(case,), what="care-plan"))
    amara.sync()
    [before] = [owner.device for owner in computer.people.here()]
    computer.shut_down()
    central.start()
    assert done(central) == []

    again = sign_in_again(computer, central, OTHER_PASSPHRASE)
    outcome = again.sync()
    again.sync()

    assert outcome.rescued is None
    assert done(central) == [("desk-open", "amara", before), ("desk-print", "amara", before)]
    assert list(computer.vault(central.url, "amara").glob("lost-*")) == []


def done(central: Central) -> list[tuple[str, str, str]]:
    """Read what was done on computers, by whom and where, from the audit trail."""
    audit = schema.audit.c
    statement = select(audit.action, audit.actor, audit.device)
    statement = statement.where(audit.action.startswith("desk-")).order_by(audit.id)
    with server_transaction(central.organisation.engine) as connection:
        return [(action, actor, device) for action, actor, device in connection.execute(statement)]


def test_a_rescue_that_is_cut_off_goes_on_and_nothing_comes_twice(
    central: Central, computer: Computer
) -> None:
    case = work_offline(central, computer)
    amara = sign_in_again(computer, central, OTHER_PASSPHRASE)
    central.stop()
    assert amara.sync().rescued is None
    central.start()

    outcomes = [amara.sync() for _ in range(3)]

    assert [outcome.rescued is not None for outcome in outcomes] == [True, False, False]
    assert len(notes(central, case)) == 5


def test_a_vault_that_is_lost_twice_is_rescued_twice(central: Central, computer: Computer) -> None:
    case = work_offline(central, computer)
    amara = sign_in_again(computer, central, OTHER_PASSPHRASE)
    central.stop()
    amara.sync()
    computer.shut_down()
    central.start()

    again = sign_in_again(computer, central, PASSPHRASE)

    outcome = again.sync()
    assert outcome.rescued is not None
    assert outcome.rescued.taken == 3
    assert len(notes(central, case)) == 5


@pytest.mark.usefixtures("caplog")
def test_what_was_tampered_with_or_is_a_colleagues_is_told_and_left_for_the_administrator(
    central: Central, computer: Computer
) -> None:
    case = work_offline(central, computer)
    folder = computer.vault(central.url, "amara")
    file = folder / FILE_NAME
    [first, second, third] = [line for line in file.read_bytes().split(b"\n") if line]
    middle = len(second) // 2
    second = (
        second[:middle]
        + (b"A" if second[middle : middle + 1] != b"A" else b"B")
        + second[middle + 1 :]
    )
    file.write_bytes(b"\n".join([first, second, third[: len(third) // 2], b""]))

    outcome = sign_in_again(computer, central, OTHER_PASSPHRASE).sync()

    assert outcome.rescued is not None
    assert (outcome.rescued.taken, outcome.rescued.unreadable) == (1, 2)
    assert len(notes(central, case)) == 3
    assert len(list(folder.glob("lost-*/*.jsonl"))) == 1


@pytest.mark.usefixtures("caplog")
def test_a_colleagues_escrow_is_not_taken_for_ones_own(
    central: Central, computer: Computer
) -> None:
    case = work_offline(central, computer)
    theirs = (computer.vault(central.url, "amara") / FILE_NAME).read_bytes()
    computer.enrol(central.url, "tomas")
    computer.shut_down()
    (computer.vault(central.url, "tomas") / FILE_NAME).write_bytes(theirs)

    tomas = computer.enrol(central.url, "tomas", passphrase=OTHER_PASSPHRASE, is_again=True)
    outcome = tomas.sync()

    assert outcome.rescued is not None
    assert (outcome.rescued.taken, outcome.rescued.unreadable) == (0, 3)
    assert len(notes(central, case)) == 2


def test_a_password_or_passphrase_that_will_not_do_leaves_the_lost_vault_as_it_is(
    central: Central, computer: Computer
) -> None:
    work_offline(central, computer)
    folder = computer.vault(central.url, "amara")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}

    for password, passphrase in (("wrong", OTHER_PASSPHRASE), (PASSWORD, "short")):
        with pytest.raises(Circumstance):
            computer.people.enrol(
                Enrolment(
                    server=central.url,
                    user="amara",
                    password=password,
                    passphrase=passphrase,
                    is_again=True,
                )
            )

    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert len(read_escrow(folder / FILE_NAME)[0]) == 3
    computer.unlock("amara")


@pytest.fixture
def window(
    computer: Computer, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Window]:
    """Put the desktop onto a computer whose keyring is not the one that it had."""
    other = Computer(computer.folder)
    monkeypatch.setattr(composition, "system_keyring", lambda: other.people.keyring)
    monkeypatch.setattr(composition, "Argon2Cost", lambda: CHEAP)
    for place in (sys, threading):
        monkeypatch.setattr(place, "excepthook", place.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    with window_on(qtbot, qapp, computer.folder) as window:
        yield window


def test_a_nurse_whose_keyring_is_lost_is_led_to_sign_in_and_told_what_was_rescued(
    central: Central, computer: Computer, window: Window
) -> None:
    case = work_offline(central, computer)
    window.start()
    window.wait(lambda: window.reads("Amara"))
    window.write(PASSPHRASE)
    window.press(Qt.Key.Key_Return)
    window.wait(lambda: window.reads("has no key for this store"))

    [again] = (b for b in window.seen(QPushButton) if "not sent" in b.text())
    again.click()
    window.wait(lambda: bool(window.seen(FirstRunPage)))
    assert window.reads("Set up this computer again")
    window.write(PASSWORD)
    for _ in range(2):
        window.tab_to_next_field()
        window.write(OTHER_PASSPHRASE)
    window.press(Qt.Key.Key_Return)
    window.wait(lambda: window.is_in)
    window.wait(lambda: "3 entries" in window.workplace.rooms.caseload.view.problem_words())

    assert len(notes(central, case)) == 5
    assert window.titles() == {"nurseapp"}
