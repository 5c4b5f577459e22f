-- What settling a row takes besides, when a desk has decided about it (bulk/settle.py): the same tables and parameters
-- as settle.sql.

-- name: complete_documents
-- Somebody known without a document turns out to have the row's: nothing known is overwritten, and a number that is
-- somebody else's stays his.
UPDATE register_person p
   SET document_kind = s.document_kind, document_hash = s.document_hash, document_sealed = s.document_sealed,
       document_mask = s.document_mask, sex = coalesce(nullif(p.sex, ''), s.sex),
       birth_date = coalesce(p.birth_date, s.birth_date)
  FROM settled t JOIN staged s USING (number)
 WHERE p.id = t.person_id AND NOT t.is_new AND p.document_hash IS NULL
   AND s.document_hash IS NOT NULL AND s.disposition IN ('located', 'doubtful')
   AND NOT EXISTS (SELECT 1 FROM register_person o
                    WHERE o.document_hash = s.document_hash AND o.merged_into_id IS NULL)

-- name: rows_again
-- What follows `rows` where a desk has decided about a row that is already there.
ON CONFLICT (batch_id, number) DO UPDATE SET outcome = excluded.outcome, area = excluded.area,
       person_id = excluded.person_id, task_id = excluded.task_id, match = excluded.match,
       flagged = excluded.flagged, reasons = excluded.reasons, candidates = excluded.candidates,
       sealed = excluded.sealed, decided_by_id = excluded.decided_by_id, decided_at = excluded.decided_at

-- name: wait_in_place
-- Rows that were folded into one that waited have no check. If it was refused or sent outside, the first of them waits
-- in its place, and the others with it.
WITH next AS (
    UPDATE intake_row r SET outcome = 'waiting'
      FROM settled t CROSS JOIN LATERAL (
          SELECT f.id FROM intake_row f JOIN intake_batch b ON b.id = f.batch_id JOIN intake_slot o ON o.id = b.slot_id
           WHERE f.person_id = t.person_id AND f.outcome = 'merged' AND f.task_id IS NULL
             AND o.incident_id = %(incident)s
           ORDER BY f.id LIMIT 1) f
     WHERE r.id = f.id AND t.outcome IN ('refused', 'out_of_city')
    RETURNING r.area, r.person_id, r.address)
INSERT INTO register_presence (area, person_id, incident_id, source, address, since)
SELECT area, person_id, %(incident)s, 'pushed', left(address, 200), %(now)s FROM next
ON CONFLICT (person_id, area, incident_id) WHERE until IS NULL DO NOTHING
