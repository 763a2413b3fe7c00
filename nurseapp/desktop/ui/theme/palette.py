"""The colours of one scheme, checked when they are read.

Must not read a file: the composition root hands in the content of `resources/theme/palette.toml`.
Called by the composition root; every painted widget reads its colours from `Theme.palette`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum


class Scheme(StrEnum):
    """A set of colours that the nurse can choose."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class PaletteError(ValueError):
    """Say which colour of which scheme is missing or is not a colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A text colour on its ground.

    Attributes:
        bare: the colour of the same words where they stand on a page or a panel.
    """

    text: str
    ground: str
    bare: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """All colours of one scheme, each as #RRGGBB."""

    scheme: Scheme
    bg: str
    panel: str
    line: str
    edge: str
    ink: str
    dim: str
    accent: str
    accent_hover: str
    on_accent: str
    soft: str
    rail: str
    rail_ink: str
    rail_selected: str
    rail_selected_ink: str
    on_time: Pair
    due: Pair
    overdue: Pair
    safety: Pair
    neutral: Pair

    @property
    def outlined(self) -> bool:
        """Tell whether grounds alone do not set things apart, so that outlines must."""
        return self.soft == self.panel


PAIRS = ("on_time", "due", "overdue", "safety", "neutral")


def palettes_from(content: Mapping[str, object]) -> dict[Scheme, Palette]:
    """Build the palette of every scheme from the content of the palette file.

    Raises PaletteError naming the scheme and the colour that is missing, unknown or not #RRGGBB.
    """
    return {scheme: _palette(scheme, _table(content, scheme.value, "")) for scheme in Scheme}


def _palette(scheme: Scheme, table: Mapping[str, object]) -> Palette:
    names = {field.name for field in fields(Palette)} - {"scheme"}
    if unknown := sorted(set(table) - names):
        raise PaletteError(f"{scheme.value}: {unknown[0]} is not a colour that the desktop uses")
    colours = {name: _colour(table, name, scheme.value) for name in names.difference(PAIRS)}
    pairs = {name: _pair(_table(table, name, scheme.value), scheme, name) for name in PAIRS}
    return Palette(scheme=scheme, **colours, **pairs)  # type: ignore[arg-type]  # names are checked


def _pair(table: Mapping[str, object], scheme: Scheme, name: str) -> Pair:
    where = f"{scheme.value}.{name}"
    text = _colour(table, "text", where)
    bare = _colour(table, "bare", where) if "bare" in table else text
    return Pair(text=text, ground=_colour(table, "ground", where), bare=bare)


def _table(content: Mapping[str, object], name: str, where: str) -> Mapping[str, object]:
    table = content.get(name)
    if not isinstance(table, Mapping):
        raise PaletteError(f"{where}.{name} is missing".lstrip("."))
    return table


def _colour(table: Mapping[str, object], name: str, where: str) -> str:
    value = table.get(name)
    if value is None:
        raise PaletteError(f"{where}.{name} is missing")
    text = str(value)
    if len(text) != 7 or text[0] != "#" or not set(text[1:]) <= set("0123456789ABCDEFabcdef"):
        raise PaletteError(f"{where}.{name}: {text} is not a colour written as #RRGGBB")
    return text
