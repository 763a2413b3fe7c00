"""``/v1/health``: the server is up, reaches its database, and says which protocol it speaks."""

from __future__ import annotations

from nurseapp import __version__
from nurseapp.server.routes.calls import Api, Call, Reply
from nurseapp.server.store.database import transaction
from nurseapp.wire.messages import Health


def health(api: Api, _call: Call) -> Reply:
    """Answer anybody, signed in or not."""
    with transaction(api.engine):
        pass  # the pool tries a connection before it hands it out
    return Reply(
        body=Health(status="ok", version=__version__, schema=api.spoken, server_time=api.clock())
    )
