"""Failed sign-ins in the database: how often somebody, or something, failed of late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from nurseapp.server.store.schema import sign_in_failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """How often a subject failed, and when last."""

    count: int
    last_at: datetime


def of(connection: Connection, subject: str, at: datetime) -> Failures:
    """Read how often a subject failed; whoever else asks waits for this transaction."""
    table = sign_in_failure
    row = {"subject": subject, "failed": 0, "last_at": at}
    connection.execute(insert(table).values(row).on_conflict_do_nothing())
    statement = select(table.c.failed, table.c.last_at).where(table.c.subject == subject)
    found = connection.execute(statement.with_for_update()).one()
    return Failures(count=found.failed, last_at=found.last_at)


def put(connection: Connection, subject: str, failures: Failures) -> None:
    """Store how often a subject failed."""
    connection.execute(
        update(sign_in_failure)
        .where(sign_in_failure.c.subject == subject)
        .values(failed=failures.count, last_at=failures.last_at)
    )


def take_back(connection: Connection, subject: str) -> None:
    """Count one failure less, for it was none."""
    fewer = func.greatest(sign_in_failure.c.failed - 1, 0)
    connection.execute(
        update(sign_in_failure).where(sign_in_failure.c.subject == subject).values(failed=fewer)
    )


def forget(connection: Connection, subject: str) -> None:
    """Forget the failures of a subject."""
    connection.execute(delete(sign_in_failure).where(sign_in_failure.c.subject == subject))


def forget_before(connection: Connection, at: datetime) -> None:
    """Forget failures of long ago."""
    connection.execute(delete(sign_in_failure).where(sign_in_failure.c.last_at <= at))
