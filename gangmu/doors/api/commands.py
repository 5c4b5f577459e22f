"""Up from the phone: an ordered outbox of commands, each carried out once and answered by itself.

`done`: carried out now. `repeated`: it was before; `data` is what it gave then. `parked`: somebody was faster; a
report is kept beside the case, and nothing is lost. `refused`: not carried out; the phone keeps it, and shows why.
"""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router
from ninja.decorators import decorate_view
from pydantic import BaseModel, Field

from gangmu.doors.api.access import ApiRequest, allowed
from gangmu.doors.api.contract import FIRST, checked
from gangmu.doors.api.envelopes import CommandIn, CommandOut
from gangmu.doors.api.outbox import carry_out
from gangmu.doors.api.parsing import MIB, limited
from gangmu.doors.api.schema import PROBLEMS

router = Router(tags=["field"])


class CommandsIn(BaseModel):
    """An outbox, oldest first."""

    contract: int = Field(FIRST, description="the version of the contract that the client speaks")
    commands: list[CommandIn] = Field(min_length=1, max_length=200)


class CommandsOut(BaseModel):
    """An answer for every command, in their order."""

    results: list[CommandOut]


@router.post("/commands", response={200: CommandsOut, **PROBLEMS}, summary="Send what was done, in order")
@decorate_view(limited(4 * MIB))
@allowed("field")
def field_commands(request: ApiRequest, body: CommandsIn) -> HttpResponse:
    """Each command is applied once and answered by itself: one that fails keeps no other from being carried out."""
    checked(body.contract)
    answer = CommandsOut(results=carry_out(request.auth, body.commands))
    return HttpResponse(answer.model_dump_json(), content_type="application/json")
