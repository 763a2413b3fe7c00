"""What readers are given: everything they may see, in pages, and nothing else."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, select

from nurseapp.domain.case import CaseAssigned
from nurseapp.domain.ids import CaseId, RecordId, StreamId, TeamId, UserId
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.streams import CASE_KINDS, ORG_STREAM, StreamKind, stream_of
from nurseapp.server import feed
from nurseapp.server.store import records, schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.statement import Statement, driver_of
from nurseapp.wire.digest import as_text, combined, term
from nurseapp.wire.messages import StatusRequest, StreamPage
from tests.server.organisation import Organisation


def care(case: CaseId) -> StreamId:
    """Name the care stream of a case."""
    return stream_of(case, StreamKind.CARE)


def digest_of(page: StreamPage) -> str:
    """Recompute the digest of a stream from its rows, as a desktop does."""
    digest = 0
    for row in page.rows:
        one = term(row.id, row.rev, row.deleted, row.kind, row.schema, bytes(row.body))
        digest = combined(digest, added=one)
    return as_text(digest)


def write_notes(organisation: Organisation, case: CaseId, count: int, length: int = 100) -> None:
    """Let the case's nurse write notes."""
    for _ in range(count):
        body = NoteWritten(note=RecordId(organisation.new_id()), text="n" * length)
        organisation.push("amara", organisation.act("amara", case, body))


def give_to(organisation: Organisation, case: CaseId, nurse: str, head: int = 2) -> None:
    """Let the supervisor give a case to a nurse."""
    body = CaseAssigned(case=RecordId(case), nurse=UserId(nurse), team=TeamId("north"), head=head)
    answer = organisation.push("helen", organisation.act("helen", case, body))
    assert answer.results[0].status == "applied"


def tag(organisation: Organisation, login: str, epoch: str = "the epoch") -> str:
    """Give the entity tag of somebody's manifest."""
    with server_transaction(organisation.engine) as connection:
        return feed.look(connection, organisation.caller(login), epoch, organisation.clock()).tag


def test_a_manifest_lists_streams_with_heads_digests_and_what_comes_first(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")

    streams = {stream.id: stream for stream in organisation.manifest("amara").streams}

    assert set(streams) == {ORG_STREAM, *(stream_of(case, kind) for kind in CASE_KINDS)}
    assert streams[care(case)].head == 2
    (page,) = organisation.pull("amara", {care(case): 0}).streams
    assert streams[care(case)].digest == page.digest == digest_of(page)
    by_need = sorted(streams.values(), key=lambda stream: stream.priority)
    assert by_need[0].kind == "org"
    assert by_need[-1].kind == "behavioural"


def test_the_tag_of_a_manifest_changes_exactly_with_it(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    tags = [tag(organisation, "amara")]
    assert tag(organisation, "amara") == tags[0]

    write_notes(organisation, case, 1)
    tags.append(tag(organisation, "amara"))
    give_to(organisation, case, "tomas", head=3)
    tags.append(tag(organisation, "amara"))
    tags.append(tag(organisation, "amara", "another epoch"))

    assert len(set(tags)) == len(tags)
    assert all(t.startswith('"') and t.endswith('"') for t in tags)


def test_rows_come_in_the_order_of_their_revisions_after_the_cursor(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    write_notes(organisation, case, 3)

    (page,) = organisation.pull("amara", {care(case): 3}).streams

    assert [row.rev for row in page.rows] == [4, 5]
    assert (page.upto, page.head, page.more) == (5, 5, False)


def test_a_stream_without_news_is_an_empty_page_at_its_head(organisation: Organisation) -> None:
    case = organisation.open_case("amara")

    answer = organisation.pull("amara", {care(case): 2, ORG_STREAM: 6})

    assert [(page.id, page.rows, page.upto) for page in answer.streams] == [
        (care(case), (), 2),
        (ORG_STREAM, (), 6),
    ]
    assert answer.gone == ()


@pytest.mark.parametrize("max_bytes", [-5, 1, 700, 2000, 1 << 30])
def test_pages_of_any_size_add_up_to_everything(organisation: Organisation, max_bytes: int) -> None:
    cases = [organisation.open_case("amara") for _ in range(3)]
    for case in cases:
        write_notes(organisation, case, 4)
    cursors = {care(case): 0 for case in cases}
    got: dict[str, list[int]] = {name: [] for name in cursors}
    pulls = 0

    while cursors:
        answer = organisation.pull("amara", cursors, max_bytes)
        pulls += 1
        size = sum(len(bytes(row.body)) for page in answer.streams for row in page.rows)
        rows = sum(len(page.rows) for page in answer.streams)
        assert size <= max(max_bytes, 1) or rows == 1
        assert rows > 0 or not any(page.more for page in answer.streams)
        for page in answer.streams:
            got[page.id] += [row.rev for row in page.rows]
            cursors[StreamId(page.id)] = page.upto
            if not page.more:
                assert page.upto == page.head
                del cursors[StreamId(page.id)]

    assert all(revs == [1, 2, 3, 4, 5, 6] for revs in got.values())
    assert (pulls == 1) is (max_bytes == 1 << 30)


def test_a_delta_reads_what_changed_and_not_the_stream(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = organisation.open_case("amara")
    write_notes(organisation, case, 3)
    right, plans = Statement.rows, list[str]()

    def explained(
        statement: Statement, connection: Connection, values: Mapping[str, object]
    ) -> list[tuple[Any, ...]]:
        driver, given = driver_of(connection), {**statement._values, **values}
        driver.execute("SET LOCAL enable_seqscan = off")
        lines = driver.execute(b"EXPLAIN " + statement._text, given).fetchall()
        plans.append("\n".join(line for (line,) in lines))
        return right(statement, connection, values)

    with server_transaction(organisation.engine) as connection:
        monkeypatch.setattr(Statement, "rows", explained)
        rows = records.changed_since(connection, UserId("amara"), {care(case): 4})
        assert [row[6] for row in rows] == [5]

    assert "(rev > asked.afters)" in plans[0]


def test_streams_that_do_not_fit_any_more_are_in_neither_list(
    organisation: Organisation,
) -> None:
    cases = [organisation.open_case("amara") for _ in range(2)]
    absent = stream_of(CaseId("absent"), StreamKind.CARE)
    late = stream_of(CaseId("late"), StreamKind.CARE)

    answer = organisation.pull(
        "amara", {absent: 0, care(cases[0]): 0, care(cases[1]): 0, late: 0}, 1
    )

    assert [page.id for page in answer.streams] == [care(cases[0])]
    assert answer.gone == (absent,)


def test_what_one_may_not_see_what_is_not_there_and_what_is_no_id_are_gone_alike(
    organisation: Organisation,
) -> None:
    hidden = care(organisation.open_case("joseph", "south"))
    absent, no_id = StreamId("absent.care"), StreamId("no id\x00")

    answer = organisation.pull("amara", {hidden: 0, absent: 0, no_id: 0})

    assert answer.streams == ()
    assert set(answer.gone) == {hidden, absent, no_id}


def test_nothing_more_is_read_once_a_case_is_given_away(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    give_to(organisation, case, "tomas")

    assert organisation.pull("amara", {care(case): 0}).gone == (care(case),)
    (page,) = organisation.pull("tomas", {care(case): 0}).streams
    assert len(page.rows) == 2


def test_status_tells_absent_from_gone(organisation: Organisation) -> None:
    mine = care(organisation.open_case("amara"))
    other = care(organisation.open_case("joseph", "south"))
    request = StatusRequest(epoch="the epoch", streams=(other, mine, "no id\x00"))

    with server_transaction(organisation.engine) as connection:
        caller = organisation.caller("amara")
        answer = feed.status(connection, caller, request, organisation.clock())

    assert (answer.visible, answer.gone) == ((mine,), (other, "no id\x00"))


def test_a_read_leaves_one_audit_row_that_names_each_stream_that_gave_something(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    organisation.pull(
        "amara", {care(case): 0, ORG_STREAM: 0, care(organisation.open_case(None)): 0}
    )
    organisation.pull("amara", {care(case): 2})
    organisation.manifest("helen")

    table = schema.audit
    statement = select(table).where(table.c.action.in_(["read", "manifest"]))
    with server_transaction(organisation.engine) as connection:
        read, listed = connection.execute(statement.order_by(table.c.id)).all()
    assert (read.actor, read.given) == (
        "amara",
        [
            {"stream": care(case), "first": 1, "last": 2},
            {"stream": ORG_STREAM, "first": 1, "last": 6},
        ],
    )
    assert (listed.actor, listed.action, listed.given) == ("helen", "manifest", None)


def test_bodies_are_sent_as_they_are_stored(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    words = "Ängstlich – «müde» \\ 日本語 \t end"
    body = NoteWritten(note=RecordId(organisation.new_id()), text=words)
    organisation.push("amara", organisation.act("amara", case, body))

    (page,) = organisation.pull("amara", {care(case): 2}).streams

    assert msgspec.json.decode(page.rows[0].body)["text"] == words
    assert organisation.faults() == []
