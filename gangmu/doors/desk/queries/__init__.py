"""What desk pages show that no single domain knows: the frame around them, and reads that join domains."""

from gangmu.doors.desk.queries.context import page_context
from gangmu.doors.desk.queries.names import place_name, place_names

__all__ = ["page_context", "place_name", "place_names"]
