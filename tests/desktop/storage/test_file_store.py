"""Attached files on a nurse's computer: sealed on the disk, kept once, gone with their record."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.circumstances import CacheError
from nurseapp.desktop.storage.connection import Connection, Result
from nurseapp.desktop.storage.file_rows import UNNAMED_KEPT, Goal
from nurseapp.desktop.storage.sealed_file import DamagedFile, SealedFile
from nurseapp.desktop.storage.shelf import DiskShelf, MemoryShelf
from nurseapp.domain.attachment import MAX_SIZE, DocumentAttached
from nurseapp.domain.ids import RecordId, StreamId
from nurseapp.wire.attachments import CHUNK
from tests.attached import PNG, attaching, image_bytes
from tests.builders import ANA, CASE, attachment, refused
from tests.desktop.storage.acts import act, streams_of
from tests.desktop.storage.filing import CARE, FilingDesk

IMAGE = image_bytes(2 * CHUNK + 9)


@pytest.fixture
def desk(cache: Cache, folder: Path) -> FilingDesk:
    """Give Ana's desk with a drawer."""
    return FilingDesk(cache, folder)


class Endless(BytesIO):
    """A file that says nothing of its size, and counts what was read of it."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        self.taken += size or 0
        return PNG + bytes((size or 0) - len(PNG))


def test_a_file_is_taken_in_sealed_and_read_as_it_was(desk: FilingDesk) -> None:
    name = desk.attach("x-ray", IMAGE)

    assert name == sha256(IMAGE).hexdigest()
    assert desk.files.content(name) == IMAGE
    (path,) = desk.drawer.iterdir()
    on_disk = path.read_bytes()
    assert PNG not in on_disk
    assert IMAGE[CHUNK : CHUNK + 64] not in on_disk
    assert name not in path.name


def test_the_key_of_a_file_and_its_record_are_written_together_or_not_at_all(
    desk: FilingDesk,
) -> None:
    taken = desk.files.take_in(BytesIO(IMAGE))
    nameless = DocumentAttached(
        attachment=RecordId("x-ray"),
        title=" ",
        media=taken.media,
        size=taken.file.size,
        sha256=taken.file.sha256,
    )
    with refused("bad_value", field="title"):
        desk.files.attach(taken, act(nameless), RecordId("x-ray"))

    assert desk.files.uses_in(CASE) == []
    with pytest.raises(DamagedFile):
        desk.files.content(taken.file.sha256)
    desk.files.discard(taken)
    assert desk.on_disk() == []


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "document_empty"), (b"MZ" + bytes(99), "document_type")]
)
def test_what_cannot_be_attached_leaves_nothing_on_the_disk(
    desk: FilingDesk, content: bytes, code: str
) -> None:
    with refused(code):
        desk.files.take_in(BytesIO(content))
    assert desk.on_disk() == []


def test_a_file_that_is_too_large_is_refused_as_soon_as_it_is(desk: FilingDesk) -> None:
    endless = Endless()
    with refused("document_too_large", limit=MAX_SIZE):
        desk.files.take_in(endless)
    assert endless.taken <= MAX_SIZE + CHUNK
    assert desk.on_disk() == []


def test_a_full_disk_is_told_and_what_was_taken_in_so_far_is_gone(
    desk: FilingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CacheError, match="disk_full"):
        desk.files.take_in(BytesIO(IMAGE))
    assert desk.on_disk() == []


def test_the_same_file_attached_twice_is_on_the_disk_once(desk: FilingDesk) -> None:
    desk.attach("x-ray", IMAGE)
    desk.attach("x-ray-2", IMAGE)

    assert len(desk.on_disk()) == 1
    assert [use.goal for use in desk.files.uses_in(CASE)] == [Goal.SEND, Goal.SEND]


def test_a_file_that_is_being_fetched_and_is_attached_here_is_taken_from_here(
    desk: FilingDesk,
) -> None:
    theirs = desk.others_attach("theirs", IMAGE)
    desk.files.want(CARE, [theirs])
    desk.files.keep_chunk(desk.use("theirs").file, IMAGE[:CHUNK])

    desk.attach("mine", IMAGE)

    assert desk.files.content(theirs.sha256) == IMAGE
    assert len(desk.sweep()) == 1


@pytest.mark.parametrize("place", [0, 12, CHUNK + 27, CHUNK + 28, 2 * CHUNK + 60])
def test_a_changed_byte_anywhere_is_noticed(desk: FilingDesk, place: int) -> None:
    name = desk.attach("x-ray", IMAGE)
    (path,) = desk.drawer.iterdir()
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)

    with pytest.raises(DamagedFile):
        desk.files.content(name)
    assert desk.use("x-ray").goal is Goal.STUCK


def test_chunks_that_changed_places_or_files_are_noticed(tmp_path: Path) -> None:
    def counted(length: int) -> bytes:
        return bytes(length)

    shelf = DiskShelf(tmp_path)
    one = SealedFile(shelf=shelf, name="one", key=bytes(32), random=counted)
    other = SealedFile(shelf=shelf, name="other", key=bytes(32), random=counted)
    one.write(0, IMAGE[:CHUNK])
    one.write(1, IMAGE[:CHUNK])
    whole = (tmp_path / "one").read_bytes()
    (tmp_path / "other").write_bytes(whole)
    with pytest.raises(DamagedFile):
        other.read(0, 2 * CHUNK)
    half = len(whole) // 2
    (tmp_path / "one").write_bytes(whole[half:] + whole[:half])
    with pytest.raises(DamagedFile):
        one.read(0, 2 * CHUNK)


def test_a_file_in_memory_is_sealed_too_and_is_gone_once_it_is_taken_away() -> None:
    shelf = MemoryShelf()
    file = SealedFile(shelf=shelf, name="one", key=bytes(32), random=bytes)
    file.write(0, IMAGE[:CHUNK])
    file.write(1, IMAGE[CHUNK : 2 * CHUNK])

    assert [file.read(number, 2 * CHUNK) for number in (0, 1)] == [
        IMAGE[:CHUNK],
        IMAGE[CHUNK : 2 * CHUNK],
    ]
    assert PNG not in shelf.read("one", 0, CHUNK)
    file.remove()
    assert list(shelf.names()) == []
    with pytest.raises(DamagedFile):
        file.read(0, 2 * CHUNK)


def test_a_file_that_was_cut_or_is_gone_is_noticed(desk: FilingDesk) -> None:
    name = desk.attach("x-ray", IMAGE)
    (path,) = desk.drawer.iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedFile):
        desk.files.content(name)
    path.unlink()
    with pytest.raises(DamagedFile):
        desk.files.content(name)


def test_what_was_half_taken_in_when_the_program_ended_goes_when_it_begins(
    desk: FilingDesk,
) -> None:
    name = desk.attach("x-ray", IMAGE)
    desk.files.take_in(BytesIO(image_bytes(99)))
    assert len(desk.on_disk()) == 2

    desk.files.clear()

    assert len(desk.on_disk()) == 1
    assert desk.files.content(name) == IMAGE


def test_a_withdrawn_file_goes_with_its_key_as_soon_as_the_server_has_it(
    desk: FilingDesk,
) -> None:
    desk.attach("x-ray", IMAGE)
    desk.carry_all()
    desk.withdraw("x-ray")
    assert len(desk.sweep()) == 1

    desk.sync()

    assert desk.sweep() == []
    assert desk.files.uses_in(CASE) == []


def test_a_file_stays_while_any_record_names_it(desk: FilingDesk) -> None:
    name = desk.attach("x-ray", IMAGE)
    desk.attach("x-ray-2", IMAGE)
    desk.carry_all()
    desk.withdraw("x-ray")
    desk.sync()

    assert len(desk.sweep()) == 1
    assert desk.files.content(name) == IMAGE


def test_a_file_goes_with_the_stream_that_was_taken_back(desk: FilingDesk) -> None:
    desk.attach("x-ray", IMAGE)
    desk.carry_all()
    desk.server.end(ANA, *streams_of())
    desk.sync()

    assert desk.files.uses_in(CASE) == []
    assert desk.sweep() == []


def test_a_file_whose_record_vanished_is_kept_for_a_while_since_it_may_come_back(
    desk: FilingDesk,
) -> None:
    theirs = desk.others_attach("theirs", IMAGE)
    desk.files.want(CARE, [theirs])
    desk.carry_all()
    desk.server.stream(CARE).put_raw("theirs", "attachment", b"{}", deleted=True)
    desk.sync()

    assert len(desk.sweep(desk.now)) == 1
    assert len(desk.sweep(desk.now + UNNAMED_KEPT)) == 1
    desk.server.put(CARE, [theirs])
    desk.sync()
    assert len(desk.sweep(desk.now + 2 * UNNAMED_KEPT)) == 1
    desk.server.stream(CARE).put_raw("theirs", "attachment", b"{}", deleted=True)
    desk.sync()
    assert len(desk.sweep(desk.now + 3 * UNNAMED_KEPT)) == 1
    assert desk.sweep(desk.now + 4 * UNNAMED_KEPT + timedelta(seconds=1)) == []


def test_a_file_that_was_refused_stays_until_somebody_has_seen_to_it(desk: FilingDesk) -> None:
    desk.attach("x-ray", IMAGE)
    desk.server.allow(ANA, CARE, mode="read")
    desk.sync()

    assert desk.states() == ["refused"]
    assert len(desk.sweep(desk.now + 9 * UNNAMED_KEPT)) == 1


def test_a_file_that_somebody_looks_at_while_it_should_go_goes_later(
    desk: FilingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_use(_path: Path, missing_ok: bool) -> None:
        raise PermissionError(13, "in use", missing_ok)

    desk.attach("x-ray", IMAGE)
    desk.carry_all()
    desk.withdraw("x-ray")
    desk.sync()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", in_use)
        assert len(desk.sweep()) == 1
    assert desk.sweep() == []


def test_what_is_here_already_is_not_fetched(desk: FilingDesk) -> None:
    desk.attach("mine", IMAGE)
    theirs = desk.others_attach("theirs", IMAGE)

    desk.files.want(CARE, [theirs, attachment(id=RecordId("mine"), sha256=theirs.sha256)])

    assert (desk.use("theirs").goal, desk.use("mine").goal) == (Goal.KEEP, Goal.SEND)


def test_another_epoch_has_every_file_of_a_case_to_write_in_offered_again(
    desk: FilingDesk,
) -> None:
    desk.attach("x-ray", IMAGE)
    desk.carry_all()
    assert desk.use("x-ray").goal is Goal.KEEP
    desk.remote.whole.clear()

    desk.store.adopt_epoch("another")
    desk.server.epoch = "another"
    desk.carry_all()

    assert desk.remote.whole == {sha256(IMAGE).hexdigest(): IMAGE}
    assert StreamId(CARE) == desk.use("x-ray").stream


def test_the_same_attachment_is_announced_before_its_file_is_carried(desk: FilingDesk) -> None:
    body = attaching("x-ray", IMAGE)
    taken = desk.files.take_in(BytesIO(IMAGE))
    event = act(body)
    desk.server.busy.add(event.id)
    desk.files.attach(taken, event, RecordId("x-ray"))

    desk.carry_all()
    assert desk.remote.asked == 0
    desk.server.busy.clear()
    desk.carry_all()
    assert desk.use("x-ray").goal is Goal.KEEP


def test_the_files_of_visits_are_looked_for_in_an_index_and_not_in_every_record(
    desk: FilingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute, plans = Connection.exec_driver_sql, list[str]()

    def explained(connection: Connection, statement: str, parameters: Any = ()) -> Result:
        if "'attachment'" in statement:
            plan = execute(connection, f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend(row[-1] for row in plan)
        return execute(connection, statement, parameters)

    monkeypatch.setattr(Connection, "exec_driver_sql", explained)
    desk.files.want_for_visits()

    assert [step for step in plans if step.startswith("SCAN")] == [
        "SCAN r USING INDEX record_attachment"
    ]
