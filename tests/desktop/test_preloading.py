"""What will be needed is loaded while nothing else happens."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from nurseapp.desktop.preloading import Preloading
from nurseapp.desktop.start import BEHIND_THE_LOCK

MODULES = ("colorsys", "graphlib")


def test_modules_are_loaded_in_turns_of_the_event_loop(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in MODULES:
        monkeypatch.delitem(sys.modules, name, raising=False)
    owner = QObject()
    Preloading(("colorsys", "graphlib:TopologicalSorter"), owner).start()
    assert not set(MODULES) & set(sys.modules)
    qtbot.waitUntil(lambda: set(MODULES) <= set(sys.modules))


def test_what_the_workplace_is_made_of_can_be_loaded(qtbot: QtBot) -> None:
    owner = QObject()
    Preloading(BEHIND_THE_LOCK, owner).start()
    modules = {name.partition(":")[0] for name in BEHIND_THE_LOCK}
    qtbot.waitUntil(lambda: modules <= set(sys.modules))
