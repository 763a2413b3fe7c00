"""The server's troubles: it dies, or loses its database, where a transaction begins or commits."""

from __future__ import annotations

import psycopg
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import SQLAlchemyError


class ServerDied(SQLAlchemyError):
    """The process has ended here. It is no error that a rule could trip over."""


class Trouble:
    """Have the next request meet trouble.

    Transactions of a request begin and commit one after the other: these are the points that are
    counted.

    Attributes:
        has_died: the process is gone, whatever it still answers.
    """

    def __init__(self, engine: Engine) -> None:
        self.has_died = False
        self._dies_after: int | None = None
        self._unavailable = range(0)
        self._points = 0
        event.listen(engine, "begin", self._at_a_point)
        event.listen(engine, "commit", self._at_a_point)

    def die(self, after: int) -> None:
        """Let the process die after so many points of the next request."""
        self._points, self._dies_after = 0, after

    def lose_database(self, after: int, length: int) -> None:
        """Let the database be away from one point of the next request to another."""
        self._points, self._unavailable = 0, range(after, after + length)

    def end(self) -> None:
        """Let the request end; who died is started again, and keeps its way to the database."""
        self.has_died = False
        self._dies_after = None
        self._unavailable = range(0)

    def _at_a_point(self, _connection: Connection) -> None:
        point = self._points
        self._points += 1
        if self._dies_after is not None and point >= self._dies_after:
            self.has_died = True
            raise ServerDied
        if point in self._unavailable:
            raise psycopg.OperationalError("the database is away")
