-- Tubes on their way. Run as the bulk role; %(lo)s, %(hi)s, %(holes)s are the actor's ground.

-- name: cannot_send
-- Of the codes given, which cannot be handed over, and why.
SELECT c.code, CASE WHEN t.id IS NULL THEN 'tube_unknown' WHEN t.round_id <> %(round)s THEN 'tube_of_other_round'
                    ELSE t.status END
  FROM unnest(%(codes)s::text[]) WITH ORDINALITY AS c(code, place)
  LEFT JOIN sampling_tube t ON t.code = c.code AND t.area >= %(lo)s AND t.area < %(hi)s
       AND NOT %(holes)s::int8multirange @> t.area
 WHERE t.id IS NULL OR t.round_id <> %(round)s OR t.status <> 'sealed'
 ORDER BY c.place

-- name: send
UPDATE sampling_tube SET status = 'sent', consignment_id = %(consignment)s
 WHERE code = ANY(%(codes)s) AND round_id = %(round)s AND status = 'sealed'

-- name: receive
-- Those that are on their way become received; result: each code that is known, its round, and whether it is new here.
WITH known AS MATERIALIZED (
    SELECT t.id, t.code, t.round_id, t.status IN ('sealed', 'sent') AS fresh FROM sampling_tube t
     WHERE t.code = ANY(%(codes)s) AND t.area >= %(lo)s AND t.area < %(hi)s AND NOT %(holes)s::int8multirange @> t.area
       AND t.status NOT IN ('open', 'void')
     ORDER BY t.id FOR NO KEY UPDATE),
received AS (
    UPDATE sampling_tube t SET status = 'received', received_at = %(now)s FROM known k
     WHERE t.id = k.id AND k.fresh)
SELECT code, round_id, fresh FROM known

-- name: void
-- A tube that is lost or broken: who was in it may be in another.
WITH gone AS (
    UPDATE sampling_tube t SET status = 'void' WHERE t.id = %(tube)s AND t.status IN ('open', 'sealed', 'sent', 'received')
    RETURNING t.id),
freed AS (
    UPDATE sampling_specimen s SET counts = false FROM gone WHERE s.tube_id = gone.id AND s.counts
    RETURNING s.recall_id)
SELECT (SELECT count(*) FROM gone), (SELECT array_agg(recall_id) FROM freed WHERE recall_id IS NOT NULL)

-- name: filled
SELECT tube_id, count(*) FROM sampling_specimen WHERE tube_id = ANY(%(tubes)s) GROUP BY tube_id

-- name: overdue
-- Rounds with tubes whose result is late.
SELECT t.round_id, count(*) FROM sampling_tube t
 WHERE t.due_at < %(now)s AND t.status IN ('sealed', 'sent', 'received') GROUP BY t.round_id
