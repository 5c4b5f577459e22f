"""What intake does about facts of lower floors."""

from __future__ import annotations

from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope


def follow_merged_person(fact: FactRow) -> None:
    """The rows that named a person who turned out to be another named that one."""
    from gangmu.control.intake.actions.desk import follow_merged

    follow_merged(Scope.system("persons merged").actor, fact.subject_id, fact.data["gone"])
