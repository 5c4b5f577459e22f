-- Reads that are more than a query set says. Row security binds them.

-- name: covered
-- How far a round has come, by comprehensive grid.
SELECT area, sum(required), sum(refused), sum(away), sum(exempt), sum(sampled), sum(valid)
  FROM sampling_coverage
 WHERE round_id = %(round)s AND area >= %(lo)s AND area < %(hi)s AND NOT %(holes)s::int8multirange @> area
 GROUP BY area

-- name: covered_rounds
-- The same for several rounds, each on all of the ground.
SELECT round_id, sum(required), sum(refused), sum(away), sum(exempt), sum(sampled), sum(valid)
  FROM sampling_coverage
 WHERE round_id = ANY(%(rounds)s) AND area >= %(lo)s AND area < %(hi)s AND NOT %(holes)s::int8multirange @> area
 GROUP BY round_id

-- name: history
SELECT x.move, x.at, x.actor, x.reason FROM sampling_tube_transition x WHERE x.subject_id = %(tube)s ORDER BY x.id

-- name: plans
-- Of each plan: how many are under it, how many have a sample young enough, how many of the others are overdue.
SELECT m.plan_id, count(*), count(*) FILTER (WHERE last.at > now.at - make_interval(days => n.every)),
       count(*) FILTER (WHERE coalesce(last.at, m.since) <= now.at - make_interval(days => n.every))
  FROM sampling_planmember m
  JOIN sampling_plan n ON n.id = m.plan_id
  CROSS JOIN (SELECT %(now)s::timestamptz AS at) now
  LEFT JOIN LATERAL (
       SELECT max(s.taken_at) AS at FROM sampling_specimen s JOIN sampling_tube t ON t.id = s.tube_id
        WHERE s.person_id = m.person_id AND s.counts AND t.status <> 'void') last ON true
 WHERE m.plan_id = ANY(%(plans)s) AND m.ended_at IS NULL
   AND m.area >= %(lo)s AND m.area < %(hi)s AND NOT %(holes)s::int8multirange @> m.area
 GROUP BY m.plan_id

-- name: members
-- Who is under a plan, with his last sample; the longest without one first.
SELECT m.id, m.person_id, p.name, p.document_mask, m.area, last.at,
       coalesce(last.at, m.since) <= %(now)s::timestamptz - make_interval(days => n.every) AS overdue
  FROM sampling_planmember m
  JOIN sampling_plan n ON n.id = m.plan_id
  JOIN register_person p ON p.id = m.person_id
  LEFT JOIN LATERAL (
       SELECT max(s.taken_at) AS at FROM sampling_specimen s JOIN sampling_tube t ON t.id = s.tube_id
        WHERE s.person_id = m.person_id AND s.counts AND t.status <> 'void') last ON true
 WHERE m.plan_id = %(plan)s AND m.ended_at IS NULL
   AND m.area >= %(lo)s AND m.area < %(hi)s AND NOT %(holes)s::int8multirange @> m.area
 ORDER BY overdue DESC, last.at NULLS FIRST, m.id LIMIT 200

-- name: of_person
-- What tubes say of a person: pools too, each with what it says of him alone.
SELECT t.code, t.capacity, t.status, s.taken_at, t.valid FROM sampling_specimen s JOIN sampling_tube t ON t.id = s.tube_id
 WHERE s.person_id = %(person)s AND t.found_at IS NOT NULL AND t.capacity > 1
   AND (%(since)s::timestamptz IS NULL OR s.taken_at >= %(since)s)
 ORDER BY s.taken_at DESC LIMIT 20
