"""A first fill: what a visit needs comes first, and a kill in the middle costs nothing twice."""

from __future__ import annotations

from typing import Any

import pytest

from nurseapp.desktop.storage.visit_store import Missing, VisitStore
from nurseapp.desktop.sync.steps import fetching
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.ids import CaseId
from nurseapp.wire.messages import PullAnswer
from tests.desktop.storage.acts import server_with
from tests.desktop.storage.desk import Desk
from tests.desktop.sync.conftest import NewDesk
from tests.desktop.sync.fake_server import FakeServer

CASES = tuple(CaseId(f"case-{number}") for number in range(1, 7))


def stop_after(desk: Desk, pulls: int) -> None:
    """Let the line break after so many answers with records."""
    left = [pulls]

    def fault(point: str) -> None:
        if point == "before pull":
            left[0] -= 1
            if left[0] < 0:
                raise TransportError("offline", reason="ConnectError")

    desk.transport.fault = fault


def held(desk: Desk) -> dict[str, int]:
    """Say how many records of each case are here."""
    with desk.cache.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT c.id, count(r.n) FROM held_case AS c JOIN stream AS s ON s.case_n = c.n"
            " LEFT JOIN record AS r ON r.stream_n = s.n GROUP BY c.id"
        )
        return {case: count for case, count in found if count}


def test_the_cases_of_a_visit_come_before_all_others(new_desk: NewDesk) -> None:
    desk = new_desk(server_with(*CASES), max_bytes=1)
    stop_after(desk, 0)
    with pytest.raises(TransportError):
        desk.sync()
    VisitStore(desk.cache).want([CASES[4]])
    stop_after(desk, 6)
    with pytest.raises(TransportError):
        desk.sync()
    assert held(desk) == {CASES[4]: 6}
    VisitStore(desk.cache).want([CASES[5]])
    stop_after(desk, 6)
    with pytest.raises(TransportError):
        desk.sync()
    assert held(desk) == {CASES[4]: 6, CASES[5]: 6}


def test_a_fill_that_is_cut_off_again_and_again_fetches_nothing_twice(
    new_desk: NewDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = new_desk(server_with(*CASES), max_bytes=1)
    asked: list[tuple[str, int]] = []
    right = FakeServer.pull

    def pull(*request: Any) -> PullAnswer:
        answer = right(*request)
        asked.extend((page.id, row.rev) for page in answer.streams for row in page.rows)
        return answer

    monkeypatch.setattr(FakeServer, "pull", pull)
    for _ in range(60):
        stop_after(desk, 1)
        try:
            desk.sync()
        except TransportError:
            continue
        break
    assert sum(held(desk).values()) == len(asked) == len(set(asked)) == 6 * len(CASES)


def test_no_answer_is_larger_than_what_was_asked_for_at_once(
    new_desk: NewDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = new_desk(server_with(*CASES))
    sizes: list[int] = []
    right = FakeServer.pull

    def pull(*request: Any) -> PullAnswer:
        answer = right(*request)
        sizes.append(sum(len(page.rows) for page in answer.streams))
        return answer

    monkeypatch.setattr(FakeServer, "pull", pull)
    monkeypatch.setattr(fetching, "MOST_BYTES", 1)
    desk.sync()
    assert sizes == [1] * 6 * len(CASES)
    assert sum(held(desk).values()) == 6 * len(CASES)


def test_how_much_is_missing_is_told_by_case_and_goes_as_it_comes(new_desk: NewDesk) -> None:
    desk = new_desk(server_with(*CASES[:2]), max_bytes=1)
    visits = VisitStore(desk.cache)
    stop_after(desk, 0)
    with pytest.raises(TransportError):
        desk.sync()
    visits.want(CASES[:1])
    before = visits.missing()
    assert before[CASES[0]] == Missing(size=6 * 500, is_wanted=True)
    assert before[CASES[1]] == Missing(size=6 * 500, is_wanted=False)
    desk.transport.fault = lambda _point: None
    desk.sync()
    assert [found.size for found in visits.missing().values()] == [0, 0]
