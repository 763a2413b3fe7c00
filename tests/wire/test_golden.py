"""What crosses the wire stays what it was: byte for byte, for every kind there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from nurseapp.domain.apply import HANDLERS
from nurseapp.domain.apply import RECORDS as KINDS
from nurseapp.domain.events import Event
from nurseapp.domain.streams import Record
from nurseapp.wire.events import decode_event, encode_event
from nurseapp.wire.records import decode_record, encode_record
from tests.wire.golden import FOLDER, contents, main
from tests.wire.samples import CLAIMS, EVENTS, RECORDS


def of_event(event: Event) -> bytes:
    return (FOLDER / "events" / f"{type(event.body).__name__}.json").read_bytes()


def of_record(record: Record) -> bytes:
    return (FOLDER / "records" / f"{record.KIND}.json").read_bytes()


def test_every_kind_of_event_and_record_has_one_sample_and_one_file() -> None:
    assert sorted(type(e.body).__name__ for e in EVENTS) == sorted(k.__name__ for k in HANDLERS)
    assert sorted(r.KIND for r in RECORDS) == sorted(k.KIND for k in KINDS)
    assert set(FOLDER.rglob("*.*")) == set(contents())


@pytest.mark.parametrize("name", CLAIMS)
def test_what_is_signed_is_as_its_file_says(name: str) -> None:
    assert CLAIMS[name] == (FOLDER / "claims" / f"{name}.json").read_bytes()


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: type(e.body).__name__)
def test_an_event_is_written_as_its_file_says_and_read_from_it(event: Event) -> None:
    assert encode_event(event) == of_event(event)
    assert decode_event(of_event(event)) == event


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.KIND)
def test_a_record_is_written_as_its_file_says_and_read_from_it(record: Record) -> None:
    assert encode_record(record) == of_record(record)
    assert decode_record(record.id, record.KIND, of_record(record)) == record


def test_a_file_that_exists_is_never_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tests.wire.golden.FOLDER", tmp_path)
    kept, *_, missing = contents()
    kept.parent.mkdir()
    kept.write_bytes(b"kept")
    main()
    assert kept.read_bytes() == b"kept"
    assert missing.read_bytes() == contents()[missing]
    assert len(capsys.readouterr().out.splitlines()) == len(contents()) - 1
