"""The look changes live, for all that is on the screen."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.palette import Palette, Scheme
from nurseapp.desktop.ui.theme.theme import LookChoice, Theme
from nurseapp.desktop.ui.theme.typography import Typography


@pytest.mark.parametrize("scheme", Scheme)
def test_choosing_a_scheme_puts_its_colours_in_force(
    qapp: QApplication, theme: Theme, palettes: dict[Scheme, Palette], scheme: Scheme
) -> None:
    theme.choose_scheme(scheme)
    assert theme.palette == palettes[scheme]
    assert theme.choice == LookChoice(scheme=scheme)
    window = qapp.palette().color(QPalette.ColorRole.Window)
    assert window == QColor(palettes[scheme].bg)
    assert palettes[scheme].rail in qapp.styleSheet()


def test_it_follows_the_system_until_something_is_chosen(theme: Theme) -> None:
    theme.choose_scheme(Scheme.DARK)
    theme.choose_scheme(None)
    assert theme.choice.scheme is None
    assert theme.palette.scheme is Scheme.LIGHT


def test_zooming_changes_the_text_on_the_screen(qtbot: QtBot, theme: Theme) -> None:
    label = QLabel("Caseload")
    qtbot.addWidget(label)
    dress(label, Look.PAGE_TITLE)
    label.show()
    before = label.fontInfo().pixelSize()
    for _ in range(3):
        theme.zoom_in()
    assert theme.choice.zoom == 150
    assert label.fontInfo().pixelSize() == round(before * 1.5)
    theme.zoom_out()
    assert theme.choice.zoom == 125
    theme.zoom_reset()
    assert label.fontInfo().pixelSize() == before


def test_a_choice_that_changes_nothing_repaints_nothing(qtbot: QtBot, theme: Theme) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.zoom_reset()
    with qtbot.waitSignal(theme.changed):
        theme.zoom_in()


def test_it_starts_with_what_was_chosen_before(
    qapp: QApplication,
    palettes: dict[Scheme, Palette],
    typography: Typography,
    resources: Path,
) -> None:
    choice = LookChoice(scheme=Scheme.DARK, zoom=175)
    theme = Theme(qapp, palettes, typography, resources / "icons", choice)
    assert theme.palette.scheme is Scheme.DARK
    assert theme.typography.zoom == 175
    theme.deleteLater()


def test_a_look_given_to_a_label_on_the_screen_is_seen_at_once(qtbot: QtBot, theme: Theme) -> None:
    label = QLabel("14")
    qtbot.addWidget(label)
    label.show()
    before = label.fontInfo().pixelSize()
    dress(label, Look.PAGE_TITLE)
    assert label.fontInfo().pixelSize() > before
