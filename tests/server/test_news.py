"""Who holds a manifest is told what is new of it, with the records, and nothing else."""

from __future__ import annotations

import msgspec

from nurseapp.domain.case import CaseAssigned
from nurseapp.domain.ids import CaseId, RecordId, StreamId, TeamId, UserId
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server import feed
from nurseapp.server.told import Told
from nurseapp.wire import listing
from nurseapp.wire.messages import Manifest, News
from tests.server.organisation import Organisation


def care(case: CaseId) -> StreamId:
    """Name the care stream of a case."""
    return stream_of(case, StreamKind.CARE)


def write_note(organisation: Organisation, case: CaseId) -> None:
    """Let the case's nurse write a note."""
    body = NoteWritten(note=RecordId(organisation.new_id()), text="All is well.")
    organisation.push("amara", organisation.act("amara", case, body))


def news_since(organisation: Organisation, before: Manifest) -> News | None:
    """Give what is new to the nurse, who was told this before."""
    caller, told = organisation.caller("amara"), Told()
    told.keep(caller, "a tag", before.streams)
    known = told.recall(caller, "a tag")
    assert known is not None
    with organisation.reading("amara") as connection:
        seen = feed.look(connection, caller, before.epoch, organisation.clock())
        return feed.news(connection, caller, seen, feed.Terms(), known)


def test_news_names_what_moved_and_brings_its_records(organisation: Organisation) -> None:
    quiet, busy = organisation.open_cases("amara", "north", 2)
    before = organisation.manifest("amara")
    write_note(organisation, busy)

    news = news_since(organisation, before)

    assert news is not None
    assert [stream.id for stream in news.manifest.streams] == [care(busy)]
    [page], [after] = news.pages, news.after
    assert (page.id, page.upto, [row.rev for row in page.rows]) == (care(busy), after + 1, [3])
    now = organisation.manifest("amara").streams
    assert care(quiet) in {stream.id for stream in now}
    lines = [(s.id, s.mode, s.head, s.digest) for s in now]
    assert news.standing == listing.standing(lines)


def test_who_may_see_other_streams_than_before_is_told_everything(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    before = organisation.manifest("amara")
    body = CaseAssigned(case=RecordId(case), nurse=UserId("bea"), team=TeamId("north"), head=2)
    organisation.push("helen", organisation.act("helen", case, body))

    assert news_since(organisation, before) is None


def test_of_what_stood_further_before_a_restore_no_records_are_sent(
    organisation: Organisation,
) -> None:
    organisation.open_case("amara")
    before = organisation.manifest("amara")
    ahead = [msgspec.structs.replace(s, head=s.head + 5) for s in before.streams]

    news = news_since(organisation, msgspec.structs.replace(before, streams=tuple(ahead)))

    assert news is not None
    assert (news.pages, len(news.manifest.streams)) == ((), len(ahead))


def test_a_computer_is_remembered_by_the_tag_it_was_told_last(organisation: Organisation) -> None:
    organisation.open_case("amara")
    amara, helen = organisation.caller("amara"), organisation.caller("helen")
    streams = organisation.manifest("amara").streams
    told = Told(most_streams=2 * len(streams) - 1)
    told.keep(amara, "one", streams)
    told.keep(amara, "two", streams)
    assert told.recall(amara, "one") is None
    assert told.recall(amara, "two") is not None
    assert told.recall(helen, "two") is None

    told.keep(helen, "two", streams)

    assert told.recall(amara, "two") is None, "there is room for one only"
    assert told.recall(helen, "two") is not None
