"""What casework does about facts of lower floors."""

from __future__ import annotations

from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope


def follow_merged_person(fact: FactRow) -> None:
    """The tasks about a person who turned out to be another are about that one."""
    from gangmu.casework.actions import follow_merged

    follow_merged(Scope.system("persons merged").actor, fact.subject_id, fact.data["gone"])
