"""What staff care does about facts of lower floors."""

from __future__ import annotations

from uuid import NAMESPACE_OID, uuid5

from gangmu.ground.duty.models import Leave
from gangmu.ground.duty.states import LeaveStatus
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope
from gangmu.support.welfare.models import Visit

VISITED = {Leave.Kind.SICK: Visit.Because.ILL, Leave.Kind.INJURY: Visit.Because.INJURED}


def owe_visit_in_leave(fact: FactRow) -> None:
    """Whoever is on leave as ill or injured is to be visited, once; a leave that was not granted owes nothing."""
    from gangmu.support.welfare.actions import owe_visit

    leave = Leave.objects.filter(pk=fact.subject_id, status=LeaveStatus.APPROVED, kind__in=VISITED).first()
    if leave is not None:
        because = VISITED[Leave.Kind(leave.kind)]
        command = uuid5(NAMESPACE_OID, f"visit of leave {leave.pk}")
        actor = Scope.system("visits owed").actor
        owe_visit(actor, command, leave.user_id, leave.area, because, f"leave {leave.pk}")
