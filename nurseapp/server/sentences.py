"""What the command line says when something cannot be done: refusals and circumstances in words."""

from __future__ import annotations

from collections.abc import Mapping

from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.refusal import DomainError
from nurseapp.server.embedded import EmbeddedPostgresError

_REFUSALS: Mapping[str, str] = {
    "bad_login": "«{login}» cannot be a login: up to 40 of a-z, 0-9, dot, hyphen and underscore.",
    "bad_team": "«{team}» cannot be a team: up to 40 of a-z, 0-9, dot, hyphen and underscore.",
    "bad_name": "Give «{login}» a name that can be printed.",
    "bad_role": "Nobody is entered as «{role}».",
    "team_missing": "A {role} belongs to a team: add --team.",
    "exists": "There is somebody called «{login}» already; nothing was changed.",
    "no_device": "No computer of «{login}» is known by that; nothing was sent.",
    "bad_id": "What was named cannot be the id of a computer or of a stream.",
    "nobody": "There is nobody called «{login}» who may sign in; nothing was changed.",
    "no_provider": "There is no provider: set NURSEAPP_OIDC_ISSUER and NURSEAPP_OIDC_CLIENT_ID.",
    "linked_already": "Somebody else is linked with that already; nothing was changed.",
    "short_password": "The password is too short: at least {shortest} characters.",
    "passwords_differ": "The two passwords differ; nothing was changed.",
    "long_password": "The password is too long: at most {longest} characters.",
    "no_place_for_example": "The example organisation was not loaded: {reason}.",
}

_CIRCUMSTANCES: Mapping[str, str] = {
    "database_unreachable": "The database cannot be reached. Check NURSEAPP_DATABASE_URL and that"
    " PostgreSQL runs.",
    "database_not_migrated": "The database is not prepared for this version: run"
    " «nurseapp-server migrate» as the owner of its tables.",
    "too_many_workers": "The PostgreSQL has connections for {most} workers, which take"
    " {connections} each: ask for fewer, or raise its max_connections.",
    "cannot_listen": "Cannot listen on {place}: {reason}.",
    "plain_line": "Nothing is served without TLS to other computers: listen on 127.0.0.1 behind a"
    " proxy that ends TLS. Where the proxy is another computer, and {host} is reached by it alone,"
    " set NURSEAPP_BEHIND=proxy.",
    "embedded_is_for_example": "The embedded database is for the example organisation: add --demo."
    " For real work set NURSEAPP_DATABASE_URL to a PostgreSQL of your own, or, to try the program"
    " with data of your own on this machine, NURSEAPP_EMBEDDED=trial.",
    "factor_keys": "The keys of second factors, in {place}, cannot be read or written.",
    "database_unavailable": "The database did not answer; nothing was changed. Try again.",
}

_EMBEDDED: Mapping[str, str] = {
    "binaries-missing": "The embedded PostgreSQL is not installed: {missing} is missing.",
    "no-unprivileged-account": "PostgreSQL does not run as root, and there is no account «nobody»."
    " Start the program as another user.",
    "folder-unusable": "The folder {data} cannot be used: {reason}.",
    "another-version": "The data in {data} belongs to PostgreSQL {found}; this is {needed}.",
    "passwords-missing": "The data in {data} cannot be opened: {path} is missing.",
    "cannot-initialise": "The embedded PostgreSQL cannot be set up in {data}: {said}",
    "cannot-start": "The embedded PostgreSQL in {data} does not start: {said}",
    "cannot-stop": "The embedded PostgreSQL in {data} does not stop: {said}",
    "does-not-answer": "The embedded PostgreSQL in {data} does not answer.",
}


def sentence(error: DomainError | Circumstance | EmbeddedPostgresError) -> str:
    """Word an error for whoever typed the command."""
    words = (
        _EMBEDDED
        if isinstance(error, EmbeddedPostgresError)
        else _CIRCUMSTANCES
        if isinstance(error, Circumstance)
        else _REFUSALS
    )
    return words.get(error.code, "It cannot be done ({code}).").format(
        **{"code": error.code, **error.facts}
    )
