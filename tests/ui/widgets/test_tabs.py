"""Tabs tell which one was chosen, and stay where they are when their counts change."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.tabs import Tab, UnderlineTabs

FILTERS = (
    Tab(key="all", words="All", count=62),
    Tab(key="safety", words="Safety", count=1),
    Tab(key="r&d", words="R&D"),
)


@pytest.fixture
def tabs(qtbot: QtBot, theme: Theme) -> UnderlineTabs:
    made = UnderlineTabs(theme, "Filters")
    qtbot.addWidget(made)
    made.set_tabs(FILTERS)
    made.show()
    return made


def test_counts_stand_after_the_words(tabs: UnderlineTabs) -> None:
    assert [tabs.tabText(n) for n in range(3)] == ["All 62", "Safety 1", "R&&D"]
    assert tabs.chosen_key() == "all"


def test_the_arrow_keys_choose(qtbot: QtBot, tabs: UnderlineTabs) -> None:
    with qtbot.waitSignal(tabs.tab_chosen) as chosen:
        QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert chosen.args == ["safety"]


def test_new_counts_say_nothing_and_keep_the_choice(qtbot: QtBot, tabs: UnderlineTabs) -> None:
    tabs.choose("safety")
    with qtbot.assertNotEmitted(tabs.tab_chosen):
        tabs.set_tabs((FILTERS[0], Tab(key="safety", words="Safety", count=0)))
    assert tabs.chosen_key() == "safety"
    assert tabs.count() == 2


def test_an_unknown_key_changes_nothing(tabs: UnderlineTabs) -> None:
    tabs.choose("nobody")
    assert tabs.chosen_key() == "all"


def test_without_tabs_nothing_is_chosen(tabs: UnderlineTabs) -> None:
    tabs.set_tabs(())
    assert tabs.chosen_key() == ""


def test_choosing_a_tab_moves_no_other(tabs: UnderlineTabs) -> None:
    before = [tabs.tabRect(n) for n in range(3)]
    tabs.choose("safety")
    assert [tabs.tabRect(n) for n in range(3)] == before


def test_tabs_grow_with_the_zoom(theme: Theme, tabs: UnderlineTabs) -> None:
    before = tabs.tabRect(0).size()
    for _ in range(5):
        theme.zoom_in()
    assert tabs.tabRect(0).height() == 2 * before.height()
    assert tabs.tabRect(0).width() > 1.8 * before.width()
