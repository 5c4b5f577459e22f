"""Up from a phone that is locked or was wiped: the same commands, sealed for this server when they were made."""

from __future__ import annotations

import json
from base64 import b64decode
from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from ninja.decorators import decorate_view
from pydantic import BaseModel, Field, ValidationError

from gangmu.doors.api.access import ApiRequest, allowed
from gangmu.doors.api.commands import CommandsOut
from gangmu.doors.api.contract import NEWEST, checked
from gangmu.doors.api.envelopes import CommandIn, CommandOut
from gangmu.doors.api.outbox import carry_out
from gangmu.doors.api.parsing import MIB, check_text, limited
from gangmu.doors.api.problems import field_error, sentence
from gangmu.doors.api.schema import PROBLEMS
from gangmu.ground.organization.queries import wrote_it
from gangmu.kernel.letters import mailbox
from gangmu.kernel.scope import Actor
from gangmu.kernel.vault import Unsealable

router = Router(tags=["field"])


class LetterIn(BaseModel):
    """A command that the phone itself cannot read any more."""

    id: UUID = Field(description="the id of the command in it")
    sealed: str = Field(
        max_length=256 * 1024,
        description="base64 of: a point of P-256 made for this letter (65 bytes), nonce (12), AES-256-GCM of "
        '{"who", "command"}, bound to the id. The key is HKDF-SHA256 (no salt, info “gangmu letter”) of the ECDH '
        "with `letters_to`.",
    )


class LettersIn(BaseModel):
    """An outbox, oldest first."""

    contract: int = NEWEST
    letters: list[LetterIn] = Field(min_length=1, max_length=200)


class Written(BaseModel):
    """What a letter says: a command, and who gave it in which post."""

    who: str
    command: CommandIn


@router.post("/letters", response={200: CommandsOut, **PROBLEMS}, summary="Send what was done, sealed")
@decorate_view(limited(4 * MIB))
@allowed("field")
def field_letters(request: ApiRequest, body: LettersIn) -> HttpResponse:
    """Each is opened and carried out once, as a command is; only for whoever wrote it, in the post he had then.

    `data` of what was parked or refused holds the `command` itself: the phone cannot read its own letter.
    """
    checked(body.contract)
    opened = [_opened(request.auth, letter) for letter in body.letters]
    commands = [one for one in opened if isinstance(one, CommandIn)]
    answered = iter(carry_out(request.auth, commands))
    results = [_back(one, next(answered)) if isinstance(one, CommandIn) else one for one in opened]
    return HttpResponse(CommandsOut(results=results).model_dump_json(), content_type="application/json")


def _opened(actor: Actor, letter: LetterIn) -> CommandIn | CommandOut:
    """The command in a letter, or why it is not carried out."""
    try:
        text = mailbox().open(b64decode(letter.sealed, validate=True), str(letter.id))
        said = json.loads(text)
        check_text(said)
        written = Written.model_validate(said)
    except ValidationError as wrong:
        errors = [field_error(".".join(map(str, e["loc"])), e["type"]) for e in wrong.errors()]
        return _refused(letter, "body_invalid", errors=errors)
    except (Unsealable, ValueError):
        return _refused(letter, "letter_unreadable")
    if not wrote_it(actor, written.who) or written.command.id != letter.id:
        return _refused(letter, "letter_of_other")
    return written.command


def _back(command: CommandIn, answer: CommandOut) -> CommandOut:
    if answer.result in ("refused", "parked"):
        # The phone may have been wiped since: whoever wrote it gets it back, to put it right or to compare.
        answer.data["command"] = command.model_dump(mode="json")
    return answer


def _refused(letter: LetterIn, code: str, **more: object) -> CommandOut:
    return CommandOut.model_validate(
        {"id": letter.id, "result": "refused", "code": code, "title": sentence(code), **more}
    )
