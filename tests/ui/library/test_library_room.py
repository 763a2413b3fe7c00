"""The library shows what there is to give and to ask, in full, and changes nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.library.library_room import LibraryRoom
from nurseapp.desktop.ui.library.library_view import LibraryView
from nurseapp.desktop.ui.printing.paper_showing import PaperShowing
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from tests.ui.room_desk import RoomDesk
from tests.ui.room_fixtures import Show, drain
from tests.ui.table_words import chips, column, headings


@pytest.fixture
def room(theme: Theme, desk: RoomDesk, runner: Runner, failures: Failures) -> LibraryRoom:
    services = desk.desk
    return LibraryRoom(LibraryView(theme), services.handouts, services.screenings, runner, failures)


@pytest.fixture
def window(qtbot: QtBot, room: LibraryRoom, runner: Runner, show: Show) -> MainWindow:
    made = show(PlaceName.LIBRARY, room.view)
    room.refresh()
    drain(qtbot, runner)
    return made


@pytest.fixture
def forms(room: LibraryRoom, window: MainWindow) -> LibraryRoom:
    """The library with its register of forms in front."""
    bar = room.view.findChildren(QTabBar)[0]
    bar.setFocus()
    QTest.keyClick(bar, Qt.Key.Key_Right)
    return room


def test_handouts_say_topic_language_grade_and_whether_anybody_reviewed_them(
    room: LibraryRoom, window: MainWindow, desk: RoomDesk
) -> None:
    table, all_of_them = room.view.handouts, desk.desk.handouts.all()
    assert headings(table) == ["Title", "Topic", "Language", "Grade", "Reviewed"]
    assert column(table, "Title") == [handout.title for handout in all_of_them]
    assert {"English", "Spanish"} <= set(column(table, "Language"))
    for row, handout in enumerate(all_of_them):
        graded = handout.grade is not None
        assert (column(table, "Grade")[row] != "—") is graded
        if not handout.reviewed:
            assert chips(table, "Reviewed", row) == ["▲ Not reviewed yet"]


def test_the_chosen_handout_is_previewed_as_it_will_be_printed(
    qtbot: QtBot, room: LibraryRoom, window: MainWindow, desk: RoomDesk, runner: Runner
) -> None:
    def pages() -> int:
        return len(room.view.preview.widget().findChildren(QWidget))  # type: ignore[union-attr]  # it has one

    qtbot.waitUntil(lambda: pages() >= 1)
    first = desk.desk.handouts.all()[0]
    assert room.view.about()["Licence"] == first.licence
    assert room.view.about()["Reviewed"] == "Not reviewed yet"
    QTest.keyClick(room.view.handouts, Qt.Key.Key_Down)
    second = desk.desk.handouts.all()[1]
    assert room.view.about()["Sources"] == "\n".join(second.sources)
    qtbot.waitUntil(lambda: pages() >= 1)
    drain(qtbot, runner)


def test_only_the_last_handout_chosen_is_previewed(
    qtbot: QtBot,
    room: LibraryRoom,
    window: MainWindow,
    desk: RoomDesk,
    runner: Runner,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[bytes] = []
    monkeypatch.setattr(PaperShowing, "show", lambda _self, pdf: shown.append(pdf))
    for _ in range(3):
        QTest.keyClick(room.view.handouts, Qt.Key.Key_Down)
    drain(qtbot, runner)
    services = desk.desk.handouts
    assert shown == [services.pdf(services.all()[3])]


def test_the_register_says_version_licence_source_and_age_of_each_form(
    forms: LibraryRoom, desk: RoomDesk
) -> None:
    table = forms.view.forms
    assert headings(table) == ["Form", "Title", "Version", "For", "Licence", "Source"]
    known = desk.desk.screenings.forms()
    assert column(table, "Form") == ["AUDIT-C", "PHQ-9"]
    assert column(table, "Version") == [form.version for form in known]
    assert column(table, "For") == [f"{form.minimum_age} and older" for form in known]
    assert column(table, "Source") == [form.source for form in known]


def test_a_forms_licence_can_be_read_in_full(
    forms: LibraryRoom, desk: RoomDesk, window: MainWindow
) -> None:
    form = desk.desk.screenings.forms()[0]
    about = forms.view.about()
    assert about["Licence"] == form.licence
    assert about["Title"] == form.title
    assert about["Cut-off from"] == form.policy.sources["positive_at"]
    shown = next(label for label in forms.view.findChildren(QLabel) if label.text() == form.licence)
    assert shown.isVisible()
    assert shown.height() >= shown.heightForWidth(shown.width())
    QTest.keyClick(forms.view.forms, Qt.Key.Key_Down)
    assert forms.view.about()["Licence"] == desk.desk.screenings.forms()[1].licence


def test_the_keys_reach_both_tables(room: LibraryRoom, window: MainWindow) -> None:
    assert room.view.handouts.hasFocus()
    bar = room.view.findChildren(QTabBar)[0]
    assert [bar.tabText(place) for place in range(bar.count())] == ["Handouts 5", "Forms 2"]
    bar.setFocus()
    QTest.keyClick(bar, Qt.Key.Key_Right)
    room.view.setFocus()
    assert room.view.forms.hasFocus()
    assert window.windowTitle() == "nurseapp"


def test_coming_back_keeps_what_was_chosen(
    qtbot: QtBot, room: LibraryRoom, window: MainWindow, runner: Runner
) -> None:
    QTest.keyClick(room.view.handouts, Qt.Key.Key_Down)
    chosen = room.view.handouts.chosen_id()
    room.refresh()
    drain(qtbot, runner)
    assert room.view.handouts.chosen_id() == chosen
