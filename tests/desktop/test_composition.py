"""The desk as it is joined: who it belongs to, what it may look at, and that it closes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from nurseapp.content.place import resources_folder
from nurseapp.desktop.composition import Opened, open_desk
from nurseapp.desktop.services.people import Unlocked
from nurseapp.desktop.services.syncing import SyncState
from nurseapp.desktop.storage.cache import open_cache
from nurseapp.desktop.storage.escrow import Escrow
from nurseapp.desktop.storage.keyring_choice import MemoryKeyring
from nurseapp.desktop.storage.mark import Mark
from nurseapp.desktop.storage.safekeeping import Safekeeping
from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.desktop.storage.vault import DataKey, Owner
from nurseapp.desktop.surroundings import Surroundings
from tests.journeys.printed import words_on

KEY = DataKey(raw=bytes(32), vault="vault")
ANA = Owner(
    user="ana",
    name="Ana Lima",
    roles=("nurse",),
    team="north",
    server="https://central.example",
    device="device-1",
    organisation="St. Brigid",
    is_example=False,
)


def opened(folder: Path, owner: Owner, time_zone: str = "UTC") -> Opened:
    """Join a desk over a new file."""
    surroundings = Surroundings(resources=resources_folder(), data=folder, time_zone=time_zone)
    cache = open_cache(folder, KEY)
    safe = Safekeeping(cache, Escrow(folder), DeviceKey(owner.device, bytes(32)))
    mark = Mark(cache, MemoryKeyring(), "mark")
    unlocked = Unlocked(owner=owner, cache=cache, safe=safe, mark=mark)
    return open_desk(unlocked, surroundings, lambda: None)


@pytest.mark.parametrize(("roles", "is_supervisor"), [(("nurse",), False), (("supervisor",), True)])
def test_a_desk_is_its_owners(
    tmp_path: Path, roles: tuple[str, ...], *, is_supervisor: bool
) -> None:
    joined = opened(tmp_path, replace(ANA, roles=roles))

    desk = joined.desk
    assert (desk.name, desk.organisation, desk.is_example) == ("Ana Lima", "St. Brigid", False)
    assert desk.is_supervisor is is_supervisor
    assert (joined.listing.lines, joined.status.state) == ((), SyncState.NEVER)
    joined.close()


def test_what_is_printed_here_names_who_printed_it_and_marks_the_example(tmp_path: Path) -> None:
    joined = opened(tmp_path, replace(ANA, is_example=True))

    page = words_on(joined.desk.handouts.pdf(joined.desk.handouts.all()[0]))

    assert "Ana Lima" in page
    assert "St. Brigid" in page
    assert "example" in page.lower()
    joined.close()


def test_a_desk_that_was_closed_can_be_opened_again(tmp_path: Path) -> None:
    first = opened(tmp_path, ANA)
    first.desk.drafts.keep("note", "half a sentence")
    first.close()

    second = opened(tmp_path, ANA)

    assert second.desk.drafts.take("note") == "half a sentence"
    second.close()


def test_a_time_zone_that_the_system_does_not_know_counts_as_utc(tmp_path: Path) -> None:
    unknown = Surroundings(resources=tmp_path, data=None, time_zone="Atlantis/Harbour")

    assert unknown.zone is UTC
