"""A little of the long run: programs that are killed while they carry a file."""

from __future__ import annotations

import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random

import httpx
import pytest

from nurseapp.wire.attachments import CHUNK
from tests.attached import image_bytes
from tests.attachments.desk import ATTACH, FETCH, Job
from tests.attachments.killing import run_with_kills
from tests.server.conftest import client, engine, migrated, organisation, sign_in, staffed, urls
from tests.server.organisation import Organisation

__all__ = ["client", "engine", "migrated", "organisation", "staffed", "urls"]

IMAGE = image_bytes(4 * CHUNK + 77)


@pytest.mark.skipif(sys.platform != "linux", reason="reads its own memory as Linux tells it")
def test_killed_programs_carry_a_file_to_its_end_both_ways(
    client: httpx.Client, organisation: Organisation, tmp_path: Path
) -> None:
    image = tmp_path / "scan.png"
    image.write_bytes(IMAGE)
    job = Job(
        do=ATTACH,
        folder=str(tmp_path / "amara"),
        url=str(client.base_url),
        token=sign_in(client, "amara"),
        user="amara",
        case=organisation.open_case("amara"),
        record="x-ray",
        file=str(image),
    )
    chance = Random(4)  # noqa: S311  # a test must repeat

    sent, _ = run_with_kills(job, chance, kills=2, longest_s=0.4)
    fetching = replace(
        job,
        do=FETCH,
        folder=str(tmp_path / "helen"),
        user="helen",
        token=sign_in(client, "helen"),
    )
    fetched, _ = run_with_kills(fetching, chance, kills=2, longest_s=0.4)

    assert sent.sha256 == fetched.sha256 == sha256(IMAGE).hexdigest()
    assert len(list((tmp_path / "amara" / "files").iterdir())) == 1
