"""Who imports whom: the contracts of pyproject.toml hold, and no import comes back to itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture import rules
from tests.architecture.project import ROOT, Source, sources


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_hold() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


PLANTED = [
    ("domain", "msgspec"),
    ("domain", "nurseapp.wire"),
    ("printing", "nurseapp.exchange"),
    ("wire", "sqlalchemy"),
    ("desktop/ui", "nurseapp.desktop.storage"),
    ("desktop/services", "PySide6"),
    ("desktop/storage", "urllib3"),
    ("desktop/sync", "httpx"),
    ("desktop/sync", "nurseapp.desktop.services"),
    ("server", "httpx"),
    ("server", "nurseapp.desktop"),
    ("server", "nurseapp.printing"),
]


def test_each_planted_import_breaks_a_contract(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in (ROOT / "nurseapp").rglob("__init__.py"):
        copy = tmp_path / package.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.touch()
    for number, (folder, module) in enumerate(PLANTED):
        planted = tmp_path / "nurseapp" / folder / f"planted_{number}.py"
        planted.write_text(f"import {module}\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    for number, (folder, module) in enumerate(PLANTED):
        name = f"nurseapp.{folder.replace('/', '.')}.planted_{number}"
        assert f"{name} -> {module} (l.1)" in done.stdout


def test_no_import_comes_back_to_itself() -> None:
    assert rules.cycles(rules.import_graph(sources("nurseapp"))) == []


def test_a_planted_cycle_is_found() -> None:
    planted = (
        Source.of("from nurseapp.domain import b", "nurseapp/domain/a.py"),
        Source.of("import nurseapp.domain.c", "nurseapp/domain/b.py"),
        Source.of("if True:\n    from nurseapp.domain.a import x", "nurseapp/domain/c.py"),
        Source.of("import nurseapp.domain.a", "nurseapp/domain/outside.py"),
    )
    assert rules.cycles(rules.import_graph(planted)) == [
        [f"nurseapp.domain.{name}" for name in ("a", "b", "c", "a")]
    ]
