"""Papers: previewed in memory, asked whose they are before they leave, recorded when given."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QComboBox, QWidget

from nurseapp.desktop.services.page_images import page_sizes
from nurseapp.desktop.storage.circumstances import CacheError
from nurseapp.desktop.ui.case.papers.paper_lines import CARE_PLAN, paper_lines
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.printing.choosers import FileChooser, PrinterChooser
from nurseapp.desktop.ui.printing.paper_panel import PaperPanel
from nurseapp.domain.handout import HandoutWasGiven, TeachBack
from nurseapp.domain.streams import StreamKind, stream_of
from tests.ui.case.hands import ALT, CTRL, Hands

PAPERS = 6
HANDOUT = "low-blood-sugar:es"
QUESTION = "This page is for MARQUEZ, Elena, born 14 Mar 1965, number 4402-1187?"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Answer the system's dialogs, and tell which were opened."""
    opened: list[str] = []

    def choose_printer(chooser: PrinterChooser, _window: QWidget) -> None:
        opened.append("printer")
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        chooser.chosen.emit(printer)

    def choose_file(chooser: FileChooser, _window: QWidget, file_name: str) -> None:
        opened.append(file_name)
        chooser.chosen.emit(str(tmp_path / file_name))

    monkeypatch.setattr(PrinterChooser, "ask", choose_printer)
    monkeypatch.setattr(FileChooser, "ask", choose_file)
    return opened


@pytest.fixture
def papers(hands: Hands, asked: list[str]) -> Hands:
    """Go to the papers, where the member's plan is chosen."""
    hands.go(PAPERS)
    hands.settle()
    return hands


def is_asking(hands: Hands) -> bool:
    return hands.find(PaperPanel).is_asking()


def printed(hands: Hands, folder: Path) -> Path:
    file = folder / "printed.pdf"
    hands.qtbot.waitUntil(lambda: hands.reads("Sent to the printer"))
    return file


def test_handouts_in_the_member_s_language_come_first(papers: Hands) -> None:
    lines = paper_lines(papers.case(), papers.desk.library.handouts())
    assert lines[0].key == CARE_PLAN
    languages = [line.language for line in lines[1:]]
    assert languages == sorted(languages, key=lambda language: language != "Spanish")


def test_printing_the_plan_asks_first_whose_page_it_is(
    papers: Hands, asked: list[str], tmp_path: Path
) -> None:
    papers.press(Qt.Key.Key_P, CTRL)
    assert is_asking(papers)
    assert papers.reads(QUESTION)
    assert asked == []
    papers.press(Qt.Key.Key_Return)
    assert len(page_sizes(printed(papers, tmp_path).read_bytes())) >= 1
    care = stream_of(papers.case().id, StreamKind.CARE)
    assert papers.desk.deeds.told() == [("open", care, "case"), ("print", care, "care-plan")]


@pytest.mark.parametrize("key", [Qt.Key.Key_P, Qt.Key.Key_S])
def test_what_cannot_be_written_down_does_not_leave(
    papers: Hands, asked: list[str], tmp_path: Path, key: Qt.Key
) -> None:
    papers.desk.deeds.error = CacheError("disk_full")
    papers.press(key, CTRL)
    papers.press(Qt.Key.Key_Return)

    papers.qtbot.waitUntil(lambda: papers.reads("It was not done: this computer could not"))
    assert len(asked) == 1
    assert list(tmp_path.iterdir()) == []


def test_no_means_that_nothing_leaves(papers: Hands, asked: list[str]) -> None:
    papers.press(Qt.Key.Key_P, CTRL)
    papers.press(Qt.Key.Key_Tab)
    papers.press(Qt.Key.Key_Return)
    papers.settle()
    assert not is_asking(papers)
    assert asked == []


def test_escape_means_no(papers: Hands, asked: list[str]) -> None:
    papers.press(Qt.Key.Key_P, CTRL)
    papers.press(Qt.Key.Key_Escape)
    papers.settle()
    assert not is_asking(papers)
    assert asked == []
    assert papers.page.isVisible()


def test_a_handout_is_printed_without_a_question(
    papers: Hands, asked: list[str], tmp_path: Path
) -> None:
    papers.page.go_to(RoomName.PAPERS, HANDOUT)
    papers.settle()
    papers.press(Qt.Key.Key_P, CTRL)
    printed(papers, tmp_path)
    assert asked == ["printer"]


def test_a_file_name_never_says_whose_it_is(
    papers: Hands, asked: list[str], tmp_path: Path
) -> None:
    papers.press(Qt.Key.Key_S, CTRL)
    papers.press(Qt.Key.Key_Return)
    papers.qtbot.waitUntil(lambda: papers.reads("Saved as PDF."))
    assert asked == ["care-plan.pdf"]
    assert (tmp_path / "care-plan.pdf").read_bytes().startswith(b"%PDF")


def test_a_folder_that_cannot_be_written_is_said(
    papers: Hands, asked: list[str], tmp_path: Path
) -> None:
    (tmp_path / "care-plan.pdf").mkdir()
    papers.press(Qt.Key.Key_S, CTRL)
    papers.press(Qt.Key.Key_Return)
    papers.qtbot.waitUntil(lambda: papers.reads("Choose another folder."))


def test_a_handout_is_recorded_as_given_with_teach_back(papers: Hands) -> None:
    papers.page.go_to(RoomName.PAPERS, HANDOUT)
    papers.settle()
    box = papers.find(QComboBox)
    box.setFocus()
    papers.press(Qt.Key.Key_Down)
    papers.press(Qt.Key.Key_L, CTRL)
    papers.settle()
    papers.press(Qt.Key.Key_Return, CTRL)
    given = [act for act in papers.acts() if isinstance(act, HandoutWasGiven)]
    assert [(a.handout, a.language, a.teach_back, a.large_print) for a in given] == [
        ("low-blood-sugar", "es", TeachBack.CORRECT, True)
    ]
    assert papers.reads("Given today. Teach-back: Explained it correctly.")


def test_the_plan_itself_cannot_be_recorded_as_a_handout(papers: Hands) -> None:
    papers.press(Qt.Key.Key_Return, CTRL)
    assert papers.acts() == []


def test_print_on_the_plan_leads_to_its_preview(papers: Hands) -> None:
    papers.page.go_to(RoomName.PAPERS, HANDOUT)
    papers.press(Qt.Key.Key_2, ALT)
    papers.settle()
    papers.press(Qt.Key.Key_P, CTRL)
    papers.settle()
    assert papers.find(PaperPanel).preview.accessibleName() == "Care plan, the member's copy"


def test_the_preview_of_the_plan_follows_the_plan(papers: Hands) -> None:
    before = papers.find(PaperPanel).preview.images_shown()
    papers.go(2)
    papers.press(Qt.Key.Key_D, CTRL)
    papers.settle()
    papers.go(PAPERS)
    papers.settle()
    assert papers.find(PaperPanel).preview.images_shown() != before
