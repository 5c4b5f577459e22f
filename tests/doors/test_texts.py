"""Whatever is refused is told in words, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import override

import gangmu
from gangmu.doors.api.problems import SENTENCES
from gangmu.doors.texts import REFUSALS
from gangmu.kernel.lifecycle import Refused

RAISED = re.compile(r'\bRefused\(\s*"([a-z_]+)"')
SOURCES = Path(gangmu.__file__).parent.rglob("*.py")
CODES = sorted({code for path in SOURCES for code in RAISED.findall(path.read_text(encoding="utf-8"))})
TEXTS = {**REFUSALS, **SENTENCES}


@pytest.mark.parametrize("code", CODES)
def test_every_code_that_is_refused_has_a_text_in_both_languages(code: str) -> None:
    from django.utils.translation import gettext

    assert code in TEXTS
    with override("zh-hans"):
        chinese = gettext(TEXTS[code])
    assert chinese != TEXTS[code] and re.search("[\u4e00-\u9fff]", chinese)
    assert set(re.findall(r"%\(\w+\)", chinese)) <= set(re.findall(r"%\(\w+\)", TEXTS[code]))


def test_codes_are_found_in_the_source() -> None:
    assert len(CODES) > 25 and Refused("own_work").code in CODES
