"""The rail asks for places, and says in a word or a tip what each icon means."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.frame.icons import Icons
from nurseapp.desktop.ui.frame.places import PlaceName, places
from nurseapp.desktop.ui.frame.rail import Rail
from nurseapp.desktop.ui.frame.rail_button import RailButton
from nurseapp.desktop.ui.theme.palette import Scheme
from nurseapp.desktop.ui.theme.theme import Theme


@pytest.fixture
def rail(qtbot: QtBot, theme: Theme, icons: Icons) -> Rail:
    made = Rail(theme, icons, "Ctrl+Alt+K")
    qtbot.addWidget(made)
    made.set_places(places(team=True))
    made.set_person("Amara Osei, RN")
    made.resize(made.width(), 600)
    made.show()
    return made


def button(rail: Rail, words: str) -> RailButton:
    return next(b for b in rail.findChildren(RailButton) if b.accessibleName().startswith(words))


def test_team_is_a_supervisors_place_and_takes_no_key_from_others() -> None:
    names = [place.name for place in places(team=False)]
    assert PlaceName.TEAM not in names
    keys = {place.name: place.key for place in places(team=False)}
    assert keys[PlaceName.SYNC] == "Ctrl+6"
    assert [place.key for place in places(team=True)] == [f"Ctrl+{n}" for n in range(1, 7)]


@pytest.mark.parametrize("words", ["Today", "Caseload", "Inbox", "Library", "Team", "Sync"])
def test_a_click_asks_for_the_place_and_lights_nothing(
    qtbot: QtBot, rail: Rail, words: str
) -> None:
    with qtbot.waitSignal(rail.place_chosen) as chosen:
        QTest.mouseClick(button(rail, words), Qt.MouseButton.LeftButton)
    assert chosen.args == [words.lower()]
    assert not any(b.isChecked() for b in rail.findChildren(RailButton))


def test_one_place_is_lit(rail: Rail) -> None:
    rail.light(PlaceName.INBOX)
    rail.light(PlaceName.CASELOAD)
    lit = [b.accessibleName() for b in rail.findChildren(RailButton) if b.isChecked()]
    assert lit == ["Caseload"]
    rail.light(None)
    assert not any(b.isChecked() for b in rail.findChildren(RailButton))


def test_what_waits_is_counted_also_for_those_who_listen(rail: Rail) -> None:
    rail.set_count(PlaceName.INBOX, 2)
    assert button(rail, "Inbox").accessibleName() == "Inbox, 2 waiting"
    rail.set_count(PlaceName.INBOX, 0)
    assert button(rail, "Inbox").accessibleName() == "Inbox"


def test_a_count_for_a_place_that_is_not_shown_changes_nothing(rail: Rail) -> None:
    rail.set_places(places(team=False))
    rail.set_count(PlaceName.TEAM, 3)
    assert [b.accessibleName() for b in rail.findChildren(RailButton) if "3" in b.text()] == []


def test_icons_alone_have_a_tip_and_a_name(rail: Rail) -> None:
    assert button(rail, "Library").toolTip() == ""
    wide = rail.width()
    rail.set_narrow(True)
    assert rail.width() < wide / 2
    assert button(rail, "Library").toolTip() == "Library"
    assert "Amara Osei, RN" in button(rail, "Lock").toolTip()
    assert "Ctrl+Alt+K" in button(rail, "Lock").toolTip()


def test_up_and_down_move_the_focus_round(qtbot: QtBot, rail: Rail) -> None:
    rail.activateWindow()
    qtbot.waitUntil(rail.isActiveWindow)
    rail.light(PlaceName.SYNC)
    rail.take_focus()
    assert button(rail, "Sync").hasFocus()
    QTest.keyClick(button(rail, "Sync"), Qt.Key.Key_Down)
    assert button(rail, "Lock").hasFocus()
    QTest.keyClick(button(rail, "Lock"), Qt.Key.Key_Down)
    assert button(rail, "Today").hasFocus()
    QTest.keyClick(button(rail, "Today"), Qt.Key.Key_Up)
    assert button(rail, "Lock").hasFocus()


def test_the_lock_asks_to_lock(qtbot: QtBot, rail: Rail) -> None:
    with qtbot.waitSignal(rail.lock_asked):
        QTest.mouseClick(button(rail, "Lock"), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("scheme", Scheme)
def test_the_focus_is_seen_on_the_rail(
    qtbot: QtBot, theme: Theme, rail: Rail, scheme: Scheme
) -> None:
    theme.choose_scheme(scheme)
    rail.activateWindow()
    qtbot.waitUntil(rail.isActiveWindow)
    at = button(rail, "Library")
    at.setFocus()
    image = at.grab().toImage()
    middle = image.width() // 2
    assert image.pixelColor(middle, 0).name().upper() == theme.palette.rail_ink
    assert image.pixelColor(middle, 1).name().upper() == theme.palette.rail_ink
