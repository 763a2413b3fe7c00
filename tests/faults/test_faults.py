"""A tenth of the faults that ``python -m tests.faults`` makes, with every run of the tests."""

import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults import clocks, disk, failover, kills, network, writes
from tests.faults.accounts import account_of
from tests.faults.field import open_field
from tests.faults.proxy import Proxy

SHARE = 10

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="processes are found, limited and given faults as Linux does it"
)


def test_nothing_is_lost_or_doubled_whatever_is_killed_and_however_the_line_lies() -> None:
    with open_field(1) as place, closing(Proxy(place.api.port, place.chance)) as proxy:
        place.enrol(url=proxy.url, pause_s=0.06, patience_s=0.4)
        place.begin()
        disk.fill(place, disk.POINTS // SHARE)
        proxy.share = 0.4
        killed = kills.make(place, kills.Kills().share(SHARE), 0.2)
        network.endure(place, proxy, network.FAULTS // SHARE)
        proxy.share = 0.0
        place.finish()

        account = account_of(place)

    assert killed.total() == 41
    assert account.is_clean, account.lines()
    assert account.kept > 100


def test_writes_that_fail_are_told_and_nothing_saved_is_lost(
    program: Callable[[str], Path],
) -> None:
    program("fiu-run")

    account, lines = writes.run(writes.ACTS // SHARE, 1)

    assert account.is_clean, lines
    assert {"disk_failed", "disk_full"} <= account.met.keys()


def test_clocks_that_jump_change_nothing_in_the_end(program: Callable[[str], Path]) -> None:
    program("faketime")

    account, lines = clocks.run(clocks.JUMPS // SHARE, 1)

    assert account.is_clean, lines


def test_a_standby_that_knows_less_learns_from_the_desktops_what_it_lacks() -> None:
    account, lines = failover.fail_over(1, 1 / SHARE)

    assert account.is_clean, lines


def test_a_restored_backup_learns_from_the_desktops_what_it_lacks() -> None:
    account, lines = failover.restore_backup(1, 1 / SHARE)

    assert account.is_clean, lines
