"""Door seals behind a vendor's cloud: it shakes hands and pushes, and signs everything that it says."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from ninja.decorators import decorate_view
from ninja.security.base import AuthBase
from pydantic import Field

from gangmu.control.seals.actions import take_in
from gangmu.doors.api.access import ApiRequest, within
from gangmu.doors.api.parsing import KIB, MIB, limited
from gangmu.doors.api.schema import PROBLEMS, file_answer
from gangmu.kernel.scope import Actor, Scope
from gangmu.partners.seals import onenet
from gangmu.partners.seals.heard import LONGEST

MOST = 2 * LONGEST + 64 * KIB
"""Bytes of an envelope: a message with every quote escaped."""


class Signature(AuthBase):
    """`signature` = base64(md5(token + nonce + msg)), beside `msg` and `nonce`: in the address, or in the body.

    The token is agreed with the vendor (GANGMU_SEALS_TOKEN); without one nobody is let in. Use TLS.
    """

    openapi_type = "apiKey"
    openapi_in = "query"
    openapi_name = "signature"
    openapi_description = __doc__

    def __call__(self, request: HttpRequest) -> Actor | None:
        """The system, for whoever signs with the token."""
        token = settings.SEALS["token"]
        if request.method == "GET":
            said = [request.GET.get(name, "") for name in ("nonce", "msg", "signature")]
            known = onenet.signed(token, *said)
        else:
            size = request.META.get("CONTENT_LENGTH") or "0"
            fits = size.isdecimal() and int(size) <= MOST
            known = fits and onenet.opened(token, request.body) is not None
        if not known:
            return None
        request.token_scopes = frozenset({"seals"})  # type: ignore[attr-defined]
        return Scope.system("seals pushed").actor


router = Router(tags=["seals"], auth=Signature())


class PushIn(Schema):
    """What the cloud posts. `msg` is JSON as text: a message, or a list of them."""

    msg: str = Field(min_length=1, max_length=LONGEST)
    nonce: str = Field(max_length=64)
    signature: str = Field(max_length=64)
    time: Any = None
    id: Any = None


class TakenOut(Schema):
    """The push is stored; what it holds is read a moment later."""

    taken: int


@router.get(
    "/onenet",
    response={200: str, **PROBLEMS},
    summary="Shake hands with the vendor's cloud",
    openapi_extra=file_answer("text/plain"),
)
@within("seals")
def seal_handshake(
    request: ApiRequest, msg: str = Query("", max_length=200), nonce: str = Query("", max_length=64)
) -> HttpResponse:
    """Gives `msg` back as it came, if it is signed."""
    return HttpResponse(msg, content_type="text/plain; charset=utf-8")


@router.post("/onenet", response={200: TakenOut, **PROBLEMS}, summary="Push what door seals say")
@decorate_view(limited(MIB))
@within("seals")
def seal_push(request: ApiRequest, body: PushIn) -> TakenOut:
    """Answered when it is stored. The same message again, hours later too, changes nothing.

    Parts that cannot be read are kept with the reason, and lose nothing beside them.
    """
    return TakenOut(taken=take_in(request.auth, [(onenet.VENDOR, "", body.msg.encode())]))
