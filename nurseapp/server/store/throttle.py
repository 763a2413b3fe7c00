"""Failed sign-ins in the database: how often somebody, or something, failed of late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, update
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
    # In one statement: a row that is merely found to be there may be gone before it is read.
    beginning = insert(table).values(subject=subject, failed=0, last_at=at)
    kept = beginning.on_conflict_do_update(
        index_elements=[table.c.subject], set_={"subject": beginning.excluded.subject}
    )
    found = connection.execute(kept.returning(table.c.failed, table.c.last_at)).one()
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
