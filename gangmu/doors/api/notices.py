"""Notices on the phone: the app subscribes its browser; what is told, and to whom, is the matrix of notices."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from gangmu.command.notices.actions import reach
from gangmu.command.notices.queries import configured, push_key
from gangmu.doors.api.access import ApiRequest, within
from gangmu.doors.api.schema import PROBLEMS

router = Router(tags=["field"])


class NoticesOut(Schema):
    """What a browser must know to subscribe."""

    key: str = Field(
        description="`applicationServerKey`, base64url; '' where this city sends no such notices"
    )


class SubscriptionIn(Schema):
    """A subscription as the browser made it."""

    endpoint: str = Field(max_length=1000)
    p256dh: str = Field(max_length=200)
    auth: str = Field(max_length=100)


@router.get(
    "/notices", response={200: NoticesOut, **PROBLEMS}, summary="May this phone be told of new doors?"
)
@within("field")
def field_notices(request: ApiRequest) -> NoticesOut:
    """The key of this installation."""
    return NoticesOut(key=push_key() if "webpush" in configured() else "")


@router.post("/notices", response={204: None, **PROBLEMS}, summary="Tell me on this phone")
@within("field")
def field_notices_here(request: ApiRequest, body: SubscriptionIn) -> HttpResponse:
    """From now on what concerns the caller is told here too. The phone belongs to whoever subscribed it last."""
    reach(request.auth, "webpush", body.dict())
    return HttpResponse(status=204)
