"""Rules of seals: limits as data, device lists."""

from gangmu.control.seals.rules.devices import DeviceLine, Wrong, read_devices
from gangmu.control.seals.rules.limits import Limits, limits

__all__ = ["DeviceLine", "Limits", "Wrong", "limits", "read_devices"]
