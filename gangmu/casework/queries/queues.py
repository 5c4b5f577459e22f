"""What waits for a reviewer or an acceptor, and finding a person by name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gangmu.casework.models import Handover, Report, Review, Task
from gangmu.casework.rules import COMPARE, KINDS
from gangmu.casework.states import AT_A_GATE, Status
from gangmu.ground.incidents.queries import packs_in_use
from gangmu.ground.register.rules import read_phones, recognise
from gangmu.kernel.bulk import fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.paging import Page, page
from gangmu.kernel.recall import recalled
from gangmu.kernel.scope import Scope
from gangmu.kernel.vault import mask_number, mask_phone, vault
from gangmu.partners.laboratory.models import LabResult

PAGE = 50
Packs = tuple[tuple[str, str], ...]  # each by its code and version
NARROW = 10**6  # a village's range: what is no wider is searched by place


@dataclass(slots=True)
class Look:
    """A task as a reviewer sees it: the report that counts, late ones beside it, the reviews, the laboratory."""

    task: Task
    report: Report | None = None
    late: list[Report] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    results: list[LabResult] = field(default_factory=list)


def uncompared(scope: Scope) -> Packs:
    """The packs in use that drop the comparer's gate."""
    return tuple(key for key, pack in packs_in_use(scope).items() if COMPARE not in pack.gates)


def _never_compared(packs: Packs) -> Q:
    """The tasks whose reports no comparer sees: their kind has no such gate, or their incident's pack drops it."""
    found = Q(kind__in=[kind.code for kind in KINDS.values() if COMPARE not in kind.gates])
    for code, version in packs:
        found |= Q(incident__pack=code, incident__pack_version=version)
    return found


def waiting_at(scope: Scope, gate: str, packs: Packs | None = None) -> QuerySet[Task]:
    """The tasks whose report waits at a gate, without those that the actor himself reported or passed.

    `packs` are the `uncompared` ones where they are known already.
    """
    never = _never_compared(uncompared(scope) if packs is None else packs)
    if gate == COMPARE:
        ready = Q(status=Status.REPORTED) & ~never
    else:
        ready = Q(status=Status.COMPARED) | Q(status=Status.REPORTED) & never
    waiting: QuerySet[Task] = Task.objects.within(scope).filter(ready)
    if (user := scope.actor.user_id) is None:
        return waiting
    # As the action judges it, by the report that stands at the gate: who returned an earlier one may see the next.
    newer = Report.objects.filter(task=OuterRef("task"), late=False, pk__gt=OuterRef("pk"))
    own = Report.objects.filter(Q(by_id=user) | Q(reviews__by_id=user), ~Exists(newer), late=False)
    of_his = own.filter(task__status__in=AT_A_GATE).values("task")
    return waiting.exclude(pk__in=of_his).exclude(claimed_by_id=user)


def at_gate(
    scope: Scope, gate: str, after: str = "", before: str = "", limit: int = PAGE
) -> tuple[Page[Task], list[Look]]:
    """What waits at a gate for the actor, by deadline, each task with what its reviewer compares."""
    rows = waiting_at(scope, gate).select_related("person", "incident", "claimed_by")
    found = page(rows, ("due_at", "id"), limit, after, before)
    return found, looks(found.rows)


def looks(tasks: list[Task]) -> list[Look]:
    """Reports, reviews, and laboratory results since the task began, for tasks already seen; four queries."""
    by_task = {task.pk: Look(task) for task in tasks}
    reports = {
        r.pk: r
        for r in Report.objects.filter(task_id__in=by_task).select_related("by").order_by("task_id", "-id")
    }
    for report in reports.values():
        look = by_task[report.task_id]
        report.task = look.task
        if report.late:
            look.late.append(report)
        elif look.report is None:
            look.report = report
    current = {look.report.pk: look for look in by_task.values() if look.report}
    for review in Review.objects.filter(report_id__in=current).select_related("by").order_by("id"):
        current[review.report_id].reviews.append(review)
    persons: dict[int, list[Look]] = defaultdict(list)
    for look in by_task.values():
        if look.task.person_id:
            persons[look.task.person_id].append(look)
    for result in LabResult.objects.filter(person_id__in=persons).order_by("sampled_at"):
        for look in persons[result.person_id or 0]:
            if result.sampled_at >= look.task.created_at:
                look.results.append(result)
    return list(by_task.values())


@dataclass(frozen=True, slots=True)
class Pair:
    """A report that lies beside its case, undecided, and the one that counts, if there is one."""

    task: Task
    late: Report
    standing: Report | None


def _beside(scope: Scope) -> QuerySet[Report]:
    here = Task.objects.within(scope).filter(pk=OuterRef("task"))
    found: QuerySet[Report] = Report.objects.filter(Exists(here), late=True, settlement=None)
    return found


@recalled
def beside(scope: Scope) -> QuerySet[Report]:
    """Reports that wait beside their cases for the joint office, 1,000 of them at most."""
    return _beside(scope).order_by()[:1000]


def reports_beside(scope: Scope, limit: int = PAGE) -> list[Pair]:
    """What waits for the joint office, oldest first, each with the report that counts; three queries."""
    late = list(_beside(scope).select_related("by", "task__incident", "task__owner").order_by("id")[:limit])
    standing = {
        look.task.pk: look.report for look in looks(list({one.task_id: one.task for one in late}.values()))
    }
    return [Pair(one.task, one, standing[one.task_id]) for one in late]


def offers_here(scope: Scope, limit: int = PAGE) -> list[Handover]:
    """What other territories offer to this one, oldest first, each with its task."""
    return list(
        Handover.objects.filter(
            status=Handover.Status.OFFERED,
            target_area__gte=scope.jurisdiction.lo,
            target_area__lt=scope.jurisdiction.hi,
        )
        .select_related("task", "source_body")
        .order_by("id")[:limit]
    )


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody found by name: masked, with the newest task about him that the scope sees."""

    person_id: int
    name: str
    document_mask: str
    phone_mask: str
    area: int
    address: str
    task_id: int | None
    status: str | None


def search(scope: Scope, text: str, incident_id: int | None = None, limit: int = 30) -> list[Found]:
    """Persons of the scope by name, phone or document number; the search is logged, numbers masked.

    A name is found by any part of it (of two characters: by its beginning or end), whoever bears just this first;
    a number only as a whole. Refused('search_too_short') for a single character on ground wider than a village.
    """
    wanted = text.strip()
    given: tuple[Any, ...] = (wanted, None, None, f"name: {wanted}")
    if sum(sign.isdigit() for sign in wanted) >= 6:
        given = _by_number(wanted)
    elif len(wanted) < 2 and scope.jurisdiction.hi - scope.jurisdiction.lo > NARROW:
        raise Refused("search_too_short")
    rows = fetch("SELECT * FROM casework_search(%s, %s, %s, %s, %s, %s)", [*given, incident_id, limit])
    return [Found(*row) for row in rows]


def _by_number(text: str) -> tuple[Any, ...]:
    """What the search is given for a text of digits: as a document if it holds together as one, else as a phone."""
    safe, document, phones = vault(), recognise(text), read_phones(text).phones
    if document.key:
        return (
            None,
            None,
            safe.fingerprint("document", document.key),
            f"number: {mask_number(document.number)}",
        )
    if phones:
        return (
            None,
            safe.fingerprint("phone", phones[0].number),
            None,
            f"number: {mask_phone(phones[0].number)}",
        )
    return None, None, None, f"number: {mask_number(text)}"
