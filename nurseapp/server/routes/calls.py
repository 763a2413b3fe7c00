"""What a handler is given and what it gives back; the same for every route."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Engine

from nurseapp.server.clock import Clock
from nurseapp.server.routes.formats import JSON, Format
from nurseapp.server.settings import Limits
from nurseapp.server.sign_in import SignIn
from nurseapp.server.told import Told
from nurseapp.wire.messages import Answer, Request, SchemaRange
from nurseapp.wire.records import SCHEMA


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """What handlers work with."""

    engine: Engine
    clock: Clock
    sign_in: SignIn
    limits: Limits
    lease: timedelta
    emergencies: int
    told: Told = field(default_factory=Told)

    @property
    def spoken(self) -> SchemaRange:
        """The events and records that are taken, and written."""
        return SchemaRange(min=self.limits.oldest_schema, current=SCHEMA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, read: ``body`` is of the type that its route takes.

    Attributes:
        schema: of the events and records that the caller writes and understands.
        address: of the network, from which it came.
        takes_news: in the place of what has changed since ``known_tag``, what is new alone will do.
    """

    body: Any
    token: str
    address: str
    known_tag: str | None
    schema: int = 1
    takes_news: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What to answer; without a body for 204 and 304."""

    status: int = 200
    body: Answer | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


Handler = Callable[[Api, Call], Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One row of the table of routes: what is served, checked and described alike.

    Attributes:
        gives: the type of the body by status, None for no body.
        problems: codes of the problems that this route has besides those of every route.
        hashes: it costs a password hash, so it runs apart from the others.
        format: of the bodies, both ways.
    """

    method: str
    path: str
    summary: str
    handler: Handler
    takes: type[Request] | None = None
    gives: Mapping[int, type[Answer] | None]
    problems: tuple[str, ...] = ()
    hashes: bool = False
    format: Format = JSON
