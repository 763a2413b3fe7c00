"""``/v1/audit``: who has seen a member, and what was done on computers."""

from __future__ import annotations

from nurseapp.domain.refusal import DomainError
from nurseapp.server import deeds, seen
from nurseapp.server.routes.calls import Api, Call, Reply
from nurseapp.server.routes.problems import ProblemError
from nurseapp.server.store.database import transaction
from nurseapp.wire.audit import MAX_DEEDS, DeedsAnswer, DeedsRequest, SeenRequest

_LAST_NUMBER = (1 << 63) - 1


def who_has_seen(api: Api, call: Call) -> Reply:
    """Tell who has seen a member, to whoever may know."""
    request: SeenRequest = call.body
    if request.before is not None and not 0 <= request.before <= _LAST_NUMBER:
        raise ProblemError("bad_request", "The member «before» is no number of a row.")
    with transaction(api.engine) as connection:
        caller = api.sign_in.signed_in(connection, call.token).caller
        answer = seen.who_has_seen(connection, caller, request.number, api.clock(), request.before)
    if answer is None:
        raise ProblemError("not_found")
    return Reply(body=answer)


def take_deeds(api: Api, call: Call) -> Reply:
    """Write down what was done on the sender's computer."""
    request: DeedsRequest = call.body
    if len(request.deeds) > MAX_DEEDS:
        raise ProblemError("too_large", f"At most {MAX_DEEDS} are taken at once.")
    with transaction(api.engine) as connection:
        caller = api.sign_in.signed_in(connection, call.token).caller
        try:
            taken = deeds.take(connection, caller, request.deeds, api.clock())
        except DomainError:
            raise ProblemError("bad_request", "A member of a deed is no id or no word.") from None
    return Reply(body=DeedsAnswer(taken=taken))
