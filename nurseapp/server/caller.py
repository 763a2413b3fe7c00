"""Who calls: a person who is signed in on a device, or a feed. Knows no request and no database."""

from __future__ import annotations

from dataclasses import dataclass

from nurseapp.domain.ids import UserId
from nurseapp.domain.policy import Actor, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody who sends or reads; ``device`` is the id that their computer made for itself."""

    actor: Actor
    device: str

    @property
    def is_feed(self) -> bool:
        """Tell whether another system sends: it may name any author, and begin streams."""
        return Role.FEED in self.actor.roles


def feed(name: str) -> Caller:
    """Name a feed: another system, or a command that an administrator gave."""
    actor = Actor(id=UserId(name), roles=frozenset({Role.FEED}), team=None)
    return Caller(actor=actor, device=name)
