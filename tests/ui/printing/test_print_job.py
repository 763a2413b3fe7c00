"""A print job takes PDF bytes to a printer page by page, and says when the printer did not."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # ships no types

from nurseapp.desktop.services.page_images import page_image, page_sizes
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.printing.page_preview import qimage
from nurseapp.desktop.ui.printing.print_job import PrintJob
from nurseapp.desktop.ui.runner import Runner


@pytest.fixture
def runner(qapp: QObject) -> Iterator[Runner]:
    """Start a store thread."""
    made = Runner(qapp)
    yield made
    made.close()


@pytest.fixture
def failures(qapp: QObject) -> Failures:
    return Failures(lambda: "number", qapp)


def document(pages: int) -> bytes:
    """Make a document whose pages carry a black square at the upper left."""
    written = BytesIO()
    canvas = Canvas(written, pagesize=(595, 842))
    for _ in range(pages):
        canvas.rect(0, 642, 200, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def pdf_printer(file: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    return printer


def test_every_page_reaches_the_printer_where_it_stood(
    qtbot: QtBot, tmp_path: Path, runner: Runner, failures: Failures
) -> None:
    file = tmp_path / "printed.pdf"
    job = PrintJob(document(3), pdf_printer(file), runner, failures, runner)
    with qtbot.waitSignal(job.ended) as ended:
        job.start()
    assert ended.args == [True]
    printed = file.read_bytes()
    assert len(page_sizes(printed)) == 3
    image: QImage = qimage(kept := page_image(printed, 2, 72))
    assert kept.width > 500
    assert image.pixelColor(50, 50).lightness() < 30
    assert image.pixelColor(400, 50).lightness() > 220


def test_a_range_of_pages_is_kept_to(
    qtbot: QtBot, tmp_path: Path, runner: Runner, failures: Failures
) -> None:
    printer = pdf_printer(tmp_path / "printed.pdf")
    printer.setFromTo(2, 3)
    job = PrintJob(document(4), printer, runner, failures, runner)
    with qtbot.waitSignal(job.ended):
        job.start()
    assert len(page_sizes((tmp_path / "printed.pdf").read_bytes())) == 2


@pytest.mark.qt_log_ignore("QPdfEngine", "QPainter")
def test_a_printer_that_does_not_take_it_is_said(
    qtbot: QtBot, tmp_path: Path, runner: Runner, failures: Failures
) -> None:
    nowhere = pdf_printer(tmp_path / "nowhere" / "x.pdf")
    job = PrintJob(document(1), nowhere, runner, failures, runner)
    with qtbot.waitSignal(job.ended) as ended:
        job.start()
    assert ended.args == [False]
