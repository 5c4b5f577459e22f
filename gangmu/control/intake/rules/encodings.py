"""Which encoding a text file is in, decided for the whole file, so that no name is ever read as another.

UTF-8 is certain when the whole file is valid. GB18030 (with GBK and GB2312 inside it) accepts almost
anything, so it is believed only when what comes out looks like Chinese: mostly of the 3,755 frequent
characters.
"""

import codecs
import io
import re
from collections.abc import Iterator

from gangmu.control.intake.rules.content import Content
from gangmu.control.intake.rules.types import UnreadableFile

_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26})
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_EVERYDAY = frozenset(
    "姓名性别男女年月日时电话手机号证身份件码联系方式住址地址省市县区镇乡村街道路栋单元室号房社区小大中新备注类型人员"
    "广东惠州城阳博罗龙门湾江北南西王李张刘陈黄林梁"
)
"""What no list in Chinese does without; Korean and Japanese files pass the other test."""
_ENOUGH = 200_000
"""Characters after which the look of a text is known."""


def detect_encoding(content: Content) -> str:
    """The codec name of a text file: utf-8, utf-8-sig, utf-16, utf-16-le, utf-16-be or gb18030.

    Raises UnreadableFile: file_empty, file_nul_bytes, file_not_text, file_encoding_damaged (almost UTF-8;
    with the line), file_encoding_unknown.
    """
    if not any(piece.strip() for piece in content.pieces()):
        raise UnreadableFile("file_empty")
    head = content.head
    if head.startswith(codecs.BOM_UTF8):
        return _utf8(content, "utf-8-sig")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(content, "utf-16")
    nul, _quotes = content.signs
    if nul:
        return _utf16_by_zeros(content)
    if len(head) - len(head.translate(None, _CONTROL)) > len(head) // 500:
        raise UnreadableFile("file_not_text")
    try:
        return _utf8(content, "utf-8")
    except UnreadableFile as not_utf8:
        if _looks_chinese(content, "gb18030"):
            return "gb18030"
        raise not_utf8 from None


def _decoded(content: Content, name: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(name)()
    yield from map(decoder.decode, content.pieces())
    yield decoder.decode(b"", True)


def _utf8(content: Content, name: str) -> str:
    lines = 1
    try:
        for text in _decoded(content, "utf-8"):
            lines += text.count("\n")
    except UnicodeDecodeError as error:
        if name == "utf-8-sig" or _mostly_utf8(content.head):
            line = lines + error.object.count(b"\n", 0, error.start)
            raise UnreadableFile("file_encoding_damaged", line=line) from None
        raise UnreadableFile("file_encoding_unknown") from None
    return name


def _mostly_utf8(head: bytes) -> bool:
    """Whether nearly all of what is not ASCII is valid UTF-8, which does not happen by chance."""
    text = head.decode("utf-8", "replace")
    foreign = sum(map(len, _NOT_ASCII.findall(text)))
    return foreign > 0 and text.count("\ufffd") <= foreign // 20


def _utf16(content: Content, name: str) -> str:
    try:
        if any("\0" in text for text in _decoded(content, name)):
            raise UnreadableFile("file_nul_bytes")
    except UnicodeDecodeError:
        raise UnreadableFile("file_encoding_unknown") from None
    return name


def _utf16_by_zeros(content: Content) -> str:
    """UTF-16 without a mark: the zero bytes of its commas and digits all stand on one side."""
    head = content.head[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if content.size % 2 == 0 and max(even, odd) > len(head) // 20 and min(even, odd) == 0:
        name = "utf-16-be" if even else "utf-16-le"
        if _looks_chinese(content, name):
            return _utf16(content, name)
    raise UnreadableFile("file_nul_bytes")


def _looks_chinese(content: Content, encoding: str) -> bool:
    frequent = foreign = everyday = 0
    try:
        for text in _decoded(content, encoding):
            if foreign < _ENOUGH:
                for run in _NOT_ASCII.findall(text):
                    foreign += len(run)
                    frequent += _frequent(run)
                    everyday += sum(c in _EVERYDAY for c in run)
    except UnicodeDecodeError:
        return False
    # UTF-16 may be Latin throughout; what is neither ASCII nor UTF-8 has to be a list in Chinese to be
    # believed.
    return frequent >= 0.7 * foreign and (everyday >= 0.04 * foreign > 0 or encoding != "gb18030")


def _frequent(run: str) -> int:
    """How many characters are of GB2312 level one, or its punctuation and full-width forms."""
    pairs = run.encode("gb2312", "replace")
    return sum(0xB0 <= byte <= 0xD7 or 0xA1 <= byte <= 0xA3 for byte in _leads(pairs))


def _leads(pairs: bytes) -> bytes:
    """Lead bytes of a GB2312 text; the replacement "?" stands alone, so it is doubled before taking every
    second.
    """
    return pairs.replace(b"?", b"??")[::2]


def text_stream(content: Content, encoding: str) -> io.TextIOWrapper:
    """The text of the file as a stream, decoded piece by piece."""
    return io.TextIOWrapper(content.open(), encoding=encoding, newline="")
