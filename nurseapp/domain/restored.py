"""What was accepted once is applied again, on a stream that was put back to an earlier state.

The events of several computers come back in another order than they were made in. Pure; called by
the server's inbox for what a replay has proven.
"""

from __future__ import annotations

from dataclasses import replace

from nurseapp.domain import screening
from nurseapp.domain.apply import apply
from nurseapp.domain.case import as_accepted
from nurseapp.domain.events import Event
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Revision
from nurseapp.domain.screening import ScreeningAnswered
from nurseapp.domain.streams import Stream

_MAY_COME_BACK = frozenset({"no_such_record", "no_such_stream"})
_SETTLES_NOTHING = frozenset({"no_such_conflict", "settled_already"})


def apply_again(stream: Stream, event: Event) -> Stream:
    """Give the stream's next value, for an event that was accepted once.

    Raises:
        DomainError: what it builds on is not back yet, or what stands now cannot take it any more.
    """
    if isinstance(event.body, ScreeningAnswered):
        return screening.answered_again(stream, event, event.body)
    event = as_accepted(event, stream.head)
    try:
        return apply(stream, event)
    except DomainError as refusal:
        if isinstance(event.body, Revision) and refusal.code in _SETTLES_NOTHING:
            return apply(stream, _unsettling(event, event.body))
        raise


def _unsettling(event: Event, body: Revision) -> Event:
    """Give a revision without the conflict that it settled.

    Of two changes that met, the one that comes back last is in conflict now, which need not be the
    one that was; or somebody has settled that anew. What was decided stands as an edit like any
    other, and meets what stands now.
    """
    return replace(event, body=replace(body, settles=()))


def may_still_apply(code: str) -> bool:
    """Say whether what other computers bring back can mend this refusal."""
    return code in _MAY_COME_BACK
