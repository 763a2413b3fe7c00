"""Who holds a manifest is told what is new of it, with the records, and nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from nurseapp.domain.case import CaseAssigned
from nurseapp.domain.ids import CaseId, RecordId, StreamId, TeamId, UserId
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server import feed
from nurseapp.server.feed import Look
from nurseapp.server.store.sight import Sight
from nurseapp.server.told import Told
from nurseapp.wire import listing
from nurseapp.wire.messages import News
from tests.server.organisation import Organisation


def care(case: CaseId) -> StreamId:
    """Name the care stream of a case."""
    return stream_of(case, StreamKind.CARE)


def write_note(organisation: Organisation, case: CaseId) -> None:
    """Let the case's nurse write a note."""
    body = NoteWritten(note=RecordId(organisation.new_id()), text="All is well.")
    organisation.push("amara", organisation.act("amara", case, body))


def told_to(organisation: Organisation, login: str) -> Look:
    """Give what somebody is told now."""
    with organisation.reading(login) as connection:
        caller = organisation.caller(login)
        return feed.look(connection, caller, "the epoch", organisation.clock())


def look_with(tag: str, *lines: str) -> Look:
    """Make up what somebody was told."""
    sight = Sight(fingerprint="", lines=lines, until=None, snapshot="")
    at = datetime(2026, 11, 20, tzinfo=UTC)
    return Look(epoch="", at=at, tag=tag, sight=sight, since=at)


def news_since(organisation: Organisation, told: Look) -> News | None:
    """Give what is new to the nurse, who was told this before."""
    caller = organisation.caller("amara")
    with organisation.reading("amara") as connection:
        seen = feed.look(connection, caller, "the epoch", organisation.clock())
        return feed.news(connection, caller, seen, feed.Terms(), told)


def test_news_names_what_moved_and_brings_its_records(organisation: Organisation) -> None:
    quiet, busy = organisation.open_cases("amara", "north", 2)
    before = told_to(organisation, "amara")
    write_note(organisation, busy)

    news = news_since(organisation, before)

    assert news is not None
    assert [stream.id for stream in news.manifest.streams] == [care(busy)]
    [page], [after] = news.pages, news.after
    assert (page.id, page.upto, [row.rev for row in page.rows]) == (care(busy), after + 1, [3])
    now = organisation.manifest("amara").streams
    assert care(quiet) in {stream.id for stream in now}
    lines = [f"{s.id} {s.mode} {s.head} {s.digest}" for s in now]
    assert news.standing == listing.standing("\n".join(lines))


def test_who_may_see_other_streams_than_before_is_told_everything(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    before = told_to(organisation, "amara")
    body = CaseAssigned(case=RecordId(case), nurse=UserId("bea"), team=TeamId("north"), head=2)
    organisation.push("helen", organisation.act("helen", case, body))

    assert news_since(organisation, before) is None


def test_of_more_streams_than_a_computer_takes_at_once_no_records_are_sent(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = organisation.open_cases("amara", "north", 2)
    before = told_to(organisation, "amara")
    for case in cases:
        write_note(organisation, case)
    for most, sent in [(2, 2), (1, 0)]:
        monkeypatch.setattr(feed, "_MOST_STREAMS", most)

        news = news_since(organisation, before)

        assert news is not None
        assert (len(news.manifest.streams), len(news.pages)) == (2, sent)


def test_of_what_stood_further_before_a_restore_no_records_are_sent(
    organisation: Organisation,
) -> None:
    organisation.open_case("amara")
    before = told_to(organisation, "amara")
    ahead = [re.sub(r" (\d+) ", r" 9\1 ", line) for line in before.sight.lines]

    news = news_since(organisation, look_with("", *ahead))

    assert news is not None
    assert (news.pages, len(news.manifest.streams)) == ((), len(ahead))


def test_a_computer_is_remembered_by_the_tag_it_was_told_last(organisation: Organisation) -> None:
    amara, helen = organisation.caller("amara"), organisation.caller("helen")
    lines = ["one.care write 12 ab", "two.care write 7 cd"]
    one, two = look_with("one", *lines), look_with("two", *lines)
    told = Told(most_streams=2 * len(lines) - 1)
    told.keep(amara, one)
    told.keep(amara, two)
    assert told.recall(amara, "one") is None
    assert told.recall(amara, "two") is two
    assert told.recall(helen, "two") is None

    told.keep(helen, two)

    assert told.recall(amara, "two") is None, "there is room for one only"
    assert told.recall(helen, "two") is two
