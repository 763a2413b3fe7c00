"""A status is a shape, then a word, then a colour; and nothing hides it."""

from collections.abc import Iterable

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.theme.palette import Scheme
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip import Chip, ChipRow, StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind, colours_of, paint_shape
from nurseapp.desktop.ui.widgets.chip_painter import ChipPainter
from nurseapp.desktop.ui.widgets.data_table import DataTable
from tests.ui.widgets.conftest import DUE, OVERDUE, Row

LONG = ChipFace(kind=ChipKind.SAFETY, words="A status that goes on and on and on")


def painted_shape(kind: ChipKind) -> bytes:
    image = QImage(24, 24, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_shape(painter, kind, QRectF(2, 2, 20, 20), QColor("black"))
    painter.end()
    return bytes(image.constBits())


def shown(widget: QWidget, area: QRect | None = None) -> set[str]:
    """Return every colour that is seen on a widget."""
    image = widget.grab(area or widget.rect()).toImage()
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }


def ink_columns(image: QImage, ground: QColor, lines: Iterable[int]) -> list[int]:
    return [x for x in range(image.width()) if any(image.pixelColor(x, y) != ground for y in lines)]


def test_each_status_has_a_shape_of_its_own_without_colour() -> None:
    assert len({painted_shape(kind) for kind in ChipKind}) == len(ChipKind)


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("kind", ChipKind)
def test_a_chip_shows_the_colours_of_its_status(
    qtbot: QtBot, theme: Theme, scheme: Scheme, kind: ChipKind
) -> None:
    theme.choose_scheme(scheme)
    chip = Chip(theme, ChipFace(kind=kind, words="Status"))
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    colours = colours_of(theme.palette, kind)
    assert {colours.text, colours.ground} <= shown(chip)


def test_a_screen_reader_reads_the_word(qtbot: QtBot, theme: Theme) -> None:
    chip = Chip(theme, DUE)
    qtbot.addWidget(chip)
    chip.set_face(OVERDUE)
    assert chip.text() == "2 days overdue"


@pytest.mark.parametrize("scheme", Scheme)
def test_selection_never_hides_a_chip(theme: Theme, table: DataTable[Row], scheme: Scheme) -> None:
    theme.choose_scheme(scheme)
    table.choose(2**40)
    table.setFocus()
    cell = table.visualRect(table.model().index(0, 1))
    cell.translate(0, table.horizontalHeader().height())
    seen = shown(table, cell)
    for face in (OVERDUE, DUE):
        colours = colours_of(theme.palette, face.kind)
        assert {colours.text, colours.ground} <= seen


def test_chips_that_do_not_fit_are_counted(theme: Theme) -> None:
    chips = ChipPainter(theme)
    faces = (OVERDUE, DUE, LONG)
    whole = sum(chips.size(face).width() for face in faces) + 2 * 8
    assert chips.fitting(faces, whole) == 3
    assert chips.fitting(faces, whole - 1) == 2
    assert chips.fitting(faces, 10) == 1
    assert chips.fitting((), 10) == 0


def test_a_chip_too_long_is_shortened_inside_its_ground(theme: Theme) -> None:
    chips = ChipPainter(theme)
    box = QRect(0, 0, 90, 21)
    image = QImage(120, 21, QImage.Format.Format_RGB32)
    ground = QColor(theme.palette.panel)
    image.fill(ground)
    painter = QPainter(image)
    chips.paint(painter, box, LONG)
    painter.end()
    assert max(ink_columns(image, ground, range(21))) < box.width()
    text = QColor(theme.palette.safety.text)
    lettered = [x for x in range(120) if any(image.pixelColor(x, y) == text for y in range(21))]
    assert max(lettered) < box.width() - 4


def test_chips_in_a_row_go_on_in_a_further_line(qtbot: QtBot, theme: Theme) -> None:
    row = ChipRow(theme)
    qtbot.addWidget(row)
    row.set_faces((OVERDUE, DUE))
    one_line = row.sizeHint()
    assert row.heightForWidth(one_line.width()) == one_line.height()
    assert row.heightForWidth(one_line.width() - 1) > 2 * one_line.height()
    assert row.accessibleName() == "2 days overdue, Stay 13 d"


@pytest.mark.parametrize("scheme", Scheme)
def test_a_status_as_a_line_can_be_read_in_every_scheme(
    qtbot: QtBot, theme: Theme, scheme: Scheme
) -> None:
    line = StatusLine(theme)
    qtbot.addWidget(line)
    line.set_face(OVERDUE)
    theme.choose_scheme(scheme)
    line.resize(200, 24)
    assert line.words() == "2 days overdue"
    assert theme.palette.overdue.bare in shown(line)
