"""The benches do what they say, on a small caseload; nothing here is timed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nurseapp.desktop.storage import sqlcipher
from nurseapp.domain.apply import apply
from nurseapp.domain.streams import Stream
from nurseapp.server.embedded import EmbeddedPostgres
from nurseapp.wire.records import encode_record
from tests.bench.figures import Figure, Goal, as_json, table
from tests.bench.opening import goals as opening
from tests.bench.place import PASSWORD, Place, open_place
from tests.bench.sides import Sample
from tests.bench.starting import goals as starting
from tests.bench.sync import floor_desktop
from tests.bench.sync import goals as syncing
from tests.bench.vaults import fill_vault
from tests.bench.workload import RECORDS_A_CASE, Workload

CASES = 2


@pytest.fixture
def place(postgres: EmbeddedPostgres) -> Iterator[Place]:
    """Give a place with a small caseload."""
    with open_place(CASES, postgres) as place:
        yield place


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


def test_a_goal_is_missed_by_ratio_or_by_time() -> None:
    def taken(wall: float) -> list[Sample]:
        return [Sample(wall=wall, cpu=wall, facts={})]

    for goal, is_met in (
        (Goal(name="g", what="", ratio=3), True),
        (Goal(name="g", what="", ratio=1.5), False),
        (Goal(name="g", what="", most_ms=16), False),
        (Goal(name="g", what="", most_ms=25), True),
        (Goal(name="g", what=""), True),
    ):
        figure = Figure(goal=goal, floor=taken(0.01), product=taken(0.02))
        assert figure.is_met() is is_met
        assert ("MISSED" in table([figure])) is not is_met
        assert as_json([figure], [0.0, 0.0])
