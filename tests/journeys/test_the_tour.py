"""The tour.

Somebody without a display sees the program all the same: the real desktop does the main job on
the example organisation, by keyboard, and leaves a picture of each step and every paper.
"""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine

from nurseapp.content.place import resources_folder
from nurseapp.domain.note import Note
from nurseapp.domain.safety import SafetyConcern, SafetyOutcome
from nurseapp.server.clock import utc_now
from nurseapp.server.demo.load import load_demo
from nurseapp.server.demo.staff import demo_credentials
from nurseapp.server.passwords import HashCost
from nurseapp.server.settings import Settings
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.schema import record
from nurseapp.wire.records import decode_record
from tests.server.conftest import served

COST = HashCost(memory_kib=64, passes=1)
STEPS = 22


def test_the_tour_does_the_main_job_and_pictures_it(engine: Engine, tmp_path: Path) -> None:
    load_demo(engine, utc_now, resources_folder(), lambda _done, _of: None, COST)
    with served(engine, Settings(hash_cost=COST), utc_now) as client:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "nurseapp.desktop.main", "tour", str(tmp_path)),
                *("--server", str(client.base_url).rstrip("/"), "--demo"),
            ],
            env={**os.environ, "NO_PROXY": "127.0.0.1"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    assert (done.returncode, done.stderr) == (0, "")
    assert len(list(tmp_path.glob("*.png"))) == STEPS
    papers = {file.name for file in tmp_path.glob("*.pdf")}
    assert {"care-plan.pdf", "visit-list.pdf", "handout-feeling-low-es.pdf"} <= papers
    assert "Slept better this week" in written_on_the_server(engine)


def written_on_the_server(engine: Engine) -> str:
    """Read every note, and see that a concern that the tour raised was ended as done."""
    with server_transaction(engine) as connection:
        rows = connection.execute(record.select().where(record.c.kind.in_(KINDS))).all()
    records = [decode_record(row.record_id, row.kind, row.body.encode()) for row in rows]
    done = [r for r in records if isinstance(r, SafetyConcern) and r.outcome is SafetyOutcome.DONE]
    assert any(concern.closed_by == "amara" for concern in done)
    return "\n".join(r.text for r in records if isinstance(r, Note))


KINDS = (Note.KIND, SafetyConcern.KIND)


def test_the_desktop_of_a_trial_comes_in_as_somebody_whom_the_example_has() -> None:
    from nurseapp.desktop.start import demo_enrolling

    typed = demo_enrolling(resources_folder(), "http://127.0.0.1:1")
    credentials = demo_credentials()
    [person] = [p for p in credentials.people if p.login == typed.user]
    assert (typed.password, typed.passphrase) == (person.password, credentials.passphrase)
