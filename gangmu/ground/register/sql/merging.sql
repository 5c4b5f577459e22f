-- Two persons who are one, as a human has decided. Run as the bulk role: he may have been known elsewhere too.

-- name: answer
UPDATE register_identityquestion SET status = %(status)s, decided_by = left(%(by)s, 120), decided_at = %(now)s
 WHERE id = %(question)s AND status = 'open'
RETURNING area

-- name: pair
-- Who of the two goes on: the one with a document, or else the one known longer.
SELECT id, document_hash IS NOT NULL FROM register_person
 WHERE id IN (%(person)s, %(other)s) AND merged_into_id IS NULL ORDER BY document_hash IS NULL, id

-- name: merge
WITH gone AS (
    UPDATE register_person SET merged_into_id = %(survivor)s WHERE id = %(gone)s
    RETURNING phone_hash, phone_sealed, phone_mask)
UPDATE register_person p
   SET phone_hash = g.phone_hash, phone_sealed = g.phone_sealed, phone_mask = g.phone_mask
  FROM gone g WHERE p.id = %(survivor)s AND p.phone_hash IS NULL

-- name: merge_presences
-- Where both were said to be, one saying is enough.
UPDATE register_presence r
   SET person_id = %(survivor)s,
       until = CASE WHEN r.until IS NULL AND EXISTS (
                   SELECT 1 FROM register_presence o
                    WHERE o.person_id = %(survivor)s AND o.area = r.area AND o.until IS NULL
                      AND o.incident_id IS NOT DISTINCT FROM r.incident_id) THEN %(now)s ELSE r.until END
 WHERE r.person_id = %(gone)s

-- name: merge_needs
-- What is noted about both is noted once; the needs of the survivor stay.
WITH twice AS (
    DELETE FROM register_careneed g
     USING register_careneed s
     WHERE g.person_id = %(gone)s AND s.person_id = %(survivor)s AND g.ended_at IS NULL AND s.ended_at IS NULL
       AND s.incident_id = g.incident_id AND s.kind = g.kind
    RETURNING g.id)
UPDATE register_careneed SET person_id = %(survivor)s
 WHERE person_id = %(gone)s AND id NOT IN (SELECT id FROM twice)
