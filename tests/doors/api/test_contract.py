"""Whatever fits the contract, or nearly, gets an answer that the contract describes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gangmu.config.wsgi import served
from gangmu.doors.api.urls import api
from tests.doors.api.calling import caller
from tests.doors.api.conftest import Ground


def application(environ: dict[str, Any], start: Any) -> list[bytes]:
    """The application as a web server calls it: what it has sent is closed."""
    response: Any = served(environ, start)
    try:
        return [b"".join(response)]
    finally:
        response.close()


schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
schema.app = application
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The application closes old connections around a request; here it shares the test's own."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def test_no_request_is_answered_by_an_error_of_the_server(ground: Ground) -> None:
    ground.world.task()
    partner = caller(ground.partner, "push", "laboratory", "reports").headers()
    for result in schema.get_all_operations():
        operation = result.ok()
        if "/seals/" in operation.path:
            _try_unsigned(operation)
            continue
        _try(operation, ground.field.headers() if "/field/" in operation.path else partner)


def _try(operation: Any, headers: dict[str, str]) -> None:
    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def answers(case: schemathesis.Case) -> None:
        assert case.call_and_validate(headers=headers, checks=CHECKS).status_code not in (401, 403)

    answers()


def _try_unsigned(operation: Any) -> None:
    """Whose caller signs each message: whatever else is sent gets the same answer."""

    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def answers(case: schemathesis.Case) -> None:
        assert case.call_and_validate(checks=CHECKS).status_code == 401

    answers()
