"""The only writers of who holds which post, who is on duty who is away, and of single bodies; lists are `bulk`."""

from gangmu.ground.organization.actions.cap import heed_cap
from gangmu.ground.organization.actions.duty import cover_shift, end_absence, free_shift, note_absence
from gangmu.ground.organization.actions.exchanging import exchange_shifts
from gangmu.ground.organization.actions.founding import found_body
from gangmu.ground.organization.actions.grounds import give_grounds
from gangmu.ground.organization.actions.guarantees import assign, join_circle
from gangmu.ground.organization.actions.posts import appoint, move, relieve
from gangmu.ground.organization.actions.staff import apply_list, bring_list, look_at

__all__ = [
    "apply_list",
    "appoint",
    "assign",
    "bring_list",
    "cover_shift",
    "end_absence",
    "exchange_shifts",
    "found_body",
    "free_shift",
    "give_grounds",
    "heed_cap",
    "join_circle",
    "look_at",
    "move",
    "note_absence",
    "relieve",
]
