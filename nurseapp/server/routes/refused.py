"""``/v1/refused``: the dead letters that the caller is to see to."""

from __future__ import annotations

from nurseapp.server import refused
from nurseapp.server.routes.calls import Api, Call, Reply
from nurseapp.server.store.database import transaction


def dead_letters(api: Api, call: Call) -> Reply:
    """List what was refused and not settled."""
    with transaction(api.engine) as connection:
        caller = api.sign_in.signed_in(connection, call.token).caller
        return Reply(body=refused.dead_letters(connection, caller, api.clock()))
