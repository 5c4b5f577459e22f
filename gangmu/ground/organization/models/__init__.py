"""Who answers: bodies, posts, who holds them, shifts and absences, the three-level guarantee, the circle of a door."""

from gangmu.ground.organization.models.bodies import Body, Ground, Holding, Line, ModeChange, Post, Role
from gangmu.ground.organization.models.duty import Absence, PlannedWeek, Shift
from gangmu.ground.organization.models.staff import Contact, StaffList
from gangmu.ground.organization.models.ties import Circle, Guarantee

__all__ = [
    "Absence",
    "Body",
    "Circle",
    "Contact",
    "Ground",
    "Guarantee",
    "Holding",
    "Line",
    "ModeChange",
    "PlannedWeek",
    "Post",
    "Role",
    "Shift",
    "StaffList",
]
