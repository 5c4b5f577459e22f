"""What the columns of pushed files are called, in one normal form."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

from gangmu.control.intake.rules.types import Field
from gangmu.ground.register.rules.text import clean

_BRACKETS = re.compile(r"[(（\[【{<《].*?[)）\]】}>》]|[(（\[【].*$")
_NOISE = re.compile(r"[\s*:：_\-—/、,，.。;；?？!！'\"“”‘’|\\·★☆]+|必填|选填|请填写")
IDENTIFYING = frozenset((Field.NAME, Field.DOCUMENT_NUMBER, Field.PHONE, Field.ADDRESS))


@lru_cache(maxsize=4096)
def normal_header(text: str) -> str:
    """A header without case, spaces, punctuation and what stands in brackets: "* 联系电话（必填）" is
    联系电话.
    """
    whole = clean(text[:120]).lower()
    return _NOISE.sub("", _BRACKETS.sub("", whole)) or _NOISE.sub("", whole)


@cache
def synonyms() -> Mapping[str, Field]:
    """Normalised header → field, from `data/headers.toml`."""
    text = (resources.files("gangmu.control.intake") / "data" / "headers.toml").read_text("utf-8")
    table: dict[str, Field] = {}
    for name, words in tomllib.loads(text).items():
        for word in words:
            table.setdefault(normal_header(word) or word, Field(name))
    return MappingProxyType(table)


def header_score(cells: Sequence[str]) -> float:
    """How much a line looks like a header: different fields it names, those that identify a person counting
    double.

    0 unless it names two fields, one of them identifying, and holds no digits as a person's line would.
    """
    known = synonyms()
    fields = {known[h] for h in map(normal_header, cells) if h in known}
    if not fields & IDENTIFYING or len(fields) < 2:
        return 0.0
    if any(sum(c.isdigit() for c in cell) >= 8 for cell in cells):
        return 0.0
    return len(fields) + len(fields & IDENTIFYING)


def is_repeated(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a line is the header once more, as in files pasted together."""
    pairs = [(normal_header(a), normal_header(b)) for a, b in zip(cells, header, strict=False) if a.strip()]
    return len(pairs) >= 2 and all(a == b for a, b in pairs)


def fields_of(headers: Iterable[str]) -> tuple[Field | None, ...]:
    """The field of each header by synonym, None where unknown."""
    known = synonyms()
    return tuple(known.get(normal_header(h)) for h in headers)
