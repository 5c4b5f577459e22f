"""What happens to orders that others may care about; never a name."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class OrderProposed(Fact, kind="isolation.proposed"):
    """The rules name a measure for somebody; a human is to decide. Of batches written by `sql/proposing.sql`."""


@dataclass(frozen=True)
class OrderDecided(Fact, kind="isolation.decided"):
    """A human has decided; the notice is to be read at the door. Subject: the order, as of most of these."""

    level: str


@dataclass(frozen=True)
class HomeUnfit(Fact, kind="isolation.home_unfit"):
    """A home does not meet the conditions of the level: another level is proposed."""

    otherwise: str
    body_id: int  # the organ that decides


@dataclass(frozen=True)
class OrderChanged(Fact, kind="isolation.changed"):
    """Level or planned end of an order were changed; `why` is home, results, rules, extended or shortened."""

    why: str


@dataclass(frozen=True)
class OrderAsked(Fact, kind="isolation.asked"):
    """The organ is asked to decide about an order: `what` is rules, joined or transfer."""

    what: str
    body_id: int  # the organ that decided


@dataclass(frozen=True)
class OrderJoined(Fact, kind="isolation.joined"):
    """Its person is somebody who is under an order already: `kept` goes on, this one does not."""

    kept: int


@dataclass(frozen=True)
class SymptomsNoted(Fact, kind="isolation.symptoms"):
    """Fever or symptoms: the medic's task was opened in the same transaction. Subject: that task."""

    order: int


@dataclass(frozen=True)
class LiftDue(Fact, kind="isolation.lift_due"):
    """The days are over and what must be settled is: the deciding organ is to lift, today."""

    days: int  # since the planned end
    body_id: int  # the organ that decided


@dataclass(frozen=True)
class OrderLifted(Fact, kind="isolation.lifted"):
    """The deciding organ has lifted an order."""


@dataclass(frozen=True)
class MedicalOuting(Fact, kind="isolation.outing"):
    """The door was opened for medical care."""

    because: str
