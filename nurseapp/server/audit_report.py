"""What the audit trail says, in lines for whoever answers for it. Called by the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection

from nurseapp.server.audit_chain import Fault, Head, faults
from nurseapp.server.seen import AT_THE_SERVER, who_has_seen
from nurseapp.server.store import audit_chain
from nurseapp.wire.audit import SeenEntry

Say = Callable[[str], None]
_FAULTS = {
    "row_changed": "Row {} is not what was sealed: it was changed.",
    "row_missing": "Row {} was sealed and is gone: it was deleted.",
    "row_put_in": "Row {} came long after its successors were sealed: it was put in.",
    "link_changed": "Link {} of the chain was changed.",
    "link_missing": "Link {} of the chain is gone.",
    "link_moved": "Link {} of the chain does not follow the one before: it was moved.",
    "head_unknown": "The chain does not hold link {} as it was kept: its end was cut off,"
    " or the database was restored to an earlier state.",
}


def verify(connection: Connection, kept: Head | None, say: Say) -> int:
    """Check the trail and name all that is wrong with it; 0 where nothing is, else 1."""
    found = list(faults(audit_chain.whole(connection), audit_chain.all_unsealed(connection), kept))
    for fault in found:
        say(_sentence(fault))
    if found:
        return 1
    head = audit_chain.head(connection)
    waiting = sum(1 for _ in audit_chain.all_unsealed(connection))
    say(f"The audit trail is whole: {head.seq} rows are sealed, {waiting} wait for it.")
    say(f"Keep its head elsewhere: {head.seq}:{head.hash.hex()}")
    return 0


def who_has_seen_table(connection: Connection, number: str, at: datetime, say: Say) -> int:
    """Say who has seen a member, a line for each act, the newest first; 1 where there is nobody.

    The transaction is to be committed: that it was asked is in the trail then.
    """
    answer = who_has_seen(connection, AT_THE_SERVER, number, at)
    if answer is None:
        say("There is no member of this number.")
        return 1
    entries = list(answer.entries)
    while answer is not None and answer.more:
        answer = who_has_seen(connection, AT_THE_SERVER, number, at, entries[-1].number)
        entries += [] if answer is None else answer.entries
    lines = [_HEAD, *map(_cells, entries)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        say("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip())
    return 0


_HEAD = ("When (UTC)", "Who", "Act", "Of what", "Outcome", "Why", "Computer", "Done (UTC)")


def _cells(entry: SeenEntry) -> tuple[str, ...]:
    what = " ".join(filter(None, (",".join(entry.kinds), entry.event, entry.detail)))
    is_glass = entry.action == "break-glass"
    return (
        _time(entry.at),
        f"{entry.name} ({entry.actor})",
        entry.action,
        ",".join(entry.kinds) + (f" {entry.event}" if entry.event else "") if is_glass else what,
        entry.outcome,
        (entry.detail or "") if is_glass else "",
        entry.device,
        "" if entry.acted_at is None else _time(entry.acted_at),
    )


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _sentence(fault: Fault) -> str:
    return _FAULTS[fault.code].format(fault.number)
