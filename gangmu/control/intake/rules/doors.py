"""The door in an address: how a trio sorts its walk, and what of the address everybody may read."""

import re

from gangmu.kernel.vault import mask_phone

_BUILDING = re.compile(
    r"[0-9A-Za-z一二三四五六七八九十]{1,5}(?:栋|幢|号楼|座)(?:[0-9A-Za-z一二三四五]{1,3}单元)?"
    r"|\d{1,5}号(?!楼)"
)


def building_of(address: str) -> str:
    """The last building, or else the house number, that an address names; '' if it names none."""
    found = _BUILDING.findall(address)
    return found[-1] if found else ""


# Eleven digits with none before or behind them; the look back comes last, so that the search can leap from 1 to 1.
_PHONE = re.compile(r"1[3-9]\d{9}(?!\d)(?<!\d{12})")


def without_phones(address: str) -> str:
    """The address with every mobile number that somebody wrote into it masked."""
    return _PHONE.sub(lambda found: mask_phone(found[0]), address)
