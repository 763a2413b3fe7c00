"""The benches do what they say, on a small caseload; nothing here is timed."""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from nurseapp.desktop.storage import sqlcipher
from nurseapp.domain.apply import apply
from nurseapp.domain.streams import Stream
from nurseapp.server.embedded import EmbeddedPostgres
from nurseapp.server.store.acting import server_transaction
from nurseapp.wire.records import encode_record
from tests.bench.figures import Figure, Goal, as_json, as_markdown, table
from tests.bench.memory import goals as memory
from tests.bench.opening import goals as opening
from tests.bench.place import PASSWORD, Place, open_place
from tests.bench.serving import goals as serving
from tests.bench.sides import Sample
from tests.bench.starting import goals as starting
from tests.bench.sync import floor_desktop
from tests.bench.sync import goals as syncing
from tests.bench.vaults import fill_vault
from tests.bench.workload import RECORDS_A_CASE, Workload

CASES = 2
as_linux_tells = pytest.mark.skipif(
    sys.platform != "linux", reason="what a process uses is read as Linux tells it"
)


@pytest.fixture
def place(postgres: EmbeddedPostgres) -> Iterator[Place]:
    """Give a place with a small caseload."""
    with open_place(CASES, postgres) as place:
        yield place


def titles(rows: Iterable[Sequence[Any]]) -> dict[str, str]:
    """Give what is edited of interventions, of what was read from either database."""
    return {str(record): re.findall(r'"title":"([^"]*)"', body)[0] for record, body in rows}


def bodies(workload: Workload) -> list[bytes]:
    """Give what the events of a workload come to."""
    streams: dict[str, Stream] = {}
    for event in (event for case in workload.events() for event in case):
        before = streams.get(event.stream, Stream(id=event.stream))
        streams[event.stream] = apply(before, event)
    return [encode_record(r) for stream in streams.values() for r in stream.changes.values()]


def test_a_case_has_sixty_records_of_about_616_bytes() -> None:
    found = bodies(Workload(20))
    assert len(found) == 20 * RECORDS_A_CASE
    assert 600 < sum(map(len, found)) / len(found) < 632


def test_the_workload_and_its_edits_are_the_same_in_every_run() -> None:
    one, other = Workload(CASES), Workload(CASES)
    assert bodies(one) == bodies(other)
    assert one.edits(5) == other.edits(5)
    assert one.edits(5) == other.edits(5)


def test_the_floors_file_is_as_durable_and_as_closed_as_the_programs(tmp_path: Path) -> None:
    ours = sqlcipher.connect(tmp_path / "a.db", b"k" * 32, b"s" * 16, sqlcipher.Sync.NORMAL)
    floors = floor_desktop.connect(tmp_path / "b.db")
    settings = (*floor_desktop.SETTINGS, "page_size", "cipher_page_size", "kdf_iter", "auto_vacuum")

    def read(connection: object) -> dict[str, object]:
        execute = connection.execute  # type: ignore[attr-defined]  # the driver carries no types
        return {name: execute(f"PRAGMA {name}").fetchone() for name in settings}

    assert read(ours) == read(floors)
    ours.close()
    floors.close()


def test_both_sides_sync_the_same_records(place: Place) -> None:
    figures = {figure.goal.name: figure for figure in syncing.measure(place, rounds=1)}
    assert set(figures) == {"g1", "g2", "g3", "g4", "g4f", "g4b"}
    large = list(syncing.measure_large(place, 1, figures.values()))
    assert [figure.goal.name for figure in large] == ["g1s", "g2f", "g3f"]
    staff = 1
    for name, records in (("g1", CASES * RECORDS_A_CASE), ("g3", 0)):
        floor, product = figures[name].floor[-1], figures[name].product[-1]
        assert floor.facts["records"] == records
        assert product.facts["records"] == records + (staff if records else 0)


def test_the_goals_with_a_screen_are_measured(place: Place) -> None:
    vaults = place.folder / "vaults"
    fill_vault(vaults, place.product_url, PASSWORD)
    measured = [*opening.measure(place, vaults, rounds=1), *starting.measure(place, vaults, 1)]
    assert [figure.goal.name for figure in measured] == ["g6", "g8a", "g8b"]


@as_linux_tells
def test_the_memory_of_those_that_wait_and_of_those_that_fetch_is_measured(place: Place) -> None:
    vaults = place.folder / "vaults"
    fill_vault(vaults, place.product_url, PASSWORD)
    measured = [*memory.measure(place, vaults, rounds=1), *memory.measure_large(place, 1)]
    assert [figure.goal.name for figure in measured] == ["g9", "g9s", "g9w"]
    for figure in measured:
        for sample in (*figure.floor, *figure.product):
            assert 10 < sample.facts["held_mib"] <= sample.facts["peak_mib"]


def test_the_floor_fetches_the_same_in_pages(place: Place, tmp_path: Path) -> None:
    desktop = floor_desktop.FloorDesktop(place.floor_url, tmp_path)
    found = []
    for page in (0, 7, CASES * RECORDS_A_CASE):
        desktop.empty()
        assert desktop.first_sync(page)["records"] == CASES * RECORDS_A_CASE
        found.append(desktop.file.execute("SELECT n, body FROM item ORDER BY n").fetchall())
    desktop.close()
    assert found[0] == found[1] == found[2]


@as_linux_tells
def test_both_servers_take_and_give_the_same_records(place: Place) -> None:
    amount = serving.Amount(paced=1, pushes=2, deltas=2)
    measured = {figure.goal.name: figure for figure in serving.measure(place, 1, amount)}
    assert set(measured) == {"g10", "g10c", "g10d"}
    for name, requests in (("g10c", 2), ("g10d", 2)):
        for sample in (*measured[name].floor, *measured[name].product):
            assert sample.facts["requests"] == requests * CASES
    floors = "SELECT id, body FROM item WHERE kind = 'intervention'"
    ours = "SELECT record_id, body FROM record WHERE kind = 'intervention'"
    with server_transaction(place.product) as connection:
        kept = titles(connection.exec_driver_sql(ours).all())
    assert kept
    assert kept == titles(place.floor.execute(floors).fetchall())


def test_a_goal_is_missed_by_ratio_or_by_time() -> None:
    def taken(wall: float) -> list[Sample]:
        return [Sample(wall=wall, cpu=wall, facts={"mib": wall * 1_000})]

    for goal, is_met in (
        (Goal(name="g", what="", ratio=3), True),
        (Goal(name="g", what="", ratio=1.5), False),
        (Goal(name="g", what="", limit=16), False),
        (Goal(name="g", what="", limit=25), True),
        (Goal(name="g", what="", cpu_ratio=1.5), False),
        (Goal(name="g", what="", fact="mib", unit="MiB", ratio=1.5), False),
        (Goal(name="g", what="", fact="mib", unit="MiB", limit=20), True),
        (Goal(name="g", what="", fact="mib", unit="/s", is_rate=True, ratio=1.5), True),
        (Goal(name="g", what="", fact="mib", unit="/s", is_rate=True, ratio=2.5), False),
        (Goal(name="g", what="", fact="mib", unit="/s", is_rate=True, limit=21), False),
        (Goal(name="g", what=""), True),
    ):
        figure = Figure(goal=goal, floor=taken(0.01), product=taken(0.02))
        assert figure.is_met() is is_met
        assert ("MISSED" in table([figure])) is not is_met
        assert ("MISSED" in "\n".join(as_markdown([figure], [0.0, 0.0]))) is not is_met
        assert as_json([figure], [0.0, 0.0])
