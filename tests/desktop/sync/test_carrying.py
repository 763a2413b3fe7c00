"""Files between desktop and server: in chunks, resumable both ways, never in the records' way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.circumstances import CacheError
from nurseapp.desktop.storage.file_rows import Goal
from nurseapp.desktop.storage.sealed_file import DamagedFile, SealedFile
from nurseapp.desktop.storage.visit_store import VisitStore
from nurseapp.desktop.sync.carrying import CHUNKS_A_ROUND, Carried
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.wire.attachments import CHUNK
from tests.attached import image_bytes
from tests.builders import CASE
from tests.desktop.storage.files import new_folder, opened
from tests.desktop.storage.filing import CARE, FilingDesk

IMAGE = image_bytes(2 * CHUNK + 9)
LARGE = image_bytes(6 * CHUNK + 1)


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """Give the folder of a vault."""
    return new_folder(template, tmp_path / "vault")


@pytest.fixture
def cache(folder: Path) -> Iterator[Cache]:
    """Open its cache."""
    with opened(folder) as cache:
        yield cache


@pytest.fixture
def desk(cache: Cache, folder: Path) -> FilingDesk:
    """Give Ana's desk with a drawer."""
    return FilingDesk(cache, folder)


def try_to_carry(desk: FilingDesk) -> bool:
    """Carry until the line is cut or nothing is left; tell whether it was cut."""
    try:
        desk.carry_all()
    except TransportError as error:
        return error.code == "offline"
    return False


def test_a_file_is_sent_after_its_record_and_kept(desk: FilingDesk) -> None:
    name = desk.attach("x-ray", IMAGE)

    assert desk.carry() == Carried(chunks=3, more=False)

    assert desk.remote.whole == {name: IMAGE}
    assert (desk.use("x-ray").goal, desk.files.content(name)) == (Goal.KEEP, IMAGE)
    assert desk.changes == 4
    asked = desk.remote.asked
    desk.carry()
    assert desk.remote.asked == asked


def test_a_file_is_fetched_when_it_is_wanted_and_not_before(desk: FilingDesk) -> None:
    theirs = desk.others_attach("theirs", IMAGE)
    assert desk.carry() == Carried(chunks=0, more=False)
    desk.files.want(CARE, [theirs])

    assert desk.carry() == Carried(chunks=3, more=False)

    assert desk.use("theirs").goal is Goal.KEEP
    assert desk.files.content(theirs.sha256) == IMAGE


def test_the_documents_of_a_visit_count_and_are_fetched_with_its_case(
    cache: Cache, desk: FilingDesk
) -> None:
    visits = VisitStore(cache)
    theirs = desk.others_attach("theirs", IMAGE)
    wrong = desk.others_attach("wrong", LARGE)
    desk.withdraw("wrong")
    desk.sync()
    assert visits.missing()[CASE].size == len(IMAGE)
    assert desk.carry() == Carried(chunks=0, more=False)

    visits.want([CASE])
    desk.carry_all()

    assert visits.missing()[CASE].size == 0
    assert desk.files.content(theirs.sha256) == IMAGE
    with pytest.raises(DamagedFile):
        desk.files.content(wrong.sha256)
    late = desk.others_attach("late", LARGE)
    assert visits.missing()[CASE].size == len(LARGE)
    desk.carry()
    assert visits.missing()[CASE].size == len(LARGE) - CHUNKS_A_ROUND * CHUNK
    desk.carry_all()
    assert desk.files.content(late.sha256) == LARGE


@pytest.mark.parametrize("is_answer_lost", [False, True])
@pytest.mark.parametrize("request_number", range(1, 5))
def test_sending_goes_on_after_a_cut_at_any_chunk(
    desk: FilingDesk, request_number: int, is_answer_lost: bool
) -> None:
    cuts = desk.remote.cut_after if is_answer_lost else desk.remote.cut_before
    cuts.add(request_number)
    name = desk.attach("x-ray", IMAGE)

    assert try_to_carry(desk)
    assert not try_to_carry(desk)

    assert desk.remote.whole == {name: IMAGE}
    assert desk.remote.sent == len(IMAGE)


@pytest.mark.parametrize("is_answer_lost", [False, True])
@pytest.mark.parametrize("request_number", range(1, 4))
def test_fetching_goes_on_after_a_cut_at_any_chunk(
    cache: Cache, folder: Path, desk: FilingDesk, request_number: int, is_answer_lost: bool
) -> None:
    cuts = desk.remote.cut_after if is_answer_lost else desk.remote.cut_before
    cuts.add(request_number)
    theirs = desk.others_attach("theirs", IMAGE)
    desk.files.want(CARE, [theirs])

    assert try_to_carry(desk)
    assert desk.use("theirs").file.held == request_number - 1
    again = FilingDesk(cache, folder, desk.remote)
    assert not try_to_carry(again)

    assert again.files.content(theirs.sha256) == IMAGE
    assert desk.remote.asked == 4


def test_a_chunk_that_is_spoilt_on_the_way_up_is_sent_again(desk: FilingDesk) -> None:
    desk.remote.spoilt.add(3)
    name = desk.attach("x-ray", IMAGE)

    desk.carry()
    assert (desk.use("x-ray").goal, desk.use("x-ray").hindered) == (Goal.SEND, "wrong_chunk")
    desk.carry()

    assert desk.remote.whole == {name: IMAGE}


def test_a_chunk_that_is_spoilt_on_the_way_down_is_fetched_again(desk: FilingDesk) -> None:
    desk.remote.spoilt.add(2)
    theirs = desk.others_attach("theirs", IMAGE)
    desk.files.want(CARE, [theirs])

    desk.carry()
    assert (desk.use("theirs").file.held, desk.use("theirs").hindered) == (1, "wrong_chunk")
    desk.carry()

    assert desk.files.content(theirs.sha256) == IMAGE


def test_a_file_that_is_not_the_one_its_record_names_is_not_kept(desk: FilingDesk) -> None:
    theirs = desk.others_attach("theirs", IMAGE)
    desk.remote.whole[theirs.sha256] = IMAGE[:-1] + b"!"
    desk.files.want(CARE, [theirs])

    assert desk.carry() == Carried(chunks=3, more=False)
    assert (desk.use("theirs").goal, desk.use("theirs").file.held) == (Goal.FETCH, 0)

    desk.remote.whole[theirs.sha256] = IMAGE
    desk.carry()
    assert desk.files.content(theirs.sha256) == IMAGE


def test_a_file_that_the_server_found_wrong_is_sent_anew_where_it_is_sound_here(
    desk: FilingDesk,
) -> None:
    name = desk.attach("x-ray", IMAGE)
    desk.remote.refuses = "wrong_file"
    desk.carry()
    assert (desk.use("x-ray").goal, desk.use("x-ray").sent) == (Goal.SEND, 0)

    desk.remote.refuses = None
    desk.carry()
    assert desk.remote.whole == {name: IMAGE}


def test_a_file_that_the_server_found_wrong_is_told_where_it_is_spoilt_here(
    desk: FilingDesk,
) -> None:
    desk.attach("x-ray", IMAGE)
    (path,) = desk.drawer.iterdir()
    path.write_bytes(bytes(path.stat().st_size))
    desk.remote.refuses = "wrong_file"

    desk.carry_all()

    assert (desk.use("x-ray").goal, desk.use("x-ray").hindered) == (Goal.STUCK, "document_damaged")


def test_a_file_that_is_damaged_before_it_was_sent_is_told_and_stands_in_nobodys_way(
    desk: FilingDesk,
) -> None:
    desk.attach("x-ray", IMAGE)
    (path,) = desk.drawer.iterdir()
    path.write_bytes(bytes(path.stat().st_size))
    other = desk.attach("other", LARGE)

    desk.carry_all()

    assert (desk.use("x-ray").goal, desk.use("x-ray").hindered) == (Goal.STUCK, "document_damaged")
    assert list(desk.remote.whole) == [other]


def test_a_file_that_is_damaged_after_it_was_sent_is_fetched_again(desk: FilingDesk) -> None:
    name = desk.attach("x-ray", IMAGE)
    desk.carry_all()
    (path,) = desk.drawer.iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(Exception, match=path.name):
        desk.files.content(name)

    desk.carry_all()

    assert desk.files.content(name) == IMAGE


def test_a_file_of_a_kind_that_the_server_does_not_take_is_not_sent_for_ever(
    desk: FilingDesk,
) -> None:
    desk.attach("x-ray", IMAGE)
    desk.remote.refuses = "wrong_type"

    desk.carry_all()
    desk.carry_all()

    assert (desk.use("x-ray").goal, desk.remote.asked) == (Goal.STUCK, 1)


def test_a_file_that_its_sender_has_not_sent_yet_is_fetched_once_it_is_there(
    desk: FilingDesk,
) -> None:
    theirs = desk.others_attach("theirs", IMAGE, sent=False)
    desk.files.want(CARE, [theirs])

    desk.carry_all()
    assert desk.use("theirs").hindered == "not_there_yet"
    desk.remote.whole[theirs.sha256] = IMAGE
    desk.carry_all()

    assert desk.files.content(theirs.sha256) == IMAGE


def test_a_large_file_goes_a_few_chunks_a_round(desk: FilingDesk) -> None:
    desk.attach("x-ray", LARGE)

    assert desk.carry() == Carried(chunks=CHUNKS_A_ROUND, more=True)
    assert desk.use("x-ray").sent == CHUNKS_A_ROUND
    assert desk.carry() == Carried(chunks=3, more=False)


def test_a_large_file_is_fetched_a_few_chunks_a_round(desk: FilingDesk) -> None:
    theirs = desk.others_attach("theirs", LARGE)
    desk.files.want(CARE, [theirs])

    assert desk.carry() == Carried(chunks=CHUNKS_A_ROUND, more=True)
    assert desk.use("theirs").file.held == CHUNKS_A_ROUND
    assert desk.carry() == Carried(chunks=3, more=False)
    assert desk.files.content(theirs.sha256) == LARGE


def test_a_file_makes_room_as_soon_as_something_was_done_here(desk: FilingDesk) -> None:
    desk.attach("x-ray", LARGE)
    desk.is_wanted = True

    assert desk.carry() == Carried(chunks=1, more=True)
    assert desk.carry() == Carried(chunks=1, more=True)


def test_what_somebody_waits_to_see_goes_before_what_waits_to_be_sent(desk: FilingDesk) -> None:
    desk.attach("x-ray", LARGE)
    theirs = desk.others_attach("theirs", IMAGE)
    desk.files.want(CARE, [theirs])

    desk.carry()

    assert desk.use("theirs").goal is Goal.KEEP
    assert desk.use("x-ray").sent == CHUNKS_A_ROUND - 3


def test_a_disk_that_is_full_lets_a_file_wait_and_not_the_others(
    desk: FilingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: SealedFile, _number: int, _content: bytes) -> None:
        raise CacheError("disk_full")

    theirs = desk.others_attach("theirs", IMAGE)
    desk.files.want(CARE, [theirs])
    with monkeypatch.context() as patched:
        patched.setattr(SealedFile, "write", full)
        with pytest.raises(CacheError, match="disk_full"):
            desk.carry()
    assert desk.use("theirs").hindered == "disk_full"

    desk.carry()
    assert desk.files.content(theirs.sha256) == IMAGE
