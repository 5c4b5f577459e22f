"""The small ground of the casework tests, and visitors of the desk."""

from tests.doors.desk.conftest import visit, world

__all__ = ["visit", "world"]
