"""The only writers of who holds which post, who is on duty and who is away; founding and whole lists are `bulk`."""

from gangmu.ground.organization.actions.cap import heed_cap
from gangmu.ground.organization.actions.duty import cover_shift, end_absence, free_shift, note_absence
from gangmu.ground.organization.actions.posts import appoint, relieve

__all__ = ["appoint", "cover_shift", "end_absence", "free_shift", "heed_cap", "note_absence", "relieve"]
