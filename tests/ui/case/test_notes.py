"""Notes by keyboard: written, kept while half typed, added to, marked as an error, never lost."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from nurseapp.desktop.ui.case.case_page import CasePage
from nurseapp.desktop.ui.case.notes import draft_keeping
from nurseapp.desktop.ui.case.notes.note_lines import note_lines
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.contact import Channel, ContactLogged, Outcome
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.note import NoteMarkedAsError, NoteWritten
from nurseapp.domain.streams import StreamKind
from tests.builders import case, member
from tests.ui.case.elena import CASE
from tests.ui.case.hands import CTRL, CTRL_SHIFT, Hands

NOTES = 4
OTHER = CaseId("case-1")


@pytest.fixture
def notes(hands: Hands) -> Hands:
    """Go to the notes."""
    hands.go(NOTES)
    return hands


def read(hands: Hands, note: str) -> None:
    hands.page.go_to(RoomName.NOTES, RecordId(note))


def written(hands: Hands) -> str:
    return hands.find(QPlainTextEdit).toPlainText()


def test_addenda_stand_under_their_note_and_the_newest_note_comes_first(notes: Hands) -> None:
    lines = note_lines(notes.case(), notes.desk.tools.zone)
    assert [line.record for line in lines] == ["n1", "n2", "c1", "n3"]
    assert lines[1].what.startswith("↳")
    assert lines[3].error == "Wrong member"


def test_a_note_is_written_and_saved(notes: Hands) -> None:
    notes.press(Qt.Key.Key_N, CTRL)
    notes.write("Slept well.")
    notes.press(Qt.Key.Key_Return, CTRL)
    assert notes.acts() == [
        NoteWritten(note=notes.acts()[0].note, text="Slept well.", about=None)  # type: ignore[attr-defined]  # it is a note
    ]
    assert written(notes) == ""


def test_what_is_typed_while_a_note_is_being_saved_begins_the_next_one(notes: Hands) -> None:
    notes.press(Qt.Key.Key_N, CTRL)
    notes.write("Slept well.")
    page = notes.find(QPlainTextEdit)
    # No turn of the event loop comes between the keys: the save has not ended.
    QTest.keyClick(page, Qt.Key.Key_Return, CTRL)
    QTest.keyClicks(page, " Ate little.")
    QTest.keyClick(page, Qt.Key.Key_Return, CTRL)
    notes.settle()
    assert [act.text for act in notes.acts() if isinstance(act, NoteWritten)] == ["Slept well."]
    assert written(notes) == "Ate little."
    notes.press(Qt.Key.Key_Return, CTRL)
    assert [act.text for act in notes.acts() if isinstance(act, NoteWritten)] == [
        "Slept well.",
        "Ate little.",
    ]


def save_while_leaving(notes: Hands, *, asked_before: bool = False, after: str = "") -> None:
    """Save a note, type on, and open another case, which may have been asked for before that."""
    notes.desk.store.hold(OTHER, {StreamKind.CARE: (member(), case())})
    notes.press(Qt.Key.Key_N, CTRL)
    notes.write("Slept well.")
    page = notes.find(QPlainTextEdit)
    # No turn of the event loop comes between: nothing that was asked for has ended.
    if asked_before:
        notes.page.open(OTHER)
    QTest.keyClick(page, Qt.Key.Key_Return, CTRL)
    QTest.keyClicks(page, after)
    if not asked_before:
        notes.page.open(OTHER)
    notes.settle()
    assert notes.case().id == OTHER


def test_a_note_whose_case_was_left_while_it_was_being_saved_leaves_no_draft(
    notes: Hands,
) -> None:
    save_while_leaving(notes, asked_before=True)
    assert [act.text for act in notes.acts() if isinstance(act, NoteWritten)] == ["Slept well."]
    assert notes.desk.drafts.kept == {}


def test_what_was_typed_after_it_is_kept_alone(notes: Hands) -> None:
    save_while_leaving(notes, after=" Ate little.")
    kept = notes.desk.drafts.kept
    notes.qtbot.waitUntil(lambda: kept == {f"{CASE}:note:": "Ate little."})


def test_a_note_that_could_not_be_saved_then_is_kept_whole(notes: Hands) -> None:
    notes.desk.store.error = Circumstance("disk_full")
    save_while_leaving(notes, after=" Ate little.")
    assert notes.acts() == []
    kept = notes.desk.drafts.kept
    notes.qtbot.waitUntil(lambda: kept == {f"{CASE}:note:": "Slept well. Ate little."})


def test_an_empty_note_is_not_written(notes: Hands) -> None:
    notes.press(Qt.Key.Key_N, CTRL)
    notes.press(Qt.Key.Key_Return, CTRL)
    assert notes.acts() == []


def test_an_addendum_names_the_note_that_is_read(notes: Hands) -> None:
    read(notes, "n1")
    notes.press(Qt.Key.Key_A, CTRL_SHIFT)
    notes.write("Better today.")
    notes.press(Qt.Key.Key_Return, CTRL)
    assert [act.about for act in notes.acts() if isinstance(act, NoteWritten)] == ["n1"]


def test_a_note_marked_as_an_error_stays_readable_with_its_reason(notes: Hands) -> None:
    read(notes, "n1")
    notes.press(Qt.Key.Key_E, CTRL_SHIFT)
    notes.write("Wrong member")
    notes.press(Qt.Key.Key_Return)
    assert notes.acts() == [NoteMarkedAsError(note=RecordId("n1"), reason="Wrong member")]
    assert notes.reads("Entered in error: Wrong member")
    assert "Slept badly" in written(notes)


def test_a_contact_is_logged(notes: Hands) -> None:
    notes.press(Qt.Key.Key_C, CTRL_SHIFT)
    notes.write("Lucia")  # takes the place of the name that stood there
    notes.press(Qt.Key.Key_Return, CTRL)
    logged = [act for act in notes.acts() if isinstance(act, ContactLogged)]
    assert [(a.with_whom, a.channel, a.outcome) for a in logged] == [
        ("Lucia", Channel.PHONE, Outcome.REACHED)
    ]


def test_logging_a_contact_from_a_list_opens_the_case_at_its_form(
    hands: Hands, page: CasePage
) -> None:
    page.log_contact(CASE)
    hands.settle()
    assert hands.reads("Log a contact")


def test_half_typed_text_is_kept_within_a_second_and_brought_back(notes: Hands) -> None:
    assert timedelta(seconds=1) / timedelta(milliseconds=1) > draft_keeping.KEPT_AFTER_MS
    notes.press(Qt.Key.Key_N, CTRL)
    notes.write("Slept")
    notes.qtbot.waitUntil(lambda: list(notes.desk.drafts.kept.values()) == ["Slept"])
    again = CasePage(notes.desk.tools)
    notes.qtbot.addWidget(again)
    again.show()
    with notes.qtbot.waitSignal(again.holder.opened):
        again.open(CASE)
    again.go_to(RoomName.NOTES)
    hands = Hands(notes.qtbot, notes.desk, again)
    hands.settle()
    assert written(hands) == "Slept"


def test_half_typed_text_is_kept_at_once_when_the_room_is_left(notes: Hands) -> None:
    notes.press(Qt.Key.Key_N, CTRL)
    notes.write("Slept")
    notes.go(1)
    assert list(notes.desk.drafts.kept) == [f"{CASE}:note:"]


def test_a_saved_note_leaves_no_draft(notes: Hands) -> None:
    notes.press(Qt.Key.Key_N, CTRL)
    notes.write("Slept")
    notes.go(1)
    notes.go(NOTES)
    notes.press(Qt.Key.Key_N, CTRL)
    notes.press(Qt.Key.Key_Return, CTRL)
    notes.settle()
    assert notes.desk.drafts.kept == {}
    assert len(notes.acts()) == 1


def test_an_addendum_and_a_new_note_keep_their_own_drafts(notes: Hands) -> None:
    notes.press(Qt.Key.Key_N, CTRL)
    notes.write("One")
    read(notes, "n1")
    notes.press(Qt.Key.Key_A, CTRL_SHIFT)
    notes.write("Two")
    notes.press(Qt.Key.Key_N, CTRL)
    notes.settle()
    assert written(notes) == "One"
    assert sorted(notes.desk.drafts.kept.values()) == ["One", "Two"]


def test_who_may_only_read_cannot_write(notes: Hands) -> None:
    notes.desk.store.mode = "read"
    notes.page.holder.reopen()
    notes.settle()
    notes.press(Qt.Key.Key_N, CTRL)
    notes.press(Qt.Key.Key_C, CTRL_SHIFT)
    notes.settle()
    assert notes.find(QPlainTextEdit).isReadOnly()
    assert not notes.reads("Log a contact")


def test_the_table_reads_out_who_wrote_when(notes: Hands) -> None:
    table = notes.find(DataTable)
    row = [table.model().index(0, column).data() for column in range(4)]
    assert row[0] == "23 Nov 08:24"
    assert row[3] == "Amara Osei"


def test_a_case_that_is_not_here_is_refused_in_words(hands: Hands) -> None:
    hands.page.open(CaseId("nowhere"))
    hands.settle()
    assert hands.reads("This case is not on this computer.")
