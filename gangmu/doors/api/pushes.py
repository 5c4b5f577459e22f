"""Pushes in: what a big-data unit sends, and what became of it."""

from __future__ import annotations

from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from gangmu.control.intake.actions import commit, prepare, upload
from gangmu.control.intake.models import Batch
from gangmu.control.intake.queries import LEDGER, batch_in
from gangmu.control.intake.rules import Problem, explain
from gangmu.doors.api.access import ApiRequest, command_id, derived, within
from gangmu.ground.incidents.queries import incident_for_push
from gangmu.kernel.lifecycle import Refused

router = Router(tags=["pushes"])


class Ledger(Schema):
    """received = tasks + merged + handed_over + out_of_city + refused + waiting, always."""

    received: int
    tasks: int
    merged: int
    handed_over: int
    out_of_city: int
    refused: int
    waiting: int


class PushOut(Schema):
    """A push: `status` runs uploaded → ready → queued → done; uploaded and staying so means unknown columns."""

    id: int
    status: str
    slot: str
    filename: str
    profile: str
    problem: str = ""
    ledger: Ledger


def _out(batch: Batch) -> PushOut:
    found = batch.problem
    text = ""
    if found:
        text = explain(Problem("file", found["code"], found["value"], tuple(tuple(p) for p in found["params"])), "en")
    return PushOut(
        id=batch.pk,
        status=batch.status,
        slot=batch.slot.name,
        filename=batch.filename,
        profile=batch.profile,
        problem=text,
        ledger=Ledger(**{name: getattr(batch, name) for name in LEDGER}),
    )


@router.post("", response={202: PushOut}, summary="Push a file of names into a slot")
@within("push")
def push(
    request: ApiRequest, file: File[UploadedFile], slot: Form[str] = "urgent", incident: Form[str] = ""
) -> tuple[int, PushOut]:
    """XLSX, or CSV in UTF-8 or GB18030. The same Idempotency-Key, or the same file in the same slot, is one push."""
    key = command_id(request)
    target = incident_for_push(incident)
    if target is None:
        raise Refused("incident_unknown")
    batch_id = upload(request.auth, key, target, slot, file.name or "push", file.read())
    batch = batch_in(request.scope, batch_id)
    if batch.status in ("uploaded", "ready"):
        batch = prepare(request.auth, batch, unattended=True)
    if batch.status == "ready":
        commit(request.auth, derived(key, "commit"), batch)
        batch = batch_in(request.scope, batch_id)
    return 202, _out(batch)


@router.get("/{int:push_id}", response=PushOut, summary="What became of a push")
@within("push")
def push_state(request: ApiRequest, push_id: int) -> PushOut:
    """The state of a push and its ledger, which balances at every moment."""
    return _out(batch_in(request.scope, push_id))
