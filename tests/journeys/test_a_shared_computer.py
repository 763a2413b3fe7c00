"""A computer that several people share: it works like any other, and keeps nothing of anybody.

The whole desktop as it is started, on the real server. Every file of its folder is looked at after
each person's time; the one that may be there is sealed for the server.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from nurseapp.desktop import composition
from nurseapp.desktop.services.documents import Documents
from nurseapp.desktop.ui.case.documents.documents_view import DocumentsView
from nurseapp.desktop.ui.case.member_header import MemberHeader
from nurseapp.desktop.ui.lock.first_run_page import FirstRunPage
from nurseapp.desktop.ui.lock.leaving_page import LeavingPage
from nurseapp.desktop.ui.lock.lock_page import LockPage
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.domain.ids import CaseId
from nurseapp.domain.note import Note
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from tests.journeys.central import Central
from tests.journeys.computers import CHEAP
from tests.journeys.window import ALT, CTRL, Window, window_on
from tests.server.organisation import PASSWORD

TEXT = "Slept on the sofa, the stairs are too much."
Begin = Callable[[], AbstractContextManager[Window]]


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """Give the folder in which the computer of a ward could keep something."""
    return tmp_path / "ward"


@pytest.fixture
def begin(ward: Path, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Begin:
    """Start the desktop on the computer of the ward, which has no keyring that may be asked."""

    def never() -> None:
        raise AssertionError("the keyring was asked")

    monkeypatch.setattr(composition, "system_keyring", never)
    monkeypatch.setattr(composition, "Argon2Cost", lambda: CHEAP)
    for place in (sys, threading):
        monkeypatch.setattr(place, "excepthook", place.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    return lambda: window_on(qtbot, qapp, ward, is_shared=True)


def left_in(folder: Path) -> list[str]:
    """Name all files in it."""
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


def sign_in(window: Window, central: Central, login: str = "amara") -> None:
    """Come in by the keyboard, and wait for the first list."""
    window.start(central.url)
    window.wait(lambda: bool(window.seen(FirstRunPage)))
    window.write(login)
    window.tab_to_next_field()
    window.write(PASSWORD)
    window.press(Qt.Key.Key_Return)
    window.wait(lambda: window.is_in)
    window.sync()


def open_case(window: Window) -> None:
    """Open the case that the list begins with."""
    table = window.workplace.rooms.caseload.view.table
    window.wait(lambda: table.model().rowCount() > 0 and table.hasFocus())
    window.press(Qt.Key.Key_Return)
    window.wait(lambda: bool(window.seen(MemberHeader)))


def write(window: Window, text: str, *, saves: bool = True) -> None:
    """Write a note."""
    window.press(Qt.Key.Key_4, ALT)
    window.press(Qt.Key.Key_N, CTRL)
    window.wait(lambda: isinstance(QApplication.focusWidget(), QPlainTextEdit))
    window.write(text)
    if saves:
        window.press(Qt.Key.Key_Return, CTRL)
        window.wait(lambda: text in {note.text for note in shown(window)})


def shown(window: Window) -> list[Note]:
    """List the notes of the case that is shown."""
    case = window.workplace.rooms.case.holder.case
    return [] if case is None else list(case.notes)


def leaving(window: Window) -> str:
    """Read what is said on the way out, once it is known."""
    window.wait(lambda: any("Sending" not in page.words() for page in window.seen(LeavingPage)))
    [page] = window.seen(LeavingPage)
    return page.words()


def noted(central: Central, case: CaseId) -> list[str]:
    """List the notes of a case as the server has them."""
    records = central.organisation.records(stream_of(case, StreamKind.CARE))
    return [record.text for record in records if isinstance(record, Note)]


def test_she_works_as_anywhere_and_nothing_of_it_stays(
    central: Central, begin: Begin, ward: Path
) -> None:
    case = central.organisation.open_case("amara")
    with begin() as window:
        sign_in(window, central)
        assert window.reads("Shared computer — keeps nothing")
        open_case(window)
        write(window, TEXT)
        window.close()
        window.wait(lambda: not window.is_open)
    assert noted(central, case) == [TEXT]
    assert left_in(ward) == []
    assert not ward.exists() or list(ward.iterdir()) == []


def test_the_next_program_knows_nobody_and_asks_for_an_account(
    central: Central, begin: Begin
) -> None:
    with begin() as window:
        sign_in(window, central)
        window.close()
        window.wait(lambda: not window.is_open)
    central.stop()
    with begin() as window:
        window.start(central.url)
        window.wait(lambda: bool(window.seen(FirstRunPage)))
        assert not window.seen(LockPage)
        assert not window.reads("amara")


def close_with_something_unsent(window: Window, central: Central) -> None:
    """Write a note that the server, which has stopped, does not get, and ask to leave."""
    sign_in(window, central)
    open_case(window)
    central.stop()
    write(window, TEXT)
    window.close()


def test_closing_waits_for_the_server_and_ends_by_itself_once_all_is_there(
    central: Central, begin: Begin, ward: Path
) -> None:
    case = central.organisation.open_case("amara")
    with begin() as window:
        close_with_something_unsent(window, central)
        assert "1 entry is not on the server yet." in leaving(window)
        assert window.is_open
        window.click("Stay")
        assert not window.seen(LeavingPage)
        central.start()
        window.close()
        window.wait(lambda: not window.is_open)
    assert noted(central, case) == [TEXT]
    assert left_in(ward) == []


def test_who_leaves_all_the_same_leaves_it_sealed_and_sends_it_by_signing_in_again(
    central: Central, begin: Begin, ward: Path
) -> None:
    case = central.organisation.open_case("amara")
    with begin() as window:
        close_with_something_unsent(window, central)
        leaving(window)
        window.click("Leave all the same")
        window.wait(lambda: not window.is_open)
    [kept] = left_in(ward)
    assert kept.endswith("escrow.jsonl")
    assert TEXT.encode() not in (ward / kept).read_bytes()
    assert "stairs" not in (ward / kept).read_text("utf-8")

    central.start()
    with begin() as window:
        window.start(central.url)
        window.wait(lambda: window.reads("sealed here until they sign in: amara."))
    with begin() as window:
        sign_in(window, central, "tomas")
        window.close()
        window.wait(lambda: not window.is_open)
    assert (noted(central, case), left_in(ward)) == ([], [kept])

    with begin() as window:
        sign_in(window, central)
        window.wait(lambda: noted(central, case) == [TEXT])
        window.close()
        window.wait(lambda: not window.is_open)
    assert left_in(ward) == []


def test_what_was_looked_at_before_the_program_was_killed_comes_into_the_trail(
    central: Central, begin: Begin, ward: Path
) -> None:
    central.organisation.open_case("amara")
    with begin() as window:
        sign_in(window, central)
        central.stop()
        open_case(window)
        window.wait(lambda: any((ward / kept).stat().st_size for kept in left_in(ward)))
    assert opened(central) == 0

    central.start()
    with begin() as window:
        sign_in(window, central)
        window.wait(lambda: opened(central) == 1)
        window.close()
        window.wait(lambda: not window.is_open)
    assert left_in(ward) == []


def opened(central: Central) -> int:
    """Count the openings of cases in the audit trail."""
    statement = select(func.count()).where(schema.audit.c.action == "desk-open")
    with server_transaction(central.organisation.engine) as connection:
        return connection.scalar(statement) or 0


def test_what_is_half_typed_is_not_lost_unasked(central: Central, begin: Begin) -> None:
    central.organisation.open_case("amara")
    with begin() as window:
        sign_in(window, central)
        open_case(window)
        write(window, TEXT, saves=False)
        window.close()
        assert "half typed" in leaving(window)
        window.click("Stay")
        window.wait(lambda: any(w.toPlainText() == TEXT for w in window.seen(QPlainTextEdit)))
        window.close()
        leaving(window)
        window.click("Leave without it")
        window.wait(lambda: not window.is_open)


def test_a_locked_screen_opens_by_the_password_alone(central: Central, begin: Begin) -> None:
    central.organisation.open_case("amara")
    with begin() as window:
        sign_in(window, central)
        window.press(Qt.Key.Key_K, CTRL | ALT)
        window.wait(lambda: bool(window.seen(LockPage)))
        assert window.offers("Somebody else")
        window.write("something else")
        window.press(Qt.Key.Key_Return)
        window.wait(lambda: window.reads("That is not what you signed in with."))
        window.wait(lambda: window.seen(LockPage)[0].isEnabled())
        window.write(PASSWORD)
        window.press(Qt.Key.Key_Return)
        window.wait(lambda: not window.seen(LockPage))


def test_what_needs_a_computer_of_ones_own_says_why_it_is_not_offered(
    central: Central, begin: Begin, tmp_path: Path
) -> None:
    central.organisation.open_case("amara")
    with begin() as window:
        sign_in(window, central)
        window.workplace.go("sync")
        window.wait(lambda: window.reads("Cases cannot be prepared for a visit here"))
        assert not window.offers("Prepare for visits")
        assert not window.offers("Check in")
        assert window.reads("1 case, held in memory until you leave")

        window.workplace.go("caseload")
        open_case(window)
        window.press(Qt.Key.Key_7, ALT)
        window.wait(lambda: bool(window.seen(DocumentsView)))
        why = "This computer keeps nothing: a file on its way could be lost."
        window.wait(lambda: window.reads(why))
        [attach] = [b for b in window.seen(ActionButton) if b.accessibleName() == "Attach a file"]
        assert not attach.isEnabled()
        assert attach.accessibleDescription().startswith(why)
        [view] = window.seen(DocumentsView)
        assert not view.acceptDrops()
        documents = documents_of(window)
        with pytest.raises(DomainError) as caught:
            documents.check(tmp_path / "scan.pdf")
        window.close()
        window.wait(lambda: not window.is_open)
    assert caught.value.code == "computer_keeps_nothing"


def documents_of(window: Window) -> Documents:
    """Give the documents as the desk has them."""
    return window.workplace._tools.desk.documents
