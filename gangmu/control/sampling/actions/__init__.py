"""Everything that is done in sampling, each by an actor who may, under a command id."""

from gangmu.control.sampling.actions.background import fold_tally, recount_tally, tell_overdue
from gangmu.control.sampling.actions.custody import Came, receive, send, void
from gangmu.control.sampling.actions.merging import follow_merged
from gangmu.control.sampling.actions.missing import note_missed, require
from gangmu.control.sampling.actions.places import (
    NewPlace,
    NewPlan,
    add_member,
    check,
    end_member,
    end_plan,
    make_plan,
    name_place,
)
from gangmu.control.sampling.actions.recalling import call_members, settle_recall
from gangmu.control.sampling.actions.receiving import ResultsTaken, receive_results
from gangmu.control.sampling.actions.registering import Registered, Scan, register, seal
from gangmu.control.sampling.actions.rounds import NewRound, cancel, close, open_round, plan
from gangmu.control.sampling.actions.settling import drop, register_parked
from gangmu.control.sampling.actions.sites import NewSite, end_site, open_site, tell_queue

__all__ = [
    "Came",
    "NewPlace",
    "NewPlan",
    "NewRound",
    "NewSite",
    "Registered",
    "ResultsTaken",
    "Scan",
    "add_member",
    "call_members",
    "cancel",
    "check",
    "close",
    "drop",
    "end_member",
    "end_plan",
    "end_site",
    "fold_tally",
    "follow_merged",
    "make_plan",
    "name_place",
    "note_missed",
    "open_round",
    "open_site",
    "plan",
    "receive",
    "receive_results",
    "recount_tally",
    "register",
    "register_parked",
    "require",
    "seal",
    "send",
    "settle_recall",
    "tell_overdue",
    "tell_queue",
    "void",
]
