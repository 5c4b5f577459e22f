"""Letters on paper: what a domain has to say becomes a PDF to print, in Chinese or English (ADR 27).

A domain gives words, never a layout: `Letter` is the same for notices, orders and letters of every kind. Fonts are
embedded, as far as they are used; nothing of the machine's own is needed, and nothing is fetched.
"""

from __future__ import annotations

import io
import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pylopdf_fonts_zh_cn
from django.utils import dateformat
from django.utils.translation import get_language

from gangmu.kernel.later import Later

if TYPE_CHECKING:
    import docx
    import docx.oxml.ns
    import typst
else:
    docx, typst = Later("docx"), Later("typst")

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


def written(day: date | None) -> str:
    """A day as letters write it in the active language, 2026年11月27日 or 27 November 2026; '–' for none."""
    english = (get_language() or "").startswith("en")
    return "–" if day is None else dateformat.format(day, "j F Y" if english else "Y年n月j日")


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


def document(letter: Letter) -> bytes:
    """The same letter as a DOCX, for offices that must change or sign it in a word processor; without its drawing."""
    made = docx.Document()
    style = made.styles["Normal"]
    style.font.name = "Times New Roman"
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(docx.oxml.ns.qn("w:eastAsia"), "SimSun" if letter.language == "zh" else "Times New Roman")
    made.core_properties.title, made.core_properties.author = letter.title, letter.organ
    for text in (letter.organ, letter.title):
        made.add_paragraph().add_run(text).bold = True
    made.add_paragraph(letter.number)
    for text in (letter.to, letter.opening):
        made.add_paragraph(text)
    if letter.facts:
        table = made.add_table(rows=0, cols=2, style="Table Grid")
        for name, value in letter.facts:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = name, value
    for heading, sentences in letter.points:
        made.add_heading(heading, level=2)
        for sentence in sentences:
            made.add_paragraph(sentence)
    for text in (*letter.signs, letter.organ, letter.date, letter.foot):
        if text:
            made.add_paragraph(text)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()
