"""Results of a week for the demo's residents, so that there is a weekly rate."""

from __future__ import annotations

from datetime import datetime

from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.bulk import bulk_role, run

SAMPLES = """
    INSERT INTO laboratory_labresult (laboratory, specimen, person_id, document_hash, value, sampled_at, received_at)
    SELECT '演示实验室', %(week)s::text || p.id, p.id, coalesce(p.document_hash, ''), 'negative', %(at)s, %(at)s
      FROM register_person p
     WHERE (p.id * 2654435761) %% 100 < %(share)s
       AND EXISTS (SELECT FROM register_presence r WHERE r.person_id = p.id AND r.until IS NULL
                    AND r.area >= %(lo)s AND r.area < %(hi)s)
    ON CONFLICT DO NOTHING"""


def sample_residents(where: Jurisdiction, at: datetime, share: int) -> int:
    """One negative result at a moment for so many of a hundred of those who live there; always the same ones."""
    with bulk_role():
        week = f"W{at:%G%V}-"
        return sum(
            run(SAMPLES, {"week": week, "at": at, "share": share, "lo": lo, "hi": hi})
            for lo, hi in where.pieces
        )
