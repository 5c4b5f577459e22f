"""What is loaded later is loaded when it is used, and a process that serves pages starts without it."""

from __future__ import annotations

import subprocess
import sys

from gangmu.kernel.later import Later

HEAVY = ("docx", "numpy", "ortools", "pypinyin", "shapely", "typst")


def test_a_module_is_loaded_by_its_first_use() -> None:
    ask = (
        "import sys; from gangmu.kernel.later import Later; later = Later('colorsys')\n"
        "assert 'colorsys' not in sys.modules; later.rgb_to_hsv; assert 'colorsys' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", ask], check=True)
    assert Later("colorsys").rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)


def test_a_web_process_starts_without_what_few_pages_need() -> None:
    ask = f"import sys, gangmu.config.wsgi; print(*(name for name in {HEAVY} if name in sys.modules))"
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ask], check=True, capture_output=True, text=True
    )
    assert said.stdout.split() == []
