"""Documents of a case: attached by key or by dropping, shown where they are, fetched, withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from nurseapp.desktop.services.documents import AWAY, Stage
from nurseapp.desktop.services.page_images import page_sizes
from nurseapp.desktop.storage.file_rows import Goal
from nurseapp.desktop.ui.case.documents.document_lines import DocumentLine, document_lines
from nurseapp.desktop.ui.case.documents.documents_view import DocumentsView
from nurseapp.desktop.ui.case.documents.picture import LONGEST_PX, picture_pdf
from nurseapp.desktop.ui.case.reason_asker import ReasonAsker
from nurseapp.desktop.ui.printing.choosers import OpenChooser
from nurseapp.desktop.ui.printing.page_preview import PagePreview
from nurseapp.domain.attachment import DocumentAttached, DocumentWithdrawn, MediaType
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.ids import RecordId
from tests.ui.case.elena import CASE
from tests.ui.case.hands import CTRL, CTRL_SHIFT, Hands
from tests.ui.case.scans import Scans, x_ray

DOCUMENTS = 7


@pytest.fixture
def scans(hands: Hands) -> Scans:
    """Put documents into the case."""
    return Scans(hands.desk)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Give an image on the disk, named like a camera names it."""
    path = tmp_path / "left wrist.png"
    path.write_bytes(x_ray(90, 120))
    return path


def go(hands: Hands) -> DocumentsView:
    """Go to the documents."""
    hands.page.holder.reopen()
    hands.settle()
    hands.go(DOCUMENTS)
    hands.settle()
    return hands.find(DocumentsView)


def lines(hands: Hands) -> dict[str, DocumentLine]:
    """Give the lines by title."""
    states = hands.desk.tools.desk.documents.states(CASE)
    listed = document_lines(hands.case(), states, hands.desk.tools.zone)
    return {line.document.title: line for line in listed}


def drop(view: DocumentsView, *paths: Path) -> None:
    """Let files fall on the page."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    view.dropEvent(
        QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def attached(hands: Hands) -> list[DocumentAttached]:
    return [act for act in hands.acts() if isinstance(act, DocumentAttached)]


def asked(hands: Hands) -> None:
    hands.qtbot.waitUntil(lambda: hands.find(DocumentsView).title.isVisible())


def test_a_case_without_documents_says_how_to_attach_one(hands: Hands) -> None:
    go(hands)
    assert hands.reads("No documents yet")
    assert hands.reads("Ctrl+O")


def test_a_file_is_chosen_named_and_attached_without_a_mouse(
    hands: Hands, image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(chooser: OpenChooser, _window: QWidget) -> None:
        chooser.chosen.emit((image,))

    monkeypatch.setattr(OpenChooser, "ask", choose)
    view = go(hands)
    hands.press(Qt.Key.Key_O, CTRL)
    asked(hands)
    hands.write("X-ray")
    hands.press(Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: len(attached(hands)) == 1)

    (body,) = attached(hands)
    assert (body.title, body.media, body.size) == ("X-ray", MediaType.PNG, image.stat().st_size)
    hands.qtbot.waitUntil(lambda: bool(view.paper.preview.images_shown()))
    assert lines(hands)["X-ray"].face.words == "Waiting"


def test_dropped_files_are_named_one_after_the_other(
    hands: Hands, image: Path, tmp_path: Path
) -> None:
    second = tmp_path / "right wrist.png"
    second.write_bytes(x_ray(91, 120))
    drop(go(hands), image, second)
    for count in (1, 2):
        asked(hands)
        hands.press(Qt.Key.Key_Return)
        hands.qtbot.waitUntil(lambda count=count: len(attached(hands)) == count)  # type: ignore[misc]  # bound at once

    assert [body.title for body in attached(hands)] == ["left wrist", "right wrist"]


def test_escape_attaches_nothing(hands: Hands, image: Path) -> None:
    drop(go(hands), image)
    asked(hands)
    hands.press(Qt.Key.Key_Escape)
    hands.settle()
    assert attached(hands) == []
    assert not hands.find(DocumentsView).title.isVisible()


def test_a_file_of_another_kind_is_refused_with_a_sentence(hands: Hands, tmp_path: Path) -> None:
    letter = tmp_path / "letter.docx"
    letter.write_bytes(b"PK\x03\x04")
    drop(go(hands), letter, tmp_path / "gone.pdf")
    hands.qtbot.waitUntil(lambda: hands.reads("This file cannot be read."))
    drop(hands.find(DocumentsView), letter)
    hands.qtbot.waitUntil(lambda: hands.reads("This file is no PDF, PNG or JPEG."))
    assert attached(hands) == []


def test_each_document_says_where_it_is(hands: Hands, scans: Scans) -> None:
    handouts = hands.desk.tools.desk.handouts
    scans.every_stage(handouts.pdf(handouts.all()[0]))
    go(hands)
    assert [(line.document.title, line.face.words) for line in lines(hands).values()] == [
        ("X-ray of the left wrist", "Waiting"),
        ("Wound, left heel", "Sending, 40 %"),
        ("Laboratory results 3 Mar", "Here"),
        ("Insurance card, scanned", "Damaged here"),
        ("Discharge letter, March", "Fetching, 40 %"),
        ("MRI of the knee, report", "On the server"),
        ("Letter about another member", "Withdrawn"),
    ]
    assert lines(hands)["MRI of the knee, report"].state == AWAY
    for words in (
        "The copy here is damaged",
        "It is being fetched: 40 %",
        "This document is on the server only",
        "This document was withdrawn",
    ):
        while not hands.reads(words):
            hands.press(Qt.Key.Key_Down)
            hands.settle()
    assert hands.reads("Belongs to another member")


def test_a_pdf_and_an_image_are_previewed_from_memory(hands: Hands, scans: Scans) -> None:
    handouts = hands.desk.tools.desk.handouts
    scans.attach("Results", handouts.pdf(handouts.all()[0]), Goal.KEEP)
    scans.attach("X-ray", x_ray(), Goal.KEEP)
    view = go(hands)
    hands.qtbot.waitUntil(lambda: bool(view.paper.preview.images_shown()))
    image = view.paper.preview.images_shown()
    hands.press(Qt.Key.Key_Down)
    hands.qtbot.waitUntil(
        lambda: (
            bool(view.paper.preview.images_shown()) and view.paper.preview.images_shown() != image
        )
    )
    assert hands.find(PagePreview).accessibleName() == "Results"


def test_printing_a_document_asks_first_whose_it_is(hands: Hands, scans: Scans) -> None:
    scans.attach("X-ray", x_ray(), Goal.KEEP)
    view = go(hands)
    hands.qtbot.waitUntil(lambda: bool(view.paper.preview.images_shown()))
    hands.press(Qt.Key.Key_P, CTRL)
    assert view.paper.is_asking()


@pytest.mark.parametrize("content", [b"%PDF-1.7 and nothing more", b"\x89PNG\r\n\x1a\n no image"])
def test_a_document_that_cannot_be_shown_is_said_and_no_bug(
    hands: Hands, scans: Scans, content: bytes
) -> None:
    scans.attach("Broken", content, Goal.KEEP)
    go(hands)
    hands.qtbot.waitUntil(lambda: hands.reads("This cannot be shown here."))


def test_a_damaged_copy_is_said(hands: Hands, scans: Scans) -> None:
    scans.attach("X-ray", x_ray(), Goal.KEEP)
    hands.desk.drawer.contents.clear()
    go(hands)
    hands.qtbot.waitUntil(lambda: hands.reads("The copy here is damaged."))


def test_a_document_is_fetched_before_a_visit_and_so_are_all(hands: Hands, scans: Scans) -> None:
    first = scans.attach("First", x_ray(60, 80), None)
    second = scans.attach("Second", x_ray(61, 80), None)
    third = scans.attach("Third", x_ray(62, 80), None)
    go(hands)
    assert hands.reads("This document is on the server only")

    hands.press(Qt.Key.Key_F, CTRL_SHIFT)
    hands.settle()
    assert list(hands.desk.drawer.uses) == [third]
    assert lines(hands)["Third"].state.stage is Stage.FETCHING
    hands.press(Qt.Key.Key_G, CTRL_SHIFT)
    hands.settle()
    assert set(hands.desk.drawer.uses) == {first, second, third}


def test_a_document_that_has_come_is_shown_at_once(hands: Hands, scans: Scans) -> None:
    record = scans.attach("X-ray", x_ray(), Goal.FETCH, held=0)
    view = go(hands)
    assert view.is_telling()
    hands.desk.drawer.is_at(record, Goal.KEEP)
    hands.page.holder.reopen()
    hands.qtbot.waitUntil(lambda: bool(view.paper.preview.images_shown()))


def test_a_document_is_withdrawn_with_a_reason(hands: Hands, scans: Scans) -> None:
    record = scans.attach("X-ray", x_ray(), Goal.KEEP)
    go(hands)
    hands.press(Qt.Key.Key_Delete, CTRL)
    assert hands.find(ReasonAsker).isVisible()
    hands.write("another member")
    hands.press(Qt.Key.Key_Return)
    assert hands.acts() == [DocumentWithdrawn(attachment=record, reason="another member")]
    hands.settle()
    assert hands.reads("This document was withdrawn")


def test_who_only_reads_a_case_attaches_and_withdraws_nothing(
    hands: Hands, scans: Scans, image: Path
) -> None:
    scans.attach("X-ray", x_ray(), Goal.KEEP)
    hands.desk.store.mode = "read"
    view = go(hands)
    hands.press(Qt.Key.Key_Delete, CTRL)
    drop(view, image)
    hands.settle()
    assert not view.reason.isVisible()
    assert not view.title.isVisible()
    assert hands.acts() == []


def test_the_timeline_leads_to_a_document(hands: Hands, scans: Scans) -> None:
    record = scans.attach("X-ray", x_ray(), Goal.KEEP)
    go(hands)
    entries = [entry for entry in hands.case().timeline if entry.record == RecordId(record)]
    assert [entry.subject for entry in entries] == ["X-ray"]


def test_a_large_image_becomes_a_page_no_finer_than_a_printer_needs() -> None:
    (size,) = page_sizes(picture_pdf(x_ray(2 * LONGEST_PX, LONGEST_PX // 4)))
    assert round(size.width / size.height) == 8


def test_what_is_no_image_is_told_apart(qapp: object) -> None:
    with pytest.raises(Circumstance, match="document_unreadable"):
        picture_pdf(b"\x89PNG\r\n\x1a\n and then nothing")
