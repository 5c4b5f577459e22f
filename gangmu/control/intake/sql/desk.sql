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
