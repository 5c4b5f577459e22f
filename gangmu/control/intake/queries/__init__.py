"""Reads of intake: slots, batches and their ledgers, rows, the desk's queue, what goes back as a file."""

from gangmu.control.intake.queries.batches import (
    LEDGER,
    SlotOfDay,
    batch_in,
    batches_in,
    incident_of_batches,
    ledger_of,
    progress_of,
    read_guesses,
    slot_by_clock,
    slots_of_day,
    unfinished,
)
from gangmu.control.intake.queries.desk import (
    Waiting,
    identity_pairs,
    masked_given,
    next_waiting,
    settled_row,
    waiting_count,
    waiting_rows,
)
from gangmu.control.intake.queries.files import outside_rows, refused_rows, sealed_of
from gangmu.control.intake.queries.rows import (
    RowPage,
    reasons_of_batch,
    rows_in,
    rows_of_task,
    rows_out,
    shown_rows,
)

__all__ = [
    "LEDGER",
    "RowPage",
    "SlotOfDay",
    "Waiting",
    "batch_in",
    "batches_in",
    "identity_pairs",
    "incident_of_batches",
    "ledger_of",
    "masked_given",
    "next_waiting",
    "outside_rows",
    "progress_of",
    "read_guesses",
    "reasons_of_batch",
    "refused_rows",
    "rows_in",
    "rows_of_task",
    "rows_out",
    "sealed_of",
    "settled_row",
    "shown_rows",
    "slot_by_clock",
    "slots_of_day",
    "unfinished",
    "waiting_count",
    "waiting_rows",
]
