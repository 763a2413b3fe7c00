"""The act that takes another one back: what was said stays said, and so does that it is withdrawn.

For entries that are on their way, and that their author withdraws: both go up. Pure; called by
services.
"""

from __future__ import annotations

from collections.abc import Mapping

from nurseapp.domain.attachment import DocumentAttached, DocumentWithdrawn
from nurseapp.domain.barrier import BarrierAdded, BarrierRevised, BarrierVoided
from nurseapp.domain.contact import ContactLogged, ContactMarkedAsError
from nurseapp.domain.events import Act
from nurseapp.domain.goal import GoalAdded, GoalRevised, GoalVoided
from nurseapp.domain.ids import RecordId
from nurseapp.domain.intervention import (
    InterventionAdded,
    InterventionRevised,
    InterventionVoided,
)
from nurseapp.domain.note import NoteMarkedAsError, NoteWritten
from nurseapp.domain.problem import ProblemAdded, ProblemRevised, ProblemVoided
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Revision, Voiding, opposite, seen_fields
from nurseapp.domain.streams import Stream

_VOIDED: Mapping[type[Act], type[Voiding]] = {
    ProblemAdded: ProblemVoided,
    GoalAdded: GoalVoided,
    BarrierAdded: BarrierVoided,
    InterventionAdded: InterventionVoided,
}
_REVISED: tuple[type[Revision], ...] = (
    ProblemRevised,
    GoalRevised,
    BarrierRevised,
    InterventionRevised,
)
TAKEN_BACK = frozenset(
    kind.__name__ for kind in (*_VOIDED, *_REVISED, NoteWritten, ContactLogged, DocumentAttached)
)
"""The acts that can be taken back, by their names."""


def taking_back(stream: Stream, act: Act, reason: str) -> Act:
    """Give the act that takes another one back.

    Args:
        stream: with that act in it.

    Raises:
        DomainError: ``cannot_be_taken_back``; ``no_such_record`` where its record is not there.
    """
    match act:
        case NoteWritten():
            return NoteMarkedAsError(note=act.note, reason=reason)
        case ContactLogged():
            return ContactMarkedAsError(contact=act.contact, reason=reason)
        case DocumentAttached():
            return DocumentWithdrawn(attachment=act.attachment, reason=reason)
        case ProblemAdded():
            return _voided(stream, act, act.problem, reason)
        case GoalAdded():
            return _voided(stream, act, act.goal, reason)
        case BarrierAdded():
            return _voided(stream, act, act.barrier, reason)
        case InterventionAdded():
            return _voided(stream, act, act.intervention, reason)
    if isinstance(act, _REVISED) and not act.settles:
        return type(act)(record=act.record, changes=opposite(act.changes))
    raise DomainError("cannot_be_taken_back", act=type(act).__name__)


def _voided(stream: Stream, act: Act, record: RecordId, reason: str) -> Voiding:
    voiding = _VOIDED[type(act)]
    seen = seen_fields(stream.get(voiding.VOIDS, record))
    return voiding(record=record, reason=reason, was=seen)
