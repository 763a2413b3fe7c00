"""Half a note on a shared computer: after a lock or a crash it is there again, for her alone.

The whole desktop on the real server, with the real file; what ends the program tidies nothing up.
"""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from nurseapp.desktop.storage.half_typed import FILE_NAME, HalfTyped, salt_in
from nurseapp.desktop.ui.case.notes.contact_form import ContactForm
from nurseapp.desktop.ui.lock.lock_page import LockPage
from nurseapp.domain.ids import UserId
from nurseapp.server import app, half_typed
from nurseapp.server.routes.table import ROUTES
from nurseapp.server.store.database import transaction
from tests.journeys.central import Central
from tests.journeys.test_a_shared_computer import (
    TEXT,
    Begin,
    begin,
    leaving,
    left_in,
    noted,
    open_case,
    sign_in,
    ward,
    write,
)
from tests.journeys.test_taken_back import give
from tests.journeys.window import ALT, CTRL, Window
from tests.vault.locked_program import ON_CASE, SHARED_AT
from tests.vault.locking import lock_once

# Fixtures of the shared computer's tests.
__all__ = ["begin", "ward"]

SHIFT = Qt.KeyboardModifier.ShiftModifier
WAITS = "half typed, and sealed here until they sign in: amara."
LOST = "What you had half typed on this computer cannot be read any more."


def at_text(window: Window) -> str:
    """Read the field of text that has the focus."""
    at = QApplication.focusWidget()
    return at.toPlainText() if isinstance(at, QPlainTextEdit) else ""


def type_half_a_note(window: Window, central: Central) -> None:
    """Sign in, and write a note that is not saved."""
    sign_in(window, central)
    open_case(window)
    write(window, TEXT, saves=False)


def texts_in(file: Path, central: Central) -> Mapping[str, str]:
    """Read the file as the server lets its author."""
    salt = salt_in(file)
    if salt is None:
        return {}
    with transaction(central.organisation.engine) as connection:
        secret = half_typed.sealing_key(connection)  # type: ignore[attr-defined]  # as it is patched
    key = half_typed.derive_key(secret, UserId("amara"), salt)
    return HalfTyped(file=file, salt=salt, key=key, random=secrets.token_bytes).read()


def is_whole(file: Path, central: Central) -> bool:
    """Tell whether text is kept, and at which field it was typed, which follows a moment later."""
    texts = texts_in(file, central)
    places = [text for name, text in texts.items() if name.endswith(":place")]
    return any(TEXT in text for text in texts.values()) and any(
        json.loads(place)["field"] for place in places
    )


def wait_for_file(window: Window, central: Central, ward: Path) -> Path:
    """Wait until her text and its place are on the disk."""
    window.wait(lambda: any(is_whole(file, central) for file in ward.rglob(FILE_NAME)))
    [file] = ward.rglob(FILE_NAME)
    return file


def leave_half_a_note(begin: Begin, central: Central, ward: Path) -> Path:
    """Let her type half a note, and the program die; give the file."""
    with begin() as window:
        type_half_a_note(window, central)
        file = wait_for_file(window, central, ward)
        window.die()
    return file


def come_back(window: Window, central: Central) -> None:
    """Sign in again, and wait until the note is there at its field."""
    sign_in(window, central)
    window.wait(lambda: at_text(window) == TEXT)


def test_half_a_note_is_there_again_at_its_field_for_her_and_for_nobody_else(
    central: Central, begin: Begin, ward: Path
) -> None:
    case = central.organisation.open_case("amara")
    file = leave_half_a_note(begin, central, ward)
    sealed = file.read_bytes()
    assert not any(word.encode() in sealed for word in (TEXT, "Slept", "stairs", case))

    with begin() as window:
        window.start(central.url)
        window.wait(lambda: window.reads(WAITS))
    with begin() as window:
        sign_in(window, central, "tomas")
        window.close()
        window.wait(lambda: not window.is_open)
    assert file.read_bytes() == sealed

    with begin() as window:
        come_back(window, central)
        window.press(Qt.Key.Key_Return, CTRL)
        window.wait(lambda: noted(central, case) == [TEXT] and not file.exists())
        window.close()
        window.wait(lambda: not window.is_open)
    assert left_in(ward) == []


def test_half_a_contact_is_there_again_as_well(central: Central, begin: Begin, ward: Path) -> None:
    central.organisation.open_case("amara")
    with begin() as window:
        sign_in(window, central)
        open_case(window)
        window.press(Qt.Key.Key_4, ALT)
        window.press(Qt.Key.Key_C, CTRL | SHIFT)
        window.wait(lambda: bool(window.seen(ContactForm)))
        for _ in range(3):
            window.press(Qt.Key.Key_Tab)
        window.write(TEXT)
        assert at_text(window) == TEXT
        wait_for_file(window, central, ward)
        window.die()
    with begin() as window:
        come_back(window, central)
        assert window.seen(ContactForm)
        window.close()
        assert "half typed" in leaving(window)
        window.click("Leave without it")
        window.wait(lambda: not window.is_open)
    assert left_in(ward) == []


def test_who_locks_is_told_that_it_is_kept_and_who_leaves_takes_it_away(
    central: Central, begin: Begin, ward: Path
) -> None:
    central.organisation.open_case("amara")
    with begin() as window:
        type_half_a_note(window, central)
        wait_for_file(window, central, ward)
        window.press(Qt.Key.Key_K, CTRL | ALT)
        window.wait(lambda: bool(window.seen(LockPage)))
        assert window.reads("What you have half typed stays sealed here until you sign in again.")
        window.die()
    with begin() as window:
        come_back(window, central)
        window.close()
        assert "When you leave, this computer forgets it." in leaving(window)
        window.click("Leave without it")
        window.wait(lambda: not window.is_open)
    assert left_in(ward) == []


def test_what_she_wrote_in_a_case_that_is_not_hers_any_more_is_not_shown(
    central: Central, begin: Begin, ward: Path
) -> None:
    case = central.organisation.open_case("amara")
    central.organisation.open_case("amara")
    with begin() as window:
        sign_in(window, central)
        window.workplace.open_case(case)
        window.wait(lambda: window.workplace.rooms.case.holder.case is not None)
        write(window, TEXT, saves=False)
        file = wait_for_file(window, central, ward)
        window.die()
    give(central.organisation, case, "tomas")
    with begin() as window:
        sign_in(window, central)
        window.wait(lambda: not file.exists())
        assert window.workplace.rooms.case.holder.case is None
        window.close()
        window.wait(lambda: not window.is_open)
    assert left_in(ward) == []


def other_key(_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server have another key, as one that was set up anew."""
    monkeypatch.setattr(half_typed, "sealing_key", lambda _connection: bytes(32))


def damage(file: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk lose some of the file."""
    file.write_bytes(file.read_bytes()[:-100])


@pytest.mark.parametrize("trouble", [other_key, damage])
def test_what_nobody_can_read_any_more_is_told_once_and_does_not_stay(
    central: Central,
    begin: Begin,
    ward: Path,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Callable[[Path, pytest.MonkeyPatch], None],
) -> None:
    central.organisation.open_case("amara")
    file = leave_half_a_note(begin, central, ward)
    trouble(file, monkeypatch)
    with begin() as window:
        sign_in(window, central)
        assert window.reads(LOST)
        assert not file.exists()
        open_case(window)
        write(window, TEXT, saves=False)
        wait_for_file(window, central, ward)
        window.die()
    with begin() as window:
        come_back(window, central)
        assert not window.reads(LOST)


def test_an_older_server_gives_no_key_and_nothing_is_kept(
    central: Central, begin: Begin, ward: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    central.organisation.open_case("amara")
    older = tuple(route for route in ROUTES if not route.path.endswith("half-typed"))
    central.stop()
    monkeypatch.setattr(app, "ROUTES", older)
    central.start()
    with begin() as window:
        type_half_a_note(window, central)
        window.press(Qt.Key.Key_K, CTRL | ALT)
        window.wait(lambda: bool(window.seen(LockPage)))
        assert window.reads("What is only half typed is lost when somebody else signs in.")
        window.die()
    assert not any(kept.endswith(FILE_NAME) for kept in left_in(ward))


@pytest.mark.skipif(sys.platform != "linux", reason="reads another program's memory as Linux does")
def test_a_lock_for_good_leaves_it_in_no_memory_and_gives_it_back_at_its_field(
    central: Central, ward: Path
) -> None:
    case = central.organisation.open_case("amara")
    text = "Zweifelsohne said that 8841 steps are too many"
    settings = {"NURSEAPP_COMPUTER": "shared", SHARED_AT: central.url, ON_CASE: case}

    locked = lock_once(ward, text, **settings)

    assert locked.found_locked == 0
    assert locked.found_shown > 0
    assert locked.resumed == f"New note {text}"
    [file] = ward.rglob(FILE_NAME)
    assert text.encode() not in file.read_bytes()
