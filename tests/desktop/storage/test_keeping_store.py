"""What was refused can be seen to, and how much is kept is known."""

from datetime import timedelta
from os import urandom

import pytest

from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.services.keeping import Keeping
from nurseapp.desktop.storage.keeping_store import KeepingStore
from nurseapp.domain.events import Event
from nurseapp.domain.ids import EventId
from nurseapp.domain.note import Note
from nurseapp.domain.withdrawal import EntryWithdrawn
from nurseapp.wire.events import decode_event
from nurseapp.wire.messages import EventResult
from tests.builders import ANA, CASE, refused, stream_id
from tests.desktop.storage.acts import note_written
from tests.desktop.storage.desk import Desk
from tests.desktop.sync.fake_server import SERVER_TIME

WRITTEN = "Slept well."


@pytest.fixture
def keeping(desk: Desk) -> Keeping:
    author = Author(ANA, lambda: desk.now, urandom)
    return Keeping(desk.cases, KeepingStore(desk.cache), author)


def refuse_a_note(desk: Desk) -> Event:
    """Write a note that the server refuses."""
    event = note_written(WRITTEN)
    desk.cases.append([event])
    desk.store.record_results(
        [EventResult(id=event.id, status="refused", rev=0, reason="may_not_write")]
    )
    return event


def rows(desk: Desk) -> list[tuple[str, str | None]]:
    """Read the outbox as it lies on the disk."""
    with desk.cache.read() as connection:
        found = connection.exec_driver_sql("SELECT state, reason FROM outbox ORDER BY n")
        return [(state, reason) for state, reason in found]


def test_a_withdrawn_entry_is_off_the_list_and_kept_with_the_reason(
    desk: Desk, keeping: Keeping
) -> None:
    event = refuse_a_note(desk)
    keeping.withdraw(event.id, CASE, " Written for another member. ")
    [withdrawal] = desk.store.waiting()
    assert (withdrawal.kind, withdrawal.state.value) == ("EntryWithdrawn", "waiting")
    assert desk.store.summary().refused == 0
    assert rows(desk) == [("withdrawn", "Written for another member."), ("waiting", None)]
    assert list(desk.care().of(Note)) == []


def test_the_server_is_told_why_an_entry_was_withdrawn(desk: Desk, keeping: Keeping) -> None:
    event = refuse_a_note(desk)
    keeping.withdraw(event.id, CASE, "Written for another member.")
    [withdrawal] = desk.store.waiting()
    desk.sync()
    sent, result = desk.server.results[withdrawal.id]
    assert decode_event(sent).body == EntryWithdrawn(
        entry=event.id, reason="Written for another member."
    )
    assert result.status == "noop"
    assert desk.store.waiting() == []


def test_a_withdrawal_that_the_server_refuses_has_said_its_word_all_the_same(
    desk: Desk, keeping: Keeping
) -> None:
    event = refuse_a_note(desk)
    keeping.withdraw(event.id, CASE, "The case has moved on.")
    [withdrawal] = desk.store.waiting()
    desk.store.record_results(
        [EventResult(id=withdrawal.id, status="refused", rev=0, reason="no_such_stream")]
    )
    assert desk.store.waiting() == []
    assert rows(desk) == [("withdrawn", "The case has moved on.")]


def test_a_withdrawn_entry_needs_a_reason(desk: Desk, keeping: Keeping) -> None:
    event = refuse_a_note(desk)
    with refused("no_reason"):
        keeping.withdraw(event.id, CASE, "  ")
    assert desk.states() == ["refused"]


def test_only_what_was_refused_can_be_retried(desk: Desk, keeping: Keeping) -> None:
    event = note_written(WRITTEN)
    desk.cases.append([event])
    for unknown in (event.id, EventId("event-9")):
        with refused("no_such_entry", event=unknown):
            keeping.retry(unknown)
    with refused("no_such_entry", event="event-9"):
        keeping.withdraw(EventId("event-9"), CASE, "not here")
    assert desk.states() == ["waiting"]


def test_what_waits_is_withdrawn_by_an_act_that_takes_it_back_and_still_goes_up(
    desk: Desk, keeping: Keeping
) -> None:
    event = note_written(WRITTEN)
    desk.cases.append([event])
    keeping.withdraw(event.id, CASE, "another member's")
    written, back, withdrawal = desk.store.waiting()
    assert (written.id, back.kind) == (event.id, "NoteMarkedAsError")
    with refused("cannot_be_taken_back"):
        keeping.withdraw(back.id, CASE, "nor this")
    desk.sync()
    assert desk.store.waiting() == []
    [note] = desk.care().of(Note)
    assert (note.text, note.error_reason) == (WRITTEN, "another member's")
    said = decode_event(desk.server.results[withdrawal.id][0]).body
    assert said == EntryWithdrawn(entry=event.id, reason="another member's", instead=back.id)


def test_a_retried_entry_is_a_new_event_with_the_same_words(desk: Desk, keeping: Keeping) -> None:
    event = refuse_a_note(desk)
    desk.now = SERVER_TIME + timedelta(hours=1)
    keeping.retry(event.id)
    again, withdrawal = desk.store.waiting()
    assert (again.state.value, again.kind, again.at) == ("waiting", "NoteWritten", desk.now)
    assert again.id != event.id
    assert rows(desk)[0] == ("withdrawn", "retried")
    assert [note.text for note in desk.care().of(Note)] == [WRITTEN]
    desk.sync()
    assert desk.store.waiting() == []
    said = decode_event(desk.server.results[withdrawal.id][0]).body
    assert said == EntryWithdrawn(entry=event.id, instead=again.id)


def test_a_retry_that_no_longer_fits_is_refused_and_stays_on_the_list(
    desk: Desk, keeping: Keeping
) -> None:
    event = refuse_a_note(desk)
    desk.server.do(event)
    desk.sync()
    with refused("exists"):
        keeping.retry(event.id)
    assert desk.states() == ["refused"]


def test_nothing_withdrawn_remains_of_a_stream_that_ended(desk: Desk, keeping: Keeping) -> None:
    event = refuse_a_note(desk)
    keeping.withdraw(event.id, CASE, "Written for another member.")
    desk.sync()
    desk.store.purge([stream_id()])
    assert rows(desk) == []


def test_what_was_refused_in_a_stream_that_ended_has_no_words_to_retry(
    desk: Desk, keeping: Keeping
) -> None:
    event = refuse_a_note(desk)
    desk.store.purge([stream_id()])
    with refused("no_such_entry"):
        keeping.retry(event.id)
    keeping.withdraw(event.id, CASE, "The case has moved on.")
    assert rows(desk) == [("waiting", None)]


def test_how_much_is_kept_is_known_and_since_when(desk: Desk, keeping: Keeping) -> None:
    assert keeping.kept().since is None
    keeping.keeping_store.begin(SERVER_TIME)
    keeping.keeping_store.begin(SERVER_TIME + timedelta(days=1))
    kept = keeping.kept()
    assert kept.since == SERVER_TIME
    assert kept.size > 10_000
