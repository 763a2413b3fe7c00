"""Things that go wrong.

A wrong word, a server that is not there or not ours, a clock that is off, a disk that is full or
damaged, somebody else's file: nobody did anything wrong, and yet it cannot be done now. Each is a
circumstance, told in words: what happened, what is safe, what to do next. What waits to be sent is
never touched, and goes up when things are in order again.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from nurseapp.desktop.services.syncing import SyncState
from nurseapp.desktop.storage.keyring_choice import MemoryKeyring
from nurseapp.desktop.storage.outbox import WaitingEvent
from nurseapp.desktop.storage.session_store import SessionStore
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.sync.http_transport import HttpTransport
from nurseapp.desktop.ui.wording.circumstances import circumstance_words
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.fact import FactReceived
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.server.clock import utc_now
from tests.builders import fact
from tests.journeys import impostors
from tests.journeys.central import Central
from tests.journeys.computers import PASSPHRASE, AtWork, Computer
from tests.journeys.impostors import Impostor, answering
from tests.journeys.small_disk import SmallDisk, small_disk
from tests.server.organisation import PASSWORD

VAULT, CACHE = "vault.json", "cache.db"
FILE_NAMES = (VAULT, "vault.copy.json")


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    """Put every file of this test on a disk that can be full."""
    with small_disk() as disk:
        yield disk


@pytest.fixture
def case(central: Central) -> CaseId:
    """Open a case of Amara's."""
    return central.organisation.open_case("amara")


@pytest.fixture
def amara(central: Central, computer: Computer, case: CaseId) -> AtWork:
    """Let Amara sync, and write two notes that wait."""
    amara = computer.enrol(central.url, "amara")
    amara.sync()
    amara.desk.notes.write(case, "Slept badly.")
    amara.desk.notes.write(case, "Ate nothing since yesterday.")
    return amara


def waiting(someone: AtWork) -> list[WaitingEvent]:
    """List what waits to be sent."""
    return SyncStore(someone.cache).waiting()


def is_told(code: str, *, safe: bool = True) -> None:
    """Hold that a circumstance is worded, with what is safe where there is something to lose."""
    told = circumstance_words(Circumstance(code))
    assert code not in told.happened
    assert told.step
    assert told.safe or not safe


def meets(code: str, act: Callable[[], object], *, safe: bool = True) -> None:
    """Hold that an act meets a circumstance that is told."""
    with pytest.raises(Circumstance) as met:
        act()
    assert met.value.code == code
    is_told(code, safe=safe)


def everything_arrives(central: Central, someone: AtWork) -> None:
    """Hold that the two notes go up once things are in order."""
    status = someone.sync().status
    assert (status.state, status.waiting) == (SyncState.SYNCED, 0)
    assert central.decided("amara") == [("NoteWritten", "applied")] * 2
    assert someone.mirror() == central.records_for("amara")


@pytest.mark.parametrize(
    ("user", "password"),
    [("amara", "not her password"), ("nobody", PASSWORD)],
    ids=["a wrong password", "somebody unknown"],
)
def test_who_signs_in_wrongly_leaves_nothing_behind(
    central: Central, computer: Computer, user: str, password: str
) -> None:
    meets("wrong_credentials", lambda: computer.enrol(central.url, user, password), safe=False)

    assert not computer.folder.exists()


def test_a_session_that_ended_asks_for_the_password_and_for_nothing_else(
    central: Central, case: CaseId, amara: AtWork
) -> None:
    before = waiting(amara)
    end_session(amara)

    status = amara.sync().status

    assert (status.state, status.code) == (SyncState.SIGNED_OUT, "not_signed_in")
    is_told("not_signed_in")
    meets("wrong_credentials", lambda: amara.desk.syncing.sign_in("not hers"), safe=False)
    assert waiting(amara) == before
    amara.desk.syncing.sign_in(PASSWORD)
    everything_arrives(central, amara)


def end_session(someone: AtWork) -> None:
    """End a session on the server, as its time does."""
    session = SessionStore(someone.cache).read()
    assert session is not None
    owner = someone.opened.owner
    with closing(HttpTransport(owner.server, session.token, owner.device)) as line:
        line.sign_out()


def test_a_server_that_cannot_be_found_is_said_at_the_first_sign_in(
    central: Central, computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    meets("unknown_server", lambda: computer.enrol("central.example", "amara"))
    with monkeypatch.context() as nowhere:
        nowhere.setattr(socket, "getaddrinfo", no_such_name)
        meets("unknown_server", lambda: computer.enrol("https://central.example", "amara"))
    central.stop()
    meets("offline", lambda: computer.enrol(central.url, "amara"))

    assert not computer.folder.exists()


def no_such_name(*_asked: object, **_how: object) -> None:
    """Say what the system says of a name that nobody has."""
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


@pytest.mark.parametrize(
    ("impostor", "code"),
    [
        (impostors.PORTAL, "not_our_server"),
        (impostors.CUT_SHORT, "not_our_server"),
        (impostors.OTHER_VERSION, "other_version"),
        (impostors.FAILING, "server_failed"),
        (impostors.OVERRUN, "server_busy"),
    ],
    ids=["a captive portal", "half an answer", "another version", "a failing server", "a busy one"],
)
def test_whoever_answers_instead_of_the_server_gets_nothing_and_changes_nothing(
    central: Central, amara: AtWork, case: CaseId, impostor: Impostor, code: str
) -> None:
    before, mirror = waiting(amara), amara.mirror()
    central.stop()
    with answering(central.port, impostor):
        status = amara.sync().status
        assert (status.state, status.code) == (SyncState.PROBLEM, code)
        meets(code, lambda: amara.desk.assignments.close(case, "goals met"))
        meets(code, lambda: amara.desk.syncing.sign_in(PASSWORD))
    is_told(code)
    assert (waiting(amara), amara.mirror()) == (before, mirror)

    central.start()

    everything_arrives(central, amara)


def test_a_clock_that_is_a_day_off_is_told_and_stops_nothing(
    central: Central, computer: Computer, case: CaseId
) -> None:
    central.stop()
    central.start(lambda: utc_now() + timedelta(days=1))
    amara = computer.enrol(central.url, "amara")
    amara.sync()
    amara.desk.notes.write(case, "Slept badly.")

    status = amara.sync().status

    assert (status.code, status.waiting, status.refused) == ("clock_off", 0, 0)
    assert status.last_synced is not None
    is_told("clock_off")
    assert central.decided("amara") == [("NoteWritten", "applied")]


def test_a_full_disk_keeps_what_was_written_before(
    disk: SmallDisk, central: Central, computer: Computer, amara: AtWork, case: CaseId
) -> None:
    before, shown = waiting(amara), amara.desk.cases.open(case)
    disk.fill()

    meets("disk_full", lambda: amara.desk.notes.write(case, "more than there is room for " * 9_000))

    assert waiting(amara) == before
    assert amara.desk.cases.open(case) == shown
    disk.make_room()
    everything_arrives(central, amara)


def test_a_disk_that_fills_up_while_it_syncs_goes_on_when_there_is_room(
    disk: SmallDisk, central: Central, amara: AtWork, case: CaseId
) -> None:
    hospital = central.organisation
    letter = fact(id=RecordId(hospital.new_id()), value="A letter of many pages. " * 18_000)
    [received] = hospital.receive(hospital.act("hospital", case, FactReceived(fact=letter)))
    assert received.status == "applied"
    disk.fill()

    status = amara.sync().status

    assert (status.state, status.code) == (SyncState.PROBLEM, "disk_full")
    assert len(waiting(amara)) == 2
    disk.make_room()
    everything_arrives(central, amara)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_at_the_first_sign_in_lets_nobody_half_in(
    central: Central, computer: Computer
) -> None:
    vault = computer.vault(central.url, "amara")
    vault.mkdir(parents=True)
    (vault / f"{VAULT}.new").symlink_to("/dev/full")

    meets("disk_full", lambda: computer.enrol(central.url, "amara"))

    assert computer.people.here() == ()
    (vault / f"{VAULT}.new").unlink()
    assert computer.enrol(central.url, "amara").sync().status.state is SyncState.SYNCED


def test_a_damaged_cache_is_left_as_it_is(
    central: Central, computer: Computer, amara: AtWork
) -> None:
    before = waiting(amara)
    computer.shut_down()
    file = computer.vault(central.url, "amara") / CACHE
    whole = file.read_bytes()
    damaged = whole[:64] + bytes(64) + whole[128:]
    file.write_bytes(damaged)

    meets("cache_damaged", lambda: computer.unlock("amara"))

    assert file.read_bytes() == damaged
    file.write_bytes(whole)
    amara = computer.unlock("amara")
    assert waiting(amara) == before
    everything_arrives(central, amara)


def test_a_cache_that_is_damaged_further_in_is_told_when_it_is_read(
    central: Central, computer: Computer, amara: AtWork
) -> None:
    computer.shut_down()
    file = computer.vault(central.url, "amara") / CACHE
    whole = file.read_bytes()
    page = 4096
    first = whole[: 3 * page]
    file.write_bytes(first + bytes(len(whole) - len(first)))

    meets("cache_damaged", lambda: computer.unlock("amara"))

    file.write_bytes(whole)
    everything_arrives(central, computer.unlock("amara"))


def test_the_cache_of_somebody_else_is_not_opened(
    central: Central, computer: Computer, amara: AtWork
) -> None:
    computer.enrol(central.url, "tomas")
    computer.shut_down()
    hers, his = (computer.vault(central.url, user) / CACHE for user in ("amara", "tomas"))
    own = hers.read_bytes()
    hers.write_bytes(his.read_bytes())

    meets("other_user", lambda: computer.unlock("amara"))

    assert hers.read_bytes() == his.read_bytes()
    hers.write_bytes(own)
    everything_arrives(central, computer.unlock("amara"))


def test_a_vault_opens_with_its_passphrase_and_its_own_keyring_alone(
    central: Central, computer: Computer, amara: AtWork
) -> None:
    computer.shut_down()
    [owner] = computer.people.here()
    elsewhere = replace(computer.people, keyring=MemoryKeyring())

    meets("wrong_passphrase", lambda: computer.unlock("amara", "eight loud herons"), safe=False)
    meets("secret_missing", lambda: elsewhere.unlock(owner, PASSPHRASE))

    everything_arrives(central, computer.unlock("amara"))


def test_a_damaged_key_file_is_never_written_over(
    central: Central, computer: Computer, amara: AtWork
) -> None:
    computer.shut_down()
    files = [computer.vault(central.url, "amara") / name for name in FILE_NAMES]
    whole = files[0].read_bytes()
    for file in files:
        file.write_bytes(whole.replace(b"St. Brigid", b"St. Bridget"))

    assert computer.people.here() == ()
    assert list(computer.people.unreadable().values()) == ["amara"]
    meets("vault_damaged", lambda: computer.enrol(central.url, "amara"))

    files[0].write_bytes(whole)
    everything_arrives(central, computer.unlock("amara"))
