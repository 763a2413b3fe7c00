"""Signs in wrongly, by turns as somebody who exists and as somebody who does not, and times it.

Over HTTP, through the whole server, at the cost that passwords are hashed with in the field. Each
try is of another person, from the same address: what slows repeated tries down is not measured.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from random import Random

import httpx
from sqlalchemy import Engine, delete

from nurseapp.domain.ids import UserId
from nurseapp.server.passwords import HashCost, Passwords
from nurseapp.server.settings import Enrolment, Settings
from nurseapp.server.store import people, schema
from nurseapp.server.store.acting import server_transaction
from tests.server.conftest import served
from tests.server.organisation import PASSWORD, Organisation

PEOPLE = 20
WRONG = "certainly not the password"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long each try took, in seconds."""

    known: tuple[float, ...]
    unknown: tuple[float, ...]

    @property
    def difference(self) -> float:
        """How far apart the medians are, as a part of the shorter."""
        known, unknown = statistics.median(self.known), statistics.median(self.unknown)
        return abs(known - unknown) / min(known, unknown)


def time_refusals(engine: Engine, tries: int, cost: HashCost, seed: int = 1) -> Times:
    """Fail so often for each of the two, in a random order."""
    organisation = Organisation(engine)
    known = [f"nurse-{number}" for number in range(PEOPLE)]
    passwords = Passwords(cost, Random(seed).randbytes)  # noqa: S311  # a run repeats
    for login in known:
        organisation.employ(login, "nurse", "north")
        with server_transaction(engine) as connection:
            people.set_password(connection, UserId(login), passwords.hashed(PASSWORD))
    unknown = [f"guess-{number}" for number in range(PEOPLE)]
    found: dict[bool, list[float]] = {True: [], False: []}
    order = [n % 2 == 0 for n in range(2 * tries)]
    Random(seed).shuffle(order)  # noqa: S311  # a run repeats
    with served(
        engine, Settings(enrolment=Enrolment.OPEN, hash_cost=cost), organisation.clock
    ) as client:
        for number, is_known in enumerate(order):
            if number % PEOPLE == 0:
                _forget_failures(engine)
            login = (known if is_known else unknown)[number % PEOPLE]
            found[is_known].append(_timed(client, login))
    return Times(known=tuple(found[True]), unknown=tuple(found[False]))


def _timed(client: httpx.Client, login: str) -> float:
    body = {"user": login, "password": WRONG, "device": "a-desk"}
    began = time.perf_counter()
    answer = client.post("/v1/session", json=body)
    took = time.perf_counter() - began
    if answer.status_code != 401:
        raise ValueError(f"{login} was answered with {answer.status_code}")
    return took


def _forget_failures(engine: Engine) -> None:
    with server_transaction(engine) as connection:
        connection.execute(delete(schema.sign_in_failure))
