"""The central API as the program that an operator starts, and as one that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random

import httpx

_PATIENCE_S = 300.0


class Api:
    """``nurseapp-server serve`` with several workers, always at the same address.

    Attributes:
        port: where it answers, once it has started.
    """

    def __init__(
        self, folder: Path, database_url: str, workers: int, more: Mapping[str, str] | None = None
    ) -> None:
        """Name where its log goes; ``more`` is set in its environment."""
        self._log = folder / "api.log"
        self._port_file = folder / "port"
        self._workers = workers
        ours = {"NURSEAPP_DATABASE_URL": database_url, "NURSEAPP_ENROLMENT": "open"}
        self._environment = {**os.environ, **ours, **(more or {})}
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """Where the desktops find it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The number of the process that started all others, 0 where none runs."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Start it, and wait until it answers; while others hold the address, try again."""
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            self._port_file.unlink(missing_ok=True)
            self._process = self._launched()
            while self._process.poll() is None and time.monotonic() < deadline:
                if self._port_file.exists():
                    self.port = int(self._port_file.read_text())
                    return
                time.sleep(0.02)
        raise TimeoutError("the API does not start")

    def use(self, database_url: str) -> None:
        """Have it work on another database from its next start on."""
        self._environment["NURSEAPP_DATABASE_URL"] = database_url

    def stop(self) -> None:
        """Stop it in order."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_PATIENCE_S)
            self._process = None

    def kill(self, chance: Random) -> str:
        """Kill one of its processes while it answers, and see it answer again; say which."""
        self.await_answer()
        if self._process is None:
            raise RuntimeError("start() comes first")
        workers = self._worker_ids()
        if workers and chance.random() < 0.9:
            os.kill(chance.choice(workers), signal.SIGKILL)
            return "a worker"
        self._process.kill()
        self._process.wait()
        self.start()
        return "the parent"

    def await_answer(self) -> None:
        """Wait until it answers, database included."""
        deadline = time.monotonic() + _PATIENCE_S
        with httpx.Client(base_url=self.url, trust_env=False, timeout=5) as client:
            while time.monotonic() < deadline:
                try:
                    if client.get("/v1/health").is_success:
                        return
                except httpx.HTTPError:
                    pass
                time.sleep(0.02)
        raise TimeoutError("the API does not answer")

    def complaints(self) -> list[str]:
        """List what it logged as a bug of its own."""
        lines = self._log.read_text(errors="replace").splitlines() if self._log.exists() else []
        marks = ('"what": "internal"', '"what": "cannot_apply"', "Traceback")
        return [line for line in lines if any(mark in line for mark in marks)]

    def _launched(self) -> subprocess.Popen[bytes]:
        command = ["serve", "--port", str(self.port), "--workers", str(self._workers)]
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [
                    *(sys.executable, "-m", "nurseapp.server.main", *command),
                    *("--port-file", str(self._port_file)),
                ],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    def _worker_ids(self) -> list[int]:
        """List the processes that answer requests."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [
            int(child)
            for child in children
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
        ]
