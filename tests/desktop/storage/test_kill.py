"""A program that is killed at any point leaves a whole file, with all that it said was saved."""

from __future__ import annotations

import multiprocessing
import sys
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from random import Random
from time import sleep

import pytest

from nurseapp.desktop.storage.cache import Cache
from nurseapp.domain.caseload import case_row
from nurseapp.domain.ids import EventId, RecordId
from nurseapp.domain.intervention import InterventionAdded
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.wire import digest
from tests.builders import CASE, goal, note
from tests.desktop.storage.acts import act, note_written, server_with
from tests.desktop.storage.desk import Desk
from tests.desktop.storage.files import new_folder, opened

TIMES = 30
if sys.platform == "win32":
    CONTEXT = multiprocessing.get_context("spawn")
else:
    CONTEXT = multiprocessing.get_context("forkserver")
    CONTEXT.set_forkserver_preload([__name__])

CARE = stream_of(CASE, StreamKind.CARE)


def work_until_killed(folder: Path, saved: Pipe) -> None:
    """Write, and sync what others wrote, for ever; say what is saved as soon as it is."""
    with opened(folder) as cache:
        desk = Desk(cache, server_with())
        desk.sync()
        for n in range(10_000):
            added = InterventionAdded(
                intervention=RecordId(f"i-{n}"), goal=RecordId("goal-1"), title=f"Step {n}"
            )
            for event in (act(added), note_written(f"Note {n}. " * 40)):
                desk.server.busy.add(event.id)
                desk.cases.append([event])
                saved.send(event.id)
            changed = goal(owner=f"Owner {n}")
            desk.server.put(CARE, [changed, note(id=RecordId(f"theirs-{n}"), text="Seen. " * 99)])
            if n % 5 == 4:
                desk.store.refill([CARE])
            desk.sync()


def run_and_kill(folder: Path, after_s: float) -> list[str]:
    """Let a program work, kill it a while after its first act, give what it said was saved."""
    here, there = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=work_until_killed, args=(folder, there))
    process.start()
    there.close()
    saved = [here.recv()]
    sleep(after_s)
    process.kill()
    process.join()
    with here, suppress(EOFError):
        while True:
            saved.append(here.recv())
    return saved


def assert_whole(cache: Cache) -> None:
    """Check the file, the heads against the records, and the list against the case."""
    with cache.read() as connection:
        assert connection.exec_driver_sql("PRAGMA cipher_integrity_check").all() == []
        assert connection.exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]
        streams = connection.exec_driver_sql("SELECT n, head, digest FROM stream").all()
        for n, head, written in streams:
            total = 0
            rows = connection.exec_driver_sql(
                "SELECT id, rev, deleted, kind, schema, body FROM record WHERE stream_n = ?", (n,)
            )
            for record_id, rev, deleted, kind, schema, body in rows:
                assert rev <= head
                term = digest.term(record_id, rev, bool(deleted), kind, schema, body)
                total = digest.combined(total, added=term)
            assert written == digest.as_text(total)
    desk = Desk(cache, server_with())
    assert desk.cases.row(CASE) == case_row(desk.cases.open(CASE))


@pytest.mark.parametrize("seed", range(TIMES))
def test_a_killed_program_leaves_a_whole_file_and_loses_nothing_it_said_was_saved(
    template: Path, tmp_path: Path, seed: int
) -> None:
    folder = new_folder(template, tmp_path / "vault")
    saved = run_and_kill(folder, Random(seed).random() * 0.08)  # noqa: S311  # a test must repeat
    with opened(folder) as cache:
        assert_whole(cache)
        desk = Desk(cache, server_with())
        kept = [event.id for event in desk.store.waiting()]
        assert kept[: len(saved)] == saved
        assert len(kept) <= len(saved) + 1
        # The killed program numbered its notes as this one does.
        body = NoteWritten(note=RecordId("after the kill"), text="Work goes on.")
        desk.cases.append([replace(act(body), id=EventId("after the kill"))])
        assert desk.search.cases("work goes") == [CASE]
