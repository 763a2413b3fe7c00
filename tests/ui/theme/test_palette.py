"""The colours that ship can be read by everybody, and a bad palette is refused by name."""

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from nurseapp.desktop.ui.theme.palette import PAIRS, Pair, Palette, PaletteError, Scheme
from nurseapp.desktop.ui.theme.palette import palettes_from as read_palettes

TEXT_ON_GROUND = [
    ("ink", "bg"),
    ("ink", "panel"),
    ("ink", "soft"),
    ("dim", "bg"),
    ("dim", "panel"),
    ("dim", "soft"),
    ("accent", "bg"),
    ("accent", "panel"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("rail_ink", "rail"),
    ("rail_selected_ink", "rail_selected"),
]
SHAPE_ON_GROUND = [
    ("edge", "panel"),
    ("edge", "bg"),
    ("edge", "soft"),
    ("accent", "bg"),
    ("accent", "panel"),
    ("accent", "soft"),
    ("rail_ink", "rail"),
]


def luminance(colour: str) -> float:
    """WCAG 2.2, definition of relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, definition of contrast ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def least(scheme: Scheme) -> float:
    return 7.0 if scheme is Scheme.HIGH_CONTRAST else 4.5


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_every_text_stands_out_from_its_ground(
    palettes: dict[Scheme, Palette], scheme: Scheme, text: str, ground: str
) -> None:
    palette = palettes[scheme]
    ratio = contrast(getattr(palette, text), getattr(palette, ground))
    assert ratio >= least(scheme), f"{text} on {ground}: {ratio:.2f}"


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("name", PAIRS)
def test_every_status_can_be_read_as_a_chip_and_as_a_line(
    palettes: dict[Scheme, Palette], scheme: Scheme, name: str
) -> None:
    palette = palettes[scheme]
    pair: Pair = getattr(palette, name)
    assert contrast(pair.text, pair.ground) >= least(scheme)
    assert contrast(pair.bare, palette.panel) >= least(scheme)
    assert contrast(pair.bare, palette.bg) >= least(scheme)


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize(("shape", "ground"), SHAPE_ON_GROUND)
def test_edges_and_focus_rings_stand_out(
    palettes: dict[Scheme, Palette], scheme: Scheme, shape: str, ground: str
) -> None:
    palette = palettes[scheme]
    ratio = contrast(getattr(palette, shape), getattr(palette, ground))
    assert ratio >= 3.0, f"{shape} on {ground}: {ratio:.2f}"


def test_high_contrast_is_black_white_and_one_yellow(
    palettes: dict[Scheme, Palette], resources: Path
) -> None:
    content = tomllib.loads((resources / "theme" / "palette.toml").read_text(encoding="utf-8"))
    used = set()
    for value in content["high_contrast"].values():
        used |= set(value.values()) if isinstance(value, dict) else {value}
    assert used == {"#000000", "#FFFFFF", "#FFE100"}
    assert palettes[Scheme.HIGH_CONTRAST].outlined
    assert not palettes[Scheme.LIGHT].outlined


@pytest.mark.parametrize("scheme", Scheme)
def test_nothing_else_looks_like_safety(palettes: dict[Scheme, Palette], scheme: Scheme) -> None:
    palette = palettes[scheme]
    others = [getattr(palette, name) for name in PAIRS if name != "safety"]
    assert palette.safety not in others
    assert palette.safety.ground not in [pair.ground for pair in others]


@pytest.fixture
def content(resources: Path) -> dict[str, Any]:
    text = (resources / "theme" / "palette.toml").read_text(encoding="utf-8")
    return copy.deepcopy(tomllib.loads(text))


def test_a_missing_scheme_is_named(content: dict[str, Any]) -> None:
    del content["dark"]
    with pytest.raises(PaletteError, match=r"^dark is missing"):
        read_palettes(content)


def test_a_missing_colour_is_named_with_its_scheme(content: dict[str, Any]) -> None:
    del content["dark"]["ink"]
    with pytest.raises(PaletteError, match=r"dark\.ink is missing"):
        read_palettes(content)


def test_a_missing_half_of_a_pair_is_named(content: dict[str, Any]) -> None:
    del content["light"]["due"]["ground"]
    with pytest.raises(PaletteError, match=r"light\.due\.ground is missing"):
        read_palettes(content)


@pytest.mark.parametrize("value", ["red", "#12345", "#12345G", "1234567", 5])
def test_what_is_not_a_colour_is_named_with_its_value(
    content: dict[str, Any], value: object
) -> None:
    content["light"]["bg"] = value
    with pytest.raises(PaletteError, match=rf"light\.bg: {value} is not a colour"):
        read_palettes(content)


def test_a_colour_that_nothing_uses_is_refused(content: dict[str, Any]) -> None:
    content["light"]["bakground"] = "#FFFFFF"
    with pytest.raises(PaletteError, match=r"light: bakground is not a colour"):
        read_palettes(content)
