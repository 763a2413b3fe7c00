"""Row-level security, the second net: what a forgotten condition shows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, create_engine, delete, select, text

from nurseapp.domain.ids import RecordId, UserId
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.participant import Part
from nurseapp.domain.streams import CASE_KINDS, StreamKind, stream_of
from nurseapp.server.batch import Batch
from nurseapp.server.embedded import Urls
from nurseapp.server.store import schema
from nurseapp.server.store.acting import act_as, as_server, server_transaction
from nurseapp.server.store.database import StoreForbidden, transaction
from tests.server.organisation import Organisation
from tests.server.test_standing import WEEK, give

OF_CASES = [
    table.name
    for table in schema.metadata.sorted_tables
    if {"stream_id", "case_id"} & set(table.columns.keys())
]
AMARAS = schema.case_access.c.user_id == "amara"
_GUARD = """
SELECT c.relrowsecurity AND c.relforcerowsecurity AS is_forced,
       (SELECT string_agg(p.polcmd::text, '' ORDER BY p.polcmd) FROM pg_policy AS p
         WHERE p.polrelid = c.oid) AS verbs
  FROM pg_class AS c WHERE c.oid = to_regclass(:table)
"""


def streams_seen(connection: Connection) -> set[str]:
    """List the streams of which a statement without any condition gives records."""
    return set(connection.scalars(select(schema.record.c.stream_id)))


@pytest.mark.parametrize("table", [*OF_CASES, "stream", "document"])
def test_a_table_that_is_about_cases_is_guarded_for_every_verb(
    organisation: Organisation, table: str
) -> None:
    with transaction(organisation.engine) as connection:
        guard = connection.execute(text(_GUARD), {"table": table}).one()
    assert (guard.is_forced, guard.verbs) == (True, "adrw")


@pytest.mark.parametrize("table", ["record", "event", "history", "stream", "audit", "case_access"])
@pytest.mark.parametrize("role", ["app", "owner"])
def test_a_transaction_that_says_for_nobody_sees_nothing(
    organisation: Organisation, urls: Urls, table: str, role: str
) -> None:
    organisation.add_goal("amara", organisation.open_case("amara"))
    engine = create_engine(getattr(urls, role))
    with engine.begin() as connection:
        assert connection.execute(text(f"SELECT * FROM {table}")).all() == []  # noqa: S608  # names of the schema
    engine.dispose()


def test_a_statement_without_a_condition_gives_what_its_reader_may_see(
    organisation: Organisation,
) -> None:
    hers, other = organisation.open_case("amara"), organisation.open_case("joseph", "south")

    def seen_by(login: str) -> set[str]:
        with organisation.reading(login) as connection:
            return {s for s in streams_seen(connection) if s != "organisation.org"}

    assert seen_by("amara") == seen_by("helen") == {stream_of(hers, StreamKind.CARE)}
    assert seen_by("joseph") == {stream_of(other, StreamKind.CARE)}
    assert seen_by("tomas") == seen_by("adam") == seen_by("nobody") == set()


def test_access_that_is_over_shows_nothing_before_upkeep_takes_it_back(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    give(organisation, case, "tomas", Part.COVERING, organisation.now + WEEK)
    care = stream_of(case, StreamKind.CARE)
    for wait, is_seen in [(timedelta(), True), (WEEK, False)]:
        organisation.now += wait
        with organisation.reading("tomas") as connection:
            assert (care in streams_seen(connection)) == is_seen


def test_requests_that_follow_each_other_on_a_connection_do_not_inherit(
    organisation: Organisation,
) -> None:
    organisation.open_case("amara")
    with organisation.engine.connect() as connection:
        with connection.begin():
            act_as(connection, "amara", organisation.now)
            assert streams_seen(connection)
        with connection.begin():
            assert streams_seen(connection) == set()
        with connection.begin():
            act_as(connection, "joseph", organisation.now)
            assert streams_seen(connection) == {"organisation.org"}


def test_acting_for_the_server_ends_where_it_is_said_to(organisation: Organisation) -> None:
    organisation.open_case("amara")
    with organisation.reading("joseph") as connection:
        with as_server(connection):
            assert len(streams_seen(connection)) == 2
        assert streams_seen(connection) == {"organisation.org"}


def test_nobody_writes_into_a_stream_that_they_may_not_see(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    care = stream_of(case, StreamKind.CARE)
    wrong = "UPDATE record SET body = '{}' WHERE stream_id = :stream"
    new = (
        "INSERT INTO record (stream_id, record_id, kind, rev, deleted, schema, body)"
        " VALUES (:stream, 'x', 'note', 99, false, 1, '{}')"
    )
    with organisation.reading("joseph") as connection:
        assert connection.execute(text(wrong), {"stream": care}).rowcount == 0
    with (
        pytest.raises(StoreForbidden, match="row-level security"),
        organisation.reading("joseph") as connection,
    ):
        connection.execute(text(new), {"stream": care})


@pytest.mark.parametrize("act", ["revision", "addition"])
def test_who_loses_a_stream_while_their_push_is_decided_changes_nothing_in_it(
    organisation: Organisation,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    act: str,
) -> None:
    case = organisation.open_case("amara")
    care, goal = stream_of(case, StreamKind.CARE), organisation.add_goal("amara", case)
    written = NoteWritten(note=RecordId(organisation.new_id()), text="Called.")
    event = (
        organisation.revision("amara", case, goal, owner=("", "The daughter"))
        if act == "revision"
        else organisation.act("amara", case, written)
    )
    before = organisation.records(care)
    write = Batch.write

    def write_without_access(decided: Batch) -> None:
        monkeypatch.undo()
        with server_transaction(organisation.engine) as connection:
            connection.execute(delete(schema.case_access).where(AMARAS))
        write(decided)

    monkeypatch.setattr(Batch, "write", write_without_access)
    [result] = organisation.push("amara", event).results

    assert (result.status, result.reason) == ("refused", "no_such_stream")
    assert caplog.messages == ["push_failed_as_one"]
    assert organisation.records(care) == before
    with server_transaction(organisation.engine) as connection:
        effects = select(schema.history).where(schema.history.c.event_id == event.id)
        assert connection.execute(effects).all() == []
        outcome = select(schema.audit.c.outcome).where(schema.audit.c.event_id == event.id)
        assert connection.scalars(outcome).all() == ["no_such_stream"]
    assert organisation.faults() == []


def test_somebody_reads_what_they_sent_and_no_dead_letter_of_others(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    note = NoteWritten(note=RecordId(organisation.new_id()), text="Not my case")
    [result] = organisation.push("joseph", organisation.act("joseph", case, note)).results
    assert result.reason == "no_such_stream"

    def sent_by_joseph(reader: str) -> int:
        with organisation.reading(reader) as connection:
            found = select(schema.event).where(schema.event.c.sender == UserId("joseph"))
            return len(connection.execute(found).all())

    assert (sent_by_joseph("joseph"), sent_by_joseph("ruth")) == (1, 0)


def test_the_access_table_is_written_for_the_server_alone(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    rows = [stream_of(case, kind) for kind in CASE_KINDS]
    steal = "INSERT INTO case_access (user_id, stream_id, mode) VALUES ('joseph', :stream, 'read')"
    with (
        pytest.raises(StoreForbidden, match="row-level security"),
        organisation.reading("joseph") as connection,
    ):
        connection.execute(text(steal), {"stream": rows[0]})
    with server_transaction(organisation.engine) as connection:
        connection.execute(text(steal), {"stream": rows[0]})
