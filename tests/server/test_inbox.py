"""What becomes of events: each takes effect once, or is kept with the reason why not."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import msgspec
import pytest
from sqlalchemy import create_engine, select, text

from nurseapp.domain.apply import apply
from nurseapp.domain.case import CaseAssigned, CaseRevised
from nurseapp.domain.directory import StaffListed, StaffMember
from nurseapp.domain.events import Event
from nurseapp.domain.fact import Fact, FactCategory, FactReceived
from nurseapp.domain.goal import Goal
from nurseapp.domain.ids import CaseId, EventId, RecordId, StreamId, TeamId, UserId
from nurseapp.domain.note import Note, NoteMarkedAsError, NoteWritten
from nurseapp.domain.problem import ProblemAdded
from nurseapp.domain.revising import Change, Conflict
from nurseapp.domain.screening import ScreeningAnswered
from nurseapp.domain.streams import ORG_STREAM, Stream, StreamKind, stream_of
from nurseapp.server import batch
from nurseapp.server.embedded import Urls
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.wire.canonical import WireError
from nurseapp.wire.events import encode_event
from nurseapp.wire.messages import PushAnswer
from tests.server.organisation import Organisation


def care(case: CaseId) -> StreamId:
    """Name the care stream of a case."""
    return stream_of(case, StreamKind.CARE)


def outcomes(answer: PushAnswer) -> list[str]:
    """List what became of a push, a refusal by its reason."""
    return [result.reason or result.status for result in answer.results]


def note(organisation: Organisation, author: str, case: CaseId, words: str = "Called.") -> Event:
    """Let somebody write a note."""
    body = NoteWritten(note=RecordId(organisation.new_id()), text=words)
    return organisation.act(author, case, body)


def dead_letters(organisation: Organisation) -> list[tuple[str, str, str]]:
    """List what was refused: sender, reason, payload."""
    table = schema.event
    columns = select(table.c.sender, table.c.reason, table.c.payload)
    with server_transaction(organisation.engine) as connection:
        rows = connection.execute(columns.where(table.c.status == "refused"))
        return [(row.sender, row.reason, row.payload) for row in rows]


@contextmanager
def spoilt(urls: Urls, *statements: str) -> Iterator[None]:
    """Make the database fail in a way of its own, until the end."""
    superuser = create_engine(urls.superuser)
    try:
        with superuser.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
        yield
    finally:
        superuser.dispose()


def test_an_event_changes_its_record_once_however_often_it_is_pushed(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    event = note(organisation, "amara", case)

    first = organisation.push("amara", event)
    again = organisation.push("amara", event, event)

    assert outcomes(first) == ["applied"]
    assert again.results == (first.results[0], first.results[0])
    assert sum(isinstance(r, Note) for r in organisation.records(care(case))) == 1
    assert organisation.faults() == []


def test_a_result_names_the_head_that_includes_the_effect(organisation: Organisation) -> None:
    case = organisation.open_case("amara")

    answer = organisation.push(
        "amara", note(organisation, "amara", case), note(organisation, "amara", case)
    )

    assert [result.rev for result in answer.results] == [3, 4]
    (page,) = organisation.pull("amara", {care(case): 0}).streams
    assert page.head == 4


def test_the_same_id_with_another_payload_is_refused_and_both_are_kept(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    event = note(organisation, "amara", case, "What was said.")
    fork = replace(event, body=NoteWritten(note=RecordId("another"), text="What was not."))
    organisation.push("amara", event)

    assert outcomes(organisation.push("amara", fork)) == ["forked"]
    assert outcomes(organisation.push("amara", fork)) == ["forked"]
    assert outcomes(organisation.push("amara", event)) == ["applied"]
    assert dead_letters(organisation) == [("amara", "forked", encode_event(fork).decode())]


def test_a_fork_within_one_push_is_refused_too(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    event = note(organisation, "amara", case)
    fork = replace(event, body=NoteWritten(note=RecordId("another"), text="What was not."))

    assert outcomes(organisation.push("amara", event, fork)) == ["applied", "forked"]


def test_a_value_that_somebody_else_changed_opens_a_conflict(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    goal = organisation.add_goal("amara", case)
    first = organisation.revision("amara", case, goal, owner=("", "the member"))
    second = organisation.revision("amara", case, goal, owner=("", "her daughter"))

    answer = organisation.push("amara", first, second)

    assert outcomes(answer) == ["applied", "conflict"]
    records = organisation.records(care(case))
    (conflict,) = [r for r in records if isinstance(r, Conflict)]
    assert answer.results[1].conflicts == (conflict.id,)
    assert (conflict.theirs, conflict.mine) == ("the member", "her daughter")
    (kept,) = [r for r in records if isinstance(r, Goal)]
    assert kept.owner == "the member"
    assert organisation.push("amara", second).results == (answer.results[1],)
    assert organisation.faults() == []


def test_a_change_that_is_there_already_is_no_change(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    goal = organisation.add_goal("amara", case)
    change = {"owner": ("", "the member")}
    organisation.push("amara", organisation.revision("amara", case, goal, **change))

    answer = organisation.push("amara", organisation.revision("amara", case, goal, **change))

    assert outcomes(answer) == ["noop"]
    assert answer.results[0].rev == 5


def test_a_refused_event_is_kept_as_a_dead_letter_and_the_others_get_in(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    bad = organisation.revision("amara", case, RecordId("nowhere"), owner=("", "nobody"))

    answer = organisation.push(
        "amara", note(organisation, "amara", case), bad, note(organisation, "amara", case)
    )

    assert outcomes(answer) == ["applied", "no_such_record", "applied"]
    letter = ("amara", "no_such_record", encode_event(bad).decode())
    assert dead_letters(organisation) == [letter]
    assert organisation.faults() == []


def test_an_event_in_the_name_of_another_is_refused_and_does_not_bar_its_author(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    event = note(organisation, "amara", case)

    assert outcomes(organisation.push("tomas", event)) == ["not_author"]
    assert outcomes(organisation.push("tomas", event)) == ["not_author"]
    assert outcomes(organisation.push("amara", event)) == ["applied"]
    assert outcomes(organisation.push("amara", event)) == ["applied"]
    assert [sender for sender, _, _ in dead_letters(organisation)] == ["tomas"]


def test_a_stream_that_one_may_not_see_looks_like_none(organisation: Organisation) -> None:
    seen = organisation.open_case("amara")
    hidden = note(organisation, "joseph", seen)
    absent = note(organisation, "joseph", CaseId(organisation.new_id()))

    answer = organisation.push("joseph", hidden, absent)

    assert outcomes(answer) == ["no_such_stream", "no_such_stream"]
    assert [result.rev for result in answer.results] == [0, 0]
    assert len(dead_letters(organisation)) == 2


def test_who_may_read_may_not_therefore_write(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    goal = organisation.add_goal("amara", case)
    revision = organisation.revision("helen", case, goal, owner=("", "the member"))

    assert outcomes(organisation.push("helen", revision)) == ["may_not_write"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda event: {**event, "extra": 1},
        lambda event: {**event, "body": {**event["body"], "extra": 1}},
        lambda event: {**event, "kind": "NothingThatExists"},
        lambda event: {**event, "at": "2026-11-20T09:00:00"},
        lambda event: {**event, "body": [[[[[[[[]]]]]]]]},
        lambda event: {"id": event["id"]},
    ],
    ids=["unknown member", "in the body", "unknown kind", "no time zone", "nested", "only an id"],
)
def test_an_event_that_cannot_be_read_is_refused_and_kept_word_for_word(
    organisation: Organisation, spoil: object
) -> None:
    case = organisation.open_case("amara")
    assert callable(spoil)
    event = json.loads(encode_event(note(organisation, "amara", case)))
    payload = json.dumps(spoil(event)).encode()

    answer = organisation.push_raw("amara", [payload])

    assert outcomes(answer) == ["malformed"]
    assert dead_letters(organisation) == [("amara", "malformed", payload.decode())]


@pytest.mark.parametrize("event_id", ['"spaces in it"', '""', "7", "null", '"\\u0000"'])
@pytest.mark.parametrize("is_readable", [True, False])
def test_an_event_without_an_id_cannot_be_answered(
    organisation: Organisation, event_id: str, is_readable: bool
) -> None:
    event = json.loads(encode_event(note(organisation, "amara", CaseId("some"))))
    event |= {} if is_readable else {"extra": 1}
    payload = json.dumps(event | {"id": json.loads(event_id)}).encode()

    with pytest.raises(WireError, match=r"events\[1\].id: not an id"):
        organisation.push_raw(
            "amara", [encode_event(note(organisation, "amara", CaseId("some"))), payload]
        )

    assert dead_letters(organisation) == []


def test_ids_that_are_none_reach_no_table(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    odd_record = organisation.act(
        "amara", case, NoteWritten(note=RecordId("two\x1elines"), text="Called.")
    )
    odd_target = organisation.revision("amara", case, RecordId("\x00"), owner=("", "x"))
    odd_stream = replace(note(organisation, "amara", case), stream=StreamId("a b.care"))
    odd_author = replace(note(organisation, "amara", case), author=UserId("a\x00b"))

    answer = organisation.push("amara", odd_record, odd_target, odd_stream, odd_author)

    assert outcomes(answer) == ["bad_id", "no_such_record", "no_such_stream", "not_author"]
    assert organisation.faults() == []


def test_an_act_on_another_compartment_is_refused(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    event = replace(
        note(organisation, "amara", case), stream=stream_of(case, StreamKind.BEHAVIOURAL)
    )

    assert outcomes(organisation.push("amara", event)) == ["wrong_stream"]


def test_what_a_rule_trips_over_is_refused_and_holds_nothing_up(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    case = organisation.open_case("amara")
    first, second = note(organisation, "amara", case), note(organisation, "amara", case)

    def stumbling(stream: Stream, event: Event) -> Stream:
        if event.id == first.id:
            raise RuntimeError("Ada Okoro")
        return apply(stream, event)

    monkeypatch.setattr(batch, "apply", stumbling)

    assert outcomes(organisation.push("amara", first, second)) == ["cannot_apply", "applied"]
    assert "Okoro" not in caplog.text
    assert organisation.faults() == []


def test_giving_a_case_away_is_refused_where_the_stream_moved_on(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    body = CaseAssigned(case=RecordId(case), nurse=UserId("tomas"), team=TeamId("north"), head=2)
    stale = organisation.act("helen", case, replace(body, head=1))
    current = organisation.act("helen", case, body)

    answer = organisation.push("helen", stale, current)

    assert outcomes(answer) == ["stale", "applied"]
    assert outcomes(organisation.push("amara", note(organisation, "amara", case))) == [
        "no_such_stream"
    ]
    assert outcomes(organisation.push("tomas", note(organisation, "tomas", case))) == ["applied"]


def test_a_change_of_the_case_that_gives_it_to_nobody_else_leaves_access_alone(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    modes = organisation.modes("amara")
    proposal = {"closing_proposed": Change(was=None, now="goals met")}
    body = CaseRevised(record=RecordId(case), changes=proposal)

    assert outcomes(organisation.push("amara", organisation.act("amara", case, body))) == [
        "applied"
    ]
    assert organisation.modes("amara") == modes


def test_rights_change_within_the_push_that_changes_them(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    body = CaseAssigned(case=RecordId(case), nurse=None, team=TeamId("south"), head=2)
    away = organisation.act("helen", case, body)
    back = organisation.act("helen", case, replace(body, team=TeamId("north"), head=3))

    assert outcomes(organisation.push("helen", away, back)) == ["applied", "no_such_stream"]


def test_only_a_feed_begins_a_case(organisation: Organisation) -> None:
    case = CaseId(organisation.new_id())
    event = note(organisation, "amara", case)

    assert outcomes(organisation.push("amara", event)) == ["no_such_stream"]
    assert organisation.receive(replace(event, id=EventId("other")))[0].status == "applied"
    with server_transaction(organisation.engine) as connection:
        names = set(connection.scalars(select(schema.stream.c.id)))
    assert names == {ORG_STREAM, care(case)}


def test_a_feed_cannot_begin_streams_of_no_known_form(organisation: Organisation) -> None:
    case = CaseId(organisation.new_id())
    event = note(organisation, "amara", case)
    names = ["care", ".care", f"{case}.unheard-of", "elsewhere.org", "a b.care"]

    results = organisation.receive(
        *(
            replace(event, id=EventId(f"e{number}"), stream=StreamId(name))
            for number, name in enumerate(names)
        )
    )

    assert {result.reason for result in results} == {"no_such_stream"}


def test_a_feed_may_name_any_author_and_is_refused_like_anybody(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")

    applied, refused = organisation.receive(
        note(organisation, "tomas", case),
        organisation.revision("tomas", case, RecordId("nowhere"), owner=("", "x")),
    )

    assert (applied.status, refused.reason) == ("applied", "no_such_record")
    (letter,) = dead_letters(organisation)
    assert letter[:2] == ("hospital", "no_such_record")


def test_an_event_that_a_feed_brought_is_known_when_its_author_pushes_it(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    event = note(organisation, "amara", case)
    (received,) = organisation.receive(event)

    assert organisation.push("amara", event).results == (received,)


def test_the_first_screening_of_a_case_can_be_pushed(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    body = ScreeningAnswered(
        screening=RecordId(organisation.new_id()),
        form="phq-9",
        version="1",
        language="en",
        item="9",
        points=1,
    )

    assert outcomes(organisation.push("amara", organisation.act("amara", case, body))) == [
        "applied"
    ]


def test_a_rule_that_looks_through_the_whole_stream_sees_all_of_it(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    fact = RecordId(organisation.new_id())
    received = Fact(
        id=fact, category=FactCategory.CONDITION, display="Asthma", source="1", document="2"
    )
    organisation.receive(organisation.act("hospital", case, FactReceived(fact=received)))

    def accepted(problem: str) -> Event:
        body = ProblemAdded(problem=RecordId(problem), title="Asthma", from_fact=fact)
        return organisation.act("amara", case, body)

    assert outcomes(organisation.push("amara", accepted("p1"), accepted("p2"))) == [
        "applied",
        "accepted_already",
    ]
    assert outcomes(organisation.push("amara", accepted("p3"))) == ["accepted_already"]


def test_records_whose_ids_are_no_uuid_are_found_when_asked_for(
    organisation: Organisation,
) -> None:
    staff = StaffMember(id=RecordId("amara"), name="Amara Osei", role="nurse", team=None)
    listed = organisation.event("hospital", ORG_STREAM, StaffListed(person=staff))
    again = organisation.event("hospital", ORG_STREAM, StaffListed(person=staff))

    assert organisation.receive(listed)[0].status == "applied"
    assert organisation.receive(again)[0].status == "noop"
    assert organisation.faults() == []


def test_members_that_this_version_does_not_know_survive_a_revision(
    organisation: Organisation, urls: Urls
) -> None:
    case = organisation.open_case("amara")
    goal = organisation.add_goal("amara", case)
    newer = 'UPDATE record SET body = replace(body, \'{"added_at"\', \'{"aaa":[1],"added_at"\')'
    with spoilt(urls, f"{newer} WHERE kind = 'goal'"):
        organisation.push("amara", organisation.revision("amara", case, goal, owner=("", "she")))

    (page,) = organisation.pull("amara", {care(case): 4}).streams
    (row,) = page.rows
    body = msgspec.json.decode(row.body)
    assert (body["aaa"], body["owner"]) == ([1], "she")


def test_pushes_that_race_on_one_stream_leave_no_gap_and_lose_nothing(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    pushes = [[note(organisation, "amara", case) for _ in range(5)] for _ in range(24)]
    answers: list[PushAnswer] = []

    def push_all(mine: list[list[Event]]) -> None:
        for events in mine:
            answers.append(organisation.push("amara", *events))

    threads = [
        # Every third push is sent by two threads at once.
        threading.Thread(target=push_all, args=(pushes[number::6] + pushes[::3],))
        for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {outcome for answer in answers for outcome in outcomes(answer)} == {"applied"}
    assert sum(isinstance(r, Note) for r in organisation.records(care(case))) == 120
    assert organisation.faults() == []


def test_pushes_that_lock_the_same_streams_in_other_orders_all_get_in(
    organisation: Organisation,
) -> None:
    cases = [organisation.open_case("amara") for _ in range(4)]
    answers: list[PushAnswer] = []

    def push(order: list[CaseId]) -> None:
        for _ in range(8):
            events = [note(organisation, "amara", case) for case in order]
            answers.append(organisation.push("amara", *events))

    threads = [threading.Thread(target=push, args=(order,)) for order in (cases, cases[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {outcome for answer in answers for outcome in outcomes(answer)} == {"applied"}
    assert all(answer.retry == () for answer in answers)
    assert organisation.faults() == []


def test_the_same_refused_event_from_two_threads_is_kept_once(
    organisation: Organisation, caplog: pytest.LogCaptureFixture
) -> None:
    event = note(organisation, "amara", CaseId(organisation.new_id()))
    answers: list[PushAnswer] = []

    threads = [
        threading.Thread(target=lambda: answers.append(organisation.push("amara", event)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {outcome for answer in answers for outcome in outcomes(answer)} == {"no_such_stream"}
    assert len(answers) == 8
    assert len(dead_letters(organisation)) == 1


def test_what_the_database_never_takes_is_refused_and_the_rest_gets_in(
    organisation: Organisation, urls: Urls, caplog: pytest.LogCaptureFixture
) -> None:
    case = organisation.open_case("amara")
    events = [
        note(organisation, "amara", case),
        note(organisation, "amara", case, "unlucky"),
        note(organisation, "amara", case),
    ]
    check = "ALTER TABLE record ADD CHECK (body NOT LIKE '%unlucky%')"
    with spoilt(urls, check):
        answer = organisation.push("amara", *events)

    assert outcomes(answer) == ["applied", "not_storable", "applied"]
    assert answer.retry == ()
    assert caplog.messages == ["push_failed_as_one", "not_storable"]
    assert "unlucky" not in caplog.text
    assert [reason for _, reason, _ in dead_letters(organisation)] == ["not_storable"]
    assert organisation.faults() == []


TRIPPED = """
    CREATE FUNCTION trip() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'try again' USING ERRCODE = '40001'; END $$
"""


def test_after_an_event_that_must_wait_its_stream_waits_and_others_go_on(
    organisation: Organisation, urls: Urls, caplog: pytest.LogCaptureFixture
) -> None:
    stuck, free = organisation.open_case("amara"), organisation.open_case("amara")
    before = note(organisation, "amara", stuck)
    waits = note(organisation, "amara", stuck, "unlucky")
    after = note(organisation, "amara", stuck)
    other = note(organisation, "amara", free)
    trigger = (
        "CREATE TRIGGER trips BEFORE INSERT ON record FOR EACH ROW"
        " WHEN (NEW.body LIKE '%unlucky%') EXECUTE FUNCTION trip()"
    )
    with spoilt(urls, TRIPPED, trigger):
        answer = organisation.push("amara", before, waits, after, other)

    assert {result.id: result.status for result in answer.results} == {
        before.id: "applied",
        other.id: "applied",
    }
    assert answer.retry == (waits.id, after.id)
    assert caplog.messages == ["push_failed_as_one", "event_waits"]
    with spoilt(urls, "DROP TRIGGER trips ON record"):
        assert outcomes(organisation.push("amara", waits, after)) == ["applied", "applied"]
    assert organisation.faults() == []


def test_a_database_that_fails_under_a_rule_is_no_fault_of_the_event(
    organisation: Organisation, urls: Urls, caplog: pytest.LogCaptureFixture
) -> None:
    case = organisation.open_case("amara")
    written = NoteWritten(note=RecordId("unlucky"), text="Called.")
    organisation.push("amara", organisation.act("amara", case, written))
    marked = NoteMarkedAsError(note=RecordId("unlucky"), reason="another member's")
    event = organisation.act("amara", case, marked)
    with spoilt(
        urls,
        TRIPPED.replace("trip() RETURNS trigger", "trip() RETURNS boolean"),
        "ALTER TABLE record ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY trips ON record USING (record_id <> 'unlucky' OR trip())",
    ):
        answer = organisation.push("amara", event)

    assert (answer.results, answer.retry) == ((), (event.id,))
    assert caplog.messages == ["push_failed_as_one", "event_waits"]
    assert dead_letters(organisation) == []


def test_what_cannot_even_be_kept_as_refused_waits(
    organisation: Organisation, urls: Urls, caplog: pytest.LogCaptureFixture
) -> None:
    case = organisation.open_case("amara")
    event = note(organisation, "amara", case)
    with spoilt(urls, "ALTER TABLE event ADD CHECK (sender <> 'amara')"):
        answer = organisation.push("amara", event)

    assert answer.results == ()
    assert answer.retry == (event.id,)
    assert caplog.messages == ["push_failed_as_one", "not_storable", "not_storable"]


def test_what_row_security_goes_on_to_forbid_waits_and_the_rest_gets_in(
    organisation: Organisation, urls: Urls, caplog: pytest.LogCaptureFixture
) -> None:
    case, other = organisation.open_case("amara"), organisation.open_case("amara")
    waits, good = note(organisation, "amara", case, "unlucky"), note(organisation, "amara", other)
    never = (
        "CREATE POLICY never ON record AS RESTRICTIVE FOR INSERT"
        " WITH CHECK (body NOT LIKE '%unlucky%')"
    )
    with spoilt(urls, never):
        answer = organisation.push("amara", waits, good)

    assert ([result.id for result in answer.results], answer.retry) == ([good.id], (waits.id,))
    assert caplog.messages == ["push_failed_as_one", "event_waits"]
    assert organisation.faults() == []


def test_every_event_leaves_an_audit_row(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    good = note(organisation, "amara", case)
    bad = organisation.revision("amara", case, RecordId("nowhere"), owner=("", "x"))
    organisation.push("amara", good, bad)
    organisation.push("amara", good)

    table = schema.audit
    statement = select(table).where(table.c.actor == "amara").order_by(table.c.id)
    with server_transaction(organisation.engine) as connection:
        rows = connection.execute(statement).all()
    assert [(row.action, row.event_id, row.stream_id, row.outcome) for row in rows] == [
        ("write", good.id, care(case), "applied"),
        ("write", bad.id, care(case), "no_such_record"),
    ]
    assert {row.device for row in rows} == {"desk-of-amara"}


def test_history_keeps_who_changed_what_and_what_was_there_before(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    goal = organisation.add_goal("amara", case)
    event = organisation.revision("amara", case, goal, owner=("", "she"))
    organisation.push("amara", event)

    table = schema.history
    statement = select(table).where(table.c.record_id == goal).order_by(table.c.rev)
    with server_transaction(organisation.engine) as connection:
        added, revised = connection.execute(statement).all()
    assert added.before is None
    assert (revised.event_id, revised.rev) == (event.id, 5)
    assert msgspec.json.decode(revised.before)["owner"] == ""


def test_a_text_with_every_control_character_is_kept_and_given_as_it_was_written(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    words = "".join(map(chr, range(0x20))) + "said \\x1e {a,b} NULL"
    written = note(organisation, "amara", case, words)
    after = note(organisation, "amara", case)

    assert outcomes(organisation.push("amara", written, after)) == ["applied", "applied"]

    table = schema.event
    statement = select(table.c.payload).where(table.c.id == written.id)
    with server_transaction(organisation.engine) as connection:
        assert connection.scalar(statement) == encode_event(written).decode()
    assert isinstance(written.body, NoteWritten)
    [kept] = [
        record
        for record in organisation.records(care(case))
        if isinstance(record, Note) and record.id == written.body.note
    ]
    assert kept.text == words
    assert organisation.faults() == []


def test_an_empty_push_is_an_empty_answer(organisation: Organisation) -> None:
    answer = organisation.push("amara")

    assert (answer.results, answer.retry) == ((), ())


def test_many_events_from_a_feed_come_in_at_once(organisation: Organisation) -> None:
    cases = [organisation.open_case("amara") for _ in range(3)]
    events = [note(organisation, "tomas", case) for case in cases for _ in range(100)]

    results = organisation.receive(*events)

    assert [result.id for result in results] == [event.id for event in events]
    assert {result.status for result in results} == {"applied"}
    assert organisation.receive(*events) == results
    assert organisation.faults() == []
