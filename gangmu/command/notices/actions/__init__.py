"""The only writers of notices."""

from gangmu.command.notices.actions.changing import propose, review
from gangmu.command.notices.actions.groups import bind_group, end_group
from gangmu.command.notices.actions.sending import resend, send_due
from gangmu.command.notices.actions.telling import tell_digests, tell_fact, tell_slots
from gangmu.command.notices.actions.wishing import end_address, prefer, reach, read, read_all

__all__ = [
    "bind_group",
    "end_address",
    "end_group",
    "prefer",
    "propose",
    "reach",
    "read",
    "read_all",
    "resend",
    "review",
    "send_due",
    "tell_digests",
    "tell_fact",
    "tell_slots",
]
