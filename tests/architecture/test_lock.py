"""The lock: every package, hashed, for every system, and no word of where they come from."""

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from installer import notices
from tests.architecture.project import ROOT

LOCK = ROOT / "installer" / "requirements.lock"
OF_NODE = ROOT / "installer" / "node" / "package-lock.json"
ENTRY = re.compile(
    r"^[a-z0-9][a-z0-9.-]*==\S+( ; [^\n]+)? \\\n"
    r"(    --hash=sha256:[0-9a-f]{64} \\\n)*    --hash=sha256:[0-9a-f]{64}\n",
    re.MULTILINE,
)
# pip's names of the oldest system that each wheel must fit, and what Python says of itself there.
SYSTEMS = {
    "linux-x86_64": (
        [f"manylinux_2_{minor}_x86_64" for minor in (17, 28, 34)],
        {"sys_platform": "linux", "platform_machine": "x86_64", "os_name": "posix"},
    ),
    "linux-aarch64": (
        [f"manylinux_2_{minor}_aarch64" for minor in (17, 28, 34, 39)],
        {"sys_platform": "linux", "platform_machine": "aarch64", "os_name": "posix"},
    ),
    "macos-arm64": (
        [f"macosx_{major}_0_{kind}" for major in (11, 12, 13) for kind in ("arm64", "universal2")],
        {"sys_platform": "darwin", "platform_machine": "arm64", "os_name": "posix"},
    ),
    "windows-amd64": (
        ["win_amd64"],
        {"sys_platform": "win32", "platform_machine": "AMD64", "os_name": "nt"},
    ),
}


def faults(lock: str) -> list[str]:
    return ENTRY.sub("", lock).splitlines()


def locked() -> list[tuple[str, Version, Marker | None, set[str]]]:
    """List name, version, marker and hashes of each entry."""
    entries = re.split(r"^(?=\S)", LOCK.read_text("utf-8"), flags=re.MULTILINE)[1:]
    found: list[tuple[str, Version, Marker | None, set[str]]] = []
    for entry in entries:
        requirement = Requirement(entry.splitlines()[0].rstrip(" \\"))
        (specifier,) = requirement.specifier
        hashes = set(re.findall(r"sha256:([0-9a-f]{64})", entry))
        name = canonicalize_name(requirement.name)
        found.append((name, Version(specifier.version), requirement.marker, hashes))
    return found


def test_the_lock_holds_names_versions_and_hashes_and_nothing_else() -> None:
    assert faults(LOCK.read_text("utf-8")) == []
    assert len(locked()) > 60


@pytest.mark.parametrize(
    "planted",
    [
        "--index-url https://example.org\n",
        "package==1.0\n",
        "package==1.0 \\\n",
        "package @ https://example.org/package.whl\n",
        "package>=1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n",
        "package==1.0 \\\n    --hash=md5:" + "0" * 32 + "\n",
    ],
)
def test_a_planted_fault_in_the_lock_is_found(planted: str) -> None:
    assert faults(planted)


def test_the_lock_of_node_holds_a_hash_of_each_package_and_no_host() -> None:
    packages = json.loads(OF_NODE.read_text("utf-8"))["packages"]
    of_ours, *others = (packages[name] for name in sorted(packages))
    assert of_ours["dependencies"] == {"oidc-provider": "9.13.3"}
    assert len(others) > 20
    for package in others:
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package


def test_a_package_is_locked_at_one_version_so_that_every_system_runs_what_is_audited() -> None:
    names = [name for name, *_ in locked()]
    assert sorted(names) == sorted(set(names))


def test_everything_that_the_project_asks_for_is_locked_within_its_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    versions: dict[str, set[Version]] = {}
    for name, number, _, _ in locked():
        versions.setdefault(name, set()).add(number)
    for requirement in map(Requirement, asked):
        found = versions.get(canonicalize_name(requirement.name), set())
        assert found, requirement
        assert all(requirement.specifier.contains(number) for number in found), requirement


def test_the_qt_binding_is_older_than_the_one_that_loses_references() -> None:
    for name, number, _, _ in locked():
        if name in {"pyside6-essentials", "shiboken6"}:
            assert Version("6.11") <= number < Version("6.12")


def test_what_is_installed_is_what_is_locked() -> None:
    for name, number, marker, _ in locked():
        if marker is None or marker.evaluate():
            assert Version(version(name)) == number, name


def test_the_notices_name_every_package_that_runs_at_its_version() -> None:
    written, installed = notices.written_sections(), notices.sections()
    versions = {name: {str(n) for other, n, _, _ in locked() if other == name} for name in written}
    for name, section in written.items():
        assert section.split()[2] in versions[name], f"{name}: run installer/notices.py"
    assert installed.keys() <= written.keys(), "run installer/notices.py"
    if installed.keys() == written.keys():
        assert installed == written, "run installer/notices.py"


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", ["3.11", "3.14"])
def test_every_locked_package_has_a_wheel_for(system: str, python: str, tmp_path: Path) -> None:
    platforms, facts = SYSTEMS[system]
    environment = {**facts, "python_version": python, "python_full_version": f"{python}.0"}
    wanted = {
        name: (number, hashes)
        for name, number, marker, hashes in locked()
        if marker is None or marker.evaluate({**environment, "implementation_name": "cpython"})
    }
    report = tmp_path / "report.json"
    pip = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-deps"]
    fit = ["--only-binary", ":all:", "--python-version", python, "--target", str(tmp_path / "none")]
    fit += [word for platform in platforms for word in ("--platform", platform)]
    pins = [f"{name}=={number}" for name, (number, _) in wanted.items()]
    done = subprocess.run(
        [*pip, *fit, "--quiet", "--report", str(report), *pins],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    chosen = json.loads(report.read_text("utf-8"))["install"]
    assert len(chosen) == len(wanted)
    for item in chosen:
        number, hashes = wanted[canonicalize_name(item["metadata"]["name"])]
        assert Version(item["metadata"]["version"]) == number
        assert item["download_info"]["archive_info"]["hashes"]["sha256"] in hashes
