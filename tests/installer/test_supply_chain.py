"""What a release is made of is written down, and a known hole in it is not taken for none."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from installer.audit import CLEAN, HOLES, NOT_ASKED, main, read
from installer.environment import Environment
from installer.notices import running_packages
from installer.sbom import SbomError, bill, locked_hashes, written

HOLE = {"id": "PYSEC-1", "fix_versions": ["1.1"], "aliases": [], "description": ""}


def test_the_bill_names_everything_that_runs_and_nothing_of_the_tests() -> None:
    document = json.loads(written(bill(locked_hashes())))

    parts = {part["name"]: part for part in document["components"]}
    assert parts.keys() == running_packages()
    assert "pytest" not in parts
    for name, part in parts.items():
        assert part["licenses"], name
        [files] = part["externalReferences"]
        assert {one["content"] for one in files["hashes"]} == set(locked_hashes()[name])
    needs = {one["ref"].partition("@")[0]: one for one in document["dependencies"]}
    assert "pkg:pypi/starlette" in str(needs["pkg:pypi/nurseapp"]["dependsOn"])


def test_the_bill_of_the_same_lock_is_the_same() -> None:
    assert written(bill(locked_hashes())) == written(bill(locked_hashes()))


def test_what_runs_without_being_locked_is_refused() -> None:
    hashes = locked_hashes()
    del hashes["msgspec"]

    with pytest.raises(SbomError, match="msgspec"):
        bill(hashes)


def answer(*packages: dict[str, Any]) -> str:
    """Write what pip-audit would."""
    return json.dumps({"dependencies": packages, "fixes": []})


def test_a_hole_is_told_with_what_mends_it() -> None:
    audit = read(answer({"name": "a", "version": "1.0", "vulns": [HOLE]}))

    assert audit.code == HOLES
    assert audit.holes == ("a 1.0: PYSEC-1, mended in 1.1",)


def test_no_hole_is_known_only_where_every_package_was_looked_up() -> None:
    fine = {"name": "a", "version": "1.0", "vulns": []}
    unknown = {"name": "b", "skip_reason": "not found"}

    assert read(answer(fine)).code == CLEAN
    assert read(answer(fine, unknown)).code == NOT_ASKED
    assert read(answer()).code == NOT_ASKED


@pytest.mark.parametrize("said", ["", "no answer", "{}", "[]", '{"dependencies": []}'])
def test_advisories_that_did_not_answer_are_not_taken_for_none(said: str) -> None:
    audit = read(said)

    assert audit.code == NOT_ASKED
    assert audit.sentence.startswith("Not audited")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows starts no script by its first line")
@pytest.mark.parametrize(
    "program",
    [
        "import sys; sys.exit('ConnectionError: no route')",
        """print('{"dependencies": [{"name": "a", "skip_reason": "no route"}]}')""",
        None,
    ],
)
def test_an_audit_that_cannot_be_made_fails_and_says_so(
    program: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = tmp_path / "pip-audit"
    if program is not None:
        place.write_text(f"#!{sys.executable}\n{program}\n", encoding="utf-8")
        place.chmod(0o755)
    monkeypatch.setattr(Environment, "program", lambda _self, _name: place)

    assert main([]) == NOT_ASKED

    said = capsys.readouterr()
    assert said.out == ""
    assert "Not audited: the advisories could not be asked" in said.err
