"""Reads of notices."""

from gangmu.command.notices.queries.channels import (
    channels_in_use,
    configured,
    opened_address,
    push_hosts,
    push_key,
    robot_hosts,
    ways,
)
from gangmu.command.notices.queries.health import Health, channel_health, failed_in, groups_in, sent_in
from gangmu.command.notices.queries.inbox import Shown, addresses_of, inbox, mine, preference_of, unread
from gangmu.command.notices.queries.matrix import changes, matrix_in_force, message_of, shipped_matrix
from gangmu.command.notices.queries.slots import SlotTold, slot_counts, slots_to_tell

__all__ = [
    "Health",
    "Shown",
    "SlotTold",
    "addresses_of",
    "changes",
    "channel_health",
    "channels_in_use",
    "configured",
    "failed_in",
    "groups_in",
    "inbox",
    "matrix_in_force",
    "message_of",
    "mine",
    "opened_address",
    "preference_of",
    "push_hosts",
    "push_key",
    "robot_hosts",
    "sent_in",
    "shipped_matrix",
    "slot_counts",
    "slots_to_tell",
    "unread",
    "ways",
]
