"""Who asks too often is told to wait, and nobody who works is."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.domain.policy import Role
from nurseapp.domain.refusal import DomainError
from nurseapp.server.caller import Caller
from nurseapp.server.pace import COMPUTERS, SAVED_UP, Pace
from nurseapp.server.settings import Enrolment, Limits, Settings
from nurseapp.wire.claims import refresh_claim
from tests.server.conftest import served, sign_in
from tests.server.organisation import CHEAP, PASSWORD, Organisation, actor

A_MINUTE = 6
SAVED = int(A_MINUTE * (SAVED_UP / timedelta(minutes=1)))
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
AMARA = Caller(actor=actor("amara", Role.NURSE, "north"), device="desk")


def on(device: str) -> Caller:
    """Sit her down at another computer."""
    return replace(AMARA, device=device)


def taken(pace: Pace, caller: Caller, at: datetime, most: int = 10_000) -> int:
    """Ask until there is a wait; say how often that was."""
    for count in range(most):
        try:
            pace.take(caller, at)
        except DomainError:
            return count
    return most


def wait_of(pace: Pace, caller: Caller, at: datetime) -> int:
    """Say how long one more request has to wait."""
    with pytest.raises(DomainError, match="too_many_requests") as refused:
        pace.take(caller, at)
    seconds = refused.value.facts["retry_after_s"]
    assert isinstance(seconds, int)
    return seconds


def test_twenty_minutes_worth_goes_through_at_once_and_then_as_much_as_flows_in() -> None:
    pace = Pace(A_MINUTE)

    assert taken(pace, AMARA, NOON) == SAVED
    assert wait_of(pace, AMARA, NOON) == 60 // A_MINUTE
    assert taken(pace, AMARA, NOON + timedelta(minutes=1)) == A_MINUTE
    assert taken(pace, AMARA, NOON + timedelta(days=1)) == SAVED


def test_whoever_waits_as_long_as_told_is_answered() -> None:
    pace = Pace(7)
    at = NOON
    taken(pace, AMARA, at)

    for _ in range(50):
        at += timedelta(seconds=wait_of(pace, AMARA, at))
        pace.take(AMARA, at)
        taken(pace, AMARA, at)


def test_another_computer_of_hers_goes_on_and_all_together_have_a_limit_too() -> None:
    pace = Pace(A_MINUTE)

    each = [taken(pace, on(f"desk-{number}"), NOON) for number in range(COMPUTERS + 2)]

    assert each == [SAVED] * COMPUTERS + [0, 0]
    assert taken(pace, replace(AMARA, actor=actor("tomas", Role.NURSE, "north")), NOON) == SAVED
    assert wait_of(pace, on("one-more"), NOON) == -(-60 // (A_MINUTE * COMPUTERS))


def test_a_clock_that_is_set_back_ten_years_keeps_nobody_out() -> None:
    pace = Pace(A_MINUTE)
    pace.take(AMARA, NOON)
    then = NOON - timedelta(days=3650)

    assert taken(pace, AMARA, then) == SAVED - 1
    assert taken(pace, AMARA, then + timedelta(minutes=1)) == A_MINUTE


def test_who_has_long_not_asked_takes_up_no_room() -> None:
    pace = Pace(A_MINUTE)
    people = 6_000
    for day in range(3):
        for number in range(people):
            nurse = replace(AMARA, actor=actor(f"nurse-{day}-{number}", Role.NURSE, "north"))
            pace.take(nurse, NOON + timedelta(days=day))

    assert len(pace._buckets) < 2 * 2 * people


def test_a_round_a_minute_and_a_thousand_pages_of_a_first_fill_meet_no_limit() -> None:
    pace = Pace(Limits().requests_a_minute)
    at = NOON
    for _ in range(1_000):
        pace.take(AMARA, at)
    for _ in range(8 * 60):
        at += timedelta(minutes=1)
        for _ in range(3):
            pace.take(AMARA, at)


def test_a_computer_that_asks_too_often_is_told_for_how_long_to_wait(
    organisation: Organisation,
) -> None:
    settings = Settings(
        enrolment=Enrolment.OPEN, hash_cost=CHEAP, limits=Limits(requests_a_minute=1)
    )
    with served(organisation.engine, settings, organisation.clock) as client:
        amara, tomas = (
            {"Authorization": f"Bearer {sign_in(client, login)}"} for login in ("amara", "tomas")
        )

        def ask(who: dict[str, str]) -> httpx.Response:
            return client.get("/v1/sync/manifest", headers=who)

        statuses = [ask(amara).status_code for _ in range(21)]
        assert statuses == [200] * 20 + [429]
        refused = ask(amara)
        assert refused.json()["code"] == "too_many_requests"
        assert 55 <= int(refused.headers["Retry-After"]) <= 60
        assert ask(tomas).status_code == 200
        organisation.now += timedelta(seconds=int(refused.headers["Retry-After"]))
        assert ask(amara).status_code == 200


def test_renewing_a_session_counts_as_a_request_and_is_good_again_after_the_wait(
    organisation: Organisation,
) -> None:
    key = DeviceKey("her-desk", bytes(range(32)))
    settings = Settings(
        enrolment=Enrolment.OPEN, hash_cost=CHEAP, limits=Limits(requests_a_minute=1)
    )
    with served(organisation.engine, settings, organisation.clock) as client:
        signing_in = {"user": "amara", "password": PASSWORD, "device": key.device}
        public = base64.b64encode(key.public).decode()
        session = client.post("/v1/session", json=signing_in | {"device_key": public}).json()

        def renew() -> httpx.Response:
            claim = refresh_claim(device=key.device, refresh=session["refresh"])
            signature = base64.b64encode(key.sign_claim(claim)).decode()
            body = {"refresh": session["refresh"], "signature": signature}
            return client.post("/v1/session/refresh", json=body)

        assert [renew().status_code for _ in range(21)] == [200] * 20 + [429]
        refused = renew()
        assert refused.json()["code"] == "too_many_requests"
        organisation.now += timedelta(seconds=int(refused.headers["Retry-After"]))
        assert renew().status_code == 200
