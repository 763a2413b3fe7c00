"""Whatever is made up from the description, the API answers as the description says."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from nurseapp.server.settings import Enrolment, Settings
from tests.schema.asking import ask, set_at_home
from tests.server.conftest import served
from tests.server.organisation import CHEAP, UNPACED, Organisation

REQUESTS = 2_000
PLANTED = 200


@pytest.fixture
def api(organisation: Organisation) -> Iterator[httpx.Client]:
    """Serve the API of the organisation."""
    settings = Settings(
        organisation="St. Brigid", enrolment=Enrolment.OPEN, hash_cost=CHEAP, limits=UNPACED
    )
    with served(organisation.engine, settings, organisation.clock) as client:
        yield client


@pytest.mark.usefixtures("caplog")
def test_the_api_does_as_its_description_says(
    organisation: Organisation, api: httpx.Client
) -> None:
    answered = ask(organisation, api, REQUESTS, number=1)

    assert answered.faults == {}
    assert answered.server_errors == 0
    assert answered.statuses.total() >= REQUESTS
    assert answered.statuses.keys() >= {200, 204, 400, 401, 404, 409, 426}
    assert len(+answered.done) >= 10


@pytest.mark.usefixtures("caplog")
@pytest.mark.parametrize("planted", ["status", "answer", "request"])
def test_a_description_that_is_wrong_is_found(
    organisation: Organisation, api: httpx.Client, planted: str
) -> None:
    described: dict[str, Any] = copy.deepcopy(api.get("/openapi.json").json())
    described["paths"] = {"/v1/sync/pull": described["paths"]["/v1/sync/pull"]}
    schemas = described["components"]["schemas"]
    if planted == "status":
        del described["paths"]["/v1/sync/pull"]["post"]["responses"]["400"]
    elif planted == "answer":
        schemas["Problem"]["properties"]["status"] = {"type": "string"}
    else:
        asked = schemas["PullRequest"]
        asked["properties"]["max_bytes"]["maximum"] = 1
        asked["required"] = [*asked["required"], "max_bytes"]

    assert ask(organisation, api, PLANTED, 1, described).faults


def test_only_names_are_set_at_home() -> None:
    class First:
        def choice(self, among: tuple[str, ...]) -> str:
            return among[0]

    body = {"epoch": "x", "streams": ["a", 1], "note": "z", "more": [{"epoch": 3}, {"epoch": "y"}]}

    set_at_home(body, {"epoch": ("now",), "streams": ("s",)}, First())

    more = [{"epoch": 3}, {"epoch": "now"}]
    assert body == {"epoch": "now", "streams": ["s", 1], "note": "z", "more": more}
