"""Up from the phone: photos, voice notes and positions, in sealed parts, each kept once; a broken transfer goes on."""

from __future__ import annotations

from base64 import b64decode
from uuid import UUID

from ninja import Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field, model_validator

from gangmu.casework.actions import keep_proof
from gangmu.doors.api.access import ApiRequest, allowed
from gangmu.doors.api.contract import NEWEST, checked
from gangmu.doors.api.parsing import KIB, limited
from gangmu.doors.api.schema import PROBLEMS
from gangmu.kernel.letters import mailbox
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.vault import Unsealable

router = Router(tags=["field"])
MOST_PARTS = 40


class PartIn(Schema):
    """One part of a proof that a report names."""

    contract: int = NEWEST
    report: UUID = Field(description="the id of the command that reported")
    proof: UUID
    number: int = Field(ge=0, lt=MOST_PARTS, description="from 0")
    of: int = Field(ge=1, le=MOST_PARTS)
    sealed: str = Field(
        max_length=128 * KIB,
        description="base64 of a letter (see /field/letters) whose content is the bytes themselves, bound to "
        "“who/proof/number/of”",
    )

    @model_validator(mode="after")
    def _within(self) -> PartIn:
        if self.number >= self.of:
            raise ValueError("number lies beyond of")
        return self


class PartOut(Schema):
    """It is here; `fresh` if it was not before."""

    fresh: bool


@router.post(
    "/proofs", response={200: PartOut, **PROBLEMS}, summary="Send a part of a photo, voice note or position"
)
@decorate_view(limited(160 * KIB))
@allowed("field")
def field_proof(request: ApiRequest, body: PartIn) -> PartOut:
    """Only whoever reported brings his own proofs, after the report; the same part again changes nothing."""
    checked(body.contract)
    bound = f"{request.auth.key}/{body.proof}/{body.number}/{body.of}"
    try:
        data = mailbox().open(b64decode(body.sealed, validate=True), bound)
    except (Unsealable, ValueError):
        raise Refused("letter_unreadable") from None
    return PartOut(fresh=keep_proof(request.auth, body.report, body.proof, body.number, body.of, data))
