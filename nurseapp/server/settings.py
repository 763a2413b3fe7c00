"""The settings: read from the environment once, checked, and frozen.

What is wrong with them stops the program with a sentence; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from nurseapp.domain.policy import Role
from nurseapp.server.passwords import HashCost
from nurseapp.wire.attachments import CHUNK
from nurseapp.wire.messages import MAX_BODY, MAX_EVENTS

_DATABASE_URL = "NURSEAPP_DATABASE_URL"
_BEHIND = "NURSEAPP_BEHIND"
_EMBEDDED = "NURSEAPP_EMBEDDED"
_COMPUTERS = "NURSEAPP_COMPUTERS_A_PERSON"
_EMERGENCIES = "NURSEAPP_EMERGENCIES_A_DAY"
_ENROLMENT = "NURSEAPP_ENROLMENT"
_ENROLMENT_CLAIM = "NURSEAPP_ENROLMENT_CLAIM"
_ENROLMENT_MINUTES = "NURSEAPP_ENROLMENT_MINUTES"
_FACTOR_KEYS = "NURSEAPP_SECOND_FACTOR_KEYS"
_FACTOR_ROLES = "NURSEAPP_SECOND_FACTOR_ROLES"
_ISSUER = "NURSEAPP_OIDC_ISSUER"
_CLIENT = "NURSEAPP_OIDC_CLIENT_ID"
_LEASE_DAYS = "NURSEAPP_LEASE_DAYS"
_LONGEST_LEASE_DAYS = 30
_LONGEST_ENROLMENT_MINUTES = 1440
_MOST_EMERGENCIES = 100
_MOST_COMPUTERS = 100
_ORGANISATION = "NURSEAPP_ORGANISATION"
_REQUESTS = "NURSEAPP_REQUESTS_A_MINUTE"
_MOST_REQUESTS = 1_000_000
_SCHEMES = {"postgresql", "postgres", "postgresql+psycopg"}


class SettingsError(Exception):
    """A setting is missing or wrong; the text is one sentence for whoever starts the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that the API takes.

    Attributes:
        body_bytes: of a request's body as it comes; ``decoded_bytes`` after decompression.
        events: in one push, and ``events_bytes`` of them together.
        request_s: until a body must have come.
        chunk_bytes: of a body with a chunk of a file, and ``chunk_s`` until it must have come.
        oldest_schema: of a desktop that may send events; an older one may fetch, and send what it
            has when it is updated.
        waiting: requests that may wait for a thread before others are told to come back.
        requests_a_minute: of one computer, in the long run; see :mod:`nurseapp.server.pace`.
    """

    body_bytes: int = 2 * MAX_BODY
    decoded_bytes: int = 8 * MAX_BODY
    events: int = MAX_EVENTS
    events_bytes: int = MAX_BODY
    request_s: int = 10
    chunk_bytes: int = CHUNK + 4096
    chunk_s: int = 120
    oldest_schema: int = 1
    waiting: int = 200
    requests_a_minute: int = 60


class Enrolment(StrEnum):
    """What a computer takes that is new to somebody: a code besides all else, or nothing more."""

    CODE = "code"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider of OpenID Connect, by its issuer, and what it calls the desktops.

    Attributes:
        enrolment_claim: what it says of whom it lets set up a computer; empty where it says none.
    """

    issuer: str
    client_id: str
    enrolment_claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation decides for itself.

    Attributes:
        database_url: where the PostgreSQL is, None for the embedded one.
        behind_proxy: something before this program ends TLS 1.2 or later, and reaches it alone.
        embedded_for_trial: the embedded database may hold more than the example organisation.
        token: for how long one is good; a computer with a key renews it, within ``session``.
        factor_roles: who must have a second factor; anybody may.
        factor_keys: the file of the keys that seal its secrets; None is one beside the data.
        provider: where people sign in with their browser; None where only with passwords.
        lease: for how long a computer may be opened without asking here.
        computers: on which each person may sign in; None is any number.
        emergencies: cases that one person may open in an emergency within a day.
        enrolment: None is by code, but in the example organisation, whose passwords are public.
        enrolment_code: how long one is good.
    """

    database_url: str | None = field(default=None, repr=False)
    behind_proxy: bool = False
    embedded_for_trial: bool = False
    organisation: str = "nurseapp"
    data: Path = Path("var")
    token: timedelta = timedelta(minutes=10)
    session: timedelta = timedelta(days=30)
    lease: timedelta = timedelta(days=7)
    emergencies: int = 3
    computers: int | None = None
    enrolment: Enrolment | None = None
    enrolment_code: timedelta = timedelta(minutes=15)
    factor_roles: frozenset[Role] = frozenset()
    factor_keys: Path | None = None
    provider: Provider | None = None
    hash_cost: HashCost = field(default_factory=HashCost)
    limits: Limits = field(default_factory=Limits)

    @property
    def factor_key_file(self) -> Path:
        """The file of the keys that seal the secrets of second factors."""
        return self.factor_keys or self.data / "second-factor.keys"


def read_settings(environment: Mapping[str, str], data: Path) -> Settings:
    """Read the settings; raise :class:`SettingsError` for one that is wrong."""
    trial = environment.get(_EMBEDDED)
    if trial not in {None, "trial"}:
        raise SettingsError(f"{_EMBEDDED} may only be «trial» or not be set at all.")
    behind = environment.get(_BEHIND)
    if behind not in {None, "proxy"}:
        raise SettingsError(f"{_BEHIND} may only be «proxy» or not be set at all.")
    organisation = environment.get(_ORGANISATION, Settings().organisation).strip()
    if not organisation:
        raise SettingsError(f"{_ORGANISATION} is empty: give a name, or do not set it.")
    url = environment.get(_DATABASE_URL)
    return Settings(
        database_url=None if url is None else _checked_url(url),
        behind_proxy=behind is not None,
        embedded_for_trial=trial is not None,
        organisation=organisation,
        data=data,
        lease=_lease(environment.get(_LEASE_DAYS)),
        emergencies=_emergencies(environment.get(_EMERGENCIES)),
        computers=_computers(environment.get(_COMPUTERS)),
        enrolment=_enrolment(environment.get(_ENROLMENT)),
        enrolment_code=_enrolment_code(environment.get(_ENROLMENT_MINUTES)),
        factor_roles=_roles(environment.get(_FACTOR_ROLES, "")),
        factor_keys=_path(environment.get(_FACTOR_KEYS)),
        limits=_limits(environment.get(_REQUESTS)),
        provider=_provider(
            environment.get(_ISSUER),
            environment.get(_CLIENT),
            environment.get(_ENROLMENT_CLAIM, "").strip(),
        ),
    )


def _provider(issuer: str | None, client_id: str | None, claim: str) -> Provider | None:
    if not issuer and not client_id:
        if claim:
            raise SettingsError(f"{_ENROLMENT_CLAIM} is of a provider: set {_ISSUER}, too.")
        return None
    if not issuer or not client_id:
        raise SettingsError(f"{_ISSUER} and {_CLIENT} are set both, or neither.")
    place = urlsplit(issuer)
    if place.scheme != "https" and place.hostname not in {"127.0.0.1", "::1", "localhost"}:
        raise SettingsError(f"{_ISSUER} must begin with https://.")
    return Provider(issuer=issuer, client_id=client_id, enrolment_claim=claim)


def _roles(names: str) -> frozenset[Role]:
    try:
        return frozenset(Role(name.strip()) for name in names.split(",") if name.strip())
    except ValueError:
        known = ", ".join(role.value for role in Role if role is not Role.FEED)
        raise SettingsError(f"{_FACTOR_ROLES} names a role that is none of: {known}.") from None


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _lease(days: str | None) -> timedelta:
    if days is None:
        return Settings().lease
    if not (days.isdecimal() and 1 <= int(days) <= _LONGEST_LEASE_DAYS):
        raise SettingsError(f"{_LEASE_DAYS} must be a number of days from 1 to 30.")
    return timedelta(days=int(days))


def _limits(requests: str | None) -> Limits:
    if requests is None:
        return Limits()
    if not (requests.isdecimal() and 1 <= int(requests) <= _MOST_REQUESTS):
        raise SettingsError(f"{_REQUESTS} must be a number from 1 to {_MOST_REQUESTS}.")
    return Limits(requests_a_minute=int(requests))


def _emergencies(number: str | None) -> int:
    if number is None:
        return Settings().emergencies
    if not (number.isdecimal() and 1 <= int(number) <= _MOST_EMERGENCIES):
        raise SettingsError(f"{_EMERGENCIES} must be a number from 1 to {_MOST_EMERGENCIES}.")
    return int(number)


def _computers(number: str | None) -> int | None:
    if number is None:
        return None
    if not (number.isdecimal() and 1 <= int(number) <= _MOST_COMPUTERS):
        raise SettingsError(f"{_COMPUTERS} must be a number from 1 to {_MOST_COMPUTERS}.")
    return int(number)


def _enrolment(word: str | None) -> Enrolment | None:
    if word is None:
        return None
    try:
        return Enrolment(word)
    except ValueError:
        raise SettingsError(f"{_ENROLMENT} may only be «code» or «open».") from None


def _enrolment_code(minutes: str | None) -> timedelta:
    if minutes is None:
        return Settings().enrolment_code
    if not (minutes.isdecimal() and 1 <= int(minutes) <= _LONGEST_ENROLMENT_MINUTES):
        most = _LONGEST_ENROLMENT_MINUTES
        raise SettingsError(f"{_ENROLMENT_MINUTES} must be a number of minutes from 1 to {most}.")
    return timedelta(minutes=int(minutes))


def _checked_url(url: str) -> str:
    """Give the address as SQLAlchemy needs it; never repeat it, for it holds a password."""
    example = "postgresql://user:password@host:5432/database"
    try:
        parsed = make_url(url.strip())
    except (ArgumentError, ValueError):
        raise SettingsError(f"{_DATABASE_URL} is no address; it looks like {example}.") from None
    if parsed.drivername not in _SCHEMES:
        raise SettingsError(f"{_DATABASE_URL} must name a PostgreSQL, like {example}.")
    if not parsed.database:
        raise SettingsError(f"{_DATABASE_URL} names no database; it looks like {example}.")
    return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
