"""A new computer.

The organisation gives nobody a new computer without somebody knowing of it. Amara sits down at one,
signs in, and is asked for a code; Helen, her supervisor, gives it to her on the telephone.
"""

from __future__ import annotations

import secrets
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nurseapp.desktop import composition
from nurseapp.desktop.storage.keyring_choice import MemoryKeyring
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.desktop.ui.lock.first_run_page import FirstRunPage
from nurseapp.domain.ids import UserId
from nurseapp.domain.note import Note
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server.caller import Caller, feed
from nurseapp.server.clock import utc_now
from nurseapp.server.enrolment import Enrolling
from nurseapp.server.settings import Enrolment
from nurseapp.server.store.acting import server_transaction
from tests.journeys.central import SETTINGS, Central
from tests.journeys.computers import CHEAP, PASSPHRASE, AtWork, Computer
from tests.journeys.conftest import NewComputer
from tests.journeys.window import window_on
from tests.server.organisation import PASSWORD, Organisation

CODES = replace(SETTINGS, enrolment=Enrolment.CODE)


@pytest.fixture
def central(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> Iterator[Central]:
    """Start the central API of an organisation that asks for codes."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    central = Central(organisation, CODES)
    central.start()
    yield central
    central.stop()


def given_by(central: Central, giver: Caller, user: str = "amara") -> str:
    """Let somebody give a code."""
    enrolling = Enrolling(
        asked=Enrolment.CODE, lasts=CODES.enrolment_code, random=secrets.token_bytes
    )
    with server_transaction(central.organisation.engine) as connection:
        given = enrolling.give(connection, giver, user, utc_now())
    assert given is not None
    return given.code


def test_she_types_the_code_that_her_supervisor_gives_her_and_comes_in(
    central: Central,
    tmp_path: Path,
    qtbot: QtBot,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(composition, "system_keyring", MemoryKeyring)
    monkeypatch.setattr(composition, "Argon2Cost", lambda: CHEAP)
    for place in (sys, threading):
        monkeypatch.setattr(place, "excepthook", place.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    with window_on(qtbot, qapp, tmp_path) as window:
        window.start(central.url)
        window.wait(lambda: bool(window.seen(FirstRunPage)))
        for text in ("amara", PASSWORD, PASSPHRASE):
            window.write(text)
            window.tab_to_next_field()
        window.write(PASSPHRASE)
        window.press(Qt.Key.Key_Return)
        window.wait(lambda: window.reads("It takes an enrolment code."))
        assert window.reads("Your supervisor or your administrator gives you one.")
        assert not window.offers("Set up this computer")

        code = given_by(central, central.organisation.caller("helen"))
        window.write(code.lower())
        window.press(Qt.Key.Key_Return)
        window.wait(lambda: window.is_in)


def test_nothing_is_on_the_disk_before_the_code_is_right(
    central: Central, computer: Computer
) -> None:
    for code, refused in (("", "enrolment_needed"), ("ABCD-EFGH-JKLM", "wrong_enrolment")):
        with pytest.raises(TransportError, match=refused):
            computer.enrol(central.url, "amara", code=code)

    assert not computer.folder.exists() or not list(computer.folder.rglob("*"))


def test_a_computer_that_she_set_up_is_asked_for_no_code_again(
    central: Central, computer: Computer, new_computer: NewComputer
) -> None:
    admin = feed("administration")
    helen = new_computer().enrol(central.url, "helen", code=given_by(central, admin, "helen"))
    helen.sync()
    assert dict(helen.desk.new_computers.people()) == {"amara": "Amara", "tomas": "Tomas"}
    given = helen.desk.new_computers.give(UserId("amara"))
    with pytest.raises(DomainError, match="no_code_for_them"):
        helen.desk.new_computers.give(UserId("joseph"))
    amara = computer.enrol(central.url, "amara", code=given.code)
    assert synced(amara) is None

    amara.desk.syncing.sign_in(PASSWORD)
    assert synced(amara) is None
    with pytest.raises(TransportError, match="enrolment_needed"):
        new_computer().enrol(central.url, "amara")


def test_work_that_was_not_sent_is_rescued_with_a_code(
    central: Central, computer: Computer
) -> None:
    case = central.organisation.open_case("amara")
    helen = central.organisation.caller("helen")
    amara = computer.enrol(central.url, "amara", code=given_by(central, helen))
    amara.sync()
    central.stop()
    amara.desk.notes.write(case, "Written without a network.")
    computer.shut_down()
    central.start()
    same_disk = Computer(computer.folder)
    with pytest.raises(TransportError, match="enrolment_needed"):
        same_disk.enrol(central.url, "amara", is_again=True)

    code = given_by(central, helen)
    again = same_disk.enrol(central.url, "amara", is_again=True, code=code)
    again.sync()
    again.opened.close()
    records = central.organisation.records(stream_of(case, StreamKind.CARE))
    assert [r.text for r in records if isinstance(r, Note)] == ["Written without a network."]


def synced(somebody: AtWork) -> str | None:
    """Sync, and say what is to be looked at."""
    somebody.sync()
    return somebody.desk.syncing.status().code
