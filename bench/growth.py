"""`python -m bench.growth [--quick] OUT.png 600000/200000 6070000/2000000 …`: what pages cost as the city grows.

Each size (people/tasks) is a city of the twin, made once; the pages are those of `bench.budgets`. Prints a table of p95
by page and size, and draws it; lines that are flat are what is wanted. Needs matplotlib (`make setup`).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

from matplotlib.figure import Figure as Picture

LINE = re.compile(r"\| (.+?), p95 +\| ([\d.,]+) ms")
# Told by name in the picture: one page of each kind of reader.
NAMED = (
    "cadre-sanxin /field/",
    "desk-jiangbei /",
    "leader-huicheng /",
    "leader-city /",
    "leader-city /search/?q=王天",
)


def main() -> None:
    """Measure each size, print the table, draw the picture."""
    out, *sizes = (word for word in sys.argv[1:] if word != "--quick")
    found = {size: measured(size, [word for word in sys.argv if word == "--quick"]) for size in sizes}
    pages = list(found[sizes[0]])
    people = [int(size.split("/")[0]) for size in sizes]
    print(
        f"| page, p95 in ms | {' | '.join(f'{number:,}' for number in people)} |\n|{'---|' * (len(sizes) + 1)}"
    )
    for page in pages:
        print(f"| {page} | {' | '.join(f'{found[size][page]:,.0f}' for size in sizes)} |")
    draw(out, people, {page: [found[size][page] for size in sizes] for page in pages})


def measured(size: str, how: list[str]) -> dict[str, float]:
    """By page, its p95 in ms in a city of this size."""
    done = subprocess.run(
        [sys.executable, "-m", "bench", "budgets", *how],
        env={**os.environ, "GANGMU_BENCH_CITY": size}, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return {page: float(ms.replace(",", "")) for page, ms in LINE.findall(done.stdout)}


def draw(out: str, people: list[int], pages: dict[str, list[float]]) -> None:
    """A line a page over the size of the city, both axes logarithmic."""
    picture = Picture(figsize=(9, 5.5), layout="constrained")
    axes = picture.subplots()
    for page, times in pages.items():
        named = page in NAMED
        label = page.encode("ascii", "ignore").decode() if named else None
        axes.plot(people, times, marker="o", label=label, zorder=2 if named else 1,
                  color=None if named else "0.8", linewidth=2 if named else 1)  # fmt: skip
    axes.set(
        xscale="log", yscale="log", xlabel="people", ylabel="p95 of a page on the server, ms", ylim=(5, 1000)
    )
    axes.axhline(100, color="0.4", linestyle="--", linewidth=1)
    axes.axhline(200, color="0.4", linestyle=":", linewidth=1)
    axes.grid(True, which="major", color="0.92")
    axes.legend(frameon=False, fontsize=9)
    picture.savefig(out, dpi=110)


if __name__ == "__main__":
    main()
