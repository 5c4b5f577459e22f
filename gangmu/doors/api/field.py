"""Down to the phone: today's tasks of the caller's own trio, and the forms they are answered with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from ninja import Query, Router, Schema
from pydantic import Field

from gangmu.casework import policy
from gangmu.casework.models import Task
from gangmu.casework.queries import asked_of, due_page, questions_of, returned_to
from gangmu.casework.rules import kind_of
from gangmu.doors.api.access import ApiRequest, within
from gangmu.doors.api.queries import masks
from gangmu.doors.api.schema import PROBLEMS
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused

router = Router(tags=["field"])
CURSOR: str = Query("", max_length=300, description="`next` of the previous answer")
LIMIT: int = Query(200, ge=1, le=500)
UNKNOWN = ("none", "", "")


class FieldTask(Schema):
    """A door. Numbers are masked; the command `contact` gives the phone, and is logged."""

    id: int
    version: int = Field(description="send it back as `seen_version`")
    status: str
    kind: str
    incident: int
    category: str
    area: str = Field(description="18 digits: village, grid, group")
    name: str
    document_kind: str
    document: str
    phone: str
    address: str
    building: str
    known: dict[str, Any] = Field(description="facts that nobody shall ask again")
    questions: str = Field(description="which entry of `questions` is asked besides the form; '' for none")
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


class FieldTasks(Schema):
    """One piece of the list: what was returned first, then by deadline. `next` is '' at the end."""

    at: datetime
    post: str
    tasks: list[FieldTask]
    forms: dict[str, dict[str, dict[str, Any]]] = Field(
        description="by task kind and outcome, the JSON schema of the answers; `ui` says how to ask"
    )
    questions: dict[str, dict[str, Any]] = Field(
        description="what the protocol pack asks besides: the JSON schemas of `asked` in the answers, by the name that "
        "tasks give"
    )
    next: str


@router.get("/tasks", response={200: FieldTasks, **PROBLEMS}, summary="Today's tasks of my trio")
@within("field")
def field_tasks(request: ApiRequest, after: str = CURSOR, limit: int = LIMIT) -> FieldTasks:
    """What the caller's own trio has to do: nothing else is on a phone."""
    if not policy.may_work(request.auth):
        raise Refused("not_allowed")
    page = due_page(request.scope, after, limit=limit)
    tasks = [*([] if after else returned_to(request.scope)), *page.rows]
    known = masks(request.scope, (task.person_id for task in tasks if task.person_id))
    return FieldTasks(
        at=clock.now(),
        post=request.auth.label,
        tasks=[_out(task, known.get(task.person_id or 0, UNKNOWN), request.auth.user_id) for task in tasks],
        forms=forms_of({task.kind for task in tasks}),
        questions={name: _asked(task) for task in tasks if (name := _questions(task))},
        next=page.older,
    )


def _out(task: Task, mask: tuple[str, str, str], user: int | None) -> FieldTask:
    kind, document, phone = mask
    return FieldTask(
        id=task.pk,
        version=task.version,
        status=task.status,
        kind=task.kind,
        incident=task.incident_id,
        category=task.category,
        area=f"{task.area:018d}",
        name=task.name,
        document_kind=kind,
        document=document,
        phone=phone,
        address=task.address,
        building=task.building,
        known=task.known,
        questions=_questions(task),
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
    )


def _questions(task: Task) -> str:
    """A name for what is asked about a task besides the form, the same for tasks that are asked the same."""
    asked = ",".join(question.code for question in questions_of(task))
    return f"{task.incident.pack}/{task.incident.pack_version}/{asked}" if asked else ""


def _asked(task: Task) -> dict[str, Any]:
    return asked_of(task).model_json_schema()


def forms_of(kinds: Iterable[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """The answer forms of task kinds as JSON schemas, by outcome."""
    return {kind: _schemas(kind) for kind in sorted(kinds)}


@cache
def _schemas(kind: str) -> dict[str, dict[str, Any]]:
    return {outcome: form.model_json_schema() for outcome, form in kind_of(kind).forms.items()}
