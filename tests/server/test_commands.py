"""What computers are told to do: signed, given until it is done, also to whoever left."""

from __future__ import annotations

from datetime import timedelta

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from nurseapp.domain.ids import RecordId, UserId
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import CASE_KINDS, StreamKind, stream_of
from nurseapp.server.commands import issue
from nurseapp.server.people import deactivate_person
from nurseapp.server.store import people
from nurseapp.server.store.acting import server_transaction
from nurseapp.wire.claims import command_claim
from nurseapp.wire.events import encode_event
from nurseapp.wire.messages import Command, CommandKind, Manifest
from tests.server.conftest import sign_in
from tests.server.organisation import PASSWORD, Organisation

AMARA = UserId("amara")
DESK = "desk-of-amara"


def manifest(client: httpx.Client) -> Manifest:
    """Read the manifest over HTTP."""
    return msgspec.json.decode(client.get("/v1/sync/manifest").content, type=Manifest)


def told(client: httpx.Client) -> list[Command]:
    """Say what the computer is told, having checked every signature."""
    found = manifest(client)
    for one in found.commands:
        claim = command_claim(
            command=one.id,
            kind=one.kind,
            user=found.user,
            device=DESK,
            streams=one.streams,
            epoch=found.epoch,
        )
        Ed25519PublicKey.from_public_bytes(found.server_key).verify(one.token, claim)
    return list(found.commands)


def tell(organisation: Organisation, kind: CommandKind, **options: object) -> int:
    """Give a command to Amara's computers."""
    with server_transaction(organisation.engine) as connection:
        return issue(connection, kind, AMARA, organisation.clock(), **options)  # type: ignore[arg-type]  # each test names what issue takes


def test_a_computer_is_told_until_it_says_that_it_did_it(
    amara: httpx.Client, organisation: Organisation
) -> None:
    assert tell(organisation, CommandKind.LOCK) == 1
    assert tell(organisation, CommandKind.REFILL, streams=["a.care"]) == 1

    lock, refill = told(amara)
    assert (lock.kind, lock.streams) == ("lock", ())
    assert (refill.kind, refill.streams) == ("refill", ("a.care",))
    assert told(amara) == [lock, refill]
    for _ in range(2):
        done = {"done": [lock.id, "never told", "\n"]}
        assert amara.post("/v1/sync/commands/done", json=done).status_code == 204
        assert told(amara) == [refill]


def test_a_computer_is_told_in_the_order_of_the_telling_though_the_clock_was_put_back(
    amara: httpx.Client, organisation: Organisation
) -> None:
    kinds = [CommandKind.LOCK, CommandKind.REFILL, CommandKind.WIPE]
    for kind in kinds:
        tell(organisation, kind)
        organisation.now -= timedelta(days=1)

    assert [command.kind for command in told(amara)] == [kind.value for kind in kinds]


def test_a_manifest_that_is_known_is_sent_again_for_a_command(
    amara: httpx.Client, organisation: Organisation
) -> None:
    tag = amara.get("/v1/sync/manifest").headers["ETag"]
    known = {"If-None-Match": tag}
    assert amara.get("/v1/sync/manifest", headers=known).status_code == 304

    tell(organisation, CommandKind.LOCK)

    assert amara.get("/v1/sync/manifest", headers=known).status_code == 200


def test_another_computer_of_the_same_person_is_not_told(
    amara: httpx.Client, organisation: Organisation
) -> None:
    request = {"user": "amara", "password": PASSWORD, "device": "at-home"}
    other = amara.post("/v1/session", json=request).json()["token"]

    assert tell(organisation, CommandKind.WIPE, device="at-home") == 1
    assert told(amara) == []
    at_home = amara.get("/v1/sync/manifest", headers={"Authorization": f"Bearer {other}"}).json()
    assert [command["kind"] for command in at_home["commands"]] == ["wipe"]
    [command] = at_home["commands"]
    amara.post("/v1/sync/commands/done", json={"done": [command["id"]]})
    again = amara.get("/v1/sync/manifest", headers={"Authorization": f"Bearer {other}"}).json()
    assert again["commands"] == at_home["commands"]


@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("no_device", {"device": "unheard-of"}),
        ("bad_id", {"device": "a desk"}),
        ("bad_id", {"streams": ["{}"]}),
    ],
)
def test_what_no_computer_can_be_told_is_refused(
    amara: httpx.Client, organisation: Organisation, code: str, options: dict[str, object]
) -> None:
    with pytest.raises(DomainError) as caught:
        tell(organisation, CommandKind.REFILL, **options)

    assert caught.value.code == code
    assert told(amara) == []


@pytest.fixture
def left(amara: httpx.Client, organisation: Organisation) -> httpx.Client:
    """Talk to the API from the computer of a nurse who has left since."""
    organisation.open_case("amara")
    with server_transaction(organisation.engine) as connection:
        deactivate_person(connection, AMARA, organisation.clock())
    return amara


def test_the_computer_of_somebody_who_left_is_told_to_give_up_everything(
    left: httpx.Client, organisation: Organisation
) -> None:
    found = manifest(left)
    assert found.streams == ()
    assert {one.reason for one in found.revoked} == {"deactivated"}
    assert len(found.revoked) == len(CASE_KINDS) + 1
    [wipe] = told(left)
    assert wipe.kind == "wipe"
    assert left.post("/v1/sync/commands/done", json={"done": [wipe.id]}).status_code == 204
    assert told(left) == []


def test_the_computer_of_somebody_who_left_reads_nothing_and_loses_nothing(
    left: httpx.Client, organisation: Organisation
) -> None:
    case = organisation.open_case("amara")
    care = stream_of(case, StreamKind.CARE)
    epoch = manifest(left).epoch
    pulled = left.post(
        "/v1/sync/pull", json={"epoch": epoch, "streams": [{"id": care, "after": 0}]}
    )
    assert b"Okoro" not in pulled.content
    written = NoteWritten(note=RecordId(organisation.new_id()), text="Typed on the last day.")
    event = organisation.act("amara", case, written)
    head = f'{{"epoch": "{epoch}", "device": "{DESK}", "events": ['.encode()
    pushed = left.post(
        "/v1/sync/push",
        content=head + encode_event(event) + b"]}",
        headers={"Content-Type": "application/json"},
    )

    [result] = pushed.json()["results"]
    assert (result["status"], result["reason"]) == ("refused", "no_such_stream")
    assert len(pushed.json()["receipt"]) > 80


def test_somebody_who_left_signs_in_no_more(left: httpx.Client) -> None:
    request = {"user": "amara", "password": PASSWORD, "device": DESK}

    assert left.post("/v1/session", json=request).json()["code"] == "wrong_credentials"


def test_the_computer_of_somebody_who_left_learns_it_long_after_its_session_ended(
    left: httpx.Client, organisation: Organisation
) -> None:
    organisation.now += timedelta(days=50)
    sign_in(left, "tomas")
    assert [one.kind for one in told(left)] == ["wipe"]

    organisation.now += people.LEAVING
    sign_in(left, "tomas")
    assert left.get("/v1/sync/manifest").status_code == 401
