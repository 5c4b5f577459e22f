"""Errors as problem details (RFC 9457): every refusal has a stable `code`, and a title in the caller's language."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from gangmu.doors.texts import refusal_text
from gangmu.kernel.lifecycle import Refused

STATUS = {"not_allowed": 403, "not_found": 404, "idempotency_key": 400, "slot_unknown": 422, "incident_unknown": 422}
TYPE = "application/problem+json"


def problem(status: int, code: str, title: str, **more: Any) -> JsonResponse:
    """One problem as RFC 9457 has it."""
    body = {"type": f"urn:gangmu:problem:{code}", "title": title, "status": status, "code": code, **more}
    return JsonResponse(body, status=status, content_type=TYPE, json_dumps_params={"ensure_ascii": False})


def install(api: NinjaAPI) -> None:
    """Teach an API to answer with problem details."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        status = STATUS.get(error.code, 409)
        return problem(status, error.code, refusal_text(error), **{k: str(v) for k, v in error.params.items()})

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [{"at": ".".join(map(str, e["loc"])), "code": e["type"], "message": e["msg"]} for e in error.errors]
        return problem(422, "invalid", "The request does not fit its schema.", errors=errors)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        answer = problem(401, "unauthenticated", "Send a valid token: Authorization: Bearer …")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(Http404)
    def absent(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404, "not_found", "There is no such item in your area.")

    @api.exception_handler(HttpError)
    def http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, "http", str(error))
