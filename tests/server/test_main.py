"""The program: commands that do what they say, and a sentence where they cannot."""

import getpass
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from nurseapp.domain.ids import UserId
from nurseapp.server.clock import utc_now
from nurseapp.server.embedded import Urls
from nurseapp.server.main import main
from nurseapp.server.serving import listen
from nurseapp.server.store import commands, devices, people
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.database import open_database
from nurseapp.server.store.schema import meta
from tests.server.organisation import PASSWORD

CREATE = ["create-user", "zoe", "--name", "Zoë Müller", "--role", "nurse", "--team", "north"]


@pytest.fixture(autouse=True)
def _signals_put_back() -> Iterator[None]:
    """Put back what the program does on signals."""
    meanings = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, meaning in meanings.items():
        signal.signal(number, meaning)


@pytest.fixture
def database(urls: Urls, monkeypatch: pytest.MonkeyPatch) -> Urls:
    """Set a migrated database of one's own."""
    monkeypatch.setenv("NURSEAPP_DATABASE_URL", urls.app)
    return urls


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put something on standard input."""
    return lambda words: monkeypatch.setattr(sys, "stdin", io.StringIO(words))


def test_a_user_is_created_with_a_password_from_standard_input(
    database: Urls, typed: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    typed(f"{PASSWORD}\n")

    assert main(CREATE) == 0

    assert PASSWORD not in capsys.readouterr().out
    engine = open_database(database.app)
    with server_transaction(engine) as connection:
        found = people.find(connection, "zoe")
    engine.dispose()
    assert found is not None
    assert found.name == "Zoë Müller"


def test_somebody_who_is_deactivated_may_not_sign_in_any_more(
    database: Urls, typed: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    typed(f"{PASSWORD}\n")
    main(CREATE)

    assert main(["deactivate-user", "zoe"]) == 0
    assert "may not sign in" in capsys.readouterr().out
    engine = open_database(database.app)
    with server_transaction(engine) as connection:
        assert people.find(connection, "zoe") is None
    engine.dispose()
    assert main(["deactivate-user", "zoe"]) == 1
    assert "nobody called «zoe»" in capsys.readouterr().err


def test_the_computers_of_somebody_are_listed_and_one_of_them_is_ended(
    database: Urls, typed: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    typed(f"{PASSWORD}\n")
    main(CREATE)
    assert main(["devices", "zoe"]) == 0
    assert "has signed in on no computer yet" in capsys.readouterr().out
    engine = open_database(database.app)
    with server_transaction(engine) as connection:
        devices.register(connection, UserId("zoe"), "laptop-1", bytes(32), utc_now())
    engine.dispose()

    assert main(["end-device", "zoe", "--device", "laptop-1"]) == 0
    assert main(["devices", "zoe"]) == 0

    said = capsys.readouterr().out
    assert "Nobody signs in as «zoe» on this computer any more." in said
    assert said.splitlines()[-1].startswith("laptop-1  since 2")
    assert "  ended 2" in said
    assert main(["end-device", "zoe", "--device", "laptop-2"]) == 1
    assert "No computer of «zoe»" in capsys.readouterr().err


def test_nothing_is_served_to_other_computers_without_tls(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for host in ("0.0.0.0", "::"):  # noqa: S104  # what is refused
        assert main(["serve", "--host", host, "--port", "0"]) == 2
        assert "NURSEAPP_BEHIND=proxy" in capsys.readouterr().err


def test_a_second_factor_is_shown_once_to_be_handed_over(
    database: Urls,
    typed: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    typed(f"{PASSWORD}\n")
    main(CREATE)

    assert main(["second-factor", "zoe", "--data", str(tmp_path)]) == 0

    said = capsys.readouterr().out
    assert "otpauth://totp/nurseapp:zoe?" in said
    assert len([line for line in said.splitlines() if line.startswith("  ")]) == 10
    assert main(["second-factor", "nobody"]) == 1
    assert "nobody called «nobody»" in capsys.readouterr().err
    keys = tmp_path / "second-factor.keys"
    if sys.platform != "win32":
        assert keys.stat().st_mode & 0o777 == 0o600
    keys.write_text("no key", encoding="ascii")
    assert main(["second-factor", "zoe", "--data", str(tmp_path)]) == 2
    assert f"in {keys}, cannot be read" in capsys.readouterr().err


def test_a_code_for_a_new_computer_is_shown_once_to_be_handed_over(
    database: Urls, typed: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    typed(f"{PASSWORD}\n")
    main(CREATE)

    assert main(["enrol", "zoe"]) == 0

    said = capsys.readouterr().out
    assert re.search(r"code for their new computer: [A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}\n", said)
    assert "It is good for 15 minutes, once," in said
    assert main(["enrol", "nobody"]) == 1
    assert "nobody called «nobody»" in capsys.readouterr().err


def test_a_new_epoch_begins_when_it_is_asked_for(
    database: Urls, capsys: pytest.CaptureFixture[str]
) -> None:
    epochs = []
    for _ in range(2):
        engine = open_database(database.app)
        with server_transaction(engine) as connection:
            epochs.append(connection.scalar(select(meta.c.epoch)))
        engine.dispose()
        assert main(["new-epoch"]) == 0

    assert epochs[0] != epochs[1]
    assert "A new epoch has begun" in capsys.readouterr().out


def test_a_user_is_not_created_twice(
    database: Urls, typed: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    for expected in (0, 1):
        typed(PASSWORD)
        assert main(CREATE) == expected

    assert "There is somebody called «zoe» already" in capsys.readouterr().err


def test_a_short_password_is_refused_in_words(
    database: Urls, typed: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    typed("short\n")

    assert main(CREATE) == 1

    assert capsys.readouterr().err == "The password is too short: at least 15 characters.\n"


def test_somebody_at_the_keyboard_types_the_password_twice(
    database: Urls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter([PASSWORD, "not the same at all", PASSWORD, PASSWORD])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(answers))

    assert main(CREATE) == 1
    assert "The two passwords differ" in capsys.readouterr().err
    assert main(CREATE) == 0


def test_the_example_is_loaded_once_and_its_people_are_named(
    database: Urls, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo"]) == 0
    first = capsys.readouterr().out
    assert main(["demo"]) == 0
    again = capsys.readouterr().out

    assert "8 of 8 caseloads" in first
    assert "caseloads" not in again
    assert "example password of amara" in again


def test_the_example_is_not_loaded_over_real_people(
    database: Urls, typed: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    typed(PASSWORD)
    assert main(["create-user", "amara", *CREATE[2:]]) == 0

    assert main(["demo"]) == 1

    assert "There is somebody called «amara» already" in capsys.readouterr().err


def test_a_bundle_that_is_none_is_refused_by_its_name(
    database: Urls, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "notes.json"
    file.write_text("no JSON")

    assert main(["import-fhir", str(file)]) == 1

    assert "notes.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"NURSEAPP_DATABASE_URL": "mysql://x/y"}, "NURSEAPP_DATABASE_URL must name a PostgreSQL"),
        ({"NURSEAPP_DATABASE_URL": "postgresql://a@127.0.0.1:1/b"}, "cannot be reached"),
        ({"NURSEAPP_EMBEDDED": "perhaps"}, "NURSEAPP_EMBEDDED may only be"),
    ],
)
def test_wrong_settings_stop_the_program_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variables: dict[str, str],
    words: str,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert main(["migrate"]) == 2

    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


def test_a_database_that_is_not_migrated_is_said_to_be_so(
    database_urls: Urls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NURSEAPP_DATABASE_URL", database_urls.app)

    assert main(["serve", "--port", "0"]) == 2

    assert "nurseapp-server migrate" in capsys.readouterr().err


def test_migrate_says_what_it_did(
    database_urls: Urls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NURSEAPP_DATABASE_URL", database_urls.owner)

    assert main(["migrate"]) == 0
    assert main(["migrate"]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "The database is ready.",
        "The database was ready before.",
    ]


def test_a_port_in_use_is_said_to_be_so(database: Urls, capsys: pytest.CaptureFixture[str]) -> None:
    with listen("127.0.0.1", 0) as taken:
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["serve", "--port", port]) == 2

    assert f"Cannot listen on 127.0.0.1:{port}" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_is_a_number_of_a_port(port: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["serve", "--port", port])

    assert stopped.value.code == 2


def test_the_embedded_database_is_not_served_with_anything_but_the_example(
    cluster_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate", "--data", str(cluster_folder)]) == 0
    assert main(["serve", "--port", "0", "--data", str(cluster_folder)]) == 2

    assert "add --demo" in capsys.readouterr().err


def test_show_credentials_needs_no_database(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NURSEAPP_DATABASE_URL", "postgresql://a@127.0.0.1:1/b")

    assert main(["demo", "--show-credentials"]) == 0

    assert "example password of" in capsys.readouterr().out


def test_it_serves_until_it_is_told_to_stop(urls: Urls, tmp_path: Path) -> None:
    port_file = tmp_path / "port"
    command = [sys.executable, "-m", "nurseapp.server.main", "serve", "--port", "0"]
    server = subprocess.Popen(
        [*command, "--port-file", str(port_file)],
        env={**os.environ, "NURSEAPP_DATABASE_URL": urls.app},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        deadline = time.monotonic() + 30
        while not port_file.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        address = f"http://127.0.0.1:{int(port_file.read_text())}"
        with urllib.request.urlopen(f"{address}/v1/health") as answer:  # noqa: S310  # it is on loopback
            assert json.load(answer)["status"] == "ok"
        server.send_signal(signal.SIGTERM)
        out, log = server.communicate(timeout=30)
    finally:
        server.kill()
    assert server.returncode == 0
    assert address in out.decode()
    assert not port_file.exists()
    requests = [line for line in map(json.loads, log.splitlines()) if line["what"] == "request"]
    assert [(line["route"], line["status"]) for line in requests] == [("/v1/health", 200)]


def test_a_computer_is_told_to_be_wiped_from_the_command_line(
    database: Urls, typed: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    typed(f"{PASSWORD}\n")
    main(CREATE)
    assert main(["wipe", "zoe"]) == 1
    assert "No computer of «zoe»" in capsys.readouterr().err
    engine = open_database(database.app)
    with server_transaction(engine) as connection:
        ends = datetime(2026, 11, 20, tzinfo=UTC)
        people.open_session(connection, b"t", UserId("zoe"), "d1", ends)
    engine.dispose()

    assert main(["wipe", "zoe"]) == 0
    assert main(["lock", "zoe", "--device", "d1"]) == 0
    assert main(["refill", "zoe", "--stream", "a.care", "--stream", "b.care"]) == 0

    assert "1 of the computers of «zoe»" in capsys.readouterr().out
    engine = open_database(database.app)
    with server_transaction(engine) as connection:
        told = commands.waiting(connection, UserId("zoe"), "d1")
    engine.dispose()
    assert [(one.kind, one.streams) for one in told] == [
        ("wipe", ()),
        ("lock", ()),
        ("refill", ("a.care", "b.care")),
    ]
