"""Guesses for a header that no profile knows, for the mapping page: what a column is called, and what it
holds.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from gangmu.control.intake.rules.dates import UnclearDate, read_moment
from gangmu.control.intake.rules.headers import IDENTIFYING, normal_header, synonyms
from gangmu.control.intake.rules.types import ColumnMapping, Field, Guess, Row
from gangmu.ground.register.rules import DocumentKind, PhoneKind, read_phones, recognise
from gangmu.ground.register.rules.names import normalise_name
from gangmu.ground.register.rules.text import clean
from gangmu.kernel.later import Later

if TYPE_CHECKING:
    from rapidfuzz import fuzz
else:
    fuzz = Later("rapidfuzz.fuzz")

LIKELY, CONTESTED = 0.55, 0.6
_ROLE = re.compile(
    "户主|家长|监护|病例|患者|密接|接触|关联|成员|家属|陪护|随行|同行|申报|报告|填报|联系人|委托|房东|被"
)
_SAMPLES = 50
_SHOWN = 3
_ONCE = frozenset(
    (Field.NAME, Field.DOCUMENT_NUMBER, Field.PHONE, Field.ADDRESS, Field.SEX, Field.AGE, Field.SERIAL)
)
_NAME = re.compile("[\u3400-\u9fff·]{2,4}|[A-Za-z]+(?: [A-Za-z]+){1,3}")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
    "陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温赖古巫蓝丘利游骆阮练"
)
_ADDRESS = re.compile("(省|市|区|县|镇|街道|乡|村|社区|居委会).*|.*(路|街|巷|号|栋|单元|小区|花园|室)")


def _is_document(value: str) -> bool:
    document = recognise(value)
    return document.kind not in (DocumentKind.NONE, DocumentKind.UNKNOWN) and bool(
        document.key or len(document.number) == 18
    )


def _is_phone(value: str) -> bool:
    phones = read_phones(value).phones
    return bool(phones) and phones[0].kind is not PhoneKind.FOREIGN


def _is_date(value: str) -> bool:
    # Bare numbers are ages, serials and amounts more often than dates.
    if value.isdigit() and len(value) != 8:
        return False
    try:
        read_moment(value, date(2022, 12, 31))
    except UnclearDate:
        return False
    return True


def _is_name(value: str) -> bool:
    name = normalise_name(value)
    return bool(_NAME.fullmatch(name)) and (name[0] in _SURNAMES or name.isascii())


def _is_age(value: str) -> bool:
    digits = value.removesuffix("岁")
    return digits.isascii() and digits.isdigit() and len(digits) <= 3 and int(digits) <= 110


_CONTENT: tuple[tuple[Field, str, Callable[[str], bool], float], ...] = (
    (Field.DOCUMENT_NUMBER, "content_document", _is_document, 0.95),
    (Field.PHONE, "content_phone", _is_phone, 0.9),
    (Field.SEX, "content_sex", lambda v: v in ("男", "女", "男性", "女性"), 0.95),
    (Field.ARRIVED_AT, "content_date", _is_date, 0.6),
    (Field.AGE, "content_age", _is_age, 0.4),
    (Field.ADDRESS, "content_address", lambda v: len(v) >= 6 and bool(_ADDRESS.search(v)), 0.75),
    (Field.NAME, "content_name", _is_name, 0.8),
)


def guess_mapping(
    header: Sequence[str], sample_rows: Sequence[Row], learned: Mapping[str, Field] = MappingProxyType({})
) -> list[Guess]:
    """One guess per column, in the order of the columns. `learned` is what was chosen before, normalised
    header → field.

    A name that a header bears outweighs what the column holds, unless the content plainly contradicts it. A
    field that a person has once (name, document…) is given to the column with the best claim only, or to several of
    which each row fills one; a second phone becomes phone2. Where another column claims it as well (户主姓名 and
    成员姓名), neither is sure.
    """
    guesses = [
        _guess(
            index,
            text,
            [clean(row.cells[index]) for row in sample_rows[:_SAMPLES] if index < len(row.cells)],
            learned,
        )
        for index, text in enumerate(header)
    ]
    holders: dict[Field, Guess] = {}
    for claim in sorted(guesses, key=lambda g: -g.confidence):
        holder = holders.get(claim.field) if claim.field in _ONCE else None
        if holder is None:
            if claim.field is not None:
                holders[claim.field] = claim
        elif claim.field is Field.PHONE:
            confidence = round(claim.confidence * 0.8, 2)
            guesses[claim.column] = replace(claim, field=Field.PHONE2, confidence=confidence)
        elif not _one_or_the_other(sample_rows, holder.column, claim.column):
            contested = _contested(holder, claim)
            reason = "contested" if contested else "unknown"
            guesses[claim.column] = replace(claim, field=None, confidence=0.0, reason=reason)
            if contested:
                doubtful = min(guesses[holder.column].confidence, CONTESTED)
                guesses[holder.column] = replace(holder, confidence=doubtful, reason=reason)
    return guesses


def _one_or_the_other(rows: Sequence[Row], one: int, other: int) -> bool:
    """Whether no row fills both columns: a passport's number here, an identity card's there."""
    whole = (row.cells for row in rows if len(row.cells) > max(one, other))
    return not any(cells[one].strip() and cells[other].strip() for cells in whole)


def _contested(holder: Guess, claim: Guess) -> bool:
    """Whether the column that got nothing has as good a reason as the one that got the field."""
    if holder.field not in IDENTIFYING or claim.confidence < LIKELY:
        return False
    if claim.reason.startswith("content"):
        return holder.reason.startswith("content")
    return _is_plain(claim) or not _is_plain(holder)


def _is_plain(guess: Guess) -> bool:
    """A header that says what is in the column and of nobody else than whom the line is about."""
    return guess.reason in ("header_exact", "learned") and not _ROLE.search(guess.header)


def _guess(index: int, text: str, values: list[str], learned: Mapping[str, Field]) -> Guess:
    filled = [v for v in values if v]
    samples = tuple(dict.fromkeys(v[:40] for v in filled))[:_SHOWN]
    field, confidence, reason = _by_header(text, learned)
    held, sureness, content = _by_content(filled)
    if held is not None and held is not field:
        contradicts = confidence < 0.9 and sureness > confidence
        if field is None or contradicts:
            field, confidence, reason = held, sureness, content
    elif held is not None:
        confidence = max(confidence, sureness, min(0.99, confidence + 0.05))
    return Guess(index, text, field, round(confidence, 2), reason, samples)


def _by_header(text: str, learned: Mapping[str, Field]) -> tuple[Field | None, float, str]:
    normal = normal_header(text)
    if not normal:
        return None, 0.0, "unknown"
    if normal in learned:
        return learned[normal], 1.0, "learned"
    known = synonyms()
    if normal in known:
        return known[normal], 0.95, "header_exact"
    best, score = None, 0.0
    for word, field in known.items():
        if len(word) < 2:
            continue
        ratio = fuzz.ratio(normal, word) / 100
        if len(word) >= 2 and (normal.endswith(word) or normal.startswith(word)):
            ratio = max(ratio, 0.6 + 0.3 * len(word) / len(normal))
        if ratio > score:
            best, score = field, ratio
    return (best, 0.9 * score, "header_like") if score >= 0.7 else (None, 0.0, "unknown")


def _by_content(filled: list[str]) -> tuple[Field | None, float, str]:
    if len(filled) < 1:
        return None, 0.0, "unknown"
    best: tuple[Field | None, float, str] = (None, 0.0, "unknown")
    for field, reason, test, weight in _CONTENT:
        share = sum(map(test, filled)) / len(filled)
        sureness = weight * share * (1 if len(filled) >= 3 else 0.8)
        if share >= 0.6 and sureness > best[1]:
            best = (field, sureness, reason)
    return best


def mapping_from_guesses(
    header: Sequence[str],
    chosen: Sequence[Field | None],
    constants: Mapping[Field, str] = MappingProxyType({}),
) -> ColumnMapping:
    """The mapping a person has settled on the mapping page: one field, or None, for every column.

    Raises ValueError unless there is one per column.
    """
    if len(chosen) != len(header):
        raise ValueError("one field per column")
    return ColumnMapping(tuple(header), tuple(chosen), constants, "")
