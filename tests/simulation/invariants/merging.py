"""Promises about what events did to records: nothing unseen overwritten, nothing signed changed.

Each change is looked at with what its author had seen, as the history has it. Values are compared
as plain JSON, by rules of this module's own: it asks none of the functions that it judges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from nurseapp.desktop.storage.outbox import REFUSED
from nurseapp.domain.case import CaseAssigned, CaseClosed
from nurseapp.domain.events import Event
from nurseapp.domain.ids import EventId, derived_id
from nurseapp.domain.revising import Revision, Rule, Voiding
from nurseapp.domain.screening import ScreeningAnswered
from tests.simulation.beginning import NEWER_KIND, NEWER_MEMBER, NEWER_VALUE
from tests.simulation.books import Body, Books, Change
from tests.simulation.world import World

VOID = "void_reason"
_NEVER_CHANGES = {"id", "added_at", "added_by", "raised_at", "raised_by", "screening", "of_kind"}
_MAY_CHANGE: Mapping[str, set[str]] = {
    "note": {"error_reason"},
    "contact": {"error_reason"},
    "consent": set(),
    "handout_given": set(),
    "conflict": {"closed_by"},
}


def nothing_unseen_is_overwritten(world: World, books: Books) -> Iterator[str]:
    """I3: a field changes only from what the author of the change had seen.

    But for what merges: texts keep the lines of both, sets the elements. Name, birth date and
    number change only where a conflict over them is settled. Assigning and closing are done only
    to a stream at the head that was seen; what a restored server takes again was compared before,
    and what it settled then comes back as any edit.
    """
    for event_id, changes in books.changes_by_event.items():
        event = books.read.get(event_id)
        if event is None:
            continue
        for change in changes:
            if change.before is None:
                continue
            again = event_id in world.ledger.sent_again
            for message in _overwritten(event, change, books, again=again):
                yield f"{event.body}: {message}"


def no_delete_over_an_unseen_edit(_world: World, books: Books) -> Iterator[str]:
    """I4: a record is voided only as its author had seen it."""
    for event_id, changes in books.changes_by_event.items():
        event = books.read.get(event_id)
        if event is None or not isinstance(event.body, Voiding):
            continue
        seen = _payload(books, event_id)["body"].get("was", {})
        for change in changes:
            if change.record != event.body.record or change.before is None:
                continue
            unseen = {name for name, was in seen.items() if change.before.get(name) != was}
            if unseen:
                yield f"{event.body} went over edits of {sorted(unseen)}"


def what_is_signed_or_added_never_changes(world: World, books: Books) -> Iterator[str]:
    """I5: signed and added-only records stay as they are; identities and authors everywhere.

    But for a form that was declined, on a restored server: what had been answered before may come
    back after it, from another computer, and is kept.
    """
    for (stream, record), changes in books.changes.items():
        kind = books.records[stream, record].kind
        for change in changes:
            if change.before is None:
                continue
            wrong = change.differing() & _NEVER_CHANGES
            if kind in _MAY_CHANGE:
                wrong |= change.differing() - _MAY_CHANGE[kind]
                wrong |= {n for n in change.differing() if change.before.get(n) is not None}
            if kind == "screening" and change.before["state"] != "draft":
                wrong |= change.differing()
            if kind == "screening" and _is_answer_again(world, books, change):
                wrong -= {"answers"}
            if wrong:
                yield f"{kind} {record}: {sorted(wrong)} changed"


def _is_answer_again(world: World, books: Books, change: Change) -> bool:
    event = books.read.get(EventId(change.event))
    return (
        change.before is not None
        and change.before["state"] == "declined"
        and change.event in world.ledger.sent_again
        and event is not None
        and isinstance(event.body, ScreeningAnswered)
    )


def what_was_wanted_is_somewhere(_world: World, books: Books) -> Iterator[str]:
    """I1: what an accepted event wanted stands in its record, or in a conflict for all to see."""
    for event_id, event in books.read.items():
        row = books.decided[event_id]
        if row.status == REFUSED or not isinstance(event.body, Revision | Voiding):
            continue
        after = books.as_of(row.stream_id, event.body.record, row.rev)
        if after is None:
            yield f"{event.body} is about nothing"
            continue
        for name in _unmet(event, _payload(books, event_id)["body"], after):
            conflict = derived_id("conflict", event.id, name)
            if (row.stream_id, conflict) not in books.records:
                yield f"{event.body}: {name} is nowhere"


def a_newer_release_loses_nothing(_world: World, books: Books) -> Iterator[str]:
    """I20: members and kinds that this version does not know stay as they were."""
    newer = 0
    for (stream, record), changes in books.changes.items():
        known = [change.after.get(NEWER_MEMBER) for change in changes]
        if any(known) and known[-1] != NEWER_VALUE:
            yield f"{record} of {stream} lost what a newer release had written"
        newer += books.records[stream, record].kind == NEWER_KIND
    if not newer:
        yield "the records of a kind that this version does not know are gone"


def _overwritten(event: Event, change: Change, books: Books, *, again: bool) -> Iterator[str]:
    body, before = event.body, change.before or {}
    if not again and isinstance(body, CaseAssigned | CaseClosed) and body.head != change.rev - 1:
        yield f"was done at {change.rev - 1}, having seen {body.head}"
    if isinstance(body, Voiding) and change.record == body.record:
        wrong = change.differing() - {VOID}
        if wrong:
            yield f"{sorted(wrong)} changed with it"
    if not isinstance(body, Revision) or change.record != body.record:
        return
    asked = _payload(books, event.id)["body"]["changes"]
    for name in change.differing():
        if name not in asked:
            if name != VOID or change.after.get(VOID) is not None:
                yield f"{name} was not asked for"
            continue
        was, now = asked[name]
        rules = {Rule.SCALAR if body.settles else body.REVISES.RULES[name]}
        rules |= {body.REVISES.RULES[name]} if again else set()
        after = change.after.get(name)
        if not any(_is_fair(rule, before.get(name), was, now, after) for rule in rules):
            yield f"{name} became {change.after.get(name)!r} from {before.get(name)!r}"


def _is_fair(rule: Rule, before: Any, was: Any, now: Any, after: Any) -> bool:
    """Tell whether a value may have become another by somebody who had seen ``was``."""
    match rule:
        case Rule.IDENTITY:
            return False
        case Rule.SET:
            have, seen, wanted = (set(value or ()) for value in (before, was, now))
            return set(after or ()) == (have | (wanted - seen)) - (seen - wanted)
        case Rule.TEXT if before != was:
            lines, seen, merged = (_lines(value) for value in (before, was, after))
            return lines - seen <= merged and _lines(now) - seen <= merged
        case _:
            return bool(before == was and after == now)


def _unmet(event: Event, body: Mapping[str, Any], after: Body) -> Iterator[str]:
    """Name the fields in which a record is not as an event wanted it."""
    if isinstance(event.body, Voiding):
        if after.get(VOID) is None:
            yield VOID
        return
    assert isinstance(event.body, Revision)
    for name, (was, now) in body["changes"].items():
        rule = Rule.SCALAR if event.body.settles else event.body.REVISES.RULES[name]
        value = after.get(name)
        if rule is Rule.SET:
            wanted, seen, has = set(now or ()), set(was or ()), set(value or ())
            is_met = wanted - seen <= has and not (seen - wanted) & has
        elif rule is Rule.TEXT:
            is_met = value == now or _lines(now) - _lines(was) <= _lines(value)
        else:
            is_met = value == now
        if not is_met:
            yield name


def _lines(text: Any) -> set[str]:
    return set((text or "").splitlines())


def _payload(books: Books, event_id: str) -> Any:
    return msgspec.json.decode(books.decided[event_id].payload)


PROMISES = (
    nothing_unseen_is_overwritten,
    no_delete_over_an_unseen_edit,
    what_is_signed_or_added_never_changes,
    what_was_wanted_is_somewhere,
    a_newer_release_loses_nothing,
)
