"""Reads of seals."""

from gangmu.control.seals.queries.alarms import (
    alarm_in,
    alarms,
    alarms_of_order,
    alarms_standing,
    openings_of_order,
)
from gangmu.control.seals.queries.devices import HEALTH, Fleet, device_in, devices, fleet, serials, unread
from gangmu.control.seals.queries.doors import binding_in, doors, provider_in, providers, seals_of_order
from gangmu.control.seals.queries.timeline import Happened, timeline

__all__ = [
    "HEALTH",
    "Fleet",
    "Happened",
    "alarm_in",
    "alarms",
    "alarms_of_order",
    "alarms_standing",
    "binding_in",
    "device_in",
    "devices",
    "doors",
    "fleet",
    "openings_of_order",
    "provider_in",
    "providers",
    "seals_of_order",
    "serials",
    "timeline",
    "unread",
]
