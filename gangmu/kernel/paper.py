"""Letters on paper: what a domain has to say becomes a PDF to print, in Chinese or English (ADR 27).

A domain gives words, never a layout: `Letter` is the same for notices, orders and letters of every kind. Fonts are
embedded, as far as they are used; nothing of the machine's own is needed, and nothing is fetched.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

LAYOUT = Path(__file__).parent / "data" / "letter.typ"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of one or more pages.

    `organ`: who writes it, above the title and under the text; `number`: how it is found again; `to`: the address line.
    `facts` are (name, value) in a table, `points` (heading, sentences) below it. `signs`: who signs, a line for each.
    `code`: an SVG drawing beside the foot, such as a QR code; '' for none. `language`: 'zh' or 'en'.
    """

    organ: str
    title: str
    number: str
    to: str
    opening: str
    facts: tuple[tuple[str, str], ...]
    points: tuple[tuple[str, tuple[str, ...]], ...]
    date: str
    foot: str
    signs: tuple[str, ...] = ()
    code: str = ""
    code_text: str = ""
    language: str = "zh"


def printed(letter: Letter) -> bytes:
    """The letter as a PDF. Whatever its words hold is text: no sign in them means anything to the layout."""
    words = json.dumps(asdict(letter), ensure_ascii=False)
    made = typst.compile(
        str(LAYOUT),
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        sys_inputs={"letter": words},
    )
    if not isinstance(made, bytes):
        raise TypeError("a letter is one file")
    return made


@cache
def _fonts() -> str:
    return str(Path(pylopdf_fonts_zh_cn.__file__).parent)
