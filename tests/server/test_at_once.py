"""The same request several times at once, as from a desktop that asks again before it is answered.

None of them is answered by a fault of the server, and what it asks for happens once.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import httpx
import msgspec
from sqlalchemy import create_engine, event, select, text
from sqlalchemy.exc import OperationalError

from nurseapp.domain.emergency_access import EmergencyAccess
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server.embedded import Urls
from nurseapp.server.store import schema, throttle
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.database import transaction
from nurseapp.server.store.throttle import Failures
from nurseapp.wire.events import encode_event
from tests.attached import attaching
from tests.server.conftest import sign_in
from tests.server.organisation import PASSWORD, Organisation
from tests.server.test_attachment_routes import CONTENT, PACKED, sending
from tests.server.test_emergency import REASON, number_of, trail
from tests.server.test_renewal import KEY, Computer
from tests.server.test_routes import epoch

AT_ONCE = 6
Ask = Callable[[], httpx.Response]


def at_once(ask: Ask) -> Mapping[int, int]:
    """Ask several times at once; say how often there was which status."""
    together = Barrier(AT_ONCE)

    def one() -> httpx.Response:
        together.wait()
        return ask()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = [threads.submit(one) for _ in range(AT_ONCE)]
        return Counter(answer.result().status_code for answer in answers)


def signing_in(client: httpx.Client, password: str = PASSWORD) -> Ask:
    """Ask for a session at a computer that is new."""
    key = base64.b64encode(KEY.public).decode()
    body = {"user": "tomas", "password": password, "device": "desk", "device_key": key}
    return lambda: client.post("/v1/session", json=body)


def opening(client: httpx.Client, organisation: Organisation, case: CaseId) -> Ask:
    """Ask for a case in an emergency, as somebody who cannot see it."""
    headers = {"Authorization": f"Bearer {sign_in(client, 'tomas')}"}
    known = {"emergency": "medical", "reason": REASON, "password": PASSWORD}
    body = known | {"number": number_of(organisation, case)}
    return lambda: client.post("/v1/emergency", json=body, headers=headers)


def test_whoever_signs_in_twice_gets_in_twice(client: httpx.Client) -> None:
    assert at_once(signing_in(client)) == {200: AT_ONCE}


def test_failures_at_once_are_all_counted(client: httpx.Client, organisation: Organisation) -> None:
    assert at_once(signing_in(client, "wrong")) == {401: AT_ONCE}
    with server_transaction(organisation.engine) as connection:
        failed = connection.scalars(select(schema.sign_in_failure.c.failed)).all()
    assert set(failed) == {AT_ONCE}


def test_a_count_that_is_forgotten_while_it_is_read_begins_anew(
    organisation: Organisation, urls: Urls
) -> None:
    """Who signs in forgets the failures that somebody else, who tries meanwhile, is adding to."""
    now, other = organisation.now, create_engine(urls.app)
    with transaction(organisation.engine) as connection:
        throttle.of(connection, "desk", now)

    def forget(*_of_a_statement: object) -> None:
        with suppress(OperationalError), other.begin() as meanwhile:
            meanwhile.execute(text("SET LOCAL lock_timeout = '100ms'"))
            throttle.forget(meanwhile, "desk")

    event.listen(organisation.engine, "after_cursor_execute", forget, once=True)
    with transaction(organisation.engine) as connection:
        found = throttle.of(connection, "desk", now)
    other.dispose()

    assert found == Failures(count=0, last_at=now)


def test_a_session_is_renewed_for_all_who_ask_with_one_word(client: httpx.Client) -> None:
    assert at_once(Computer(client).renew) == {200: AT_ONCE}


def test_a_session_that_has_ended_meanwhile_is_none(client: httpx.Client) -> None:
    headers = {"Authorization": f"Bearer {sign_in(client, 'tomas')}"}
    assert at_once(lambda: client.delete("/v1/session", headers=headers)).keys() <= {204, 401}


def test_an_event_takes_effect_once(amara: httpx.Client, organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    written = NoteWritten(note=RecordId(organisation.new_id()), text="Called.")
    raw = msgspec.Raw(encode_event(organisation.act("amara", case, written)))
    body = {"epoch": epoch(amara), "device": "desk-of-amara", "events": [raw]}
    content, headers = msgspec.json.encode(body), {"Content-Type": "application/json"}
    before = len(organisation.records(stream_of(case, StreamKind.CARE)))

    asked = at_once(lambda: amara.post("/v1/sync/push", content=content, headers=headers))

    assert asked == {200: AT_ONCE}
    assert len(organisation.records(stream_of(case, StreamKind.CARE))) == before + 1
    assert organisation.faults() == []


def test_a_file_is_stored_once(amara: httpx.Client, organisation: Organisation) -> None:
    case = organisation.open_case("amara")
    organisation.push("amara", organisation.act("amara", case, attaching("x-ray", CONTENT)))
    content = msgspec.msgpack.encode(sending(amara, case, CONTENT))

    asked = at_once(lambda: amara.post("/v1/attachments/send", content=content, headers=PACKED))

    assert asked == {200: AT_ONCE}
    with server_transaction(organisation.engine) as connection:
        assert len(connection.execute(select(schema.attachment_chunk.c.number)).all()) == 1


def test_a_case_is_opened_once(client: httpx.Client, organisation: Organisation) -> None:
    case = organisation.open_case("amara")

    assert at_once(opening(client, organisation, case)) == {200: AT_ONCE}

    records = organisation.records(stream_of(case, StreamKind.CARE))
    assert sum(isinstance(record, EmergencyAccess) for record in records) == 1
    outcomes = Counter(outcome for _, _, outcome, _ in trail(organisation, "break-glass"))
    assert outcomes == {"ok": 1, "open_already": AT_ONCE - 1}


def test_nobody_opens_more_cases_by_asking_for_them_at_once(
    client: httpx.Client, organisation: Organisation
) -> None:
    cases = [organisation.open_case("amara") for _ in range(AT_ONCE)]
    asks = iter([opening(client, organisation, case) for case in cases])

    asked = at_once(lambda: next(asks)())

    assert asked == {200: 3, 403: AT_ONCE - 3}
