"""A session that goes on by itself, whatever is lost on the way, until an administrator ends it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import update

from nurseapp.desktop.services.syncing import SyncState
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.ids import CaseId, UserId
from nurseapp.server.clock import utc_now
from nurseapp.server.people import end_device
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from tests.journeys.central import Central
from tests.journeys.computers import AtWork, Computer
from tests.journeys.line import Cut, Line
from tests.server.organisation import PASSWORD

AMARA = UserId("amara")
REFRESH = "/v1/session/refresh"


@pytest.fixture
def line(central: Central) -> Iterator[Line]:
    """Give a line to the central API."""
    line = Line(central.port)
    yield line
    line.close()


@pytest.fixture
def case(central: Central) -> CaseId:
    """Open a case of Amara's."""
    return central.organisation.open_case("amara")


@pytest.fixture
def amara(line: Line, computer: Computer, case: CaseId) -> AtWork:
    """Let Amara sign in."""
    return computer.enrol(line.url, "amara")


def let_time_pass(central: Central) -> None:
    """Let every token be used up."""
    over = utc_now() - timedelta(minutes=1)
    with server_transaction(central.organisation.engine) as connection:
        connection.execute(update(schema.session).values(expires_at=over))


def test_she_works_on_for_days_without_typing_her_password(
    central: Central, amara: AtWork, case: CaseId
) -> None:
    amara.sync()
    for _ in range(3):
        amara.desk.notes.write(case, "Slept badly.")
        let_time_pass(central)
        status = amara.sync().status
        assert (status.state, status.waiting) == (SyncState.SYNCED, 0)


@pytest.mark.parametrize("cut", list(Cut))
def test_a_line_that_is_cut_while_the_session_is_renewed_costs_a_round_and_no_password(
    central: Central, line: Line, amara: AtWork, cut: Cut
) -> None:
    let_time_pass(central)
    line.cut_at = lambda path: cut if path == REFRESH else None
    assert amara.sync().status.state is SyncState.OFFLINE

    line.cut_at = lambda _path: None

    assert amara.sync().status.state is SyncState.SYNCED
    let_time_pass(central)
    assert amara.sync().status.state is SyncState.SYNCED


def test_a_program_that_ends_and_begins_again_goes_on_with_the_session(
    central: Central, amara: AtWork, computer: Computer
) -> None:
    let_time_pass(central)
    amara.sync()
    computer.shut_down()
    let_time_pass(central)

    assert computer.unlock("amara").sync().status.state is SyncState.SYNCED


def test_a_computer_that_was_ended_is_cut_off_and_its_vault_opens_all_the_same(
    central: Central, amara: AtWork, computer: Computer, case: CaseId
) -> None:
    amara.sync()
    with server_transaction(central.organisation.engine) as connection:
        end_device(connection, AMARA, amara.opened.owner.device, utc_now())

    assert amara.sync().status.state is SyncState.SIGNED_OUT
    with pytest.raises(Circumstance, match="device_ended"):
        amara.desk.syncing.sign_in(PASSWORD)
    computer.shut_down()
    again = computer.unlock("amara")
    again.desk.notes.write(case, "Ate a little.")
    assert again.sync().status.waiting == 1


def test_a_vault_opens_while_the_server_is_gone_and_the_session_is_over(
    central: Central, amara: AtWork, computer: Computer
) -> None:
    amara.sync()
    with server_transaction(central.organisation.engine) as connection:
        connection.execute(schema.session.delete())
    central.stop()
    computer.shut_down()

    assert computer.unlock("amara").sync().status.state is SyncState.OFFLINE
