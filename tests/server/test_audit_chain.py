"""The audit trail: sealed into a chain, so that nobody changes it unseen."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import Connection, create_engine, select, text
from sqlalchemy.exc import DBAPIError

from nurseapp.domain.ids import StreamId
from nurseapp.server.audit_chain import (
    BEGINNING,
    LONGEST_TRANSACTION,
    Fault,
    Head,
    Row,
    faults,
)
from nurseapp.server.audit_report import verify
from nurseapp.server.embedded import Urls
from nurseapp.server.store import audit, audit_chain, schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.audit import AuditRow
from nurseapp.server.store.database import StoreForbidden
from nurseapp.server.upkeep import Sealer, Upkeep, kept_up
from tests.server.organisation import Organisation

LATER = LONGEST_TRANSACTION + timedelta(minutes=1)


@pytest.fixture
def sealer(organisation: Organisation) -> Sealer:
    """Give a sealer of a trail that has rows of every kind, sealed."""
    case = organisation.open_case("amara")
    organisation.add_goal("amara", case)
    organisation.pull("amara", dict.fromkeys(map(StreamId, organisation.modes("amara")), 0))
    sealer = Sealer(organisation.engine, organisation.clock)
    assert sealer.seal() > 5
    return sealer


def found(organisation: Organisation, kept: Head | None = None) -> list[tuple[str, int]]:
    """Check the trail, and list what is wrong with it."""
    with server_transaction(organisation.engine) as connection:
        links = list(audit_chain.whole(connection))
        rest = list(audit_chain.all_unsealed(connection))
    return [(fault.code, fault.number) for fault in faults(links, rest, kept)]


def head(organisation: Organisation) -> Head:
    """Say where the chain ends."""
    with server_transaction(organisation.engine) as connection:
        return audit_chain.head(connection)


def row_with_what_was_given(organisation: Organisation) -> int:
    """Find the row of the one request that read something."""
    with server_transaction(organisation.engine) as connection:
        table = schema.audit
        statement = select(table.c.id).where(table.c.given.is_not(None))
        return int(connection.execute(statement).scalar_one())


def write(organisation: Organisation, actor: str) -> None:
    """Let a row come into the trail."""
    row = AuditRow(at=organisation.clock(), actor=actor, device="desk", action="status")
    with server_transaction(organisation.engine) as connection:
        audit.add(connection, [row])


def tamper(urls: Urls, *statements: str) -> None:
    """Do what only an administrator of the database can."""
    engine = create_engine(urls.superuser)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.mark.usefixtures("sealer")
def test_a_trail_that_nobody_touched_is_whole(organisation: Organisation) -> None:
    assert found(organisation) == []
    assert found(organisation, head(organisation)) == []


@pytest.mark.usefixtures("sealer")
@pytest.mark.parametrize(
    ("statements", "wrong"),
    [
        (["UPDATE audit SET actor = 'nobody' WHERE id = 3"], [("row_changed", 3)]),
        (
            ["UPDATE audit SET at = at + interval '1 microsecond' WHERE id = 4"],
            [("row_changed", 4)],
        ),
        (["UPDATE audit SET given = '[]' WHERE given IS NOT NULL"], []),
        (["DELETE FROM audit WHERE id = 2"], [("row_missing", 2)]),
        (
            [
                "CREATE TEMP TABLE a AS SELECT * FROM audit WHERE id IN (2, 3)",
                "UPDATE audit SET (at, action, event_id, detail) = "
                "(SELECT at, action, event_id, 'x' FROM a WHERE a.id = 5 - audit.id)"
                " WHERE id IN (2, 3)",
            ],
            [("row_changed", 2), ("row_changed", 3)],
        ),
        (["DELETE FROM audit_chain WHERE seq = 3"], [("link_missing", 3)]),
        (["UPDATE audit_chain SET epoch = 'x' WHERE seq = 3"], [("link_changed", 3)]),
        (
            [
                "UPDATE audit_chain SET seq = 99 WHERE seq = 3",
                "UPDATE audit_chain SET seq = 3 WHERE seq = 4",
                "UPDATE audit_chain SET seq = 4 WHERE seq = 99",
            ],
            [
                ("link_changed", 3),
                ("link_moved", 3),
                ("link_changed", 4),
                ("link_moved", 4),
                ("link_moved", 5),
            ],
        ),
    ],
    ids=[
        "who",
        "when",
        "what",
        "deleted",
        "swapped",
        "link deleted",
        "link changed",
        "links swapped",
    ],
)
def test_what_was_done_to_the_trail_is_named(
    organisation: Organisation, urls: Urls, statements: list[str], wrong: list[tuple[str, int]]
) -> None:
    tamper(urls, *statements)

    named = found(organisation)
    assert named == (wrong or [("row_changed", row_with_what_was_given(organisation))])


def test_a_row_that_is_put_in_later_is_named_sealed_or_not(
    organisation: Organisation, urls: Urls, sealer: Sealer
) -> None:
    tamper(urls, "DELETE FROM audit WHERE id = 4", "DELETE FROM audit_chain WHERE audit_id = 4")
    organisation.now += LATER
    write(organisation, "amara")
    sealer.seal()
    tamper(
        urls,
        "INSERT INTO audit (id, at, actor, device, action, outcome) OVERRIDING SYSTEM VALUE"
        " VALUES (4, now(), 'nobody', 'desk', 'read', 'ok')",
    )
    assert ("row_put_in", 4) in found(organisation)

    Sealer(organisation.engine, organisation.clock).seal()  # another process, at its start
    assert ("row_put_in", 4) in found(organisation)


def test_an_end_that_is_cut_off_is_missed_by_who_kept_the_head(
    organisation: Organisation, urls: Urls, sealer: Sealer
) -> None:
    before = head(organisation)
    write(organisation, "amara")
    sealer.seal()
    after = head(organisation)
    tamper(
        urls,
        "DELETE FROM audit WHERE id = (SELECT max(audit_id) FROM audit_chain)",
        "DELETE FROM audit_chain WHERE seq = (SELECT max(seq) FROM audit_chain)",
    )

    assert found(organisation) == found(organisation, before) == []
    assert found(organisation, after) == [("head_unknown", after.seq)]


@pytest.mark.parametrize("table", ["audit", "audit_chain"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_neither_the_application_nor_the_owner_changes_the_trail(
    organisation: Organisation, urls: Urls, table: str, verb: str
) -> None:
    column = "actor" if table == "audit" else "epoch"
    statement = verb.format(table, column, column)
    with (
        pytest.raises(StoreForbidden, match="permission denied"),
        server_transaction(organisation.engine) as connection,
    ):
        connection.execute(text(statement))
    owner = create_engine(urls.owner)
    with pytest.raises(DBAPIError, match="only grows"), owner.begin() as connection:
        connection.execute(text(statement))
    owner.dispose()


def test_rows_that_come_out_of_their_order_are_sealed_all_the_same(
    organisation: Organisation, sealer: Sealer
) -> None:
    with server_transaction(organisation.engine) as slow:
        audit.add(
            slow, [AuditRow(at=organisation.now, actor="slow", device="desk", action="status")]
        )
        write(organisation, "quick")
        assert sealer.seal() == 1
        organisation.now += LATER / 2
    assert sealer.seal() == 1
    assert found(organisation) == []


def test_a_long_trail_is_looked_through_only_for_what_came_since(
    organisation: Organisation, sealer: Sealer
) -> None:
    looked_at: list[int] = []
    right = audit_chain.unsealed

    def unsealed(connection: Connection, after: int) -> list[Row]:
        looked_at.append(after)
        return right(connection, after)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit_chain, "unsealed", unsealed)
        write(organisation, "amara")
        sealer.seal()
        organisation.now += timedelta(seconds=31)
        sealer.seal()
    assert looked_at[0] > 5
    assert looked_at[1:] == [looked_at[0] + 1, 0]


def test_the_head_goes_into_the_log_when_a_process_begins_and_then_at_times(
    organisation: Organisation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    sealer = Sealer(organisation.engine, organisation.clock)
    sealer.seal()
    write(organisation, "amara")
    sealer.seal()

    said = [record for record in caplog.records if record.getMessage() == "audit_head"]
    assert len(said) == 1
    assert found(organisation, Head(seq=said[0].seq, hash=bytes.fromhex(said[0].hash))) == []  # type: ignore[attr-defined]  # what was logged with it


def test_several_processes_seal_side_by_side_without_a_fork(organisation: Organisation) -> None:
    is_over = Event()

    def work(task: Callable[[], object]) -> None:
        while not is_over.is_set():
            task()

    sealers = [Sealer(organisation.engine, lambda: organisation.now) for _ in range(3)]
    tasks = [*(s.seal for s in sealers), *[lambda: write(organisation, "amara")] * 4]
    threads = [Thread(target=work, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    is_over.wait(1)
    is_over.set()
    for thread in threads:
        thread.join()
    organisation.now += LATER / 2
    sealers[0].seal()

    assert found(organisation) == []
    assert head(organisation).seq > 4


def test_upkeep_seals_until_its_end_and_survives_a_database_that_is_away(
    organisation: Organisation, urls: Urls, caplog: pytest.LogCaptureFixture
) -> None:
    with kept_up(organisation.engine, organisation.clock):
        organisation.open_case("amara")
    with server_transaction(organisation.engine) as connection:
        assert list(audit_chain.all_unsealed(connection)) == []

    tamper(urls, "ALTER TABLE audit_chain RENAME TO away")
    Upkeep(organisation.engine, organisation.clock).once()
    tamper(urls, "ALTER TABLE away RENAME TO audit_chain")
    warned = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert warned == ["upkeep_failed"]


def test_a_chain_begins_with_nothing_before_it() -> None:
    assert list(faults([], [], None)) == []
    assert list(faults([], [], Head(seq=0, hash=BEGINNING))) == []
    assert list(faults([], [], Head(seq=1, hash=b"x"))) == [Fault(code="head_unknown", number=1)]


@pytest.mark.usefixtures("sealer")
def test_the_command_says_whether_the_trail_is_whole_and_what_is_wrong(
    organisation: Organisation, urls: Urls, capsys: pytest.CaptureFixture[str]
) -> None:
    end = head(organisation)
    write(organisation, "amara")

    def verified(kept: Head | None = None) -> int:
        with server_transaction(organisation.engine) as connection:
            return verify(connection, kept, print)

    assert verified(end) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"The audit trail is whole: {end.seq} rows are sealed, 1 wait for it."
    assert said[1].endswith(f"{end.seq}:{end.hash.hex()}")

    tamper(urls, "DELETE FROM audit WHERE id = 2")
    assert verified() == 1
    assert capsys.readouterr().out == "Row 2 was sealed and is gone: it was deleted.\n"
