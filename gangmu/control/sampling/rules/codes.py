"""What a scanner or a hand gives: the code of a tube, the code or the document of a person."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gangmu.ground.register.rules import recognise
from gangmu.kernel.lifecycle import Refused

TUBE = re.compile(r"[0-9A-Z][0-9A-Z-]{3,39}")
PERSON = re.compile(r"GM(\d{1,15})([0-9A-Z])")
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUVWXYZ"  # 33, none of them like another


@dataclass(frozen=True, slots=True)
class Who:
    """A person as he was scanned: the one we gave a code, or the key of his document ('' if it does not hold)."""

    person: int | None = None
    key: str = ""


def tube_code(text: str) -> str:
    """The code of a tube, normalised. Refused('tube_code', value) for what cannot be one."""
    code = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
    if not TUBE.fullmatch(code):
        raise Refused("tube_code", value=text[:40])
    return code


def person_code(person: int) -> str:
    """What a person's own code says: his number with a check sign. It means nothing outside this house."""
    return f"GM{person}{_sign(person)}"


def whose(text: str) -> Who:
    """Whom a scan means: our own code, or a document number, or the text of a card that holds one.

    Refused('person_code') where neither holds together.
    """
    code = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
    if own := PERSON.fullmatch(code):
        number = int(own[1])
        if own[2] == _sign(number):
            return Who(person=number)
        raise Refused("person_code")
    if key := recognise(code).key:
        return Who(key=key)
    raise Refused("person_code")


def _sign(number: int) -> str:
    weights = range(2, 2 + len(str(number)))
    total = sum(w * int(d) for w, d in zip(weights, reversed(str(number)), strict=True))
    return _SIGNS[total % 31]
