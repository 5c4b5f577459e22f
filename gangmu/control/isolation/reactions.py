"""What isolation does about facts of lower floors."""

from __future__ import annotations

from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope


def take_over_rules(fact: FactRow) -> None:
    """People under the rules before come under the new ones, by the pack's transition rule."""
    from gangmu.control.isolation.actions import take_over

    code, version = str(fact.data["new"]).split("@")
    take_over(Scope.system("rules changed").actor, fact.subject_id, code, version, fact.data["rule"])


def follow_merged_person(fact: FactRow) -> None:
    """The orders of a person who turned out to be another are that one's."""
    from gangmu.control.isolation.actions import follow_merged

    follow_merged(Scope.system("persons merged").actor, fact.subject_id, fact.data["gone"])
