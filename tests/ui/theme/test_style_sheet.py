"""The style sheet is whole: every look has a rule, every rule a colour, every length its scale."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from nurseapp.desktop.ui.theme.looks import Look
from nurseapp.desktop.ui.theme.palette import Palette, Scheme
from nurseapp.desktop.ui.theme.style_sheet import style_sheet
from nurseapp.desktop.ui.theme.typography import Typography


@pytest.fixture
def icons(resources: Path) -> Path:
    return resources / "icons"


@pytest.mark.parametrize("scheme", Scheme)
def test_no_placeholder_is_left(
    palettes: dict[Scheme, Palette], typography: Typography, icons: Path, scheme: Scheme
) -> None:
    sheet = style_sheet(palettes[scheme], typography, icons)
    assert "@" not in sheet
    assert not re.search(r"\dsp\b", sheet)


def test_every_look_has_a_rule_and_every_rule_a_look(
    palettes: dict[Scheme, Palette], typography: Typography, icons: Path
) -> None:
    sheet = style_sheet(palettes[Scheme.LIGHT], typography, icons)
    ruled = set(re.findall(r'\[look="([a-z-]+)"\]', sheet))
    # A plain button is a button without another look.
    assert ruled == {look.value for look in Look} - {Look.PLAIN.value}


@pytest.mark.parametrize("scheme", Scheme)
def test_every_mark_that_it_names_is_there(
    palettes: dict[Scheme, Palette], typography: Typography, icons: Path, scheme: Scheme
) -> None:
    sheet = style_sheet(palettes[scheme], typography, icons)
    named = set(re.findall(r'url\("([^"]+)"\)', sheet))
    assert named
    assert all(Path(name).is_file() for name in named)


def test_text_and_targets_grow_with_the_zoom_but_hairlines_do_not(
    palettes: dict[Scheme, Palette], typography: Typography, icons: Path
) -> None:
    small = replace(typography, system_px=13, zoom=100)
    large = replace(small, zoom=200)
    at_100 = style_sheet(palettes[Scheme.LIGHT], small, icons)
    at_200 = style_sheet(palettes[Scheme.LIGHT], large, icons)
    assert "font-size: 20px" in at_100
    assert "font-size: 40px" in at_200
    assert at_100.count("1px solid") == at_200.count("1px solid")
