"""Orders of one's ground."""

from gangmu.control.isolation.queries.orders import live_order_of, order_in

__all__ = ["live_order_of", "order_in"]
