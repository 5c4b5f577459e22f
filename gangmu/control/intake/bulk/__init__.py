"""A push as sets: rows are staged by COPY and settled by the statements of `sql/settle.sql`."""

from gangmu.control.intake.bulk.files import keep_file
from gangmu.control.intake.bulk.progress import Stopped, progress
from gangmu.control.intake.bulk.settle import settle_rows
from gangmu.control.intake.bulk.staging import Given, Placing, Stager

__all__ = ["Given", "Placing", "Stager", "Stopped", "keep_file", "progress", "settle_rows"]
