"""The picture of a rehearsal: how reports and releases grow, and when the last one is released."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gangmu.twin.day.rehearsal import Outcome, quantile

FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Microsoft YaHei",
)
COLOURS = ("#c2410c", "#1d4ed8", "#15803d")
STEP = 5  # minutes


def clock(minute: float) -> str:
    """A minute of the day as people say it: 22:05, or 07:10 +1 of the day after."""
    day, rest = divmod(round(minute), 24 * 60)
    return f"{rest // 60:02d}:{rest % 60:02d}" + (f" +{day}" if day else "")


def draw(
    outcomes: Sequence[Outcome], by: float | None, certainty: float, share: float, title: str, path: Path
) -> None:
    """Write the picture; its format is that of the name. ModuleNotFoundError without matplotlib."""
    from matplotlib import font_manager, rc_context
    from matplotlib.figure import Figure

    known = {font.name for font in font_manager.fontManager.ttflist}
    chinese = next((name for name in FONTS if name in known), "")
    fonts: dict[Any, Any] = {"font.sans-serif": [chinese, "DejaVu Sans"]} if chinese else {}

    def both(zh: str, en: str) -> str:
        return f"{zh} {en}" if chinese else en

    with rc_context({**fonts, "axes.unicode_minus": False, "font.size": 11}):
        figure = Figure(figsize=(13, 5.6), layout="constrained")
        growth, ends = figure.subplots(1, 2, width_ratios=(3, 2))
        for outcome, colour in zip(outcomes, COLOURS, strict=False):
            named = both(f"{outcome.trios:,} 个小组", f"{outcome.trios:,} trios")
            _grow(growth, outcome, colour, named)
            finished = sorted(run.at(share) for run in outcome.runs)
            shares = [(n + 1) / len(finished) * 100 for n in range(len(finished))]
            ends.step(finished, shares, where="post", color=colour, label=named)
        growth.set_ylabel(both("核查对象", "doors"))
        growth.set_title(both("已上报（虚线）与已放行（实线）", "reported (dashed), released (solid)"))
        what = (
            both("全部放行", "all released")
            if share == 1
            else both(f"{share:.0%} 放行", f"{share:.0%} released")
        )
        ends.set_title(what)
        ends.set_ylabel(both("推演次数占比", "share of the runs, %"))
        ends.axhline(certainty * 100, color="#999", linewidth=0.8, linestyle=":")
        for axes in (growth, ends):
            _times(axes, by)
        growth.legend(loc="lower right", frameon=False)
        figure.suptitle(title)
        figure.savefig(path, dpi=110)


def _grow(axes: Any, outcome: Outcome, colour: str, named: str) -> None:
    """Median and the middle 90 % of the runs."""
    ends = [run.released[-1] for run in outcome.runs if run.released]
    first = min(run.reported[0] for run in outcome.runs if run.reported)
    minutes = range(int(first) // 60 * 60, int(max(ends)) + STEP, STEP)
    for style, times in (
        ("--", [run.reported for run in outcome.runs]),
        ("-", [run.released for run in outcome.runs]),
    ):
        counts = [[bisect(one, minute) for one in times] for minute in minutes]
        middle = [quantile(found, 0.5) for found in counts]
        axes.plot(minutes, middle, style, color=colour, label=named if style == "-" else None)
        if style == "-":
            low, high = ([quantile(found, share) for found in counts] for share in (0.05, 0.95))
            axes.fill_between(minutes, low, high, color=colour, alpha=0.15, linewidth=0)


def _times(axes: Any, by: float | None) -> None:
    """Hours along the axis, and the deadline."""
    low, high = (int(edge) for edge in axes.get_xlim())
    step = 60 * max(1, round((high - low) / 60 / 8))
    ticks = range(-(-low // step) * step, high + 1, step)
    axes.set_xticks(list(ticks), [clock(minute) for minute in ticks])
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    if by is not None:
        axes.axvline(by, color="#111", linewidth=1)
        axes.annotate(
            clock(by),
            (by, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(4, -12),
            textcoords="offset points",
        )
