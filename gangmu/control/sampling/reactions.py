"""What sampling does about facts: its own positive pools, and persons who turn out to be one."""

from __future__ import annotations

from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope


def call_back_members(fact: FactRow) -> None:
    """Whoever is in a tube in which something was found is called back, by the trio of his grid."""
    from gangmu.control.sampling.actions import call_members

    call_members(Scope.system("positive pool").actor, fact.subject_id)


def follow_merged_person(fact: FactRow) -> None:
    """The samples of a person who turned out to be another are that one's."""
    from gangmu.control.sampling.actions import follow_merged

    follow_merged(Scope.system("persons merged").actor, fact.subject_id, fact.data["gone"])
