"""Kinds of identity document, and the words by which files name them."""

from enum import StrEnum
from functools import lru_cache

from gangmu.ground.register.rules.text import clean


class DocumentKind(StrEnum):
    """Kinds of identity document. UNKNOWN is a number of no known form; NONE is no document at all."""

    RESIDENT_ID = "resident_id"
    PASSPORT = "passport"
    HOME_RETURN_PERMIT = "home_return_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    HMT_RESIDENCE = "hmt_residence"
    FOREIGN_PERMANENT = "foreign_permanent"
    OFFICER = "officer"
    UNKNOWN = "unknown"
    NONE = "none"


_NOISE = str.maketrans("", "", " \t-_.·,:;，：；、()（）")
_KIND_WORDS: tuple[tuple[str, DocumentKind], ...] = (
    ("港澳台居民居住证", DocumentKind.HMT_RESIDENCE),
    ("港澳台居住证", DocumentKind.HMT_RESIDENCE),
    ("港澳居民居住证", DocumentKind.HMT_RESIDENCE),
    ("台湾居民居住证", DocumentKind.HMT_RESIDENCE),
    ("居住证", DocumentKind.HMT_RESIDENCE),
    ("外国人永久居留", DocumentKind.FOREIGN_PERMANENT),
    ("永久居留", DocumentKind.FOREIGN_PERMANENT),
    ("永居", DocumentKind.FOREIGN_PERMANENT),
    ("来往内地", DocumentKind.HOME_RETURN_PERMIT),
    ("回乡证", DocumentKind.HOME_RETURN_PERMIT),
    ("港澳居民", DocumentKind.HOME_RETURN_PERMIT),
    ("来往大陆", DocumentKind.TAIWAN_PERMIT),
    ("台胞证", DocumentKind.TAIWAN_PERMIT),
    ("台湾居民", DocumentKind.TAIWAN_PERMIT),
    ("护照", DocumentKind.PASSPORT),
    ("军官", DocumentKind.OFFICER),
    ("士兵", DocumentKind.OFFICER),
    ("军人", DocumentKind.OFFICER),
    ("警官", DocumentKind.OFFICER),
    ("文职", DocumentKind.OFFICER),
    ("身份证", DocumentKind.RESIDENT_ID),
    ("户口", DocumentKind.RESIDENT_ID),
    ("户籍", DocumentKind.RESIDENT_ID),
    ("permanent", DocumentKind.FOREIGN_PERMANENT),
    ("residencepermit", DocumentKind.HMT_RESIDENCE),
    ("homereturn", DocumentKind.HOME_RETURN_PERMIT),
    ("taiwan", DocumentKind.TAIWAN_PERMIT),
    ("passport", DocumentKind.PASSPORT),
    ("officer", DocumentKind.OFFICER),
    ("military", DocumentKind.OFFICER),
    ("idcard", DocumentKind.RESIDENT_ID),
    ("identitycard", DocumentKind.RESIDENT_ID),
)


@lru_cache(maxsize=512)
def kind_from_text(raw: str) -> DocumentKind | None:
    """The kind a file names ("居民身份证", "回乡证", "Passport", or one of our own values); None if it
    names none.
    """
    text = clean(raw).lower().translate(_NOISE).replace("_", "")
    for kind in DocumentKind:
        if text == kind.value.replace("_", ""):
            return None if kind is DocumentKind.UNKNOWN else kind
    for word, kind in _KIND_WORDS:
        if word in text:
            return kind
    return None
