"""Any history of acts, broken lines and crashes ends with what the server has, and loses nothing.

The shipping stores, planner and round run against the server in memory. A line breaks at any
request, before or after the server has worked; the program dies at any statement of its file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from nurseapp.desktop.storage.connection import Connection, Result
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.caseload import case_row
from nurseapp.domain.events import Event
from nurseapp.domain.ids import StreamId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import CASE_KINDS, StreamKind
from tests.builders import ANA, CASE, stream_id
from tests.desktop.storage.acts import server_with
from tests.desktop.storage.desk import Desk
from tests.desktop.storage.files import new_folder, opened
from tests.desktop.sync.fake_server import FakeServer
from tests.domain import profiles
from tests.domain.strategies import events

profiles.use()

CALM_ROUNDS = 3


class Broken(TransportError):
    """The line is broken."""


class Death(BaseException):
    """The program ends here, whatever it was doing."""


@dataclass(slots=True)
class History:
    """One computer, one server, and what happens to them.

    Attributes:
        done: every act that the computer took down, by id.
        refills: streams that had to be fetched anew without need.
    """

    template: Path
    folder: Path
    server: FakeServer = field(default_factory=server_with)
    done: dict[str, Event] = field(default_factory=dict)
    refills: int = 0
    _stack: ExitStack = field(default_factory=ExitStack)
    _desk: Desk | None = None

    @property
    def desk(self) -> Desk:
        """The computer, switched on where it is off."""
        if self._desk is None:
            folder = self.folder / "vault"
            if not folder.exists():
                new_folder(self.template, folder)
            self._desk = Desk(self._stack.enter_context(opened(folder)), self.server)
        return self._desk

    def switch_off(self) -> None:
        """End the program."""
        self._desk = None
        self._stack.close()

    def act(self, act: Event) -> None:
        """Do something here."""
        try:
            self.desk.cases.append([act])
        except DomainError:
            return
        self.done[act.id] = act

    def die_in(self, statement: int, what: Callable[[], None]) -> None:
        """Do something, and let the program die at a statement of its file."""
        with dying(statement):
            try:
                what()
            except Death:
                self.switch_off()

    def sync(self, broken_at: int | None = None, max_bytes: int | None = None) -> None:
        """Run a round; from the given point on, the line is broken."""
        reached = 0

        def fault(_point: str) -> None:
            nonlocal reached
            reached += 1
            if broken_at is not None and reached > broken_at:
                raise Broken("offline")

        self.desk.transport.max_bytes = max_bytes
        self.desk.transport.fault = fault
        with suppress(Broken):
            self.refills += self.desk.sync().refills

    def check_the_list(self) -> None:
        """A list shows what the case shows."""
        assert self.desk.cases.row(CASE) == case_row(self.desk.cases.open(CASE))

    def check_nothing_is_lost(self) -> None:
        """Every act is still here, or was decided by the server and shows in the mirror."""
        waiting = {e.id: e for e in self.desk.store.waiting()}
        for act_id in self.done:
            if act_id in waiting:
                continue
            _, result = self.server.results[act_id]
            assert result.status != "refused"
            held = self.desk.cases.open(CASE).get(self.done[act_id].body.STREAM)
            assert held is None or held.head >= result.rev

    def check_all_is_the_same(self) -> None:
        """Here is what the server has, for just the streams that there are to see."""
        held = self.desk.cases.open(CASE)
        assert {stream_id(kind) for kind in held} == self.server.modes[ANA].keys()
        for kind, stream in held.items():
            theirs = self.server.stream(stream_id(kind)).as_stream(stream_id(kind))
            assert stream.head == theirs.head
            assert dict(stream.base) == dict(theirs.base)
            assert stream.changes == {}
        refused = {i for i in self.done if self.server.results[i][1].status == "refused"}
        assert {e.id for e in self.desk.store.waiting()} == refused
        assert self.refills == 0


class dying:
    """Raise :class:`Death` before a statement of a cache, counted from now on."""

    def __init__(self, statement: int) -> None:
        self._left = statement
        self._execute = Connection.exec_driver_sql

    def __enter__(self) -> None:
        """Begin to count."""

        def counted(
            connection: Connection, statement: str, parameters: Sequence[object] = ()
        ) -> Result:
            self._left -= 1
            if self._left == 0:
                raise Death
            return self._execute(connection, statement, parameters)

        self._patch = patch.object(Connection, "exec_driver_sql", counted)
        self._patch.start()

    def __exit__(self, *_: object) -> None:
        """Count no longer."""
        self._patch.stop()


Step = Callable[[History], None]
acts = st.one_of([events(kind) for kind in CASE_KINDS])
names = st.sampled_from([stream_id(kind) for kind in CASE_KINDS])
rooms = st.sampled_from([None, 1, 700])


def acting(act: Event) -> Step:
    return lambda history: history.act(act)


def dying_while_acting(act: Event, statement: int) -> Step:
    return lambda history: history.die_in(statement, lambda: history.act(act))


def acting_elsewhere(act: Event) -> Step:
    def step(history: History) -> None:
        history.server.do(act)

    return step


def syncing(broken_at: int | None, room: int | None) -> Step:
    return lambda history: history.sync(broken_at, room)


def dying_while_syncing(statement: int, room: int | None) -> Step:
    return lambda history: history.die_in(statement, lambda: history.sync(None, room))


def holding_back(history: History) -> None:
    """Let the server put off whatever waits."""
    history.server.busy.update(history.done)


def taking_again(history: History) -> None:
    """Let the server put off nothing."""
    history.server.busy.clear()


def seeing(name: StreamId, mode: str) -> Step:
    return lambda history: history.server.allow(ANA, name, mode=mode)


def seeing_no_longer(name: StreamId) -> Step:
    return lambda history: history.server.end(ANA, name)


steps: st.SearchStrategy[Step] = st.one_of(
    st.builds(acting, acts),
    st.builds(acting, acts),
    st.builds(acting_elsewhere, acts),
    st.builds(syncing, st.none() | st.integers(0, 8), rooms),
    st.builds(dying_while_syncing, st.integers(1, 60), rooms),
    st.sampled_from([holding_back, taking_again]),
    st.builds(dying_while_acting, acts, st.integers(1, 14)),
    st.builds(seeing, names, st.sampled_from(["read", "write"])),
    st.builds(seeing_no_longer, names.filter(lambda n: not n.endswith(StreamKind.CARE))),
)


@given(history=st.lists(steps, max_size=14))
def test_any_history_ends_with_what_the_server_has_and_nothing_lost(
    template: Path, history: list[Step]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = History(template=template, folder=Path(folder))
        try:
            world.sync()
            for step in history:
                step(world)
                world.check_nothing_is_lost()
                world.check_the_list()
            taking_again(world)
            for _ in range(CALM_ROUNDS):
                world.sync()
            world.check_nothing_is_lost()
            world.check_the_list()
            world.check_all_is_the_same()
        finally:
            world.switch_off()
