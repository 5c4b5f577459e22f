"""Requests are read strictly: text that a database cannot keep is refused at the door, and so is too much of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, NoReturn
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.datastructures import MultiValueDict
from django.utils.http import parse_etags
from ninja import Header
from ninja.errors import HttpError
from ninja.parser import Parser
from pydantic import Field, StringConstraints

from gangmu.doors.api.problems import refusal, told
from gangmu.kernel.lifecycle import Refused

KIB, MIB = 1024, 1024 * 1024
ENVELOPE = 64 * KIB  # what multipart adds around a file

Key = Annotated[
    UUID,
    Header(
        alias="Idempotency-Key",
        description="A UUID of your own making. The same key is carried out once, and answered alike.",
    ),
]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Laboratory = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class StrictParser(Parser):
    """JSON as RFC 8259 has it; no NUL and no half characters in any text."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as JSON values."""
        kind = request.content_type or ""
        if (kind != "application/json" and not kind.endswith("+json")) or _packed(request):
            raise HttpError(415, "media_type")
        if not isinstance(found := json.loads(request.body, parse_constant=_no_number), dict):
            raise HttpError(400, "body_not_json")
        if b"\\u" in request.body or b"\0" in request.body:
            check_text(found)
        return found

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> Any:
        """The fields of an address or a form."""
        found = super().parse_querydict(data, list_fields, request)
        check_text(found)
        return found


def _packed(request: HttpRequest) -> bool:
    return request.headers.get("Content-Encoding", "identity").lower() != "identity"


def holds(request: HttpRequest, mark: str) -> bool:
    """Whether the caller says that he has what this ETag marks (RFC 9110 §13.1.2: any of a list, weak or not)."""
    tags = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in tags or mark in {tag.removeprefix("W/") for tag in tags}


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def check_text(value: Any) -> None:
    """Raise UnicodeError for text with NUL or a lone surrogate, anywhere in a value."""
    if isinstance(value, str):
        if "\0" in value:
            raise UnicodeError("NUL")
        value.encode()
    elif isinstance(value, dict):
        for key, inner in value.items():
            check_text(key)
            check_text(inner)
    elif isinstance(value, list):
        for inner in value:
            check_text(inner)


def limited(limit: int) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Answer 413 to a body of more than `limit` bytes before anything of it is read."""

    def wrap(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(run)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            size = request.META.get("CONTENT_LENGTH") or "0"
            if size.isdecimal() and int(size) > limit:
                return refusal(Refused("too_large", limit=limit // MIB or 1))
            if _packed(request):
                return told(415, "media_type")
            return run(request, *args, **kwargs)

        return inner

    return wrap
