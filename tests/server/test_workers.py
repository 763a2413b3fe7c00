"""Several processes that answer at one address: alike, replaced when they die, gone in the end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import msgspec
import pytest

from nurseapp.domain.goal import GoalAdded
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.problem import ProblemAdded
from nurseapp.server.embedded import Urls
from nurseapp.server.main import main
from nurseapp.server.serving import listen
from nurseapp.wire.events import encode_event
from tests.server.conftest import sign_in
from tests.server.organisation import Organisation

PATIENCE_S = 180
WRITERS, PUSHES, EDITS = 4, 12, 5
BURSTS, LINES = 8, 20

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL to be sent")


@contextmanager
def serving(urls: Urls, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    """Serve by two workers in a program of its own."""
    port_file = folder / "port"
    command = [sys.executable, "-m", "nurseapp.server.main", "serve", "--port", "0"]
    parent = subprocess.Popen(
        [*command, "--workers", "2", "--port-file", str(port_file)],
        env={**os.environ, "NURSEAPP_DATABASE_URL": urls.app, "NURSEAPP_ENROLMENT": "open"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        eventually(port_file.exists)
        address = f"http://127.0.0.1:{port_file.read_text()}"
        with httpx.Client(base_url=address, trust_env=False) as client:
            yield parent, client
        parent.terminate()
        parent.wait(PATIENCE_S)
    finally:
        parent.kill()
        parent.wait()


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.02)


def workers_of(parent: int) -> set[int]:
    """Name the processes that a program started and that answer requests."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    told = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    return {child for child, line in told.items() if b"spawn_main" in line}


def test_what_is_pushed_to_two_workers_at_once_leaves_no_gap_and_nothing_twice(
    urls: Urls, organisation: Organisation, tmp_path: Path
) -> None:
    case = organisation.open_case("amara")
    problem = RecordId(organisation.new_id())
    organisation.push(
        "amara", organisation.act("amara", case, ProblemAdded(problem=problem, title="Falls"))
    )
    pushes = [
        [goal_added(organisation, case, problem) for _ in range(EDITS)] for _ in range(PUSHES)
    ]
    with serving(urls, tmp_path) as (parent, client):
        client.headers["Authorization"] = f"Bearer {sign_in(client, 'amara')}"
        epoch = client.get("/v1/sync/manifest").json()["epoch"]

        def push(events: list[bytes]) -> list[tuple[str, int]]:
            with httpx.Client(
                base_url=client.base_url, headers=client.headers, trust_env=False
            ) as line:
                body = {
                    "epoch": epoch,
                    "device": "desk-of-amara",
                    "events": [msgspec.Raw(e) for e in events],
                }
                answer = line.post(
                    "/v1/sync/push",
                    content=msgspec.json.encode(body),
                    headers={"Content-Type": "application/json"},
                )
            assert answer.status_code == 200
            return [(result["status"], result["rev"]) for result in answer.json()["results"]]

        with ThreadPoolExecutor(WRITERS) as pool:
            # Each push is sent twice, as by a device that never heard the answer.
            told = list(pool.map(push, [one for one in pushes for _ in range(2)]))

    assert parent.returncode == 0
    revs = [rev for results in told for _, rev in results]
    assert {status for results in told for status, _ in results} == {"applied"}
    assert sorted(revs) == sorted(2 * list(range(min(revs), min(revs) + PUSHES * EDITS)))
    assert organisation.faults() == []


def goal_added(organisation: Organisation, case: CaseId, problem: RecordId) -> bytes:
    """Let a nurse add a goal; give the event as it is sent."""
    body = GoalAdded(goal=RecordId(organisation.new_id()), problem=problem, outcome="No fall")
    return encode_event(organisation.act("amara", case, body))


@posix
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system has no /proc")
def test_a_killed_worker_is_replaced_and_those_of_a_killed_parent_let_go_of_the_address(
    urls: Urls, organisation: Organisation, tmp_path: Path
) -> None:
    with serving(urls, tmp_path) as (parent, client):
        first = workers_of(parent.pid)
        assert len(first) == 2
        os.kill(min(first), signal.SIGKILL)
        eventually(lambda: len(workers_of(parent.pid) - {min(first)}) == 2)
        assert client.get("/v1/health").json()["status"] == "ok"
        port = client.base_url.port
        parent.kill()

        eventually(lambda: is_free(port))


@pytest.mark.skipif(sys.platform != "linux", reason="this system hands out no shares")
def test_no_worker_takes_all_connections(
    urls: Urls, organisation: Organisation, tmp_path: Path
) -> None:
    with serving(urls, tmp_path) as (parent, client), ExitStack() as stack:
        workers = sorted(workers_of(parent.pid))
        address = "127.0.0.1", client.base_url.port
        smaller_shares = 0
        for _ in range(BURSTS):
            before = [sockets_of(worker) for worker in workers]
            for _ in range(LINES):
                stack.enter_context(socket.create_connection(address, PATIENCE_S))
            all_are_taken = sum(before) + LINES
            eventually(lambda: sum(map(sockets_of, workers)) >= all_are_taken)  # noqa: B023  # it is so when the next burst begins
            now = [sockets_of(worker) for worker in workers]
            smaller_shares += min(has - had for has, had in zip(now, before, strict=True))

    assert smaller_shares >= BURSTS * LINES // 4


def sockets_of(process: int) -> int:
    """Count the sockets that a process has open."""
    open_files = Path(f"/proc/{process}/fd").iterdir()
    return sum(os.readlink(one).startswith("socket:") for one in open_files)


def is_free(port: int | None) -> bool:
    """Tell whether a server can listen at a port."""
    try:
        with listen("127.0.0.1", port or 0) as listener:
            listener.listen()
    except OSError:
        return False
    return True


def test_more_workers_than_the_database_has_room_for_are_refused(
    urls: Urls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NURSEAPP_DATABASE_URL", urls.app)

    assert main(["serve", "--port", "0", "--workers", "99"]) == 2

    assert "connections for 8 workers" in capsys.readouterr().err
