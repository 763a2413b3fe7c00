"""Every route of the OpenAPI document, tried by every role in every relation to a case.

What is expected is worked out from the protocol's table as ``tests/domain/test_policy.py`` writes
it down. A route without a row in :data:`ROWS` is a deviation by itself.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import httpx
import msgspec

from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.domain.events import Act
from nurseapp.domain.ids import EventId, UserId
from nurseapp.domain.revising import Revision
from nurseapp.domain.streams import CASE_KINDS, LATER_KINDS, ORG_STREAM, StreamKind, stream_of
from nurseapp.wire.claims import refresh_claim
from nurseapp.wire.events import encode_event
from tests.access.cast import DOCUMENT, OVER, Somebody
from tests.domain.test_policy import BY_RIGHT, RECEIVED, held
from tests.server.conftest import sign_in
from tests.server.organisation import PASSWORD
from tests.wire.samples import EVENTS

KINDS = (*CASE_KINDS, *LATER_KINDS)
_PACKED = "application/msgpack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One combination: what was tried by whom on what, and what came of it."""

    route: str
    who: str
    what: str
    expected: object
    found: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who is signed in."""

    client: httpx.Client
    who: Somebody
    headers: Mapping[str, str]
    epoch: str

    def rights(self, kind: StreamKind) -> frozenset[str]:
        """Say what the table gives them on a compartment of their case."""
        if kind is StreamKind.ORG:
            return held(self.who.role, "organisation", kind)
        relation = "none" if self.who.relation == OVER else self.who.relation
        return held(self.who.role, relation, kind)

    def keeps(self, kind: StreamKind) -> bool:
        """Say whether they hold a compartment: what an emergency shows, nobody keeps."""
        return "read" in self.rights(kind) and self.who.relation != "emergency"

    def post(self, path: str, body: Mapping[str, object]) -> Any:
        """Send JSON, give the answer's, which is no problem but that there is nothing."""
        answer = self.client.post(path, json=body, headers=self.headers)
        if not answer.is_success and answer.json()["code"] != "no_such_stream":
            raise ValueError(f"{path} for {self.who.login}: {answer.text}")
        return answer.json()

    def send(self, path: str, body: Mapping[str, object]) -> str:
        """Send MessagePack, give the answer's code."""
        packed = msgspec.msgpack.encode(body)
        headers = {**self.headers, "Content-Type": _PACKED}
        answer = self.client.post(path, content=packed, headers=headers)
        return "ok" if answer.is_success else str(answer.json()["code"])

    def tried(self, route: str, what: object, expected: object, found: object) -> Tried:
        """Note what was tried."""
        name = what.value if isinstance(what, StreamKind) else str(what)
        return Tried(route=route, who=self.who.login, what=name, expected=expected, found=found)


def health(v: Visitor) -> Iterator[Tried]:
    """Anybody asks whether the server is up."""
    answer = v.client.get("/v1/health", headers=v.headers)
    yield v.tried("health", "", 200, answer.status_code)


def session(v: Visitor) -> Iterator[Tried]:
    """Whoever is employed signs in, and out again."""
    token = sign_in(v.client, v.who.login)
    headers = {"Authorization": f"Bearer {token}"}
    gone = v.client.delete("/v1/session", headers=headers).status_code
    again = v.client.get("/v1/sync/manifest", headers=headers).status_code
    yield v.tried("sign_in", "", True, bool(token))
    yield v.tried("sign_out", "", (204, 401), (gone, again))


def refresh(v: Visitor) -> Iterator[Tried]:
    """Whoever signed in with a key goes on with it, as nobody but themselves."""
    key = DeviceKey(f"key-of-{v.who.login}", sha256(v.who.login.encode()).digest())
    public = base64.b64encode(key.public).decode()
    signing_in = {"user": v.who.login, "password": PASSWORD, "device": key.device}
    session = v.client.post("/v1/session", json=signing_in | {"device_key": public}).json()
    claim = refresh_claim(device=key.device, refresh=session["refresh"])
    signature = base64.b64encode(key.sign_claim(claim)).decode()
    body = {"refresh": session["refresh"], "signature": signature}
    token = v.client.post("/v1/session/refresh", json=body).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    mine = v.client.get("/v1/sync/manifest", headers=headers).json()["user"]
    yield v.tried("refresh", "", v.who.login, mine)


def half_typed(v: Visitor) -> Iterator[Tried]:
    """Whoever is signed in gets a key that is theirs, and another's for no salt."""
    body = {"salt": base64.b64encode(bytes(32)).decode()}
    key, again = (v.post("/v1/session/half-typed", body)["key"] for _ in range(2))
    other = {"Authorization": f"Bearer {sign_in(v.client, 'nurse.team')}"}
    theirs = v.client.post("/v1/session/half-typed", json=body, headers=other).json()["key"]
    yield v.tried("half_typed_key", "one's own", key, again)
    yield v.tried("half_typed_key", "another's", v.who.login == "nurse.team", key == theirs)


def enrolment(v: Visitor) -> Iterator[Tried]:
    """Who may give a code for a new computer gives it to whom they may, and never to themselves."""
    for name, team in (("nurse.team", "north"), ("nurse.none", "south"), ("nobody-here", "")):
        relation = "team" if team == v.who.team else "organisation"
        may = team and name != v.who.login and "enrol" in held(v.who.role, relation, StreamKind.ORG)
        answer = v.client.post("/v1/enrolment", json={"user": name}, headers=v.headers)
        yield v.tried("give_code", name, 200 if may else 404, answer.status_code)
    own = v.client.post("/v1/enrolment", json={"user": v.who.login}, headers=v.headers)
    yield v.tried("give_code", "for oneself", 404, own.status_code)


def browser(v: Visitor) -> Iterator[Tried]:
    """Where no provider is known, nobody signs in by one, whoever they are."""
    found = v.client.get("/v1/session/provider", headers=v.headers).json()["code"]
    yield v.tried("provider", "", "no_provider", found)
    fields = ("code", "redirect_uri", "verifier", "nonce")
    body = dict.fromkeys(fields, "made-up") | {"device": "a-desk"}
    found = v.client.post("/v1/session/browser", json=body, headers=v.headers).json()["code"]
    yield v.tried("sign_in_by_browser", "", "no_provider", found)


def manifest(v: Visitor) -> Iterator[Tried]:
    """A manifest lists what the table gives, and how."""
    listed = v.client.get("/v1/sync/manifest", headers=v.headers).json()["streams"]
    modes = {stream["id"]: stream["mode"] for stream in listed}
    for kind in KINDS:
        mode = "write" if "write" in v.rights(kind) else "read" if v.keeps(kind) else None
        yield v.tried("manifest", kind, mode, modes.pop(stream_of(v.who.case, kind), None))
    yield v.tried("manifest", StreamKind.ORG, {ORG_STREAM: "read"}, modes)


def pull(v: Visitor) -> Iterator[Tried]:
    """A pull gives the streams of the table, and calls the others gone."""
    cursors = [{"id": stream_of(v.who.case, kind), "after": 0} for kind in KINDS]
    answer = v.post("/v1/sync/pull", {"epoch": v.epoch, "streams": cursors})
    given = {page["id"] for page in answer.get("streams", ())}
    for kind in KINDS:
        yield v.tried("pull", kind, v.keeps(kind), stream_of(v.who.case, kind) in given)


def status(v: Visitor) -> Iterator[Tried]:
    """The status of a stream says the same."""
    names = [stream_of(v.who.case, kind) for kind in KINDS]
    answer = v.post("/v1/sync/streams/status", {"epoch": v.epoch, "streams": names})
    for kind, name in zip(KINDS, names, strict=True):
        yield v.tried("status", kind, v.keeps(kind), name in answer["visible"])


def push(v: Visitor) -> Iterator[Tried]:
    """Every kind of act is let through to its rules, or is not."""
    events = []
    for sample in EVENTS:
        kind = sample.body.STREAM
        stream = ORG_STREAM if kind is StreamKind.ORG else stream_of(v.who.case, kind)
        new = EventId(str(uuid.uuid4()))
        events.append(replace(sample, id=new, stream=stream, author=UserId(v.who.login)))
    raw = [msgspec.Raw(encode_event(event)) for event in events]
    body = {"epoch": v.epoch, "device": f"desk-of-{v.who.login}", "events": raw}
    headers = {**v.headers, "Content-Type": "application/json"}
    content = msgspec.json.encode(body)
    answer = v.client.post("/v1/sync/push", content=content, headers=headers).json()
    results = {result["id"]: result for result in answer["results"]}
    for event in events:
        name = type(event.body).__name__
        reason = results[event.id].get("reason")
        if reason not in ("no_such_stream", "may_not_write"):
            reason = None
        yield v.tried("push", name, _denial(v, event.body), reason)


def _denial(v: Visitor, act: Act) -> str | None:
    name, rights = type(act).__name__, v.rights(act.STREAM)
    if "read" not in rights:
        return "no_such_stream"
    enough = set() if name in RECEIVED else BY_RIGHT.get(name, {"write"})
    if name == "ParticipantJoined":  # the sample is of cover
        enough = enough | {"hand_over"}
    if isinstance(act, Revision) and act.settles:
        enough = enough | {"settle"}
    return None if enough & rights else "may_not_write"


def take_back(v: Visitor) -> Iterator[Tried]:
    """What no computer of theirs sealed is taken back from nobody."""
    device = f"desk-of-{v.who.login}"
    answer = v.post("/v1/sync/replay", {"epoch": v.epoch, "device": device, "entries": []})
    yield v.tried("take_back", "", [], answer["results"])


def commands_done(v: Visitor) -> Iterator[Tried]:
    """Whoever was told nothing has nothing to report, and is answered alike."""
    body = {"done": ["nobody's command"]}
    answer = v.client.post("/v1/sync/commands/done", json=body, headers=v.headers)
    yield v.tried("commands_done", "", 204, answer.status_code)


def files(v: Visitor) -> Iterator[Tried]:
    """A file is its record's reader's; who may write in the case sends it."""
    named = {"epoch": v.epoch, "stream": stream_of(v.who.case, StreamKind.CARE), "record": DOCUMENT}
    chunk = {"number": 0, "sha256": bytes(32), "content": b"x"}
    hers, writes = v.keeps(StreamKind.CARE), "write" in v.rights(StreamKind.CARE)
    found = v.send("/v1/attachments/status", named)
    yield v.tried("file_status", "", "ok" if hers else "not_found", found)
    found = v.send("/v1/attachments/send", named | chunk)
    yield v.tried("send_chunk", "", "wrong_chunk" if writes else "not_found", found)
    found = v.send("/v1/attachments/fetch", named | {"number": 0})
    yield v.tried("fetch_chunk", "", "not_there_yet" if hers else "not_found", found)


def emergency(v: Visitor) -> Iterator[Tried]:
    """What is open in an emergency is looked at; who may, opens a case."""
    cursors = [{"id": stream_of(v.who.case, kind), "after": 0} for kind in KINDS]
    answer = v.post("/v1/emergency/pull", {"epoch": v.epoch, "streams": cursors})
    given = {page["id"] for page in answer.get("streams", ())}
    is_inside = v.who.relation == "emergency"
    for kind in KINDS:
        sees = is_inside and "read" in v.rights(kind)
        yield v.tried("look", kind, sees, stream_of(v.who.case, kind) in given)
    care = v.rights(StreamKind.CARE)
    may = is_inside or ("break_glass" in care and "read" not in care)
    who = {"family_name": v.who.family_name, "given_name": "Ada", "birth_date": "1958-03-14"}
    body = {"emergency": "other", "reason": "Tried by every role once", "password": PASSWORD}
    for how, named in (("number", v.who.number), ("person", who)):
        answer = v.client.post("/v1/emergency", json={**body, how: named}, headers=v.headers)
        yield v.tried("open_case", how, 200 if may else 404, answer.status_code)


def seen(v: Visitor) -> Iterator[Tried]:
    """Who has seen a member is for a supervisor of the team, and for an auditor."""
    answer = v.client.post("/v1/audit/seen", json={"number": v.who.number}, headers=v.headers)
    audits = "audit" in v.rights(StreamKind.CARE) | v.rights(StreamKind.ORG)
    yield v.tried("who_has_seen", "", 200 if audits else 404, answer.status_code)


def deeds(v: Visitor) -> Iterator[Tried]:
    """What was done on somebody's computer is taken from whoever is employed, as their own."""
    done = {"id": f"deed-of-{v.who.login}", "at": "2026-11-20T07:00:00Z", "action": "print"}
    body = {"deeds": [done | {"stream": stream_of(v.who.case, StreamKind.CARE)}]}
    yield v.tried("take_deeds", "", [done["id"]], v.post("/v1/audit/deeds", body)["taken"])


def refused(v: Visitor) -> Iterator[Tried]:
    """Of what was refused everybody is told of their own; whoever settles, of the case's."""
    letters = v.post("/v1/refused", {})["letters"]
    streams = {one["stream"] for one in letters if one["sender"] != v.who.login}
    for kind in KINDS:
        is_told = stream_of(v.who.case, kind) in streams
        may = "settle" in v.rights(kind)
        yield v.tried("dead_letters", kind, False, is_told and not may)


ROWS: Mapping[str, Callable[[Visitor], Iterator[Tried]]] = {
    "health": health,
    "sign_in": session,
    "sign_out": session,
    "refresh": refresh,
    "half_typed_key": half_typed,
    "give_code": enrolment,
    "provider": browser,
    "sign_in_by_browser": browser,
    "manifest": manifest,
    "push": push,
    "take_back": take_back,
    "pull": pull,
    "status": status,
    "commands_done": commands_done,
    "file_status": files,
    "send_chunk": files,
    "fetch_chunk": files,
    "who_has_seen": seen,
    "take_deeds": deeds,
    "dead_letters": refused,
    "open_case": emergency,
    "look": emergency,
}
"""What tries a route, by the id of its operation; one that opens a case comes last."""


def operations(client: httpx.Client) -> Mapping[str, tuple[str, str, bool]]:
    """Read method, path and whether a session is needed, of every operation described."""
    paths = client.get("/openapi.json").json()["paths"]
    return {
        operation["operationId"]: (method, path, bool(operation["security"]))
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


def try_all(client: httpx.Client, people: list[Somebody]) -> Iterator[Tried]:
    """Try every route by nobody, and by each of these people."""
    described = operations(client)
    for name in sorted(described.keys() ^ ROWS.keys()):
        yield Tried(route=name, who="", what="its row", expected=True, found=name not in described)
    for name, (method, path, needs_session) in described.items():
        for headers in ({}, {"Authorization": "Bearer nobody's"}):
            sent = {**headers, "Content-Type": _type_of(path)}
            code = client.request(method, path, headers=sent, content=_nothing(path)).status_code
            is_open = code in (401, 400, 422) if needs_session else code in (200, 400, 404)
            yield Tried(route=name, who="nobody", what="", expected=True, found=is_open)
    for who in people:
        headers = {"Authorization": f"Bearer {sign_in(client, who.login)}"}
        epoch = client.get("/v1/sync/manifest", headers=headers).json()["epoch"]
        visitor = Visitor(client=client, who=who, headers=headers, epoch=epoch)
        for row in dict.fromkeys(ROWS.values()):
            yield from row(visitor)


def _type_of(path: str) -> str:
    return _PACKED if "attachments" in path else "application/json"


def _nothing(path: str) -> bytes:
    return msgspec.msgpack.encode({}) if "attachments" in path else b"{}"
