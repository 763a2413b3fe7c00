"""Requests that find no thread are told to come back; whatever waits is bounded."""

import asyncio
import threading

import pytest
from starlette.responses import Response

from nurseapp.server.routes.dispatch import Threads
from nurseapp.server.routes.problems import ProblemError


def test_what_finds_neither_thread_nor_room_to_wait_is_told_that_all_are_busy() -> None:
    go_on = threading.Event()
    threads = Threads(1, "test", waiting=1)

    def work() -> Response:
        go_on.wait(10)
        return Response()

    async def rush() -> list[Response]:
        runs = [asyncio.create_task(threads.run(work)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(ProblemError) as problem:
            await threads.run(work)
        assert problem.value.code == "busy"
        go_on.set()
        return [*await asyncio.gather(*runs), await threads.run(work)]

    assert len(asyncio.run(rush())) == 3
    threads.close()
