"""Fact → reactions: every upward consequence of this house, on one page."""

from __future__ import annotations

from collections.abc import Iterable

from gangmu.casework import reactions as casework
from gangmu.control.intake import reactions as intake
from gangmu.ground.duty.facts import LeaveDecided
from gangmu.ground.register.facts import PersonsMerged
from gangmu.kernel.facts import Fact, Reaction
from gangmu.partners.laboratory import reactions as laboratory
from gangmu.support.welfare import reactions as welfare

REACTIONS: dict[type[Fact], Iterable[Reaction]] = {
    LeaveDecided: (welfare.owe_visit_in_leave,),
    PersonsMerged: (
        laboratory.follow_merged_person,
        casework.follow_merged_person,
        intake.follow_merged_person,
    ),
}
