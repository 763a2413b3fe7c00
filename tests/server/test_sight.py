"""Who looks again is told what who looks for the first time would be, whatever happened meanwhile.

Looking again reads only what is later than the last look; nothing may be passed over for that.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from unittest.mock import ANY, Mock

import httpx
import pytest
from sqlalchemy import text

from nurseapp.domain.case import CaseAssigned
from nurseapp.domain.ids import CaseId, RecordId, TeamId, UserId
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.participant import Part, ParticipantJoined
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server import access, feed, inbox
from nurseapp.server.feed import Look
from nurseapp.server.store import commands, sight
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.commands import CommandRow
from nurseapp.server.store.database import transaction
from nurseapp.wire.messages import CommandKind
from tests.server.organisation import HOSPITAL, Organisation

EPOCH = "the epoch"
NEWS = {"A-IM": "news"}


def look(organisation: Organisation, login: str, before: Look | None = None) -> Look:
    """Look for somebody, again where they looked before."""
    caller, now = organisation.caller(login), organisation.clock()
    with organisation.reading(login) as connection:
        return feed.look_again(connection, caller, EPOCH, now, before)


def since(organisation: Organisation, login: str, before: Look) -> sight.Sight | None:
    """Look again for somebody, at what has changed alone."""
    caller = organisation.caller(login)
    with organisation.reading(login) as connection:
        return sight.since(connection, caller.actor.id, caller.device, before.sight)


def note(organisation: Organisation, case: CaseId, login: str = "amara") -> None:
    """Let a nurse write a note."""
    body = NoteWritten(note=RecordId(organisation.new_id()), text="All is well.")
    organisation.push(login, organisation.act(login, case, body))


class _Story:
    """What happens between two looks, drawn by chance."""

    def __init__(self, organisation: Organisation, seed: int) -> None:
        self._organisation = organisation
        self._chance = random.Random(seed)  # noqa: S311  # the same in every run
        self._cases = organisation.open_cases("amara", "north", 4)
        self._is_at: dict[CaseId, str] = dict.fromkeys(self._cases, "amara")

    def go_on(self) -> None:
        """Let something happen, or nothing."""
        happenings: list[Callable[[], None]] = [
            self._write,
            self._write,
            self._reassign,
            self._open,
            self._invite,
            self._command,
            self._keep_up,
            self._wait,
            lambda: None,
        ]
        self._chance.choice(happenings)()

    def _case(self) -> CaseId:
        return self._chance.choice(self._cases)

    def _write(self) -> None:
        for case in {self._case() for _ in range(3)}:
            note(self._organisation, case, self._is_at[case])

    def _reassign(self) -> None:
        case, nurse = self._case(), self._chance.choice(["amara", "tomas"])
        stream = stream_of(case, StreamKind.CARE)
        head = next(s.head for s in self._organisation.manifest("helen").streams if s.id == stream)
        body = CaseAssigned(
            case=RecordId(case), nurse=UserId(nurse), team=TeamId("north"), head=head
        )
        [result] = self._organisation.push(
            "helen", self._organisation.act("helen", case, body)
        ).results
        if result.status == "applied":
            self._is_at[case] = nurse

    def _open(self) -> None:
        case = self._organisation.open_case("amara")
        self._cases.append(case)
        self._is_at[case] = "amara"

    def _invite(self) -> None:
        body = ParticipantJoined(
            participant=RecordId(self._organisation.new_id()),
            person=UserId(self._chance.choice(["tomas", "joseph"])),
            part=Part.COVERING,
            until=self._organisation.now + timedelta(minutes=self._chance.randint(1, 90)),
        )
        self._organisation.push("helen", self._organisation.act("helen", self._case(), body))

    def _command(self) -> None:
        row = CommandRow(
            id=self._organisation.new_id(),
            person=UserId("amara"),
            device=self._organisation.caller("amara").device,
            kind=CommandKind.LOCK,
            streams=(),
        )
        with server_transaction(self._organisation.engine) as connection:
            commands.issue(connection, [row], self._organisation.clock())

    def _keep_up(self) -> None:
        with server_transaction(self._organisation.engine) as connection:
            access.end_what_is_over(connection, self._organisation.now)

    def _wait(self) -> None:
        self._organisation.now += timedelta(minutes=self._chance.randint(1, 60))


@pytest.mark.parametrize("seed", range(6))
def test_who_looks_again_is_told_what_a_first_look_tells(
    organisation: Organisation, seed: int
) -> None:
    story = _Story(organisation, seed)
    people = ("amara", "tomas", "helen", "joseph")
    seen = {login: look(organisation, login) for login in people}
    for _ in range(40):
        story.go_on()
        for login in people:
            first = look(organisation, login)
            seen[login] = look(organisation, login, seen[login])
            assert (seen[login].tag, seen[login].sight.lines) == (first.tag, first.sight.lines)


def test_what_began_before_a_look_and_ended_after_it_is_told_by_the_next(
    organisation: Organisation,
) -> None:
    slow, quick = organisation.open_cases("amara", "north", 2)
    body = NoteWritten(note=RecordId(organisation.new_id()), text="It took its time.")
    event = organisation.act("amara", slow, body)
    with transaction(organisation.engine) as connection:
        inbox.receive(connection, HOSPITAL, [event], organisation.clock())
        note(organisation, quick)
        meanwhile = look(organisation, "amara")

    again = look(organisation, "amara", meanwhile)

    [moved] = set(again.sight.lines) - set(meanwhile.sight.lines)
    assert moved.startswith(stream_of(slow, StreamKind.CARE))


def test_what_a_restored_copy_says_of_another_life_is_not_later(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = organisation.open_case("amara")
    with server_transaction(organisation.engine) as connection:
        for table in ("stream", "case_access"):
            connection.execute(text(f"UPDATE {table} SET changed = 1000000000000"))  # noqa: S608  # named here
    before = look(organisation, "amara")
    monkeypatch.setattr(sight, "_put", Mock(side_effect=AssertionError("something moved")))
    assert since(organisation, "amara", before) == replace(before.sight, snapshot=ANY)
    monkeypatch.undo()

    note(organisation, case)

    again = since(organisation, "amara", before)
    assert again is not None
    assert again.lines == look(organisation, "amara").sight.lines != before.sight.lines


def test_only_what_moved_is_read_until_access_changes(organisation: Organisation) -> None:
    case, other = organisation.open_cases("amara", "north", 2)
    before = look(organisation, "amara")
    assert since(organisation, "amara", before) is not None
    note(organisation, case)
    again = since(organisation, "amara", before)
    assert again is not None
    assert again.fingerprint != before.sight.fingerprint

    body = CaseAssigned(case=RecordId(other), nurse=UserId("tomas"), team=TeamId("north"), head=2)
    organisation.push("helen", organisation.act("helen", other, body))

    assert since(organisation, "amara", before) is None, "she lost a case"
    assert since(organisation, "tomas", look(organisation, "tomas")) is not None


def test_a_look_is_good_until_what_it_saw_ends_or_a_clock_is_put_back(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = organisation.open_case("amara")
    body = ParticipantJoined(
        participant=RecordId(organisation.new_id()),
        person=UserId("tomas"),
        part=Part.COVERING,
        until=organisation.now + timedelta(minutes=10),
    )
    organisation.push("helen", organisation.act("helen", case, body))
    before = look(organisation, "tomas")
    right = Mock(wraps=sight.since)
    monkeypatch.setattr(sight, "since", right)

    organisation.now += timedelta(minutes=9)
    assert look(organisation, "tomas", before).sight.lines == before.sight.lines
    assert right.call_count == 1
    organisation.now -= timedelta(minutes=20)
    look(organisation, "tomas", before)
    organisation.now += timedelta(minutes=22)
    assert look(organisation, "tomas", before).sight.lines != before.sight.lines
    assert right.call_count == 1, "neither after its end nor before its beginning"


def test_everything_is_gone_through_again_after_a_while(organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    seen = first = look(organisation, "amara")
    with server_transaction(organisation.engine) as connection:
        by_hand = text("UPDATE stream SET head = 7 WHERE id = :id")
        connection.execute(by_hand, {"id": stream_of(case, StreamKind.CARE)})

    for _ in range(14):
        organisation.now += timedelta(minutes=1)
        seen = look(organisation, "amara", seen)
        assert seen.tag == first.tag, "no transaction has said that it wrote"
    organisation.now += timedelta(minutes=1)

    assert look(organisation, "amara", seen).sight.lines != first.sight.lines


def test_a_computer_that_asks_again_has_nothing_gone_through_that_did_not_move(
    amara: httpx.Client, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = organisation.open_case("amara")
    first = amara.get("/v1/sync/manifest", headers=NEWS)
    monkeypatch.setattr(sight, "whole", lambda *_: pytest.fail("everything was gone through"))
    known = NEWS | {"If-None-Match": first.headers["ETag"]}
    assert amara.get("/v1/sync/manifest", headers=known).status_code == 304
    note(organisation, case)

    news = amara.get("/v1/sync/manifest", headers=known)

    assert (news.status_code, news.headers["IM"]) == (226, "news")
    known = NEWS | {"If-None-Match": news.headers["ETag"]}
    assert amara.get("/v1/sync/manifest", headers=known).status_code == 304
