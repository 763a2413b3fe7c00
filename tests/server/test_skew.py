"""Records of a newer version, on an older server: nothing that it does not know is lost."""

from __future__ import annotations

import json

from sqlalchemy import insert, select

from nurseapp.domain.ids import CaseId, RecordId, StreamId
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.wire.digest import as_text, combined, term
from tests.server.organisation import Organisation

NEWER = '{"colour":"amber","id":"mood-1","of":{"deep":[1,null,"é"]}}'


def grow(organisation: Organisation, case: CaseId, goal: RecordId) -> StreamId:
    """Let a newer version have written: a member more in a goal, and a record of a new kind."""
    care, record, stream = stream_of(case, StreamKind.CARE), schema.record, schema.stream
    is_goal = (record.c.stream_id == care) & (record.c.record_id == goal)
    with server_transaction(organisation.engine) as connection:
        body = connection.scalar(select(record.c.body).where(is_goal))
        grown = json.dumps(
            {**json.loads(str(body)), "colour": "amber"}, sort_keys=True, separators=(",", ":")
        )
        connection.execute(record.update().where(is_goal).values(body=grown, schema=7))
        head = connection.scalar(select(stream.c.head).where(stream.c.id == care)) or 0
        values = {"stream_id": care, "record_id": "mood-1", "kind": "mood", "rev": head + 1}
        more = {"deleted": False, "schema": 7, "body": NEWER}
        connection.execute(insert(record).values(**values, **more))
        connection.execute(
            schema.history.insert().values(
                stream_id=care, rev=head + 1, record_id="mood-1", event_id="newer", before=None
            )
        )
        rows = connection.execute(select(record).where(record.c.stream_id == care)).all()
        total = 0
        for r in rows:
            one = term(r.record_id, r.rev, r.deleted, r.kind, r.schema, r.body.encode())
            total = combined(total, added=one)
        new = {"head": head + 1, "digest": as_text(total)}
        connection.execute(stream.update().where(stream.c.id == care).values(**new))
    return care


def test_an_edit_keeps_what_a_newer_version_wrote_beside_it(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    goal = organisation.add_goal("amara", case)
    care = grow(organisation, case, goal)

    edit = organisation.revision("amara", case, goal, outcome=("Walks daily", "Walks to the shop"))
    [result] = organisation.push("amara", edit).results

    assert result.status == "applied"
    [page] = organisation.pull("amara", {care: 0}).streams
    rows = {row.id: row for row in page.rows}
    body = json.loads(bytes(rows[goal].body))
    assert (body["outcome"], body["colour"]) == ("Walks to the shop", "amber")
    assert rows[goal].schema == 7
    assert (rows["mood-1"].kind, bytes(rows["mood-1"].body).decode()) == ("mood", NEWER)
    assert organisation.faults() == []
