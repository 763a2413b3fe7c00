"""Who has seen a member, as the server's audit trail has it: asked while somebody looks.

Nothing of it is kept on this computer. Runs on a thread that may wait for the network.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from nurseapp.desktop.sync.asking import Asking, is_refused_for
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.refusal import DomainError
from nurseapp.wire.audit import SeenAnswer, SeenEntry, SeenRequest

_WELL = frozenset({"ok", "open_already", "applied", "merged", "noop"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenBy:
    """What somebody did with a member's case, once or several times on end.

    Attributes:
        number: of its newest row in the trail.
        first_at, at: the first and the last time, aware UTC; ``times`` how often in all.
        acted_at: when it was done, where that was before the server knew of it.
        action: a word of the trail; ``what`` of the case it was done with, ``event`` what was
            written, by its kind.
        reason: why somebody broke the glass, in their words; ``emergency`` by its name.
        is_denied: it was refused, or there was nothing for them.
    """

    number: int
    at: datetime
    first_at: datetime
    times: int
    acted_at: datetime | None
    actor: str
    name: str
    roles: tuple[str, ...]
    action: str
    kinds: tuple[str, ...]
    what: str
    event: str | None
    device: str
    emergency: str
    reason: str
    is_denied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Who has seen the member of a number, the newest first; ``more`` where there is earlier."""

    member: str
    entries: tuple[SeenBy, ...]
    more: bool
    last_number: int | None


@dataclass(frozen=True, slots=True)
class Auditing:
    """Asks who has seen whom; that it asked is in the trail as well."""

    transport: Asking

    def who_has_seen(self, number: str, after: Seen | None = None) -> Seen:
        """Ask about the member of a number, or for what is earlier than was told already.

        Raises:
            DomainError: ``no_such_member`` for a number that is nobody's for this person.
            TransportError: the server could not be asked.
        """
        before = None if after is None else after.last_number
        request = SeenRequest(number=number.strip(), before=before)
        try:
            answer = self.transport.ask("POST", "/v1/audit/seen", SeenAnswer, request)
        except TransportError as error:
            if is_refused_for(error, "not_found"):
                raise DomainError("no_such_member") from error
            raise
        known = () if after is None else after.entries
        last = answer.entries[-1].number if answer.entries else before
        return Seen(
            member=number.strip(),
            entries=_joined((*known, *map(_seen_by, answer.entries))),
            more=answer.more,
            last_number=last,
        )


def _seen_by(entry: SeenEntry) -> SeenBy:
    is_glass = entry.action == "break-glass"
    detail = entry.detail or ""
    return SeenBy(
        number=entry.number,
        at=entry.at,
        first_at=entry.at,
        times=1,
        acted_at=entry.acted_at,
        actor=entry.actor,
        name=entry.name,
        roles=entry.roles,
        action=entry.action,
        kinds=tuple(sorted(set(entry.kinds))),
        what="" if is_glass else detail,
        event=entry.event,
        device=entry.device,
        emergency=detail if is_glass else "",
        reason=entry.reason or "",
        is_denied=entry.outcome not in _WELL,
    )


def _joined(entries: Iterable[SeenBy]) -> tuple[SeenBy, ...]:
    """Make one of what the same person did again and again without anybody else between."""
    found: list[SeenBy] = []
    for entry in entries:
        if found and _alike(found[-1]) == _alike(entry):
            times = found[-1].times + entry.times
            found[-1] = replace(found[-1], first_at=entry.first_at, times=times)
        else:
            found.append(entry)
    return tuple(found)


def _alike(entry: SeenBy) -> tuple[object, ...]:
    what = (entry.action, entry.kinds, entry.what, entry.event, entry.reason, entry.is_denied)
    return (entry.actor, entry.device, entry.at.date(), entry.acted_at is None, *what)
