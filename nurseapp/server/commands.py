"""Commands to computers: wipe, lock, refill, addressed to somebody's vault on a device.

They are given with the manifest until the computer says that it did them. Called by the command
line, by people, and by the routes.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from nurseapp.domain.ids import UserId
from nurseapp.domain.refusal import DomainError
from nurseapp.server.caller import Caller
from nurseapp.server.ids import is_id
from nurseapp.server.store import audit, commands, people
from nurseapp.server.store.audit import AuditRow
from nurseapp.server.store.commands import CommandRow
from nurseapp.wire.messages import CommandKind


def issue(
    connection: Connection,
    kind: CommandKind,
    login: UserId,
    at: datetime,
    device: str | None = None,
    streams: Collection[str] = (),
) -> int:
    """Tell somebody's computers to do something; say how many were told.

    Args:
        device: the one that is told; None for every one that they signed in on.
        streams: of a refill; none for all.

    Raises:
        DomainError: ``no_device`` where they are known on none, ``bad_id`` for what is no id.
    """
    if not all(map(is_id, [*streams, *([] if device is None else [device])])):
        raise DomainError("bad_id")
    known = people.devices_of(connection, login)
    told = known if device is None else known & {device}
    if not told:
        raise DomainError("no_device", login=login)
    rows = [
        CommandRow(
            id=str(uuid.uuid4()), person=login, device=one, kind=kind.value, streams=tuple(streams)
        )
        for one in sorted(told)
    ]
    commands.issue(connection, rows, at)
    return len(rows)


def note_done(connection: Connection, caller: Caller, ids: Collection[str], at: datetime) -> None:
    """Note that the caller's computer did what it was told; saying it twice changes nothing."""
    known = [name for name in ids if is_id(name)]
    commands.note_done(connection, caller.actor.id, caller.device, known, at)
    row = AuditRow(at=at, actor=caller.actor.id, device=caller.device, action="obey")
    audit.add(connection, [row])
