"""Loading the example organisation: once, whole, in one transaction, through the inbox.

Called by the server's command line and by tests.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine

from nurseapp.content.library import Library
from nurseapp.domain.events import Event
from nurseapp.server.caller import feed
from nurseapp.server.clock import Clock
from nurseapp.server.demo.scene import FEED, Shelf
from nurseapp.server.demo.staff import NURSES, ORGANISATION, STAFF
from nurseapp.server.demo.telling import caseload
from nurseapp.server.demo.words import read_words
from nurseapp.server.inbox import receive
from nurseapp.server.passwords import HashCost, Passwords
from nurseapp.server.people import NewPerson, create_person
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.database import example_name, mark_as_example

Progress = Callable[[int, int], None]


class DemoRefused(Exception):
    """A rule refused an act of the example; nothing was loaded."""


def load_demo(
    engine: Engine, clock: Clock, resources: Path, progress: Progress, cost: HashCost
) -> bool:
    """Load the example organisation; say no where it is loaded already.

    Args:
        progress: told how many of how many caseloads are in.
        cost: what hashing the public passwords costs.

    Raises:
        ContentError: something below ``resources`` cannot be used.
        DomainError: a login is taken: this is not a database for the example.
        DemoRefused: a rule refused an act of the example.
    """
    with server_transaction(engine) as connection:
        if example_name(connection) is not None:
            return False
        _Loading(connection, clock).load(resources, progress, cost)
        mark_as_example(connection, ORGANISATION)
    return True


def read_shelf(library: Library) -> Shelf:
    """Take what the example's cases use from the content."""
    return Shelf(
        forms={form.id: form for form in library.forms()},
        handouts={(h.id, h.language): h for h in library.handouts()},
    )


class _Loading:
    """The example on its way into the database, inside one transaction."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._now = clock()

    def load(self, resources: Path, progress: Progress, cost: HashCost) -> None:
        words, shelf = read_words(resources), read_shelf(Library(resources))
        self._employ(cost)
        for done, nurse in enumerate(NURSES):
            progress(done, len(NURSES))
            self._receive(list(caseload(nurse, words, shelf, self._now)))
        progress(len(NURSES), len(NURSES))

    def _employ(self, cost: HashCost) -> None:
        passwords = Passwords(cost, secrets.token_bytes)
        for person in STAFF:
            new = NewPerson(
                login=person.login, name=person.name, role=person.role, team=person.team
            )
            create_person(self._connection, passwords, new, person.password, self._now)

    def _receive(self, events: list[Event]) -> None:
        results = receive(self._connection, feed(FEED), events, self._now)
        for event, result in zip(events, results, strict=True):
            if result.reason is not None:
                raise DemoRefused(f"{type(event.body).__name__}: {result.reason}")
