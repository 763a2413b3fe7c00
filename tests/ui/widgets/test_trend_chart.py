"""A trend is a line and a table of the same."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.theme.palette import Scheme
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.trend_chart import Trend, TrendChart, TrendLine, TrendPoint

POINTS = (
    TrendPoint(when="20 Sep", value=16, figure="16", words="moderately severe"),
    TrendPoint(when="21 Oct", value=14, figure="14", words="moderate"),
    TrendPoint(when="18 Nov", value=9, figure="9", words="mild"),
)
TREND = Trend(name="PHQ-9", points=POINTS, threshold=10, threshold_words="10")


@pytest.fixture
def chart(qtbot: QtBot, theme: Theme) -> TrendChart:
    made = TrendChart(theme)
    qtbot.addWidget(made)
    made.set_trend(TREND)
    made.resize(280, 200)
    made.show()
    return made


def test_key_t_changes_between_line_and_table(chart: TrendChart) -> None:
    line, table = chart.findChild(TrendLine), chart.findChild(DataTable)
    button = chart.findChild(QPushButton)
    assert line is not None
    assert table is not None
    assert button is not None
    assert (line.isVisible(), table.isVisible()) == (True, False)
    assert button.text() == "As a table   T"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (line.isVisible(), table.isVisible()) == (False, True)
    assert button.text() == "As a line   T"


def test_the_table_holds_every_result_with_its_words(chart: TrendChart) -> None:
    table = chart.findChild(DataTable)
    assert table is not None
    model = table.model()
    cells = [[model.index(row, column).data() for column in range(3)] for row in range(3)]
    assert cells == [[point.when, point.figure, point.words] for point in POINTS]


def test_the_line_can_be_heard(chart: TrendChart) -> None:
    line = chart.findChild(TrendLine)
    assert line is not None
    assert line.accessibleName() == "PHQ-9"
    assert line.accessibleDescription() == (
        "20 Sep: 16 moderately severe; 21 Oct: 14 moderate; 18 Nov: 9 mild"
    )


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("count", [0, 1, 3])
def test_few_points_and_none_are_painted(
    qtbot: QtBot, theme: Theme, scheme: Scheme, count: int
) -> None:
    theme.choose_scheme(scheme)
    line = TrendLine(theme)
    qtbot.addWidget(line)
    line.set_trend(Trend(name="PHQ-9", points=POINTS[:count], threshold=10, threshold_words="10"))
    line.resize(280, 120)
    image = line.grab().toImage()
    accent = sum(
        image.pixelColor(x, y).name().upper() == theme.palette.accent
        for x in range(image.width())
        for y in range(image.height())
    )
    assert (accent > 0) is (count > 0)
