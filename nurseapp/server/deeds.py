"""What was done on a computer and is no event, such as to print: it comes into the audit trail.

A computer keeps it until the server says that it is there, and may say it twice. It counts as its
own person's, with the time of that computer beside the time of the arrival. Called by the routes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from nurseapp.domain.refusal import DomainError
from nurseapp.server.caller import Caller
from nurseapp.server.ids import is_id
from nurseapp.server.store import audit
from nurseapp.server.store.acting import as_server
from nurseapp.server.store.audit import AuditRow
from nurseapp.wire.audit import Deed

ON_A_COMPUTER = "desk-"
"""How the actions begin that only a computer knows of: none is mistaken for the server's own."""
_WORD = re.compile(r"[a-z][a-z-]{0,30}")


def take(
    connection: Connection, who: Caller, deeds: Sequence[Deed], at: datetime
) -> tuple[str, ...]:
    """Write down what was done on somebody's computer; give the ids that are in the trail now.

    Raises:
        DomainError: ``bad_id`` where one of them does not have the form of a deed.
    """
    if not all(map(_is_sound, deeds)):
        raise DomainError("bad_id")
    rows = [
        AuditRow(
            at=at,
            actor=who.actor.id,
            device=who.device,
            action=f"{ON_A_COMPUTER}{deed.action}",
            stream=deed.stream,
            event=deed.id,
            detail=deed.detail or None,
            acted_at=deed.at,
        )
        for deed in deeds
    ]
    with as_server(connection):
        audit.add_once(connection, rows)
    return tuple(deed.id for deed in deeds)


def _is_sound(deed: Deed) -> bool:
    is_named = is_id(deed.id) and is_id(deed.stream) and _WORD.fullmatch(deed.action) is not None
    return is_named and (not deed.detail or is_id(deed.detail))
