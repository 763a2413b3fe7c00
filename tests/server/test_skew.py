"""A desktop that is older than the server takes: it fetches, and sends when it is updated."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from nurseapp.domain.ids import RecordId
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server.settings import Enrolment, Limits, Settings
from nurseapp.wire.events import encode_event
from tests.server.conftest import served, sign_in
from tests.server.organisation import CHEAP, Organisation

JSON = {"Content-Type": "application/json"}
OLD, NEW = {"Nurseapp-Schema": "1"}, {"Nurseapp-Schema": "2"}


@pytest.fixture
def amara(organisation: Organisation) -> Iterator[httpx.Client]:
    """Talk, as a nurse, to a server that takes nothing of the first version any more."""
    settings = Settings(enrolment=Enrolment.OPEN, hash_cost=CHEAP, limits=Limits(oldest_schema=2))
    with served(organisation.engine, settings, organisation.clock) as client:
        client.headers["Authorization"] = f"Bearer {sign_in(client, 'amara')}"
        yield client


def test_a_push_of_one_that_is_too_old_waits_for_its_update_while_pulls_go_on(
    amara: httpx.Client, organisation: Organisation
) -> None:
    case = organisation.open_case("amara")
    note = NoteWritten(note=RecordId(organisation.new_id()), text="Typed with the old one.")
    event = encode_event(organisation.act("amara", case, note))
    manifest = amara.get("/v1/sync/manifest", headers=OLD).json()
    head = f'{{"epoch": "{manifest["epoch"]}", "device": "desk-of-amara", "events": ['.encode()
    body = head + event + b"]}"

    refused = amara.post("/v1/sync/push", content=body, headers=JSON | OLD)
    care = {"id": stream_of(case, StreamKind.CARE), "after": 0}
    pull = {"epoch": manifest["epoch"], "streams": [care]}
    pulled = amara.post("/v1/sync/pull", json=pull, headers=OLD)
    unnamed = amara.post("/v1/sync/push", content=body, headers=JSON)
    taken = amara.post("/v1/sync/push", content=body, headers=JSON | NEW)

    assert manifest["schema"] == {"min": 2, "current": 1}
    assert (refused.status_code, refused.json()["code"]) == (426, "too_old")
    assert unnamed.status_code == 426
    assert pulled.json()["streams"][0]["rows"]
    assert [result["status"] for result in taken.json()["results"]] == ["applied"]


@pytest.mark.parametrize("named", ["", "one", "-1", "9" * 40, "1.5"])
def test_a_schema_that_is_no_number_is_a_bad_request(amara: httpx.Client, named: str) -> None:
    answer = amara.get("/v1/sync/manifest", headers={"Nurseapp-Schema": named})

    assert answer.json()["code"] == "bad_request"
