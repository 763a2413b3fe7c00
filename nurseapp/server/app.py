"""The application: the routes of the table behind what every answer carries.

Made by the composition root, and by tests, with everything handed in.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as ServedRoute

from nurseapp.server.clock import Clock
from nurseapp.server.enrolment import Enrolling
from nurseapp.server.factor_keys import FactorKeys
from nurseapp.server.oidc import Oidc
from nurseapp.server.pace import Pace
from nurseapp.server.passwords import Passwords
from nurseapp.server.renewal import Renewal
from nurseapp.server.routes.calls import Api
from nurseapp.server.routes.dispatch import Dispatcher, problem_response
from nurseapp.server.routes.envelope import Envelope
from nurseapp.server.routes.openapi import description
from nurseapp.server.routes.problems import ProblemError
from nurseapp.server.routes.table import ROUTES
from nurseapp.server.settings import Settings
from nurseapp.server.sign_in import SignIn


def build_app(
    engine: Engine,
    settings: Settings,
    clock: Clock,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> Starlette:
    """Build the API over a migrated database; its threads end with its lifespan.

    Its state's ``problems`` counts what was answered with a problem document, by code.
    """
    sign_in = _sign_in(engine, settings, clock, random)
    api = Api(
        engine=engine,
        clock=clock,
        sign_in=sign_in,
        limits=settings.limits,
        lease=settings.lease,
        emergencies=settings.emergencies,
    )
    dispatcher = Dispatcher(api)
    openapi = description(ROUTES)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        dispatcher.close()

    async def describe(_request: Request) -> Response:
        return Response(openapi, media_type="application/json")

    app = Starlette(
        routes=[
            *(
                ServedRoute(route.path, dispatcher.endpoint(route), methods=[route.method])
                for route in ROUTES
            ),
            ServedRoute("/openapi.json", describe),
        ],
        middleware=[Middleware(Envelope)],
        exception_handlers={HTTPException: _not_served},
        lifespan=lifespan,
    )
    app.state.problems = dispatcher.problems
    return app


def _sign_in(
    engine: Engine, settings: Settings, clock: Clock, random: Callable[[int], bytes]
) -> SignIn:
    provider, pace = settings.provider, Pace(settings.limits.requests_a_minute)
    return SignIn(
        engine=engine,
        passwords=Passwords(settings.hash_cost, random),
        clock=clock,
        organisation=settings.organisation,
        factor_roles=settings.factor_roles,
        computers=settings.computers,
        pace=pace,
        factor_keys=FactorKeys(settings.factor_key_file, random),
        oidc=Oidc(provider, clock) if provider else None,
        enrolling=Enrolling(asked=settings.enrolment, lasts=settings.enrolment_code, random=random),
        renewal=Renewal(
            engine=engine,
            clock=clock,
            random=random,
            pace=pace,
            token=settings.token,
            session=settings.session,
        ),
    )


async def _not_served(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else None
    headers = error.headers if isinstance(error, HTTPException) else None
    return problem_response(ProblemError("not_found", status=status, headers=headers or {}))
