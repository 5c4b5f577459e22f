"""What needs do about facts of lower floors."""

from __future__ import annotations

from uuid import NAMESPACE_OID, uuid5

from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope


def arrange_care(fact: FactRow) -> None:
    """Something must not be forgotten about somebody: what the rules name for it is arranged by his trio."""
    from gangmu.governance.needs.actions import arrange

    arrange(Scope.system("care").actor, uuid5(NAMESPACE_OID, f"care {fact.pk}"), fact.subject_id)


def follow_merged_person(fact: FactRow) -> None:
    """What a person has asked for is of the one he turned out to be."""
    from gangmu.governance.needs.actions import follow_merged

    follow_merged(Scope.system("persons merged").actor, fact.subject_id, fact.data["gone"])
