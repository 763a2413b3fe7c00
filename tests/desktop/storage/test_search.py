"""Finding cases while somebody types."""

from __future__ import annotations

from pathlib import Path

import pytest

from nurseapp.desktop.storage.cache import Cache
from nurseapp.domain.barrier import BarrierAdded
from nurseapp.domain.goal import GoalRevised
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.streams import StreamKind, stream_of
from tests.builders import CASE, GOAL, changes, goal, member, note
from tests.desktop.storage.acts import act, note_written, server_with
from tests.desktop.storage.desk import Desk
from tests.desktop.storage.files import opened

ONE, TWO, THREE = CaseId("case-1"), CaseId("case-2"), CaseId("case-3")


@pytest.fixture
def three(cache: Cache) -> Desk:
    """Give a desk with three cases: Álvares, Álvarez-Brandt and Chen."""
    server = server_with(ONE, TWO, THREE)
    names = {ONE: "Álvares", TWO: "Álvarez-Brandt", THREE: "Chen"}
    for n, (case, name) in enumerate(names.items()):
        changed = member(
            id=RecordId(f"member of {case}"),
            family_name=name,
            given_name="Inês",
            number=f"N-100{n}",
            phone=f"555-010{n}",
            place="São Paulo" if n else "Porto",
        )
        server.put(stream_of(case, StreamKind.CARE), [changed])
    server.put(stream_of(THREE, StreamKind.CARE), [note(text="Spoke with Dr. Alvarez of insulin.")])
    desk = Desk(cache, server)
    desk.sync()
    return desk


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("chen", [THREE]),
        ("CHE", [THREE]),
        ("c", [THREE]),
        ("alvares", [ONE]),
        ("brandt", [TWO]),
        ("n-1001", [TWO]),
        ("555-01", [THREE, TWO, ONE]),
        ("555-0102", [THREE]),
        ("porto", [ONE]),
        ("sao", [THREE, TWO]),
        ("ines chen", [THREE]),
        ("chen ines", [THREE]),
        ("porto chen", []),
        ("insulin", [THREE]),
        ("insulin chen", [THREE]),
        ("insulin álvares", []),
        ("nobody", []),
    ],
)
def test_every_word_begins_a_word_of_the_member_or_of_a_record(
    three: Desk, text: str, found: list[CaseId]
) -> None:
    assert three.search.cases(text) == found


def test_a_member_of_the_name_comes_before_a_note_that_names_it(three: Desk) -> None:
    assert three.search.cases("alva") == [TWO, ONE, THREE]


@pytest.mark.parametrize(
    "text",
    ["", "  ", '"', "''", "-", "*", "AND", 'who : "x"', "(", "a OR", "NEAR(a b)", "😀", "\0"],
)
def test_whatever_is_typed_is_words_and_never_a_command(three: Desk, text: str) -> None:
    assert isinstance(three.search.cases(text), list)


def test_no_more_are_found_than_were_asked_for(three: Desk) -> None:
    assert three.search.cases("inês", limit=2) == [THREE, TWO]
    assert three.search.cases("inês 555", limit=1) == [THREE]


def test_what_was_just_written_is_found_before_it_was_sent_and_after(desk: Desk) -> None:
    desk.cases.append([note_written("Afraid of hypoglycaemia.")])
    assert desk.search.cases("hypogl") == [CASE]
    desk.sync()
    assert desk.search.cases("hypogl") == [CASE]
    with desk.cache.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM local_record").scalar() == 0


def test_what_is_revised_twice_before_it_was_sent_is_found_by_its_last_words(desk: Desk) -> None:
    first = changes(words=(goal().words, "Sleep without tablets"))
    second = changes(words=("Sleep without tablets", "Cycle to work"))
    desk.cases.append([act(GoalRevised(record=GOAL, changes=first))])
    desk.cases.append([act(GoalRevised(record=GOAL, changes=second))])
    assert desk.search.cases("cycle") == [CASE]
    assert desk.search.cases("tablets") == []
    desk.sync()
    assert desk.search.cases("cycle") == [CASE]
    assert desk.search.cases("grandchildren") == []


def test_a_waiting_act_is_still_found_after_a_page_of_its_case_came(desk: Desk) -> None:
    body = BarrierAdded(
        barrier=RecordId("b"), goal=GOAL, title="No lift", action="Ask the landlord"
    )
    added = act(body)
    desk.cases.append([added])
    desk.server.busy.add(added.id)
    desk.server.put(stream_of(CASE, StreamKind.CARE), [goal(owner="Maria and her son")])
    desk.sync()
    assert desk.states() == ["waiting"]
    assert desk.search.cases("landlord") == [CASE]


def test_the_index_is_the_same_when_it_is_made_anew(three: Desk, folder: Path) -> None:
    three.cases.append([note_written("Said in the outbox.", ONE)])
    words = ("alva", "ines", "insulin", "555-01", "outbox")
    before = [three.search.cases(word) for word in words]
    rows = three.cases.rows()
    with three.cache.write() as connection:
        connection.exec_driver_sql("UPDATE setting SET value = 'old' WHERE name = 'projections'")
    with opened(folder) as cache:
        again = Desk(cache, three.server)
        assert [again.search.cases(word) for word in words] == before
        assert again.cases.rows() == rows
