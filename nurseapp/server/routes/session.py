"""``/v1/session``: sign in, go on, sign out, the key of what is half typed; ``/v1/enrolment``: let
somebody else sign in anew.
"""

from __future__ import annotations

from nurseapp.server import half_typed
from nurseapp.server.ids import is_id
from nurseapp.server.routes.calls import Api, Call, Reply
from nurseapp.server.routes.problems import ProblemError
from nurseapp.server.store.database import transaction
from nurseapp.wire.enrolment import EnrolmentAnswer, EnrolmentRequest
from nurseapp.wire.half_typed import SALT_BYTES, HalfTypedAnswer, HalfTypedRequest
from nurseapp.wire.messages import BrowserSessionRequest, RefreshRequest, SessionRequest

KEY_BYTES = 32


def sign_in(api: Api, call: Call) -> Reply:
    """Exchange a name and a password for a token."""
    request: SessionRequest = call.body
    _check_device(request)
    return Reply(body=api.sign_in.open(request, call.address))


def provider(api: Api, _call: Call) -> Reply:
    """Say where people sign in with their browser."""
    if api.sign_in.oidc is None:
        raise ProblemError("no_provider")
    return Reply(body=api.sign_in.oidc.provider())


def sign_in_by_browser(api: Api, call: Call) -> Reply:
    """Exchange what a browser came back with for a token."""
    request: BrowserSessionRequest = call.body
    _check_device(request)
    return Reply(body=api.sign_in.open_by_provider(request))


def give_code(api: Api, call: Call) -> Reply:
    """Give somebody a code for a new computer, from whoever may."""
    request: EnrolmentRequest = call.body
    with transaction(api.engine) as connection:
        caller = api.sign_in.signed_in(connection, call.token).caller
        given = api.sign_in.enrolling.give(connection, caller, request.user, api.clock())
    if given is None:
        raise ProblemError("not_found")
    answer = EnrolmentAnswer(user=given.person, name=given.name, code=given.code, until=given.until)
    return Reply(body=answer)


def refresh(api: Api, call: Call) -> Reply:
    """Exchange what renews a session for its next token."""
    request: RefreshRequest = call.body
    return Reply(body=api.sign_in.renewal.renew(request))


def half_typed_key(api: Api, call: Call) -> Reply:
    """Give the key of what the caller has half typed on a shared computer."""
    request: HalfTypedRequest = call.body
    if len(request.salt) != SALT_BYTES:
        raise ProblemError("bad_request", "The member «salt» is no salt.")
    with transaction(api.engine) as connection:
        caller = api.sign_in.signed_in(connection, call.token).caller
        key = half_typed.give_key(connection, caller, request.salt, api.clock())
    return Reply(body=HalfTypedAnswer(key=key))


def sign_out(api: Api, call: Call) -> Reply:
    """End the session."""
    with transaction(api.engine) as connection:
        api.sign_in.close(connection, call.token)
    return Reply(status=204)


def _check_device(request: SessionRequest | BrowserSessionRequest) -> None:
    if not is_id(request.device):
        raise ProblemError("bad_request", "The member «device» is no id.")
    if len(request.device_key) not in (0, KEY_BYTES):
        raise ProblemError("bad_request", "The member «device_key» is no key.")
