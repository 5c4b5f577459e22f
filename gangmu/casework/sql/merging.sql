-- Two persons were found to be one: %(gone)s is %(survivor)s.

-- name: fold
-- Where both have an open check of one incident, the one that is still with a trio (the younger, if both are) ends, and
-- the other is credited. Two that both stand at a gate stay: their reviewers see each.
WITH told AS MATERIALIZED (
    SELECT set_config('gangmu.move', 'cancel', true), set_config('gangmu.reason', %(reason)s, true)),
pairs AS (
    SELECT t.id AS one, o.id AS two, t.status AS status_one, o.status AS status_two, t.id > o.id AS younger
      FROM casework_task t
      JOIN casework_task o ON o.person_id = %(survivor)s AND o.incident_id = t.incident_id AND o.kind = t.kind
     WHERE t.person_id = %(gone)s
       AND t.status = ANY(%(open)s) AND o.status = ANY(%(open)s)
       AND (t.status = ANY(%(ending)s) OR o.status = ANY(%(ending)s))),
chosen AS (
    SELECT CASE WHEN first THEN one ELSE two END AS loser, CASE WHEN first THEN two ELSE one END AS winner
      FROM (SELECT *, status_one = ANY(%(ending)s) AND (younger OR NOT status_two = ANY(%(ending)s)) AS first
              FROM pairs) p),
ended AS (
    UPDATE casework_task t SET status = 'cancelled', version = version + 1
      FROM told, chosen c WHERE t.id = c.loser
    RETURNING t.id, c.winner, t.sources),
withdrawn AS (
    UPDATE casework_handover SET status = 'refused', answer = left(%(reason)s, 300), answered_at = %(now)s
     WHERE task_id IN (SELECT id FROM ended) AND status = 'offered'),
stopped AS (
    UPDATE casework_timer SET stopped_at = %(now)s
     WHERE task_id IN (SELECT id FROM ended) AND stopped_at IS NULL)
SELECT winner, sources FROM ended

-- name: credit
UPDATE casework_task SET sources = sources + %(sources)s WHERE id = %(task)s

-- name: follow
UPDATE casework_task t SET person_id = %(survivor)s
 WHERE t.person_id = %(gone)s
   AND NOT (t.status = ANY(%(open)s) AND EXISTS (
       SELECT 1 FROM casework_task o
        WHERE o.person_id = %(survivor)s AND o.incident_id = t.incident_id AND o.kind = t.kind
          AND o.status = ANY(%(open)s)))
