"""What is loaded later is loaded when it is used, and a process that serves pages starts without it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gangmu.kernel.later import Later, folder_of

HEAVY = (
    "docx", "numpy", "ortools", "pypinyin", "python_calamine", "rapidfuzz", "shapely", "typst", "webpush", "xlsxwriter",
)  # fmt: skip


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


def test_the_data_of_a_package_is_found_without_loading_it() -> None:
    ask = (
        "import sys; from gangmu.ground.territory.rules.sound import spoken\n"
        "assert spoken('惠') == ('hui',); print('pypinyin' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", ask], check=True, capture_output=True, text=True)
    assert said.stdout.split() == ["False"]
    with pytest.raises(ModuleNotFoundError, match="no package nowhere"):
        folder_of("nowhere")
