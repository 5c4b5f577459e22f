"""Orders of isolation and monitoring, and what is kept of each day."""

from gangmu.control.isolation.models.daily import Outing, Reading
from gangmu.control.isolation.models.orders import Change, Order, PlanDay
from gangmu.control.isolation.models.serving import HomeCheck, NoticeRead

__all__ = ["Change", "HomeCheck", "NoticeRead", "Order", "Outing", "PlanDay", "Reading"]
