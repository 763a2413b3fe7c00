"""The manifest says, signed, until when a computer may be opened without asking again."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from nurseapp.server.feed import look
from nurseapp.server.store.database import transaction
from nurseapp.wire.claims import lease_claim
from nurseapp.wire.messages import Manifest
from tests.server.organisation import Organisation

DESK = "desk-of-amara"


def test_a_lease_lasts_a_week_from_the_end_of_the_day_and_is_signed_for_the_computer(
    amara: httpx.Client, organisation: Organisation
) -> None:
    found = msgspec.json.decode(amara.get("/v1/sync/manifest").content, type=Manifest)

    assert found.lease is not None
    left = found.lease.until - organisation.clock()
    assert timedelta(days=7) < left <= timedelta(days=8)
    claim = lease_claim(user=found.user, device=DESK, until=found.lease.until, epoch=found.epoch)
    Ed25519PublicKey.from_public_bytes(found.server_key).verify(found.lease.token, claim)


def test_the_entity_tag_of_a_manifest_lasts_as_long_as_its_lease(
    organisation: Organisation,
) -> None:
    midnight = organisation.clock().replace(hour=0, minute=0, second=0, microsecond=0)

    def tag(at: datetime) -> str:
        with transaction(organisation.engine) as connection:
            return look(connection, organisation.caller("amara"), "e-1", at).tag

    assert tag(midnight) == tag(midnight + timedelta(hours=23, minutes=59))
    assert tag(midnight) != tag(midnight + timedelta(hours=24))
