"""Fact → reactions: every upward consequence of this house, on one page."""

from __future__ import annotations

from collections.abc import Iterable

from gangmu.casework import reactions as casework
from gangmu.command.modes.facts import TownSwitched
from gangmu.command.notices import reactions as notices
from gangmu.command.sunset.facts import IncidentDestroyed, IncidentFrozen
from gangmu.control.intake import reactions as intake
from gangmu.control.intake.facts import PushSettled
from gangmu.control.isolation import reactions as isolation
from gangmu.control.isolation.facts import OrderJoined, OrderLifted, SymptomsNoted
from gangmu.control.sampling import reactions as sampling
from gangmu.control.sampling.facts import PoolPositive, ResultOverdue
from gangmu.control.seals import reactions as seals
from gangmu.control.zones.facts import ZoneBegun, ZoneChanged, ZoneDeclared, ZoneLifted, ZoneProposed
from gangmu.governance.needs import reactions as needs
from gangmu.governance.needs.facts import UrgentNeedRaised
from gangmu.ground.duty.facts import LeaveDecided
from gangmu.ground.incidents.facts import PackAdopted
from gangmu.ground.organization import reactions as organization
from gangmu.ground.organization.facts import Appointed
from gangmu.ground.register.facts import CareNeedNoted, PersonsMerged
from gangmu.kernel.facts import Fact, Reaction
from gangmu.partners.laboratory import reactions as laboratory
from gangmu.responsibility.rates.facts import ObjectionDecided, StepConfirmed, WeekFrozen
from gangmu.support.welfare import reactions as welfare

REACTIONS: dict[type[Fact], Iterable[Reaction]] = {
    PushSettled: (notices.tell,),
    Appointed: (notices.tell,),
    UrgentNeedRaised: (notices.tell,),
    LeaveDecided: (welfare.owe_visit_in_leave,),
    PersonsMerged: (
        laboratory.follow_merged_person,
        casework.follow_merged_person,
        intake.follow_merged_person,
        isolation.follow_merged_person,
        sampling.follow_merged_person,
        needs.follow_merged_person,
    ),
    CareNeedNoted: (needs.arrange_care,),
    SymptomsNoted: (notices.tell,),
    PackAdopted: (isolation.take_over_rules,),
    OrderLifted: (seals.remove_lifted,),
    OrderJoined: (seals.remove_lifted,),
    TownSwitched: (organization.settle_week,),
    PoolPositive: (sampling.call_back_members, notices.tell),
    ResultOverdue: (notices.tell,),
    WeekFrozen: (notices.tell,),
    ObjectionDecided: (notices.tell,),
    StepConfirmed: (notices.tell,),
    IncidentFrozen: (notices.tell,),
    IncidentDestroyed: (notices.tell,),
    ZoneBegun: (notices.tell,),
    ZoneDeclared: (notices.tell,),
    ZoneChanged: (notices.tell,),
    ZoneProposed: (notices.tell,),
    ZoneLifted: (notices.tell,),
}
