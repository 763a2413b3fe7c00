"""The gate: who is here, who comes in for the first time, and who only has the passphrase."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from nurseapp.content.place import resources_folder
from nurseapp.desktop import composition
from nurseapp.desktop.composition import Opened
from nurseapp.desktop.gate import DeskGate
from nurseapp.desktop.services.people import Enrolment
from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.vault import Argon2Cost
from nurseapp.desktop.surroundings import Surroundings
from nurseapp.desktop.ui.lock.people import Enrolling, Person
from nurseapp.domain.circumstance import Circumstance
from tests.desktop.sync.fake_server import FakeServer
from tests.desktop.sync.fake_transport import PASSWORD, FakeTransport

SERVER = "https://central.example"
PASSPHRASE = "seven quiet herons at dawn"
ANA = Enrolling(server=SERVER, user="ana", password=PASSWORD, passphrase=PASSPHRASE)
HERE = Person(key=f"ana@{SERVER}", name="ana", place="Example", user="ana", server=SERVER)

Come = Callable[[Opened], Opened]


@pytest.fixture
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Surroundings:
    """A machine without a keyring, whose server is the one in memory."""

    def no_keyring() -> None:
        raise VaultError("keyring_missing", found="none")

    def transport(
        _server: str, _token: str | None, device: str, **_options: object
    ) -> FakeTransport:
        return FakeTransport(FakeServer(), "ana", device=device)

    cheap = Argon2Cost(memory_kib=64, passes=1, lanes=1)
    monkeypatch.setattr(composition, "system_keyring", no_keyring)
    monkeypatch.setattr(composition, "HttpTransport", transport)
    monkeypatch.setattr(composition, "Argon2Cost", lambda: cheap)
    return Surroundings(
        resources=resources_folder(),
        data=tmp_path / "vaults",
        time_zone="UTC",
        may_keep_secret_in_memory=True,
    )


@pytest.fixture
def gate(surroundings: Surroundings) -> DeskGate:
    """The gate of that machine."""
    return DeskGate(surroundings)


@pytest.fixture
def come() -> Iterator[Come]:
    """Take whoever came in, and close their desk in the end."""
    with ExitStack() as open_desks:

        def came(opened: Opened) -> Opened:
            open_desks.callback(opened.close)
            return opened

        yield came


def test_nobody_is_here_before_somebody_has_signed_in(gate: DeskGate) -> None:
    assert gate.here() == ()


def test_who_signs_in_is_in_and_is_here_from_then_on(gate: DeskGate, come: Come) -> None:
    opened = come(gate.enrol(ANA))

    assert (opened.owner.user, opened.owner.organisation) == ("ana", "Example")
    assert opened.listing.lines == ()
    assert gate.here() == (HERE,)


def test_a_passphrase_is_enough_the_next_time(gate: DeskGate, come: Come) -> None:
    come(gate.enrol(ANA)).close()

    assert come(gate.unlock(HERE.key, PASSPHRASE)).desk.name == "ana"
    with pytest.raises(Circumstance, match="wrong_passphrase"):
        gate.unlock(HERE.key, "eight loud herons")


def test_entering_enrols_once_and_unlocks_from_then_on(gate: DeskGate, come: Come) -> None:
    first = come(gate.enter(ANA))
    first.close()

    again = come(gate.enter(ANA))

    assert again.owner == first.owner
    assert gate.here() == (HERE,)


def test_somebody_of_that_name_at_another_server_is_somebody_else(
    gate: DeskGate, come: Come
) -> None:
    elsewhere = Enrolling(
        server="https://other.example", user="ana", password=PASSWORD, passphrase=PASSPHRASE
    )
    come(gate.enter(ANA))

    come(gate.enter(elsewhere))

    assert len(gate.here()) == 2


def test_the_curtain_tries_the_passphrase_of_who_is_in(gate: DeskGate, come: Come) -> None:
    come(gate.enrol(ANA))

    gate.check(PASSPHRASE)
    with pytest.raises(Circumstance, match="wrong_passphrase"):
        gate.check("eight loud herons")


def test_a_machine_without_a_keyring_keeps_no_vault_but_the_examples(
    surroundings: Surroundings,
) -> None:
    for_work = Surroundings(
        resources=surroundings.resources, data=surroundings.data, time_zone="UTC"
    )

    with pytest.raises(Circumstance, match="keyring_missing"):
        DeskGate(for_work).here()


def test_what_was_typed_shows_in_no_repr() -> None:
    enrolment = Enrolment(server=SERVER, user="ana", password=PASSWORD, passphrase=PASSPHRASE)

    for value in (repr(ANA), repr(enrolment)):
        assert PASSWORD not in value
        assert PASSPHRASE not in value
