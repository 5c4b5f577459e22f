"""The rules of protocol packs: pure, no database."""

from gangmu.ground.incidents.rules.care import Day, Measure, Takeover
from gangmu.ground.incidents.rules.changes import Change, Stricter, differences, stricter
from gangmu.ground.incidents.rules.packs import (
    PACKS,
    RUNGS,
    STAGES,
    Category,
    Pack,
    UnsoundPack,
    folded,
    parse_pack,
    shipped_packs,
    shipped_text,
)
from gangmu.ground.incidents.rules.parts import Proof, Question, Strict, answers_to

__all__ = [
    "PACKS",
    "RUNGS",
    "STAGES",
    "Category",
    "Change",
    "Day",
    "Measure",
    "Pack",
    "Proof",
    "Question",
    "Strict",
    "Stricter",
    "Takeover",
    "UnsoundPack",
    "answers_to",
    "differences",
    "folded",
    "parse_pack",
    "shipped_packs",
    "shipped_text",
    "stricter",
]
