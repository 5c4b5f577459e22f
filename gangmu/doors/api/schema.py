"""The OpenAPI description: what ninja makes of the operations, with problems under their own media type."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from gangmu.doors.api.problems import TYPE, ProblemOut, told

View = Callable[..., HttpResponseBase]

# What every operation may answer besides its own.
PROBLEMS: dict[int, type[ProblemOut]] = dict.fromkeys(
    (400, 401, 403, 404, 409, 413, 415, 422, 429, 503), ProblemOut
)
MEANINGS = {
    "400": "The body cannot be read.",
    "401": "No token, or one that is unknown, expired or taken back.",
    "403": "The token's scopes or the post do not allow it; or a session without the header X-CSRFToken.",
    "404": "There is no such thing in the caller's area.",
    "409": "Refused as things stand now: see `code`.",
    "413": "The body is too large.",
    "415": "JSON that is not sent as such, or a packed body.",
    "422": "What was sent does not fit: `errors` names every field at once.",
    "429": "Very many are asking: nothing was done, send the same request again after `Retry-After` seconds.",
    "503": "Busy or restarting: send the same request again after `Retry-After` seconds.",
}


def file_answer(*media_types: str) -> dict[str, Any]:
    """The description of an answer that is a file."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in media_types}
    return {"responses": {200: {"description": "The file.", "content": content}}}


def answered(view: View) -> View:
    """HEAD is answered as GET, whose body the server leaves away; another method that is not there as a problem."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "HEAD":
            request.method = "GET"
        answer = view(request, *args, **kwargs)
        if answer.status_code != 405:
            return answer
        problem = told(405, "method")
        problem.headers["Allow"] = answer.headers["Allow"]
        return problem

    return inner


class Api(NinjaAPI):
    """An API whose problems are described as what they are."""

    def _get_urls(self) -> list[URLPattern | URLResolver]:
        found: list[URLPattern | URLResolver] = super()._get_urls()
        for one in found:
            if isinstance(one, URLPattern):
                one.callback = answered(one.callback)
        return found

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """What generated clients call an operation."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description as a dictionary."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                self._problems(operation["responses"])
        return schema

    def _problems(self, responses: dict[Any, Any]) -> None:
        for status, answer in responses.items():
            if str(status) in MEANINGS:
                answer["description"] = MEANINGS[str(status)]
                if "application/json" in answer.get("content", {}):
                    answer["content"] = {TYPE: answer["content"]["application/json"]}
