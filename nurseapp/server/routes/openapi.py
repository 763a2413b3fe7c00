"""The description of the API (OpenAPI 3.1), written from the table of routes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus

import msgspec

from nurseapp import __version__
from nurseapp.server.routes.calls import Route
from nurseapp.server.routes.problems import KINDS
from nurseapp.server.routes.table import EVERYWHERE, WITH_BODY
from nurseapp.wire.messages import PROTOCOL, Answer, Problem, Request

_Schema = Mapping[str, object]
_PROTOCOL_HEADER = {
    "name": "Nurseapp-Protocol",
    "in": "header",
    "description": "The protocol that the caller speaks",
    "schema": {"type": "string", "pattern": rf"^{PROTOCOL}(\.[^\r\n]*)?$"},
}


def description(routes: Iterable[Route]) -> bytes:
    """Describe routes as one JSON document."""
    routes = tuple(routes)
    types = sorted(
        {Problem, *(t for route in routes for t in (route.takes, *route.gives.values()) if t)},
        key=lambda t: t.__name__,
    )
    schemas, components = msgspec.json.schema_components(
        types, ref_template="#/components/schemas/{name}"
    )
    of_type = dict(zip(types, schemas, strict=True))
    paths: dict[str, dict[str, object]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, of_type)
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {"title": "nurseapp central API", "version": __version__},
            "paths": paths,
            "components": {
                "schemas": components,
                "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
            },
        }
    )


def _operation(
    route: Route, of_type: Mapping[type[Request] | type[Answer], _Schema]
) -> Mapping[str, object]:
    operation: dict[str, object] = {
        "summary": route.summary,
        "operationId": route.handler.__name__,
        "parameters": [_PROTOCOL_HEADER],
        "security": [{"session": []}] if "not_signed_in" in route.problems else [],
        "responses": _responses(route, of_type),
    }
    if route.takes:
        operation["requestBody"] = {
            "required": True,
            "content": {route.format.media_type: {"schema": of_type[route.takes]}},
        }
    return operation


def _responses(
    route: Route, of_type: Mapping[type[Request] | type[Answer], _Schema]
) -> Mapping[str, object]:
    responses: dict[str, object] = {}
    for status, answer in route.gives.items():
        response: dict[str, object] = {"description": HTTPStatus(status).phrase}
        if answer:
            response["content"] = {route.format.media_type: {"schema": of_type[answer]}}
        responses[str(status)] = response
    if route.takes:  # what :mod:`nurseapp.server.routes.limits` refuses by statuses of their own
        for status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.UNSUPPORTED_MEDIA_TYPE):
            responses[str(status.value)] = _problem(status.phrase, of_type)
    for code in (*route.problems, *(WITH_BODY if route.takes else ()), *EVERYWHERE):
        kind = KINDS[code]
        responses[str(kind.status)] = _problem(kind.title, of_type)
    return responses


def _problem(
    title: str, of_type: Mapping[type[Request] | type[Answer], _Schema]
) -> Mapping[str, object]:
    content = {"application/problem+json": {"schema": of_type[Problem]}}
    return {"description": title, "content": content}
