"""Nothing that a nurse works with is found anywhere but where it belongs."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from sqlalchemy import Engine

from nurseapp.server.embedded import EmbeddedPostgres
from tests.canaries.canary import CANARIES, found_in
from tests.canaries.field import run
from tests.canaries.searching import search

STAY = {
    *("condition that was refuted", "value in a broken bundle", "what was searched"),
    *("half-typed note", "file name", "text of a document", "bug"),
    *("passphrase", "wrong passphrase", "password"),
}
"""What no record of the server's holds: it was refused, unsent, or is nobody's to send."""
NOT_ON_SHARED = {"passphrase", "title of a document", "file name", "text of a document"}
"""What a computer that keeps nothing does without."""


def test_forty_canaries_go_through_everything_and_none_gets_out(
    engine: Engine, postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    done = run(tmp_path, engine, postgres.data / "cluster" / "server.log")

    assert done.searched.leaks == ()
    assert done.used == CANARIES.keys()
    assert done.kept == CANARIES.keys() - STAY
    assert done.pages >= 4
    assert set(map(str, json.loads(json.dumps(done.seen["titles"])))) == {"", "nurseapp"}
    assert done.seen["tray"] == 0
    assert "Max core file size        0" in str(done.seen["memory may be written"])
    assert "bug" in (tmp_path / "desk" / "errors.log").read_text()


def test_on_a_shared_computer_they_are_worked_with_and_nothing_readable_is_kept(
    engine: Engine, postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    done = run(tmp_path, engine, postgres.data / "cluster" / "server.log", is_shared=True)

    assert done.searched.leaks == ()
    assert done.used == CANARIES.keys() - NOT_ON_SHARED
    assert done.kept == CANARIES.keys() - STAY - NOT_ON_SHARED
    vaults = tmp_path / "desk" / "vaults"
    kept = {path.name for path in vaults.rglob("*") if path.is_file()}
    assert {"half-typed"} <= kept <= {"half-typed", "escrow.jsonl"}


FORMS: dict[str, Callable[[str], bytes]] = {
    "as it is": str.encode,
    "in capitals": lambda text: text.upper().encode(),
    "utf-16": lambda text: text.encode("utf-16-le"),
    "base64": lambda text: base64.b64encode(f"a {text} b".encode()),
    "base64 of utf-16": lambda text: base64.b64encode(b"." + text.encode("utf-16-le") + b".."),
    "for an address": lambda text: base64.urlsafe_b64encode(f"ab{text}abc".encode()),
    "percent": lambda text: "".join(f"%{ord(letter):02x}" for letter in text).encode(),
    "escaped": lambda text: "".join(f"\\u{ord(letter):04x}" for letter in text).encode(),
    "hexadecimal": lambda text: text.encode().hex().encode(),
    "compressed": lambda text: zstandard.compress(text.encode()),
    "cut off": lambda text: text[:-1].encode(),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["note", "phone"])
def test_a_planted_leak_is_found_in_every_form(form: str, kind: str, tmp_path: Path) -> None:
    value = FORMS[form](CANARIES[kind])
    content = value if form == "compressed" else b"\x00before" + value + b"after"
    (tmp_path / "left behind").write_bytes(content)

    [(place, _)] = search(tmp_path).leaks
    assert place == "left behind"


def test_a_leak_in_the_name_of_a_file_is_found(tmp_path: Path) -> None:
    (tmp_path / f"{CANARIES['note']}.pdf").touch()

    assert search(tmp_path).leaks == ((f"the name {CANARIES['note']}.pdf", "note"),)


def test_what_may_hold_it_is_passed_over_and_nothing_else(tmp_path: Path) -> None:
    for name in ("pages", "logs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(CANARIES["note"], "utf-8")

    assert search(tmp_path, allowed=(tmp_path / "pages",)).leaks == (("logs/file", "note"),)


def test_what_looks_a_little_like_one_is_none() -> None:
    assert found_in(b"Zqxkovra 70417339 enp4a292cmFu") == []
