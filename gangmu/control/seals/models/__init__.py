"""Seals: devices and whose door they are on, what they say, what was announced, and alarms."""

from gangmu.control.seals.models.alarms import Alarm, Escalation, Opening
from gangmu.control.seals.models.devices import Binding, Device
from gangmu.control.seals.models.hearing import Event, Judgement, Message, Unread

__all__ = ["Alarm", "Binding", "Device", "Escalation", "Event", "Judgement", "Message", "Opening", "Unread"]
