"""A locked stream is read as far as it is asked for, and shows what was changed in it."""

from dataclasses import replace

from sqlalchemy import event

from nurseapp.domain.goal import Goal
from nurseapp.domain.ids import EventId, RecordId, UserId
from nurseapp.domain.note import Note
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server.store import streams
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.working_stream import WorkingStream
from tests.server.organisation import Organisation


def test_records_are_fetched_once_and_all_of_them_only_when_counted(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    goal = organisation.add_goal("amara", case)
    statements: list[str] = []

    with server_transaction(organisation.engine) as connection:
        (row,) = streams.lock(connection, [stream_of(case, StreamKind.CARE)])
        working = WorkingStream(connection, row)
        event.listen(connection, "before_cursor_execute", lambda *told: statements.append(told[2]))

        assert goal in working
        assert working[goal].id == goal
        assert RecordId("absent") not in working
        assert working.get(RecordId("absent")) is None
        assert len(statements) == 2

        new = note(organisation, "as it was")
        working.keep(new, working.body_of(new), EventId("e"))
        newer = note(organisation, "as it is")
        change = working.keep(newer, working.body_of(newer), EventId("f"))

        revised = replace(working.value().get(Goal, goal), owner="she")
        working.keep(revised, working.body_of(revised), EventId("g"))

        assert change.before is not None
        assert "as it was" in change.before
        assert len(working) == 5
        assert (working[RecordId("n")], working[goal]) == (newer, revised)
        assert (list(working.added), list(working.replaced)) == (["n"], [goal])
        assert working.head == row.head + 3


def note(organisation: Organisation, text: str) -> Note:
    """Make one version of a note."""
    return Note(id=RecordId("n"), text=text, about=None, at=organisation.now, by=UserId("amara"))
