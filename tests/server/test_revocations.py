"""Lost access: kept and signed until it is given back."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from nurseapp.domain.case import CaseAssigned
from nurseapp.domain.ids import CaseId, RecordId, TeamId, UserId
from nurseapp.domain.policy import Role
from nurseapp.domain.streams import CASE_KINDS, StreamKind, stream_of
from nurseapp.server import access, feed
from nurseapp.server.people import deactivate_person
from nurseapp.server.server_key import ServerKey
from nurseapp.server.store import access as store
from nurseapp.server.store.acting import server_transaction
from nurseapp.wire.claims import revocation_claim
from nurseapp.wire.messages import Manifest, StatusRequest
from tests.server.organisation import Organisation, actor

KEY = ServerKey(bytes(range(32)))
EPOCH = "epoch-1"


def manifest(organisation: Organisation, login: str) -> Manifest:
    """Read somebody's manifest as the API gives it."""
    with server_transaction(organisation.engine) as connection:
        caller = organisation.caller(login)
        seen = feed.look(connection, caller, EPOCH, organisation.clock())
        return feed.manifest(connection, caller, seen, feed.Terms(key=KEY))


def tag(organisation: Organisation, login: str) -> str:
    """Read the manifest's entity tag."""
    with server_transaction(organisation.engine) as connection:
        return feed.look(connection, organisation.caller(login), EPOCH, organisation.clock()).tag


def lost(organisation: Organisation, login: str) -> dict[str, str]:
    """Say which streams somebody lost, and why; check what is signed."""
    found = manifest(organisation, login)
    assert found.user == login
    for one in found.revoked:
        claim = revocation_claim(user=login, stream=one.id, revocation=one.revocation, epoch=EPOCH)
        Ed25519PublicKey.from_public_bytes(found.server_key).verify(one.token, claim)
    assert not {one.id for one in found.revoked} & {stream.id for stream in found.streams}
    return {one.id: one.reason for one in found.revoked}


def assign(organisation: Organisation, case: CaseId, nurse: str, team: str) -> None:
    """Let the hospital give a case to somebody."""
    [care] = [
        s.head
        for login in ("helen", "ruth")
        for s in manifest(organisation, login).streams
        if s.id == stream_of(case, StreamKind.CARE)
    ]
    body = CaseAssigned(case=RecordId(case), nurse=UserId(nurse), team=TeamId(team), head=care)
    [result] = organisation.receive(organisation.act("hospital", case, body))
    assert result.status == "applied"


def test_who_never_lost_anything_is_told_nothing(organisation: Organisation) -> None:
    organisation.open_case("amara")

    assert lost(organisation, "amara") == lost(organisation, "ruth") == {}


def test_a_case_that_goes_to_another_team_is_taken_back_from_everybody_in_the_first(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    before = tag(organisation, "amara")
    assign(organisation, case, "joseph", "south")

    every = dict.fromkeys((stream_of(case, kind) for kind in CASE_KINDS), "reassigned")
    assert lost(organisation, "amara") == lost(organisation, "helen") == every
    assert lost(organisation, "tomas") == {stream_of(case, StreamKind.SCHEDULE): "reassigned"}
    assert lost(organisation, "joseph") == {}
    assert tag(organisation, "amara") != before


def test_a_colleague_who_takes_over_leaves_what_the_team_may_see(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    assign(organisation, case, "tomas", "north")

    assert set(lost(organisation, "amara")) == {
        stream_of(case, StreamKind.CARE),
        stream_of(case, StreamKind.BEHAVIOURAL),
    }


def test_a_case_that_comes_back_ends_its_revocations_and_another_loss_is_another_one(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    assign(organisation, case, "joseph", "south")
    first = {one.revocation for one in manifest(organisation, "amara").revoked}
    assign(organisation, case, "amara", "north")
    assert lost(organisation, "amara") == {}
    assert len(lost(organisation, "joseph")) == len(CASE_KINDS)
    assign(organisation, case, "joseph", "south")

    again = {one.revocation for one in manifest(organisation, "amara").revoked}
    assert len(again) == len(CASE_KINDS)
    assert not first & again


def test_somebody_who_changes_teams_loses_what_the_new_one_does_not_give(
    organisation: Organisation,
) -> None:
    case = organisation.open_case("amara")
    with server_transaction(organisation.engine) as connection:
        access.refresh_person(connection, actor("tomas", Role.NURSE, "south"), organisation.now)

    assert lost(organisation, "tomas") == {stream_of(case, StreamKind.SCHEDULE): "moved"}


def test_somebody_who_is_deactivated_loses_everything_and_is_signed_out(
    organisation: Organisation,
) -> None:
    organisation.open_case("amara")
    seen = [stream.id for stream in manifest(organisation, "amara").streams]
    with server_transaction(organisation.engine) as connection:
        deactivate_person(connection, UserId("amara"), organisation.clock())
        found = store.revocations(connection, UserId("amara"))

    assert [(row[0], row[2]) for row in found] == [(name, "deactivated") for name in sorted(seen)]


def test_who_asks_about_what_is_not_theirs_is_told_so_signed_whether_or_not_it_exists(
    organisation: Organisation,
) -> None:
    other = stream_of(organisation.open_case("joseph", "south"), StreamKind.CARE)
    mine = stream_of(organisation.open_case("amara"), StreamKind.CARE)
    asked = StatusRequest(epoch=EPOCH, streams=(mine, other, "absent.care", "no id"))
    with server_transaction(organisation.engine) as connection:
        caller = organisation.caller("amara")
        answer = feed.status(connection, caller, asked, organisation.clock(), KEY)

    assert [(r.id, r.reason) for r in answer.revoked] == [
        (other, "not_yours"),
        ("absent.care", "not_yours"),
    ]
    for one in answer.revoked:
        claim = revocation_claim(
            user="amara", stream=one.id, revocation=one.revocation, epoch=EPOCH
        )
        Ed25519PublicKey.from_public_bytes(KEY.public).verify(one.token, claim)
