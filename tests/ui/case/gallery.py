"""Paints every room of a case into a folder, for people who look at them.

`python -m tests.ui.case.gallery FOLDER [light|dark|high_contrast] [ZOOM]`
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from nurseapp.desktop.ui.case.case_page import CasePage
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.frame.connection import Connection, ConnectionFace
from nurseapp.desktop.ui.frame.icons import Icons
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.theme.application import make_application
from nurseapp.desktop.ui.theme.palette import Scheme, palettes_from
from nurseapp.desktop.ui.theme.theme import LookChoice, Theme
from nurseapp.desktop.ui.theme.typography import load_typography
from nurseapp.domain.ids import RecordId
from tests.ui.case.desk import CaseDesk, case_desk
from tests.ui.case.elena import CASE, NOW
from tests.ui.case.scans import Scans

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
SIZE = (1366, 768)
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def main(folder: Path, scheme: Scheme, zoom: int) -> None:
    """Paint the rooms, one file each."""
    app = make_application("gallery")
    palettes = palettes_from(tomllib.loads((RESOURCES / "theme" / "palette.toml").read_text()))
    typography = load_typography(
        RESOURCES / "fonts", app.font(), app.primaryScreen().logicalDotsPerInchY()
    )
    choice = LookChoice(scheme=scheme, zoom=zoom)
    theme = Theme(app, palettes, typography, RESOURCES / "icons", choice)
    folder.mkdir(parents=True, exist_ok=True)
    with case_desk(theme, RESOURCES, app) as desk:
        page = CasePage(desk.tools)
        window = _window(theme, page)
        page.open(CASE)

        def paint(name: str) -> None:
            _settle()
            window.grab().save(str(folder / f"{name}-{scheme.value}-{zoom}.png"))

        _tour(page, paint)
        _documents(desk, page, paint)
        window.close()


def _window(theme: Theme, page: CasePage) -> MainWindow:
    window = MainWindow(theme, Icons(RESOURCES / "icons"), UTC)
    window.add_page("case", page)
    window.set_person("Amara Osei, RN", team=True)
    window.set_marks(is_example=True)
    window.set_connection(
        ConnectionFace(connection=Connection.OFFLINE, as_of=NOW, last_synced=NOW, waiting=3)
    )
    window.resize(*SIZE)
    window.show()
    window.show_page("case", PlaceName.CASELOAD)
    window.activateWindow()
    _settle()
    return window


def _tour(page: CasePage, paint: Callable[[str], None]) -> None:
    paint("1-summary")
    page.go_to(RoomName.PLAN)
    paint("2-plan")
    _press(page, Qt.Key.Key_Insert)
    paint("2-plan-menu")
    _popup(Qt.Key.Key_Return)
    QTest.keyClicks(_focus(), "I want to sleep through the night.")
    _press(_focus(), Qt.Key.Key_Tab)
    QTest.keyClicks(_focus(), "understand sleep")
    _press(_focus(), Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    QTest.keyClicks(_focus(), "fri")
    paint("2-plan-new")
    page.go_to(RoomName.SCREENING)
    paint("3-forms")
    _press(page, Qt.Key.Key_Down, Qt.Key.Key_Return)
    QTest.keyClicks(_focus(), "1")
    for digit in "12211":
        QTest.keyClicks(_focus(), digit)
    paint("4-phq-9")
    for digit in "101":
        QTest.keyClicks(_focus(), digit)
    paint("5-safety")
    _press(_focus(), Qt.Key.Key_Return)
    _press(_focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    paint("6-phq-9-complete")
    _press(_focus(), Qt.Key.Key_Escape)
    _press(page, Qt.Key.Key_Up, Qt.Key.Key_Return)
    QTest.keyClicks(_focus(), "0")
    paint("6-audit-c")
    QTest.keyClicks(_focus(), "d")
    paint("6-declining")
    _press(_focus(), Qt.Key.Key_Escape)
    page.go_to(RoomName.NOTES)
    paint("7-notes")
    _press(page, Qt.Key.Key_Down)
    paint("7-notes-read")
    page.log_contact(CASE)
    paint("7-contact")
    page.go_to(RoomName.RECORDS)
    paint("8-records")
    page.go_to(RoomName.PAPERS)
    paint("9-papers")
    _press(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    paint("9-question")
    page.go_to(RoomName.PAPERS, "low-blood-sugar:es")
    paint("9-handout")
    page.go_to(RoomName.DOCUMENTS)
    paint("10-no-documents")


def _documents(desk: CaseDesk, page: CasePage, paint: Callable[[str], None]) -> None:
    handout = desk.tools.desk.handouts.all()[0]
    Scans(desk).every_stage(desk.tools.desk.handouts.pdf(handout))
    page.holder.reopen()
    paint("10-documents")
    for place in range(2, 8):
        _press(page, Qt.Key.Key_Down)
        paint(f"10-documents-{place}")
    _press(page, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    page.go_to(RoomName.DOCUMENTS, RecordId("document-7"))
    _press(page, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    paint("10-documents-withdrawing")


def _press(at: QWidget, *keys: Qt.Key | Qt.KeyboardModifier) -> None:
    """Press keys one after the other where the focus goes; a modifier is for the key before it."""
    at.setFocus()
    _settle()
    for place, key in enumerate(keys):
        if isinstance(key, Qt.Key):
            after = keys[place + 1] if place + 1 < len(keys) else None
            held = after if isinstance(after, Qt.KeyboardModifier) else _NO_MODIFIER
            QTest.keyClick(_focus(), key, held)
            _settle()


def _popup(key: Qt.Key) -> None:
    popup = QApplication.activePopupWidget()
    if popup is not None:
        QTest.keyClick(popup, key)
    _settle()


def _focus() -> QWidget:
    focus = QApplication.focusWidget()
    if focus is None:
        raise RuntimeError("nothing has the focus")
    return focus


def _settle() -> None:
    """Let what was asked of the store arrive and be painted."""
    loop = QEventLoop()
    QTimer.singleShot(150, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        Scheme(sys.argv[2] if len(sys.argv) > 2 else "light"),
        int(sys.argv[3] if len(sys.argv) > 3 else 100),
    )
