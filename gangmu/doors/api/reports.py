"""Released reports out: a feed that a partner reads on and on."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from ninja import Query, Router, Schema
from pydantic import Field

from gangmu.doors.api.access import ApiRequest, within
from gangmu.doors.api.queries import Released, released_after
from gangmu.doors.api.schema import PROBLEMS
from gangmu.ground.accounts.actions import log_access
from gangmu.kernel.area import code_at
from gangmu.kernel.lifecycle import Refused

router = Router(tags=["reports"])
CLEARS = ("count", "identity", "location", "control")
CURSOR: str = Query("", pattern=r"^([0-9]{1,16}-[0-9]{1,18})?$", description="`next` of the previous answer")
LIMIT: int = Query(200, ge=1, le=1000)
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class FourClears(Schema):
    """四个查清: count, identity, location, control; null where the outcome leaves the question open."""

    count: bool | None
    identity: bool | None
    location: bool | None
    control: bool | None


class PersonOut(Schema):
    """Who it is about, masked as everywhere."""

    name: str
    document_kind: str
    document: str
    phone: str


class RowOut(Schema):
    """A row of the caller's own push that named this person, with the reference that it gave."""

    push: int
    row: int
    outcome: str
    source_ref: str


class GateOut(Schema):
    """A gate that the report passed."""

    gate: str
    passed_at: datetime


class ReportOut(Schema):
    """A report that passed its last gate."""

    task: int
    report: int
    status: str = Field(description="released, or closed when what it means has been carried out")
    incident: str
    kind: str
    category: str
    village: str = Field(description="12-digit code")
    person: PersonOut | None = Field(description="null for what is about a place")
    rows: list[RowOut]
    outcome: str
    clears: FourClears
    sampled: bool | None
    asked: dict[str, Any] = Field(
        description="answers to the questions of the incident's protocol pack, by code"
    )
    created_at: datetime
    reported_at: datetime
    released_at: datetime
    gates: list[GateOut]


class ReportsOut(Schema):
    """A piece of the feed. `next` is the cursor to go on from, also when there is nothing new."""

    reports: list[ReportOut]
    next: str


@router.get("", response={200: ReportsOut, **PROBLEMS}, summary="Read released reports")
@within("reports")
def released_reports(request: ApiRequest, after: str = CURSOR, limit: int = LIMIT) -> ReportsOut:
    """In the order in which they were released. What is read is logged as an export."""
    since, position = _unpacked(after)
    found = released_after(request.scope, since, position, limit)
    if found:
        log_access(
            request.auth, "export", detail=f"{len(found)} released reports after {after or 'the beginning'}"
        )
    last = found[-1] if found else None
    return ReportsOut(
        reports=[_out(one) for one in found],
        next=_packed(last.released_at, last.position) if last else after or _packed(BEGINNING, 0),
    )


def _packed(at: datetime, position: int) -> str:
    return f"{(at - BEGINNING) // timedelta(microseconds=1)}-{position}"


def _unpacked(cursor: str) -> tuple[datetime, int]:
    if not cursor:
        return BEGINNING, 0
    micros, position = cursor.split("-")
    try:
        return BEGINNING + timedelta(microseconds=int(micros)), int(position)
    except OverflowError:
        raise Refused("cursor_unknown") from None


def _out(one: Released) -> ReportOut:
    answers = json.loads(one.answers)
    return ReportOut(
        task=one.task,
        report=one.report,
        status=one.status,
        incident=one.incident,
        kind=one.kind,
        category=one.category,
        village=code_at(one.area, "village"),
        person=PersonOut(
            name=masked_name(one.name),
            document_kind=one.document_kind,
            document=one.document_mask,
            phone=one.phone_mask,
        )
        if one.of_person
        else None,
        rows=[
            RowOut(push=push, row=row, outcome=outcome, source_ref=ref)
            for push, row, outcome, ref in one.rows
        ],
        outcome=one.outcome,
        clears=FourClears(**{name: answers.get(f"{name}_clear") for name in CLEARS}),
        sampled=answers.get("sampled"),
        asked=answers.get("asked", {}),
        created_at=one.created_at,
        reported_at=one.reported_at,
        released_at=one.released_at,
        gates=[GateOut(gate=gate, passed_at=at) for gate, at in one.gates],
    )


def masked_name(name: str) -> str:
    """A name as it leaves the house: its first character."""
    return name[:1] + "*" * (len(name) - 1)
