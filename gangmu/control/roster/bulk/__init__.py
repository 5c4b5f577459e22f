"""A register as sets: the file in sealed pieces, its lines staged by COPY, settled by `sql/settle.sql`."""

from gangmu.control.roster.bulk.files import destroy_file, keep_piece, piece_of
from gangmu.control.roster.bulk.settle import settle_slice
from gangmu.control.roster.bulk.staging import staged_text

__all__ = ["destroy_file", "keep_piece", "piece_of", "settle_slice", "staged_text"]
