"""Errors as problem details (RFC 9457): every refusal has a stable `code`, and a title in the caller's language."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import ConfigDict

from gangmu.doors.texts import REFUSALS, refusal_text
from gangmu.doors.wordings.sampling import PARKED
from gangmu.kernel.lifecycle import Refused

TYPE = "application/problem+json"
STATUS = {
    "not_allowed": 403,
    "scope_missing": 403,
    "not_found": 404,
    "too_large": 413,
    "slot_unknown": 422,
    "key_reused": 422,
    "no_rows": 422,
    "several_files": 422,
    "tube_code": 422,
    "tubes_missing": 422,
    "laboratory_missing": 422,
    "incident_unknown": 422,
    "columns_unknown": 422,
    "cursor_unknown": 422,
    "contract_unknown": 409,
    "letter_unreadable": 422,
    "proof_other_size": 422,
    "address_wrong": 422,
}
# Sentences that only this door says; the others are in gangmu.doors.texts.
SENTENCES = {
    **PARKED,
    "unauthenticated": gettext_noop("Send a valid token: Authorization: Bearer …"),
    "scope_missing": gettext_noop("This token does not carry the scope “%(scope)s”. Ask whoever issued it."),
    "csrf": gettext_noop("Send the header X-CSRFToken together with the session cookie."),
    "no_such_address": gettext_noop("There is nothing at this address. All that there is: /api/v1/docs"),
    "invalid": gettext_noop("The request does not fit its schema. See “errors”."),
    "body_unreadable": gettext_noop(
        "The body cannot be read. Send valid JSON in UTF-8, or a whole multipart form."
    ),
    "media_type": gettext_noop(
        "Send JSON as application/json, files as multipart/form-data, and neither of them packed (no Content-Encoding)."
    ),
    "method": gettext_noop("This address takes other methods: see the header Allow."),
    "length_required": gettext_noop("Send a large body with its length (Content-Length), not in chunks."),
    "several_files": gettext_noop("There is more than one file in this request. Push each by itself."),
    "too_large": gettext_noop("The body is larger than %(limit)s MiB. Send it in parts."),
    "busy": gettext_noop("The service is busy or restarting. Send the same request again in a few seconds."),
    "overloaded": gettext_noop(
        "Very many are asking at this moment. Nothing was done: send the same request again, with the same ids, after "
        "the seconds in Retry-After."
    ),
    "internal": gettext_noop(
        "Something went wrong on our side, and was recorded. Send the same request again later."
    ),
    "key_reused": gettext_noop(
        "This Idempotency-Key came before with something else, so this was not done. Send it with a key of its own."
    ),
    "incident_unknown": gettext_noop(
        "Which incident? Give the code of one that is open in the field “incident”."
    ),
    "columns_unknown": gettext_noop(
        "The columns %(columns)s are not known well enough. The file is kept: name them once on the push page, or send "
        "it with other headers."
    ),
    "body_invalid": gettext_noop("The body of this command does not fit its kind. See “errors”."),
    "return_changed": gettext_noop("It was returned again meanwhile. Read the new reason first."),
    "cursor_unknown": gettext_noop(
        "This cursor is none that was given out. Use “next” of the previous answer."
    ),
    "contract_unknown": gettext_noop(
        "This version of the contract is not known here. The app brings itself up to date; what it holds is kept."
    ),
    "kind_unknown": gettext_noop(
        "This kind of command is not known here. It stays on the phone; update the app."
    ),
    "letter_unreadable": gettext_noop("This report was not sealed for this server, and cannot be read here."),
    "letter_of_other": gettext_noop("This was done by somebody else, or in another post. Sign in as he did."),
    "proof_other_size": gettext_noop("This proof was begun with other parts. Take it again."),
    "late_report": gettext_noop("Somebody else reported first. Your report is kept beside the case."),
}
FIELD_ERRORS = {
    "missing": gettext_noop("is missing"),
    "extra_forbidden": gettext_noop("is not known here"),
    "uuid_parsing": gettext_noop("is not a UUID"),
    "uuid_type": gettext_noop("is not a UUID"),
    "literal_error": gettext_noop("is none of the allowed values"),
    "string_type": gettext_noop("has to be text"),
    "string_too_short": gettext_noop("is too short"),
    "string_too_long": gettext_noop("is too long"),
    "string_pattern_mismatch": gettext_noop("has another form"),
    "int_parsing": gettext_noop("has to be a whole number"),
    "int_type": gettext_noop("has to be a whole number"),
    "bool_type": gettext_noop("has to be true or false"),
    "bool_parsing": gettext_noop("has to be true or false"),
    "list_type": gettext_noop("has to be a list"),
    "too_long": gettext_noop("has too many entries"),
    "too_short": gettext_noop("has too few entries"),
    "greater_than_equal": gettext_noop("is too small"),
    "less_than_equal": gettext_noop("is too large"),
    "timezone_aware": gettext_noop("needs an offset, such as +08:00"),
    "datetime_from_date_parsing": gettext_noop("is not a time, such as 2026-11-24T18:00:00+08:00"),
    "datetime_parsing": gettext_noop("is not a time, such as 2026-11-24T18:00:00+08:00"),
    "document_invalid": gettext_noop("is a document number that cannot be right"),
    "phone_invalid": gettext_noop("is a phone number that cannot be right"),
}
SIGNS = {"min_length": "≥ ", "ge": "≥ ", "max_length": "≤ ", "le": "≤ ", "expected": ""}
log = logging.getLogger("gangmu.api")


class FieldError(Schema):
    """One field that does not fit: where, a stable code, and words."""

    at: str
    code: str
    message: str


class ProblemOut(Schema):
    """RFC 9457. `code` is stable; `title` is in the language of Accept-Language; parameters stand beside them."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
    errors: list[FieldError] = []


def sentence(code: str, **params: object) -> str:
    """What a code says in the active language."""
    if code in REFUSALS or code not in SENTENCES:
        return refusal_text(Refused(code, **params))
    return _(SENTENCES[code]) % params


def field_error(at: str, code: str, limits: Mapping[str, Any] = MappingProxyType({})) -> dict[str, str]:
    """One entry of `errors`; `limits` as pydantic names them say what would be right."""
    message = _(FIELD_ERRORS.get(code, gettext_noop("does not fit")))
    right = [
        f"{sign}{str(limits[name]).replace(' or ', ', ')}" for name, sign in SIGNS.items() if name in limits
    ]
    return {"at": at, "code": code, "message": f"{message} ({', '.join(right)})" if right else message}


def problem(status: int, code: str, title: str, **more: Any) -> JsonResponse:
    """One problem as RFC 9457 has it."""
    body = {**more, "type": f"urn:gangmu:problem:{code}", "title": title, "status": status, "code": code}
    return JsonResponse(body, status=status, content_type=TYPE, json_dumps_params={"ensure_ascii": False})


def refusal(refused: Refused) -> JsonResponse:
    """A refused action as a problem; its parameters become members."""
    params = {
        name: value if isinstance(value, int | list) else str(value) for name, value in refused.params.items()
    }
    errors = {"errors": errors_of(refused)} if "errors" in params else {}
    return problem(
        STATUS.get(refused.code, 409),
        refused.code,
        sentence(refused.code, **refused.params),
        **params | errors,
    )


def errors_of(refused: Refused) -> list[dict[str, str]]:
    """The fields that a refused action complains of."""
    found: Any = refused.params.get("errors", ())
    return [field_error(at, code) for at, code, *_params in found]


def told(status: int, code: str, **more: Any) -> JsonResponse:
    """A problem of this door's own."""
    return problem(status, code, sentence(code), **more)


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    """An address below /api/ that is none: a program asked, so no page is sent."""
    return told(404, "no_such_address")


def install(api: NinjaAPI) -> None:
    """Teach an API to answer with problem details."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return refusal(error)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [
            field_error(".".join(map(str, e["loc"])), e["type"], e.get("ctx", {})) for e in error.errors
        ]
        return told(422, "invalid", errors=errors)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        answer = told(401, "unauthenticated")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(Http404)
    def absent(request: HttpRequest, error: Http404) -> HttpResponse:
        return told(404, "not_found")

    @api.exception_handler(HttpError)
    def http(request: HttpRequest, error: HttpError) -> HttpResponse:
        if isinstance(
            error.__cause__, HttpError
        ):  # what the parser said, which ninja takes for a broken body
            error = error.__cause__
        codes = {400: "body_unreadable", 403: "csrf", 415: "media_type"}
        return told(error.status_code, codes.get(error.status_code, "invalid"))

    @api.exception_handler(Exception)
    def unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
        if isinstance(error, RequestDataTooBig):
            return refusal(Refused("too_large", limit=80))
        if isinstance(error, SuspiciousOperation | MultiPartParserError | UnreadablePostError | UnicodeError):
            return told(400, "body_unreadable")
        log.exception("%s %s", request.method, request.path, exc_info=error)
        if isinstance(error, OperationalError):
            answer = told(503, "busy")
            answer.headers["Retry-After"] = "5"
            return answer
        return told(500, "internal")
