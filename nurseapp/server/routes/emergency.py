"""``/v1/emergency``: break the glass of a case, and read what is behind it."""

from __future__ import annotations

from nurseapp.domain.emergency_access import Emergency
from nurseapp.domain.member import NamedPerson
from nurseapp.domain.refusal import DomainError
from nurseapp.server import emergency, feed
from nurseapp.server.routes.calls import Api, Call, Reply
from nurseapp.server.routes.problems import ProblemError
from nurseapp.server.routes.sync import check_cursors, check_epoch
from nurseapp.server.store.database import transaction
from nurseapp.wire.emergency import EmergencyAnswer, EmergencyPull, EmergencyRequest
from nurseapp.wire.messages import PullRequest


def open_case(api: Api, call: Call) -> Reply:
    """Open a case for an hour, to somebody who says why and who they are once more."""
    request: EmergencyRequest = call.body
    try:
        why = emergency.Why(emergency=Emergency(request.emergency), reason=request.reason)
    except (ValueError, DomainError):
        raise ProblemError("bad_request", "Say what the emergency is, in some words.") from None
    whom = _meant(request)
    with transaction(api.engine) as connection:
        caller = api.sign_in.signed_in(connection, call.token).caller
    api.sign_in.confirm(caller, request.password)
    with transaction(api.engine) as connection:
        api.sign_in.signed_in(connection, call.token)
        asked = emergency.Asked(whom=whom, why=why, most=api.emergencies)
        opened = emergency.open_case(connection, caller, asked, api.clock())
    if isinstance(opened, emergency.NotOpened):
        raise ProblemError(opened.code)
    return Reply(body=EmergencyAnswer(case=opened.case, until=opened.until, streams=opened.streams))


def _meant(request: EmergencyRequest) -> str | NamedPerson:
    """Read whose case is asked for: by the number, or by who they are, never by both."""
    asked = request.person
    if (asked is None) == (request.number is None):
        raise ProblemError("bad_request", "Name the member by their number or by who they are.")
    if asked is None:
        return request.number or ""
    return NamedPerson(
        family_name=asked.family_name, given_name=asked.given_name, birth_date=asked.birth_date
    )


def look(api: Api, call: Call) -> Reply:
    """Give records of an open case, none of which is to be kept."""
    request: EmergencyPull = call.body
    check_cursors(request.streams)
    with transaction(api.engine) as connection:
        session = api.sign_in.signed_in(connection, call.token)
        check_epoch(session, request.epoch)
        plain = PullRequest(
            epoch=request.epoch, streams=request.streams, max_bytes=request.max_bytes
        )
        answer = feed.pull_behind_glass(connection, session.caller, plain, api.clock())
        return Reply(body=answer)
