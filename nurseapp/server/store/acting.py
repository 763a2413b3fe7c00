"""Whom a transaction acts for: what row-level security goes by, and which time ends access.

Both are settings of the transaction, never of the connection, which others use after it. Without
them no row of a case is seen. A session's lookup sets them in the same statement; what has no
session says so here. Called by the inbox, by commands and by the store.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, DateTime, Engine, bindparam, cast, func, select
from sqlalchemy import Text as TextType

from nurseapp.domain.ids import UserId
from nurseapp.server.store.database import transaction
from nurseapp.server.store.statement import Statement

_ACTOR, _AT = "nurseapp.actor", "nurseapp.at"
SERVER = "*"
"""The actor of feeds, commands and upkeep; no login looks like it."""

moment = cast(func.nullif(func.current_setting(_AT, True), ""), DateTime(timezone=True))
"""In a statement: the time of the request; NULL where nothing says, and then what ends is over."""


def acting(actor: ColumnElement[str], at: str) -> tuple[ColumnElement[str], ColumnElement[str]]:
    """Give columns for a statement that, where it finds a row, lets this person act from then on.

    Args:
        at: the name of the parameter with the time.
    """
    moment = cast(bindparam(at, type_=DateTime(timezone=True)), TextType)
    return func.set_config(_ACTOR, actor, True), func.set_config(_AT, moment, True)


_ACT = Statement(select(*acting(bindparam("actor", type_=TextType), "at")))


def act_as(connection: Connection, actor: UserId | str, at: datetime) -> None:
    """Let the rest of the transaction act for somebody, or for :data:`SERVER`."""
    _ACT.run(connection, {"actor": actor, "at": at})


@contextmanager
def as_server(connection: Connection) -> Iterator[None]:
    """Act for the server for a while: what follows from an act may be more than its author sees."""
    before = connection.scalar(select(func.current_setting(_ACTOR, True)))
    connection.execute(_SET_ACTOR, {"actor": SERVER})
    yield
    connection.execute(_SET_ACTOR, {"actor": before or ""})


@contextmanager
def server_transaction(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that acts for the server from its start."""
    with transaction(engine) as connection:
        connection.execute(_SET_ACTOR, {"actor": SERVER})
        yield connection


_SET_ACTOR = select(func.set_config(_ACTOR, bindparam("actor", type_=TextType), True))
