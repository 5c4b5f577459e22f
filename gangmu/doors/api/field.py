"""Down to the phone: today's tasks of the caller's own trio, and the forms they are answered with."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from gangmu.casework import policy
from gangmu.casework.models import Task
from gangmu.casework.queries import (
    asked_of,
    due_page,
    mark_of_mine,
    proofs_asked,
    questions_of,
    returned_to,
)
from gangmu.casework.rules import NothingAsked, ReportForm, asking, kind_of
from gangmu.control.sampling import policy as sampling
from gangmu.control.zones.models import Zone
from gangmu.control.zones.queries import level_of_zone, mark_of_zones, zones_at
from gangmu.doors.api.access import ApiRequest, within
from gangmu.doors.api.contract import FIRST, NEWEST, checked
from gangmu.doors.api.ground import Degrees, GridOut, Positions, Spot, grids_of
from gangmu.doors.api.parsing import holds
from gangmu.doors.api.queries import masks
from gangmu.doors.api.schema import PROBLEMS
from gangmu.doors.live import events_url
from gangmu.ground.incidents.queries import pack_of
from gangmu.ground.organization.queries import shift_ends
from gangmu.ground.territory.queries import place_label, version
from gangmu.kernel import clock
from gangmu.kernel.letters import mailbox
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.paging import is_cursor

router = Router(tags=["field"])
CURSOR: str = Query("", max_length=300, description="`next` of the previous answer")
LIMIT: int = Query(200, ge=1, le=500)
CONTRACT: int = Query(FIRST, description="the version of the contract that the client speaks")
UNKNOWN = ("none", "", "")
GRACE = timedelta(minutes=30)  # a door that is being reported when the shift ends is still reported
WITHOUT_SHIFT = timedelta(hours=12)  # as long as a session lasts
MAY = {
    "claim": policy.may_claim,
    "report": policy.may_report,
    "contact": policy.may_contact,
    "offer": policy.may_offer,
    "sample": sampling.may_register,
}


class FieldZone(BaseModel):
    """A zone over doors of the list: its rules are shown at each of them."""

    number: int
    name: str
    level: list[str] = Field(description="Chinese, English")
    rules: list[list[str]] = Field(description="each in Chinese and English")
    since: datetime
    hotline: str


class FieldTask(BaseModel):
    """A door. Numbers are masked; the command `contact` gives the phone, and is logged."""

    id: int
    version: int = Field(description="send it back as `seen_version`")
    status: str
    kind: str
    incident: int
    category: str
    category_name: list[str] = Field(description="Chinese, English; empty for what is about no person")
    area: str = Field(description="18 digits: village, grid, group")
    place: str
    name: str
    document_kind: str
    document: str
    phone: str
    address: str
    building: str
    at: Degrees | None = Field(
        description="where its estate, village group or road lies, if that is known: WGS84"
    )
    near: str = Field(description="the name of that place, '' where it is not known")
    known: dict[str, Any] = Field(description="facts that nobody shall ask again")
    questions: str = Field(description="which entry of `questions` is asked besides the form; '' for none")
    proofs: str = Field(description="which entry of `proofs` may have to be proved; '' for none")
    urgent: bool
    flagged: bool
    sources: int
    due_at: datetime
    claimed_by: str = Field(description="the colleague's name, '' if nobody has claimed it")
    mine: bool
    last_contact_at: datetime | None
    last_contact_by: str
    returned_because: str
    return_opened: bool
    zone: int = Field(default=0, description="which of `zones` the door lies in; 0 for none")


class FieldTasks(BaseModel):
    """One piece of the list: what was returned first, then by deadline. `next` is '' at the end."""

    contract: int = Field(description="the newest version that the server speaks")
    at: datetime
    post: str
    who: str = Field(description="whose list this is, in which post: a queue belongs to him alone")
    name: str
    may: list[str] = Field(description="claim, report, contact, offer, sample: what the post may do")
    until: datetime = Field(description="end of the shift: nothing personal stays on the phone after it")
    letters_to: str = Field(description="base64 of the point of P-256 that letters are sealed for")
    grids: list[GridOut] = Field(description="the own ground, drawn; with the first piece only")
    tasks: list[FieldTask]
    forms: dict[str, dict[str, dict[str, Any]]] = Field(
        description="by task kind and outcome, the JSON schema of the answers; `ui` says how to ask"
    )
    questions: dict[str, dict[str, Any]] = Field(
        description="what the protocol pack asks besides: the JSON schemas of `asked` in the answers, by the name that "
        "tasks give"
    )
    proofs: dict[str, dict[str, dict[str, Any]]] = Field(
        description="by the name that tasks give and by outcome, the JSON schema of further answers: each the id of a "
        "proof, or `not_possible`; `ui` says what to take and when"
    )
    zones: list[FieldZone] = Field(default=[], description="the zones over doors of this piece")
    live: str = Field(
        description="where an event `list` says that this list has changed, as server-sent events; '' where nowhere"
    )
    next: str


@router.get("/tasks", response={200: FieldTasks, **PROBLEMS}, summary="Today's tasks of my trio")
@within("field")
def field_tasks(
    request: ApiRequest,
    after: str = CURSOR,
    limit: int = LIMIT,
    contract: int = CONTRACT,
) -> HttpResponse:
    """What the caller's own trio has to do: nothing else is on a phone.

    `If-None-Match` with the `ETag` of the last answer brings 304 while nothing has changed.
    """
    checked(contract)
    if not policy.may_work(request.auth):
        raise Refused("not_allowed")
    mark = _mark(request, after, limit, contract)
    if after and not is_cursor(after, 2):
        raise Refused("cursor_unknown")
    if holds(request, mark):
        return HttpResponse(status=304, headers={"ETag": mark})
    page = due_page(request.scope, after, limit=limit)
    tasks = [*([] if after else returned_to(request.scope)), *page.rows]
    over = zones_at(request.scope, ((task.pk, task.area, task.person_id) for task in tasks))
    where = Positions(request.scope, tasks)
    known = masks(request.scope, (task.person_id for task in tasks if task.person_id))
    mine, place = request.auth.user_id, cache(place_label)
    doors = [
        _out(
            task,
            place(task.area),
            known.get(task.person_id or 0, UNKNOWN),
            mine,
            where.of(task),
            over.get(task.pk),
        )
        for task in tasks
    ]
    asked = {door.questions: task for door, task in zip(doors, tasks, strict=True) if door.questions}
    proved = {door.proofs: task for door, task in zip(doors, tasks, strict=True) if door.proofs}
    answer = FieldTasks(
        contract=NEWEST,
        at=clock.now(),
        post=request.auth.label,
        who=request.auth.key,
        name=request.user.name if request.user.is_authenticated else "",
        may=[act for act, may in MAY.items() if may(request.auth)],
        until=(ends + GRACE) if (ends := shift_ends(request.scope)) else clock.now() + WITHOUT_SHIFT,
        letters_to=b64encode(mailbox().public).decode(),
        grids=[] if after else grids_of(request.scope),
        tasks=doors,
        forms=forms_of({task.kind for task in tasks}),
        questions={name: _schema(asked_of(task)) for name, task in asked.items()},
        proofs={name: _proved(task) for name, task in proved.items()},
        zones=[_zone(zone) for zone in {zone.pk: zone for zone in over.values()}.values()],
        live=events_url(request, "trio", request.auth.body_id) if request.auth.body_id else "",
        next=page.older,
    )
    headers = {"ETag": mark}
    return HttpResponse(answer.model_dump_json(), content_type="application/json", headers=headers)


def _mark(request: ApiRequest, after: str, limit: int, contract: int) -> str:
    """Tells whether a piece of the list is what the phone has: its rows, whose it is, and the version of it all."""
    asked = f"{request.auth.key} {after} {limit} {contract} {NEWEST}"
    told = f"{mark_of_mine(request.scope)} {mark_of_zones(request.scope)} {asked} {version()} {clock.today()}"
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def _names(task: Task) -> list[str]:
    if task.person_id is None:
        return ["", ""]
    category = pack_of(task.incident).category(task.category)
    return [category.name, category.english]


def _out(
    task: Task, place: str, mask: tuple[str, str, str], user: int | None, spot: Spot, zone: Zone | None
) -> FieldTask:
    kind, document, phone = mask
    return FieldTask(
        id=task.pk,
        version=task.version,
        status=task.status,
        kind=task.kind,
        incident=task.incident_id,
        category=task.category,
        category_name=_names(task),
        area=f"{task.area:018d}",
        place=place,
        name=task.name,
        document_kind=kind,
        document=document,
        phone=phone,
        address=task.address,
        building=task.building,
        at=spot[0],
        near=spot[1],
        known=task.known,
        questions=_questions(task),
        proofs=_proofs(task),
        urgent=task.urgent,
        flagged=task.flagged,
        sources=task.sources,
        due_at=task.due_at,
        claimed_by=task.claimed_by.name if task.claimed_by else "",
        mine=user is not None and task.claimed_by_id == user,
        last_contact_at=task.last_contact_at,
        last_contact_by=task.last_contact_by,
        returned_because=task.returned_because if task.status == "returned" else "",
        return_opened=task.return_opened_at is not None,
        zone=zone.pk if zone else 0,
    )


def _zone(zone: Zone) -> FieldZone:
    level = level_of_zone(zone)
    return FieldZone(
        number=zone.pk,
        name=zone.name,
        level=[level.name, level.english],
        rules=[[rule.text, rule.english] for rule in level.rules],
        since=zone.control_since,
        hotline=zone.hotline,
    )


def _questions(task: Task) -> str:
    """A name for what is asked about a task besides the form, the same for tasks that are asked the same."""
    asked = ",".join(question.code for question in questions_of(task))
    return f"{task.incident.pack}/{task.incident.pack_version}/{asked}" if asked else ""


@cache  # one for each set of questions or proofs, however many tasks
def _schema(form: type[BaseModel]) -> dict[str, Any]:
    return form.model_json_schema()


def _proofs(task: Task) -> str:
    """A name for what may have to be proved by a report of a task, the same for tasks with the same rules."""
    asked = any(proofs_asked(task, outcome) for outcome in kind_of(task.kind).forms)
    return f"{task.incident.pack}/{task.incident.pack_version}/{task.kind}" if asked else ""


def _proved(task: Task) -> dict[str, dict[str, Any]]:
    asked = {outcome: proofs_asked(task, outcome) for outcome in kind_of(task.kind).forms}
    return {
        outcome: _schema(asking(ReportForm, NothingAsked, proofs))
        for outcome, proofs in asked.items()
        if proofs
    }


def forms_of(kinds: Iterable[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """The answer forms of task kinds as JSON schemas, by outcome."""
    return {
        kind: {outcome: _schema(form) for outcome, form in kind_of(kind).forms.items()}
        for kind in sorted(kinds)
    }
