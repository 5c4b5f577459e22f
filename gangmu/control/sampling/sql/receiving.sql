-- Results by the set. Run as the bulk role, in one transaction; `incoming` holds the lines that could be read.

-- name: judged
-- Each line with its tube as it stands, locked; or why it cannot be taken.
CREATE TEMPORARY TABLE judged ON COMMIT DROP AS
SELECT i.row, i.code, i.value, i.at, t.id, t.status, t.round_id, t.area, t.capacity, t.sealed_at,
       CASE WHEN t.id IS NULL THEN 'tube_unknown'
            WHEN t.status = 'open' THEN 'tube_not_sealed'
            WHEN t.status = 'void' THEN 'tube_void'
            WHEN t.status = 'resolved' AND i.value <> 'positive' THEN 'pool_resolved'
            WHEN i.at < t.sealed_at - interval '10 minutes' THEN 'before_sealing'
            WHEN t.status <> i.value AND i.at < (SELECT max(r.tested_at) FROM sampling_result r WHERE r.tube_id = t.id)
                 THEN 'older_result' ELSE '' END AS wrong
  FROM incoming i
  LEFT JOIN LATERAL (SELECT * FROM sampling_tube x WHERE x.code = i.code AND x.area >= %(lo)s AND x.area < %(hi)s
                        AND NOT %(holes)s::int8multirange @> x.area OFFSET 0) t ON true

-- name: lock
-- Of two lists with the same tubes the later one waits, and sees what the first has written.
SELECT count(*) FROM (SELECT FROM sampling_tube t JOIN incoming i ON i.code = t.code ORDER BY t.id FOR NO KEY UPDATE) l

-- name: fresh
CREATE TEMPORARY TABLE fresh_results ON COMMIT DROP AS
SELECT * FROM judged WHERE wrong = '' AND status <> value AND status <> 'resolved'

-- name: refused
SELECT row, code, value, wrong FROM judged WHERE wrong <> '' ORDER BY row

-- name: keep
INSERT INTO sampling_result (tube_id, list_id, value, tested_at) SELECT id, %(list)s, value, at FROM fresh_results

-- name: find
UPDATE sampling_tube t SET status = f.value, found_at = %(now)s FROM fresh_results f WHERE t.id = f.id

-- name: uncount
UPDATE sampling_specimen s SET counts = false FROM fresh_results f
 WHERE s.tube_id = f.id AND s.counts AND (f.value = 'invalid' OR f.value = 'positive' AND f.capacity > 1)

-- name: count_again
-- Corrected: who was let go counts again, unless he is in another tube by now.
UPDATE sampling_specimen s SET counts = true FROM fresh_results f
 WHERE s.tube_id = f.id AND NOT s.counts AND f.status IN ('positive', 'invalid')
   AND (f.value = 'negative' OR f.value = 'positive' AND f.capacity = 1)
   AND NOT EXISTS (SELECT FROM sampling_specimen o
                    WHERE o.person_id = s.person_id AND o.round_id = s.round_id AND o.counts)

-- name: swabs
-- What the single swab of a recalled member says of him.
UPDATE sampling_recall c
   SET status = CASE f.value WHEN 'negative' THEN 'cleared' WHEN 'positive' THEN 'confirmed' ELSE 'asked' END,
       resolved_at = CASE WHEN f.value <> 'invalid' THEN %(now)s::timestamptz END
  FROM sampling_specimen s JOIN fresh_results f ON f.id = s.tube_id
 WHERE c.id = s.recall_id AND (c.status = 'swabbed' OR c.status IN ('cleared', 'confirmed') AND f.value <> 'invalid')
   AND c.status <> CASE f.value WHEN 'negative' THEN 'cleared' WHEN 'positive' THEN 'confirmed' ELSE 'asked' END

-- name: pool_cleared
-- A pool that was corrected to negative clears its members.
UPDATE sampling_recall c SET status = 'cleared', resolved_at = %(now)s FROM fresh_results f
 WHERE c.tube_id = f.id AND f.value = 'negative' AND c.status IN ('asked', 'swabbed')

-- name: positive
SELECT id, area FROM fresh_results WHERE value = 'positive' ORDER BY id

-- name: singles
-- What single tubes say of a person, for the register of laboratory results.
SELECT f.code, s.person_id, f.value, s.taken_at FROM fresh_results f JOIN sampling_specimen s ON s.tube_id = f.id
 WHERE f.capacity = 1

-- name: members
-- Who is to be called back: the members of a tube in which something was found, without those who were swabbed singly
-- because of another one.
INSERT INTO sampling_recall (area, tube_id, person_id, status, asked_at)
SELECT s.area, s.tube_id, s.person_id, 'asked', %(now)s FROM sampling_specimen s JOIN sampling_tube t ON t.id = s.tube_id
 WHERE s.tube_id = %(tube)s AND t.status = 'positive' AND s.recall_id IS NULL
ON CONFLICT (tube_id, person_id) DO NOTHING

-- name: called
SELECT c.id, c.area, c.person_id, p.name FROM sampling_recall c JOIN register_person p ON p.id = c.person_id
 WHERE c.tube_id = %(tube)s AND c.task_id IS NULL AND c.status = 'asked' ORDER BY c.id

-- name: with_task
UPDATE sampling_recall c SET task_id = n.task FROM unnest(%(recalls)s::bigint[], %(tasks)s::bigint[]) AS n(recall, task)
 WHERE c.id = n.recall

-- name: found_singly
-- Found in a tube of his own: there is nothing left to ask.
UPDATE sampling_recall c SET status = 'confirmed', resolved_at = %(now)s FROM sampling_tube t
 WHERE c.tube_id = %(tube)s AND t.id = c.tube_id AND t.capacity = 1 AND c.status = 'asked'

-- name: resolved
-- Pools of which nobody is awaited any more.
UPDATE sampling_tube t SET status = 'resolved'
 WHERE t.status = 'positive' AND t.id = ANY(%(tubes)s)
   AND EXISTS (SELECT FROM sampling_recall c WHERE c.tube_id = t.id)
   AND NOT EXISTS (SELECT FROM sampling_recall c WHERE c.tube_id = t.id AND c.status IN ('asked', 'swabbed'))
RETURNING t.id, t.area

-- name: touched
-- The pools whose members were just swabbed or cleared.
SELECT DISTINCT c.tube_id FROM sampling_recall c
 WHERE c.id IN (SELECT s.recall_id FROM sampling_specimen s JOIN fresh_results f ON f.id = s.tube_id)
    OR c.tube_id IN (SELECT id FROM fresh_results)

-- name: over
-- Tasks of recalls that are over, while nobody has gone.
SELECT c.task_id FROM sampling_recall c JOIN casework_task t ON t.id = c.task_id
 WHERE c.tube_id = ANY(%(tubes)s) AND c.status IN ('cleared', 'settled') AND t.status IN ('open', 'claimed', 'returned')
