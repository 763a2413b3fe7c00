"""The escrow: what waits is beside the cache, sealed, whole, and no longer than it waits."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest

from nurseapp.desktop.storage.cache import Cache, CacheError
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.deed_store import DeedStore, KeptDeed, sent
from nurseapp.desktop.storage.escrow import FILE_NAME, Escrow, read_escrow
from nurseapp.desktop.storage.safekeeping import Safekeeping
from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.domain.events import Event
from nurseapp.domain.ids import StreamId
from nurseapp.domain.refusal import DomainError
from nurseapp.wire.audit import Deed
from nurseapp.wire.claims import deed_claim
from nurseapp.wire.events import encode_event
from nurseapp.wire.messages import EventResult
from nurseapp.wire.sealed import DEED_PURPOSE, decode_signed
from tests.builders import ANA
from tests.desktop.storage.acts import act, concern_raised, note_written, server_with
from tests.desktop.storage.desk import Desk
from tests.desktop.sync.fake_server import SEAL_KEY

SIGNING = DeviceKey("device-1", bytes(range(7, 39)))


@pytest.fixture
def safe(cache: Cache, folder: Path) -> Safekeeping:
    return Safekeeping(cache, Escrow(folder), SIGNING)


@pytest.fixture
def desk(cache: Cache, safe: Safekeeping) -> Desk:
    """Give Ana's desk, which keeps its work safe."""
    desk = Desk(cache, server_with(), safe=safe)
    desk.store.pin(b"", ANA, SEAL_KEY.public)
    desk.sync()
    return desk


def in_escrow(folder: Path) -> list[str]:
    found, damaged = read_escrow(folder / FILE_NAME)
    assert damaged == 0
    return [one.event for one in found]


def held_up(desk: Desk, *events: Event) -> None:
    """Do things that the server will not decide now."""
    for event in events:
        desk.server.busy.add(event.id)
        desk.cases.append([event])


def test_an_act_is_in_the_escrow_when_it_is_saved_and_only_the_server_can_read_it(
    desk: Desk, folder: Path
) -> None:
    events = [note_written("She cannot sleep."), concern_raised()]
    desk.cases.append(events)

    found, _ = read_escrow(folder / FILE_NAME)
    assert b"sleep" not in (folder / FILE_NAME).read_bytes()
    for event, entry in zip(events, found, strict=True):
        plain = SEAL_KEY.open(entry.sealed)
        assert plain is not None
        signed = decode_signed(plain)
        assert (signed.device, bytes(signed.event)) == ("device-1", encode_event(event))
        assert (entry.event, entry.stream) == (event.id, event.stream)


def test_what_the_server_has_decided_leaves_the_escrow_after_the_round(
    desk: Desk, folder: Path
) -> None:
    later = note_written("Not now.")
    held_up(desk, later)
    desk.cases.append([note_written("Now.")])
    assert len(in_escrow(folder)) == 2

    desk.server.busy.clear()
    desk.sync()

    assert in_escrow(folder) == []


def test_what_another_server_is_to_be_sent_again_is_back_in_the_escrow_after_the_round(
    desk: Desk, folder: Path
) -> None:
    again = note_written("Sent, and to be sent again.")
    desk.cases.append([again])
    desk.store.record_results([EventResult(id=again.id, status="applied", rev=99)])
    desk.store.finish(desk.now, None)
    assert in_escrow(folder) == []
    desk.store.adopt_epoch("epoch-2")
    desk.store.finish(desk.now, None)
    assert in_escrow(folder) == [again.id]


def test_what_waits_on_after_the_round_stays_in_the_escrow(desk: Desk, folder: Path) -> None:
    later = note_written("Not now.")
    held_up(desk, later)
    desk.sync()

    assert in_escrow(folder) == [later.id]


def test_nothing_is_sealed_before_there_is_a_key_and_all_that_waits_afterwards(
    cache: Cache, safe: Safekeeping, folder: Path
) -> None:
    desk = Desk(cache, server_with(), safe=safe)
    desk.sync()
    early = note_written("Before.")
    held_up(desk, early)
    assert in_escrow(folder) == []

    desk.store.pin(b"", ANA, SEAL_KEY.public)
    late = note_written("After.")
    held_up(desk, late)
    assert in_escrow(folder) == [late.id]
    safe.settle()

    assert in_escrow(folder) == [early.id, late.id]


def test_an_act_that_is_refused_leaves_nothing_in_the_escrow(desk: Desk, folder: Path) -> None:
    kept = note_written("Kept.")
    held_up(desk, kept)
    with pytest.raises(DomainError):
        desk.cases.append([note_written("One."), act(kept.body)])

    assert in_escrow(folder) == [kept.id]


def test_an_act_that_the_cache_does_not_take_leaves_nothing_in_the_escrow(
    desk: Desk, folder: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = note_written("Kept.")
    held_up(desk, kept)
    before = (folder / FILE_NAME).read_bytes()
    keep = Safekeeping.keep

    def and_no_commit(*given: object) -> NoReturn:
        keep(*given)  # type: ignore[arg-type]  # as it was called
        assert len(in_escrow(folder)) == 2
        raise CacheError("disk_full")

    monkeypatch.setattr(Safekeeping, "keep", and_no_commit)
    with pytest.raises(CacheError, match="disk_full"):
        desk.cases.append([note_written("Lost.")])

    assert (folder / FILE_NAME).read_bytes() == before
    assert desk.states() == ["waiting"]


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EIO, "disk_failed")]
)
def test_an_escrow_that_cannot_be_written_keeps_the_act_from_being_saved(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    kept = note_written("Kept.")
    held_up(desk, kept)

    def fail(_descriptor: int) -> NoReturn:
        raise OSError(number, "injected")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(CacheError, match=code):
            desk.cases.append([note_written("Not saved.")])

    assert in_escrow(folder) == [kept.id]
    assert [event.id for event in desk.store.waiting()] == [kept.id]
    desk.cases.append([note_written("Saved.")])
    assert len(in_escrow(folder)) == 2


def test_a_line_that_was_cut_off_costs_no_other_line(desk: Desk, folder: Path) -> None:
    first, second, third = (note_written(f"{n}.") for n in range(3))
    held_up(desk, first, second)
    file = folder / FILE_NAME
    os.truncate(file, file.stat().st_size - 20)
    held_up(desk, third)

    found, damaged = read_escrow(file)

    assert ([one.event for one in found], damaged) == ([first.id, third.id], 1)
    desk.store.sent.settle()
    assert in_escrow(folder) == [first.id, second.id, third.id]


@pytest.mark.parametrize("place", range(0, 2_000, 97))
def test_a_damaged_byte_costs_one_line_at_most(desk: Desk, folder: Path, place: int) -> None:
    events = [note_written(f"Note {n}.") for n in range(3)]
    held_up(desk, *events)
    file = folder / FILE_NAME
    content = bytearray(file.read_bytes())
    content[place % len(content)] ^= 0x15
    file.write_bytes(content)

    found, damaged = read_escrow(file)

    whole = {one.event: one for one in found if SEAL_KEY.open(one.sealed) is not None}
    assert len(whole.keys() & {event.id for event in events}) >= 2
    assert damaged <= 2
    desk.store.sent.settle()
    assert in_escrow(folder) == [event.id for event in events]


def test_an_act_on_two_cases_is_together_in_the_escrow(cache: Cache, folder: Path) -> None:
    safe = Safekeeping(cache, Escrow(folder), SIGNING)
    desk = Desk(cache, server_with(), safe=safe)
    desk.store.pin(b"", ANA, SEAL_KEY.public)
    desk.sync()
    events = [note_written("One."), concern_raised()]
    CaseStore(cache, safe).append(events)
    CaseStore(cache, safe).append(events)

    assert in_escrow(folder) == [event.id for event in events]
    assert SyncStore(cache, safe).sent.signing is SIGNING


def deed(name: str, detail: str = "care-plan") -> KeptDeed:
    """Make up a deed."""
    at = datetime(2026, 11, 20, 7, 12, tzinfo=UTC)
    return KeptDeed(id=name, at=at, action="print", stream=StreamId("case-1.care"), detail=detail)


def test_a_deed_is_in_the_escrow_until_the_server_was_told_of_it(
    desk: Desk, safe: Safekeeping, cache: Cache, folder: Path
) -> None:
    deeds = DeedStore(cache, safe)
    later = note_written("Not now.")
    held_up(desk, later)
    deeds.note([deed("d-1"), deed("d-2")])
    assert in_escrow(folder) == [later.id, "d-1", "d-2"]
    assert b"care-plan" not in (folder / FILE_NAME).read_bytes()

    desk.sync()
    assert in_escrow(folder) == [later.id, "d-1", "d-2"]
    deeds.forget(["d-1"])
    assert in_escrow(folder) == [later.id, "d-2"]
    [kept] = [one for one in read_escrow(folder / FILE_NAME)[0] if one.event == "d-2"]
    assert SEAL_KEY.open(kept.sealed) is None
    plain = SEAL_KEY.open(kept.sealed, DEED_PURPOSE)
    assert plain is not None
    signed = decode_signed(plain)
    assert msgspec.json.decode(signed.event, type=Deed) == sent(deed("d-2"))
    claim = deed_claim(device="device-1", payload_hash=sha256(bytes(signed.event)).digest())
    assert (signed.device, signed.signature) == ("device-1", SIGNING.sign_claim(claim))


def test_a_deed_that_cannot_be_put_into_the_escrow_was_not_noted(
    desk: Desk, safe: Safekeeping, cache: Cache, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> NoReturn:
        raise CacheError("disk_full")

    monkeypatch.setattr(Escrow, "put", full)
    with pytest.raises(CacheError, match="disk_full"):
        DeedStore(cache, safe).note([deed("d-1")])

    assert DeedStore(cache, safe).oldest(9) == []
    assert in_escrow(folder) == []
