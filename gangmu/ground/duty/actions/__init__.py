"""The only writers of duty: rosters by their planner (`planning`, `publishing`) and the worker (`solving`), leave,
wishes, swaps and calendars by members and those who decide."""

from gangmu.ground.duty.actions.calendars import end_feed, open_feed
from gangmu.ground.duty.actions.leave import (
    approve_leave,
    enter_leave,
    refuse_leave,
    request_leave,
    withdraw_leave,
)
from gangmu.ground.duty.actions.planning import discard, plan, put_turn, set_nights
from gangmu.ground.duty.actions.publishing import publish
from gangmu.ground.duty.actions.solving import run_solver, solve, stop
from gangmu.ground.duty.actions.swapping import (
    accept_swap,
    approve_swap,
    decline_swap,
    offer_swap,
    refuse_swap,
    withdraw_swap,
)
from gangmu.ground.duty.actions.vehicles import set_vehicle
from gangmu.ground.duty.actions.wishing import make_firm, unwish, wish

__all__ = [
    "accept_swap", "approve_leave", "approve_swap", "decline_swap", "discard", "end_feed", "enter_leave", "make_firm",
    "offer_swap", "open_feed", "plan", "publish", "put_turn", "refuse_leave", "refuse_swap", "request_leave",
    "run_solver", "set_nights", "set_vehicle", "solve", "stop", "unwish", "wish", "withdraw_leave", "withdraw_swap",
]  # fmt: skip
