"""Promises about what the server keeps, looked at in the quiet: nothing lost, nothing twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from nurseapp.desktop.storage.outbox import FINAL, REFUSED
from nurseapp.domain.ids import RecordId, derived_id
from nurseapp.domain.safety import SafetyConcernRaised, concern_id
from nurseapp.domain.screening import ScreeningAnswered
from nurseapp.wire import digest
from tests.simulation.books import Books
from tests.simulation.world import World

SAFETY_ITEMS = {("phq-9", "9")}
_NEVER_SAID_OF_HONEST_WORK = {"not_storable", "cannot_apply", "malformed", "not_author", "forked"}


def nothing_committed_is_lost(world: World, books: Books) -> Iterator[str]:
    """I1: what was once on a device's disk is on the server, word for word, with its result.

    Also after the server was put back to a backup: desktops send again what it has forgotten. But
    for what was made after the copy that a device was put back to.
    """
    excused = world.ledger.lost_with_a_device
    for event_id, commit in world.ledger.committed.items():
        row = books.decided.get(event_id)
        if row is None:
            if event_id not in excused:
                yield f"{commit.event.body} of {commit.device} is nowhere"
        elif row.payload.encode() != commit.payload or row.status not in FINAL:
            yield f"{commit.event.body} of {commit.device} is not what was done"


def honest_work_is_understood(_world: World, books: Books) -> Iterator[str]:
    """I1: nothing that the program itself made is refused for what it is."""
    for row in books.events:
        if row.reason in _NEVER_SAID_OF_HONEST_WORK:
            yield f"{row.kind} of {row.author} was refused: {row.reason}"


def order_is_kept(world: World, books: Books) -> Iterator[str]:
    """What one device did in one stream arrives in the order in which it was done.

    Safety goes first. What a restored server had decided waits until what it builds on is back.
    """
    last: dict[tuple[str, str], int] = {}
    for row in books.audit:
        commit = world.ledger.committed.get(row.event_id) if row.action == "write" else None
        if commit is None or isinstance(commit.event.body, SafetyConcernRaised):
            continue
        if commit.event.id in world.ledger.sent_again:
            continue
        key = (commit.device, commit.event.stream)
        if commit.number < last.get(key, -1):
            yield f"{commit.event.body} of {commit.device} arrived after what was done later"
        last[key] = max(commit.number, last.get(key, -1))


def effects_happen_once(_world: World, books: Books) -> Iterator[str]:
    """I2: an event changes a record once, and a record is made once."""
    for row in (row for row, count in _changed_by(books).items() if count > 1):
        yield f"event {row[0]} changed {row[2]} twice"
    for key, changes in books.changes.items():
        if sum(change.before is None for change in changes) > 1:
            yield f"{key} was made twice"
    for event_id, count in Counter(row.id for row in books.events).items():
        if count > 1:
            yield f"event {event_id} was decided {count} times"


def conflicts_are_named_alike_on_both_ends(_world: World, books: Books) -> Iterator[str]:
    """I2: a conflict's id comes from its event and its field, so that a retry cannot double it."""
    for (_, record), body in books.bodies.items():
        if body.keys() >= {"theirs", "mine", "field"}:
            expected = derived_id("conflict", body["event"], body["field"])
            if record != expected:
                yield f"the conflict over {body['field']} has an id of its own"


def one_concern_for_each_screening(world: World, books: Books) -> Iterator[str]:
    """I6: a screening with a safety item above zero has exactly one concern, whatever happened."""
    concerns = {key: body for key, body in books.bodies.items() if "raised_by" in body}
    for (_, record), body in concerns.items():
        if record != concern_id(RecordId(body["screening"])):
            yield f"the concern over {body['screening']} has an id of its own"
    raised: defaultdict[str, set[str]] = defaultdict(set)
    for commit in world.ledger.committed.values():
        if isinstance(commit.event.body, SafetyConcernRaised):
            raised[commit.event.body.screening].add(commit.event.id)
    excused = world.ledger.lost_with_a_device
    refused = {name for name, row in books.decided.items() if row.status == REFUSED}
    told = {body["screening"] for body in concerns.values()}
    told |= {screening for screening, ids in raised.items() if ids & (excused | refused)}
    for commit in world.ledger.committed.values():
        act = commit.event.body
        if not isinstance(act, ScreeningAnswered) or not _is_urgent(act):
            continue
        if act.screening not in raised:
            yield f"{act} of {commit.device} raised no concern"
        is_kept = commit.event.id in books.decided.keys() - refused
        if is_kept and act.screening not in told:
            yield f"nobody is told of {act} of {commit.device}"


def digests_and_revisions_are_sound(_world: World, books: Books) -> Iterator[str]:
    """I7: digests equal recomputation; revisions are unique, and gapless in the history."""
    totals: Counter[str] = Counter()
    heads: Counter[str] = Counter()
    for row in books.records.values():
        body = row.body.encode()
        term = digest.term(row.record_id, row.rev, row.deleted, row.kind, row.schema, body)
        totals[row.stream_id] = digest.combined(totals[row.stream_id], added=term)
        heads[row.stream_id] = max(heads[row.stream_id], row.rev)
    revs: dict[str, list[int]] = {name: [] for name in books.streams}
    for row in books.history:
        revs[row.stream_id].append(row.rev)
    for name, stream in books.streams.items():
        if digest.as_text(totals[name]) != stream.digest:
            yield f"the digest of {name} is not that of its records"
        if revs[name] != list(range(1, stream.head + 1)):
            yield f"the revisions of {name} are not 1 to {stream.head}"
        if heads[name] != stream.head:
            yield f"{name} is at {stream.head}, its records at {heads[name]}"


def every_act_is_audited(world: World, books: Books) -> Iterator[str]:
    """I18: the trail has a row for each event that was decided and each record handed out."""
    written = Counter(row.event_id for row in books.audit if row.action == "write")
    for row in books.events:
        if written[row.id] != 1:
            yield f"event {row.id} has {written[row.id]} rows in the audit trail"
    read = {
        (row.actor, row.device, given["stream"], given["first"], given["last"])
        for row in books.audit
        if row.action == "read"
        for given in row.given
    }
    for given in world.ledger.handed_out:
        key = (given.user, given.device, given.stream, given.first, given.last)
        if key not in read:
            yield f"{given} is not in the audit trail"


def _is_urgent(act: ScreeningAnswered) -> bool:
    return bool(act.points) and (act.form, act.item) in SAFETY_ITEMS


def _changed_by(books: Books) -> Counter[tuple[str, str, str]]:
    return Counter((row.event_id, row.stream_id, row.record_id) for row in books.history)


PROMISES = (
    nothing_committed_is_lost,
    honest_work_is_understood,
    order_is_kept,
    effects_happen_once,
    conflicts_are_named_alike_on_both_ends,
    one_concern_for_each_screening,
    digests_and_revisions_are_sound,
    every_act_is_audited,
)
