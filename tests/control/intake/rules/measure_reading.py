"""How fast files are read and checked on one core: `python -m tests.control.intake.rules.measure_reading [ROWS]`.

Prints processor time, not elapsed time, in microseconds per row and rows per second.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator

from gangmu.control.intake.rules import RowChecker, match_profile, read_sheet
from gangmu.ground.register.rules.documents import check_digit
from tests.control.intake.rules.making import HEADER, TODAY, csv_bytes, person, xlsx_bytes


def people(count: int) -> Iterator[list[str]]:
    """Rows of a big data push with different persons, invented, of regions that do not exist."""
    dice = random.Random(1)
    for number in range(count):
        born = f"19{dice.randint(50, 99)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}"
        seventeen = f"990{dice.randint(100, 999)}{born}{dice.randint(0, 999):03d}"
        yield person(
            serial=str(number + 1),
            number=seventeen + check_digit(seventeen),
            phone=f"138{dice.randint(10_000_001, 99_999_999)}",
            address=f"惠城区江北街道云山西路{dice.randint(1, 999)}号{dice.randint(1, 30)}栋{dice.randint(101, 3203)}房",
            arrived=f"2022-10-{dice.randint(1, 28):02d} {dice.randint(0, 23):02d}:{dice.randint(0, 59):02d}",
        )


def main() -> None:
    """Measure each format once."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    rows = [HEADER, *people(count)]
    files = {
        "csv utf-8": csv_bytes(rows),
        "csv gb18030": csv_bytes(rows, "gb18030"),
        "xlsx": xlsx_bytes(rows),
    }
    for name, data in files.items():
        started = time.process_time()
        sheet = read_sheet(data)
        mapping = match_profile(sheet.header)
        assert mapping is not None
        read = list(sheet.rows())
        halfway = time.process_time()
        checker = RowChecker(mapping, TODAY)
        for row in read:
            checker.check(row)
        done = time.process_time()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(  # noqa: T201
            f"{name:12} {len(read):7} rows  read {(halfway - started) / count * 1e6:5.1f} µs  "
            f"check {(done - halfway) / count * 1e6:5.1f} µs  {count / (done - started):8.0f} rows/s  "
            f"peak {memory} MB"
        )


if __name__ == "__main__":
    main()
