"""Who has seen her: what was done without a network is in the trail after the next round.

Amara opens a case on the road, prints and saves its plan, and locks up. What her computer knows
alone comes with the next round, once, with the time at which it was done. Her supervisor asks who
has seen the member, and sees it all.
"""

from __future__ import annotations

from datetime import timedelta

import httpx

from nurseapp.desktop.services.deeds import DeedKind, Subject
from nurseapp.desktop.services.syncing import SyncState, Told
from nurseapp.domain.ids import CaseId, UserId
from nurseapp.server.clock import utc_now
from nurseapp.server.commands import issue
from nurseapp.server.store.database import transaction
from nurseapp.wire.messages import CommandKind
from tests.journeys.central import Central
from tests.journeys.computers import AtWork, Computer
from tests.server.conftest import sign_in
from tests.server.test_emergency import number_of


def prints_and_saves(at_work: AtWork, case: CaseId) -> None:
    """Do with a case what no event tells of."""
    deeds, plan = at_work.desk.deeds, Subject(cases=(case,), what="care-plan")
    deeds.note_opened(case)
    deeds.note_opened(CaseId("a-case-that-is-not-here"))
    deeds.note(DeedKind.PRINT, plan)
    deeds.note(DeedKind.SAVE, plan)


def told(central: Central, case: CaseId) -> list[dict[str, str]]:
    """Let her supervisor ask who has seen the member; what computers alone know, oldest first."""
    with httpx.Client(base_url=central.url, trust_env=False) as client:
        headers = {"Authorization": f"Bearer {sign_in(client, 'helen')}"}
        body = {"number": number_of(central.organisation, case)}
        answer = client.post("/v1/audit/seen", json=body, headers=headers).json()
    return [one for one in reversed(answer["entries"]) if one["action"].startswith("desk-")]


def test_what_was_printed_on_the_road_is_in_the_trail_once(
    central: Central, computer: Computer
) -> None:
    case = central.organisation.open_case("amara")
    amara = computer.enrol(central.url, "amara")
    amara.sync()
    central.stop()
    began = utc_now()
    prints_and_saves(amara, case)
    ended = utc_now()
    assert amara.sync().status.state is SyncState.OFFLINE
    computer.shut_down()

    amara = computer.unlock("amara")
    central.start()
    for _ in range(2):
        assert amara.sync().status.state is SyncState.SYNCED

    found = told(central, case)
    assert [(one["action"], one.get("detail")) for one in found] == [
        ("desk-open", "case"),
        ("desk-print", "care-plan"),
        ("desk-save", "care-plan"),
    ]
    stamps = [one["acted_at"] for one in found]
    assert began.isoformat() <= min(stamps).replace("Z", "+00:00")
    assert max(stamps).replace("Z", "+00:00") <= ended.isoformat()
    assert {one["actor"] for one in found} == {"amara"}


def test_a_computer_that_is_to_be_wiped_tells_first_what_was_done_on_it(
    central: Central, computer: Computer
) -> None:
    case = central.organisation.open_case("amara")
    amara = computer.enrol(central.url, "amara")
    amara.sync()
    prints_and_saves(amara, case)
    with transaction(central.organisation.engine) as connection:
        issue(connection, CommandKind.WIPE, UserId("amara"), utc_now())

    heard: list[Told] = []
    first = amara.desk.rounds.run(lambda _cases: None, heard.append)
    assert (heard, first.pause_s(0.5)) == ([], timedelta(0).total_seconds())
    assert len(told(central, case)) == 3
    amara.desk.rounds.run(lambda _cases: None, heard.append)
    assert heard == [Told.WIPE]
