"""What the audit trail says, in lines for whoever answers for it. Called by the command line."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from nurseapp.server.audit_chain import Fault, Head, faults
from nurseapp.server.store import audit_chain

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


def _sentence(fault: Fault) -> str:
    return _FAULTS[fault.code].format(fault.number)
