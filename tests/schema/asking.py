"""Requests that schemathesis makes up from the description of the API, to the API itself.

A third of them fit the description, the others break it. Those with a body are sent again, the
second time set at home: with the epoch, the device and the streams that there are, since what
names others is refused before it is read; and then a third time, with texts in them that programs
trip over. A nurse and her supervisor ask by turns. Each answer is held against the description.
"""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks

from nurseapp.domain.streams import StreamKind, stream_of
from tests.server.conftest import sign_in
from tests.server.organisation import PASSWORD, Organisation

PACKED = "application/msgpack"
HELD = (
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
)
AWKWARD = ("", "\0", "a\0b", ".", "\u202e", "\U0001f469\u200d\u2695", "%s", "'", "x" * 20_000)
_REFUSED = ["400", "401", "404", "409", "413", "415", "422", "426"]
_CONFIG = schemathesis.Config.from_dict(
    {"checks": {"negative_data_rejection": {"expected-statuses": _REFUSED}}}
)
_SPEAKING = {"Nurseapp-Protocol": "1"}
_BYTES = ("sha256", "content")
_MOST_EXAMPLES_SHOWN = 3


@dataclass(slots=True)
class Answered:
    """What came of the requests.

    Attributes:
        statuses: of the answers.
        operations: how often each was asked, and how often it did as it was asked.
        faults: by what is wrong, with an example of the first few.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    faults: dict[str, list[str]] = field(default_factory=dict)

    @property
    def server_errors(self) -> int:
        """Count the answers that say that the server failed."""
        return sum(count for status, count in self.statuses.items() if status >= 500)

    def lines(self) -> list[str]:
        """Say it in lines of the report."""
        statuses = ", ".join(f"{status}: {n:,}" for status, n in sorted(self.statuses.items()))
        return [
            f"- requests: {self.statuses.total():,} to {len(self.operations)} operations,"
            f" server errors: {self.server_errors}, schema violations: {len(self.faults)}",
            f"- answers: {statuses}",
            f"- operations that did at least once as they were asked: {len(+self.done)}",
            *(f"- violation: {what}: {example[0]}" for what, example in self.faults.items()),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What there is to name.

    Attributes:
        names: by the member of a request that may hold them.
    """

    tokens: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]


def ask(
    organisation: Organisation,
    client: httpx.Client,
    count: int,
    number: int,
    described: dict[str, Any] | None = None,
) -> Answered:
    """Make up so many requests; every operation gets about as many.

    Args:
        number: of the seed: the same makes up the same.
        described: another description than the API's own.
    """
    answered = Answered()
    described = described or client.get("/openapi.json").json()
    schema = schemathesis.openapi.from_dict(described, config=_CONFIG)
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    home = _home(organisation, client)
    ways = sum(9 if operation.body else 2 for operation in operations)
    each = -(-count // ways)
    with requests.Session() as session:
        session.trust_env = False
        asking = _Asking(client, session, home, answered)
        for operation in operations:
            asking.ask(operation, operation.as_strategy(headers=_SPEAKING), each, number)
            wrong = GenerationMode.NEGATIVE
            asking.ask(operation, operation.as_strategy(wrong), each, number)
            if operation.body:
                asking.ask(operation, operation.as_strategy(wrong, headers=_SPEAKING), each, number)
    return answered


def _home(organisation: Organisation, client: httpx.Client) -> Home:
    mine = [organisation.open_case("amara") for _ in range(3)]
    foreign = organisation.open_case("joseph", "south")
    streams = tuple(str(stream_of(case, StreamKind.CARE)) for case in (*mine, foreign))
    tokens = tuple(sign_in(client, login) for login in ("amara", "helen"))
    answer = client.get("/v1/sync/manifest", headers={"Authorization": f"Bearer {tokens[0]}"})
    names = {
        "epoch": (answer.json()["epoch"],),
        "device": ("desk-of-amara",),
        "user": ("amara", "joseph"),
        "password": (PASSWORD,),
        "salt": (base64.b64encode(bytes(32)).decode(),),
        "stream": streams,
        "streams": streams,
        "case": tuple(map(str, (*mine, foreign))),
    }
    return Home(tokens=tokens, names=names)


class _Asking:
    def __init__(
        self, client: httpx.Client, session: requests.Session, home: Home, answered: Answered
    ) -> None:
        self._client = client
        self._session = session
        self._home = home
        self._answered = answered
        self._turn = 0
        self._base = str(client.base_url).rstrip("/")

    def ask(
        self,
        operation: APIOperation[Any, Any, Any, Any],
        made_up: st.SearchStrategy[schemathesis.Case[Any]],
        count: int,
        number: int,
    ) -> None:
        """Make up so many requests to one operation."""

        @seed(number)
        @settings(
            max_examples=count,
            phases=[Phase.generate],
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=made_up, choice=st.randoms(use_true_random=False))
        def run(case: schemathesis.Case[Any], choice: Any) -> None:
            self._send(case)
            if operation.body:
                set_at_home(case.body, self._home.names, choice)
                self._send(case)
                set_awkward(case.body, choice)
                self._send(case)

        run()

    def _send(self, case: schemathesis.Case[Any]) -> None:
        self._turn += 1
        token = self._home.tokens[self._turn % 2]
        if case.operation.method.upper() == "DELETE":  # it ends the session
            token = sign_in(self._client, "tomas")
        headers = {"Authorization": f"Bearer {token}"}
        answer = case.call(base_url=self._base, session=self._session, headers=headers)
        self._answered.statuses[answer.status_code] += 1
        self._answered.operations[case.operation.label] += 1
        self._answered.done[case.operation.label] += answer.status_code < 300
        try:
            case.validate_response(answer, checks=list(HELD), headers=headers)
        except FailureGroup as failed:
            for one in failed.exceptions:
                what = f"{case.operation.label}: {one.title} ({answer.status_code})"
                self._note(what, f"{one} {case.as_curl_command()}"[:1500])

    def _note(self, what: str, example: str) -> None:
        examples = self._answered.faults.setdefault(what, [])
        if len(examples) < _MOST_EXAMPLES_SHOWN:
            examples.append(example)


def set_at_home(body: Any, names: Mapping[str, tuple[str, ...]], choice: Any) -> None:
    """Put names that there are in the place of made-up ones.

    In place: of a body that was replaced, nobody could say any more how it breaks the description.
    """
    pairs = body.items() if isinstance(body, dict) else ()
    for key, value in list(pairs):
        known = names.get(key)
        if known and isinstance(value, str):
            body[key] = choice.choice(known)
        elif known and isinstance(value, list):
            value[:] = [choice.choice(known) if isinstance(v, str) else v for v in value]
        for inside in value if isinstance(value, list) else (value,):
            set_at_home(inside, names, choice)


def set_awkward(body: Any, choice: Any) -> None:
    """Put texts that programs trip over in the place of some of a body's."""
    pairs = list(body.items() if isinstance(body, dict) else ())
    pairs += enumerate(body) if isinstance(body, list) else ()
    for key, value in pairs:
        if isinstance(value, str) and choice.random() < 0.3:
            body[key] = choice.choice(AWKWARD)
        set_awkward(value, choice)


@schemathesis.serializer(PACKED)
def pack(_context: schemathesis.SerializationContext, value: Any) -> bytes:
    """Write a body as MessagePack, bytes as bytes."""
    return msgspec.msgpack.encode(_with_bytes(value))


@schemathesis.deserializer(PACKED)
def unpack(_context: schemathesis.DeserializationContext, response: schemathesis.Response) -> Any:
    """Read an answer in MessagePack as JSON would have it, for the description is of JSON."""
    return msgspec.to_builtins(msgspec.msgpack.decode(response.content))


def _with_bytes(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _bytes(one) if key in _BYTES and isinstance(one, str) else _with_bytes(one)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_with_bytes(one) for one in value]
    is_too_large = isinstance(value, int) and not -(1 << 63) <= value < 1 << 64
    return float(value) if is_too_large else value


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return text.encode("utf-8", "replace")
