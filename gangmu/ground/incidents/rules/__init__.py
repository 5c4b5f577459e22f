"""The rules of protocol packs: pure, no database."""

from gangmu.ground.incidents.rules.care import Day, Measure, Takeover
from gangmu.ground.incidents.rules.changes import Change, Stricter, differences, stricter
from gangmu.ground.incidents.rules.packs import Category, PACKS, Pack, RUNGS, STAGES, UnsoundPack, folded, parse_pack, shipped_packs, shipped_text
from gangmu.ground.incidents.rules.parts import Proof, Question, Strict, answers_to

__all__ = [
    "Category",
    "Change",
    "Day",
    "Measure",
    "PACKS",
    "Pack",
    "Proof",
    "Question",
    "RUNGS",
    "STAGES",
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
