"""Sizes come in steps, follow the system, and figures stand under each other."""

from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication

from nurseapp.desktop.ui.theme.typography import (
    ZOOMS,
    Step,
    Typography,
    load_typography,
    next_zoom,
)


def test_the_fonts_that_ship_are_used(typography: Typography) -> None:
    assert QFontInfo(typography.font()).family() == "Inter"


def test_without_fonts_of_its_own_the_systems_is_taken(qapp: QApplication, tmp_path: Path) -> None:
    system = QFont("Noto Sans", 9)
    made = load_typography(tmp_path, system, 96.0)
    assert made.family == "Noto Sans"
    assert made.system_px == 12


def test_a_font_sized_in_pixels_needs_no_reckoning(qapp: QApplication, tmp_path: Path) -> None:
    system = QFont("Noto Sans")
    system.setPixelSize(17)
    assert load_typography(tmp_path, system, 96.0).system_px == 17


def test_body_text_is_never_smaller_than_13_pixels() -> None:
    assert Typography(family="Inter", system_px=9).px(Step.BODY) == 13


def test_a_larger_system_text_makes_everything_larger() -> None:
    assert Typography(family="Inter", system_px=26).px(Step.PAGE_TITLE) == 40


def test_zoom_multiplies() -> None:
    assert Typography(family="Inter", zoom=150).px(38) == 57


@pytest.mark.parametrize("strong", [False, True])
def test_figures_have_equal_widths(typography: Typography, strong: bool) -> None:
    metrics = QFontMetricsF(typography.font(strong=strong))
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")


def test_the_zoom_goes_from_100_to_200_and_no_further() -> None:
    assert [next_zoom(zoom, 1) for zoom in ZOOMS] == [110, 125, 150, 175, 200, 200]
    assert [next_zoom(zoom, -1) for zoom in ZOOMS] == [100, 100, 110, 125, 150, 175]
