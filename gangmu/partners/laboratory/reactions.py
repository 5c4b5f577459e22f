"""What the laboratory's results do about facts of lower floors."""

from __future__ import annotations

from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope


def follow_merged_person(fact: FactRow) -> None:
    """The results of a person who turned out to be another are that one's."""
    from gangmu.partners.laboratory.actions import follow_merged

    follow_merged(Scope.system("persons merged").actor, fact.subject_id, fact.data["gone"])
