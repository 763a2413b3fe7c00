"""The preview asks only for the pages that are seen, each at the size it is shown in."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.services.page_images import PageImage, PageSize
from nurseapp.desktop.ui.printing.page_preview import PagePreview
from nurseapp.desktop.ui.theme.theme import Theme

A4 = PageSize(width=595, height=842)


@pytest.fixture
def preview(qtbot: QtBot, theme: Theme) -> PagePreview:
    """Show an empty preview, half a page high."""
    made = PagePreview(theme, "Preview")
    qtbot.addWidget(made)
    made.resize(610, 420)
    made.show()
    return made


def image(grey: int) -> PageImage:
    return PageImage(width=2, height=2, stride=8, bgra=bytes([grey]) * 16)


def test_only_the_pages_that_are_seen_are_asked_for(qtbot: QtBot, preview: PagePreview) -> None:
    asked: list[int] = []
    preview.page_needed.connect(lambda page, _dots: asked.append(page))
    preview.set_pages([A4] * 5)
    QTest.qWait(1)
    assert set(asked) == {0}
    preview.verticalScrollBar().setValue(preview.verticalScrollBar().maximum())
    assert 4 in asked
    assert 2 not in asked


def test_zooming_asks_for_a_finer_image(qtbot: QtBot, preview: PagePreview) -> None:
    asked: list[float] = []
    preview.page_needed.connect(lambda _page, dots: asked.append(dots))
    preview.set_pages([A4])
    preview.setFocus()
    QTest.keyClicks(preview, "+")
    QTest.keyClick(preview, Qt.Key.Key_Minus)
    assert asked[-1] > asked[0]


def test_an_image_is_painted_on_white_paper(preview: PagePreview) -> None:
    preview.set_pages([A4])
    QTest.qWait(1)
    assert preview.grab().toImage().pixelColor(300, 200).name() == "#ffffff"
    preview.set_image(0, image(0))
    assert preview.grab().toImage().pixelColor(300, 200).name() == "#000000"


def test_a_page_says_which_of_how_many_it_is(preview: PagePreview) -> None:
    preview.set_pages([A4, A4])
    names = [widget.accessibleName() for widget in preview.findChildren(QWidget)]
    assert [name for name in names if name.startswith("Page")] == ["Page 1 of 2", "Page 2 of 2"]
