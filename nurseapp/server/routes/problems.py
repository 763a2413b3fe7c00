"""Problem documents (RFC 9457): every way in which a request can fail, worded for people.

Nothing of the inside and nothing of the request's values gets into one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nurseapp.wire.messages import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    status: int
    title: str
    detail: str


KINDS: Mapping[str, _Kind] = MappingProxyType(
    {
        "wrong_credentials": _Kind(
            status=401,
            title="Wrong name or password",
            detail="No person signs in here with this name and password.",
        ),
        "not_signed_in": _Kind(
            status=401,
            title="Not signed in",
            detail="The session is over, or none was named. Sign in again.",
        ),
        "too_many_tries": _Kind(
            status=429,
            title="Too many tries",
            detail="Signing in failed too often. Wait as long as Retry-After says, then try again.",
        ),
        "too_many_requests": _Kind(
            status=429,
            title="Too many requests",
            detail="This computer asks too often. Wait as long as Retry-After says: nothing is"
            " lost.",
        ),
        "code_needed": _Kind(
            status=401,
            title="A code is needed",
            detail="Sign in again with the code that your authenticator app shows.",
        ),
        "wrong_code": _Kind(
            status=401,
            title="Wrong code",
            detail="The code is wrong, or was used before. Wait for the next one, or take a"
            " recovery code.",
        ),
        "enrolment_needed": _Kind(
            status=403,
            title="This computer is new",
            detail="Sign in again with an enrolment code: your administrator or your supervisor"
            " gives you one.",
        ),
        "wrong_enrolment": _Kind(
            status=403,
            title="Wrong enrolment code",
            detail="The code does not let you set up this computer: it is mistyped, over, used, or"
            " another's. Ask for a new one.",
        ),
        "second_factor_missing": _Kind(
            status=403,
            title="A second factor is missing",
            detail="In your role nobody signs in without one. Ask your administrator for it.",
        ),
        "no_provider": _Kind(
            status=404,
            title="No sign-in with a browser",
            detail="People sign in here with their name and password.",
        ),
        "provider_unavailable": _Kind(
            status=502,
            title="The organisation's sign-in does not answer",
            detail="Try again shortly, or sign in with your name and password.",
        ),
        "not_identified": _Kind(
            status=401,
            title="Not identified",
            detail="The organisation's sign-in did not say who you are. Begin again.",
        ),
        "not_linked": _Kind(
            status=403,
            title="Not linked",
            detail="Nobody here is linked with this account. Ask your administrator to link it.",
        ),
        "other_person": _Kind(
            status=403,
            title="Somebody else",
            detail="The browser signed in somebody else. Sign out there, then begin again.",
        ),
        "device_ended": _Kind(
            status=403,
            title="This computer was ended",
            detail="Nobody signs in on it any more. Ask your administrator to set up another.",
        ),
        "too_many_computers": _Kind(
            status=403,
            title="Too many computers",
            detail="You sign in on as many as your organisation allows. Ask your administrator to"
            " end one that you do not use.",
        ),
        "other_version": _Kind(
            status=426,
            title="Another version of the protocol",
            detail="This server speaks protocol 1. Update whichever of the two is older.",
        ),
        "too_old": _Kind(
            status=426,
            title="Too old to send",
            detail="Nothing is lost: this version may fetch. Update it, and what waits is sent.",
        ),
        "other_epoch": _Kind(
            status=409,
            title="The server's data was restored",
            detail="Read the manifest again: the epoch that was named has ended.",
        ),
        "bad_request": _Kind(
            status=400,
            title="The request cannot be read",
            detail="It does not have the form that /openapi.json describes.",
        ),
        "too_many_emergencies": _Kind(
            status=403,
            title="Too many emergencies",
            detail="So many cases were opened in emergencies today that a supervisor is to look.",
        ),
        "too_large": _Kind(status=413, title="Too large", detail="Send less at once."),
        "no_such_stream": _Kind(
            status=404,
            title="No such stream",
            detail="None of the streams that were named is there for you to read.",
        ),
        "not_found": _Kind(status=404, title="Nothing here", detail="There is no such address."),
        "not_there_yet": _Kind(
            status=409,
            title="Not there yet",
            detail="The computer that attached this file has not sent all of it.",
        ),
        "wrong_chunk": _Kind(
            status=422,
            title="Another part than it says",
            detail="What came is not the part of the file that it should be. Send it again.",
        ),
        "wrong_file": _Kind(
            status=422,
            title="Another file than it says",
            detail="The whole does not have the hash that its record names; it was not kept.",
        ),
        "wrong_type": _Kind(
            status=422,
            title="Another kind of file",
            detail="The file does not begin like the kind that its record names.",
        ),
        "busy": _Kind(
            status=503,
            title="Busy",
            detail="The server cannot answer just now. Nothing is lost: try again shortly.",
        ),
        "internal": _Kind(
            status=500,
            title="Something went wrong",
            detail="The server failed; its log says where, under the request's id.",
        ),
    }
)


class ProblemError(Exception):
    """Answer with a problem document.

    Attributes:
        detail: what exactly is wrong, in a sentence without values; empty for the usual one.
        status: where it is another than usual.
    """

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        status: int | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.status = status
        self.headers = headers


def document(problem: ProblemError) -> Problem:
    """Write the document of a problem."""
    kind = KINDS[problem.code]
    return Problem(
        type=f"urn:nurseapp:problem:{problem.code}",
        title=kind.title,
        status=problem.status or kind.status,
        code=problem.code,
        detail=problem.detail or kind.detail,
    )
