"""Codes for new computers: given by a supervisor to people of the team, while they telephone.

The server makes them and decides who may; nothing of them is kept on this computer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nurseapp.desktop.services.names import HasDirectory, staff_of
from nurseapp.desktop.sync.asking import Asking, is_refused_for
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.ids import UserId
from nurseapp.domain.policy import Actor, Allow, Right, StreamFacts, can
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import StreamKind
from nurseapp.wire.enrolment import EnrolmentAnswer, EnrolmentRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenCode:
    """A code, to be read out once: for whom it is, and until when."""

    name: str
    code: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class NewComputers:
    """Lets people set up another computer."""

    transport: Asking
    store: HasDirectory
    actor: Actor

    def people(self) -> Mapping[UserId, str]:
        """Name those to whom this person may give a code; runs on the store's thread."""
        return {
            UserId(person.id): person.name
            for person in staff_of(self.store)
            if UserId(person.id) != self.actor.id
            and can(
                self.actor,
                Right.ENROL,
                StreamFacts(kind=StreamKind.ORG, nurse=None, team=person.team),
            )
            == Allow()
        }

    def give(self, user: UserId) -> GivenCode:
        """Have the server give somebody a code, in the place of an older one.

        Raises:
            DomainError: ``no_code_for_them`` where the server has it otherwise, or knows nobody.
            TransportError: the server could not be asked.
        """
        request = EnrolmentRequest(user=user)
        try:
            answer = self.transport.ask("POST", "/v1/enrolment", EnrolmentAnswer, request)
        except TransportError as error:
            if is_refused_for(error, "not_found"):
                raise DomainError("no_code_for_them") from error
            raise
        return GivenCode(name=answer.name, code=answer.code, until=answer.until)
