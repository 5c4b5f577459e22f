"""A push as sets: rows are staged by COPY and settled by the statements of `sql/settle.sql`."""

from gangmu.control.intake.bulk.files import keep_file
from gangmu.control.intake.bulk.settle import Ledger, settle_rows
from gangmu.control.intake.bulk.staging import Given, Placing, Stager

__all__ = ["Given", "Ledger", "Placing", "Stager", "keep_file", "settle_rows"]
