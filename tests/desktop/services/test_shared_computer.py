"""A shared computer: who signs in is in, who was there is forgotten; what is sealed waits."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from nurseapp.desktop.services.browsing import Arrived
from nurseapp.desktop.services.people import Enrolment, Unlocked
from nurseapp.desktop.services.shared_computer import (
    SharedComputer,
    shared_drafts,
    shared_folder,
)
from nurseapp.desktop.storage import half_typed
from nurseapp.desktop.storage.escrow import FILE_NAME
from nurseapp.desktop.storage.keyring_choice import MemoryKeyring
from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.desktop.storage.vault import Argon2Cost
from nurseapp.desktop.surroundings import utc_now
from nurseapp.desktop.sync.signing_in import sign_in
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.circumstance import Circumstance
from nurseapp.wire.half_typed import SALT_BYTES, HalfTypedAnswer, HalfTypedRequest
from tests.desktop.sync.fake_asking import FakeAsking
from tests.desktop.sync.fake_server import FakeServer
from tests.desktop.sync.fake_transport import PASSWORD, FakeTransport

SERVER = "https://central.example"


@pytest.fixture
def ward(tmp_path: Path) -> SharedComputer:
    """The computer of a ward."""
    return SharedComputer(
        data=tmp_path,
        keyring=MemoryKeyring(),
        connect=lambda _server, device: FakeTransport(FakeServer(), "ana", device=device),
        random=Random(1).randbytes,  # noqa: S311  # a test must repeat
        cost=Argon2Cost(memory_kib=64, passes=1, lanes=1),
        clock=utc_now,
        renew=lambda _unlocked, _account: None,
    )


def come_in(
    ward: SharedComputer, way_back: str = PASSWORD, *, by_browser: bool = False
) -> Unlocked:
    """Sign in as Ana."""
    arrived = None
    if by_browser:
        signing = DeviceKey("ab" * 16, bytes(32))
        transport = FakeTransport(FakeServer(), "ana", device=signing.device)
        arrived = Arrived(signed_in=sign_in(transport, "ana", PASSWORD, signing), signing=signing)
    return ward.enrol(
        Enrolment(
            server=SERVER, user="ana", password=PASSWORD, passphrase=way_back, arrived=arrived
        )
    )


def leave(ward: SharedComputer, unlocked: Unlocked) -> None:
    """End her time there."""
    unlocked.cache.close()
    ward.leave(unlocked.owner)


def test_who_signed_in_is_not_known_there_any_more(ward: SharedComputer, tmp_path: Path) -> None:
    leave(ward, come_in(ward))
    assert (ward.here(), dict(ward.unreadable())) == ((), {})
    assert list(tmp_path.iterdir()) == []


def test_what_waits_sealed_names_its_person_until_it_went_up(
    ward: SharedComputer, tmp_path: Path
) -> None:
    first = come_in(ward)
    file = first.safe._escrow.folder / FILE_NAME
    file.write_bytes(b"sealed\n")
    leave(ward, first)
    assert list(ward.unreadable().values()) == ["ana"]

    second = come_in(ward)
    [lost] = second.safe.lost()
    assert lost.read_bytes() == b"sealed\n"
    assert list(ward.unreadable().values()) == ["ana"]

    leave(ward, second)
    assert lost.exists()
    ward.remove(second.owner)
    assert dict(ward.unreadable()) == {}
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


def asking_for(*answers: object) -> FakeAsking:
    """Give a server that answers so."""
    asking = FakeAsking()
    asking.answers = list(answers)
    return asking


def test_what_is_half_typed_names_its_person_until_they_are_back(
    ward: SharedComputer, tmp_path: Path
) -> None:
    first, random = come_in(ward), Random(2).randbytes  # noqa: S311  # a test must repeat
    folder, key = shared_folder(tmp_path, first.owner), HalfTypedAnswer(key=bytes(32))
    asking = asking_for(key, key)
    drafts = shared_drafts(first.cache, folder, asking, random)
    assert drafts is not None
    drafts.keep("case-2:note:", "She said that")
    leave(ward, first)
    assert list(ward.unreadable().values()) == ["ana"]

    second = come_in(ward)
    again = shared_drafts(second.cache, folder, asking, random)
    assert again is not None
    assert again.take("case-2:note:") == "She said that"
    salts = {request.salt for _, request in asking.asked}
    assert [path for path, _ in asking.asked] == ["/v1/session/half-typed"] * 2
    assert [len(salt) for salt in salts] == [SALT_BYTES]

    again.clear()
    leave(ward, second)
    assert dict(ward.unreadable()) == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "answer",
    [
        TransportError("server_failed", status=404, reason="not_found"),
        TransportError("offline", reason="ConnectError"),
        HalfTypedAnswer(key=b"too short"),
    ],
    ids=["an older server", "no server", "no key"],
)
def test_without_a_key_it_is_as_before_and_what_waits_is_not_touched(
    ward: SharedComputer, tmp_path: Path, answer: object
) -> None:
    unlocked = come_in(ward)
    folder = shared_folder(tmp_path, unlocked.owner)
    (folder / half_typed.FILE_NAME).write_bytes(b"sealed by somebody, once")
    asking = asking_for(answer)

    assert shared_drafts(unlocked.cache, folder, asking, bytes) is None

    assert asking.asked[0][1] == HalfTypedRequest(salt=bytes(SALT_BYTES))
    leave(ward, unlocked)
    assert (folder / half_typed.FILE_NAME).read_bytes() == b"sealed by somebody, once"


def test_only_what_was_typed_at_the_signing_in_opens_a_locked_screen(ward: SharedComputer) -> None:
    unlocked = come_in(ward)
    ward.check(unlocked.owner, PASSWORD)
    with pytest.raises(Circumstance) as caught:
        ward.check(unlocked.owner, "another")
    assert caught.value.code == "wrong_secret"
    leave(ward, unlocked)


def test_who_came_by_the_browser_chooses_a_pin_that_is_not_too_short(ward: SharedComputer) -> None:
    with pytest.raises(Circumstance) as caught:
        come_in(ward, "12345", by_browser=True)
    assert (caught.value.code, caught.value.facts) == ("pin_too_short", {"minimum": 6})

    unlocked = come_in(ward, "123456", by_browser=True)
    ward.check(unlocked.owner, "123456")
    leave(ward, unlocked)


def test_a_vault_of_the_same_person_from_before_is_not_touched(
    ward: SharedComputer, tmp_path: Path
) -> None:
    vault = tmp_path / "ana@0123456789ab"
    vault.mkdir()
    (vault / "vault.json").write_bytes(b"hers")
    leave(ward, come_in(ward))
    assert (vault / "vault.json").read_bytes() == b"hers"
    assert ward.here() == ()


def test_a_folder_that_cannot_be_made_is_told(ward: SharedComputer, tmp_path: Path) -> None:
    (tmp_path / "shared").write_bytes(b"")
    with pytest.raises(Circumstance) as caught:
        come_in(ward)
    assert caught.value.code == "disk_failed"
