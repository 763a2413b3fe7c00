"""The theme that every room is given, as the composition root makes it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from nurseapp.desktop.ui.theme.palette import Palette, Scheme, palettes_from
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.theme.typography import Typography, load_typography

OF_NO_MATTER = "This plugin does not support"  # what the offscreen platform says of windows
RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def pytest_configure(config: pytest.Config) -> None:
    """Let Qt say offscreen what a real screen would not: all other warnings fail a test."""
    config.addinivalue_line("qt_log_ignore", OF_NO_MATTER)


@pytest.fixture(scope="session")
def resources() -> Path:
    """Return the folder of what ships beside the code."""
    return RESOURCES


@pytest.fixture(scope="session")
def palettes() -> dict[Scheme, Palette]:
    """Read the palettes that ship."""
    content = (RESOURCES / "theme" / "palette.toml").read_text(encoding="utf-8")
    return palettes_from(tomllib.loads(content))


@pytest.fixture(scope="session")
def typography(qapp: QApplication) -> Typography:
    """Load the fonts that ship."""
    dots_per_inch = qapp.primaryScreen().logicalDotsPerInchY()
    return load_typography(RESOURCES / "fonts", qapp.font(), dots_per_inch)


@pytest.fixture
def theme(
    qapp: QApplication, palettes: dict[Scheme, Palette], typography: Typography
) -> Iterator[Theme]:
    """Put the look in force, light and at 100 %, for one test."""
    made = Theme(qapp, palettes, typography, RESOURCES / "icons")
    yield made
    made.setParent(None)
    made.deleteLater()
