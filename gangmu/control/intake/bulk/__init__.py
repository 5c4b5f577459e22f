"""A push as sets: rows are staged by COPY and settled by the statements of `sql/settle.sql`."""

from gangmu.control.intake.bulk.files import keep_file, spooled
from gangmu.control.intake.bulk.progress import Stopped, progress
from gangmu.control.intake.bulk.settle import settle_rows, take_turn
from gangmu.control.intake.bulk.staging import Given, Placing, Staged, Stager, refused

__all__ = [
    "Given",
    "Placing",
    "Staged",
    "Stager",
    "Stopped",
    "keep_file",
    "progress",
    "refused",
    "settle_rows",
    "spooled",
    "take_turn",
]
