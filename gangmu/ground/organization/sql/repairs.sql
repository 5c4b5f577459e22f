-- Who could fill an empty seat? Whoever holds a post of its role and line, or of the reserve of its line, in the same
-- county, is active, is not away, and has no shift in that time nor within the rest before and after it. Nearest first: holder or deputy of the seat
-- itself (0), same village (1), same town (2), reserve (3), the rest of the county (4); within one of these by distance.
-- The first `most` of each of these, since the nearest may have worked too much already.
-- Many gaps share their time: who is free then is found once for all of them. NOT IN and not NOT EXISTS there: it hashes the
-- busy ones whatever is guessed of how many are able, of which nobody can know much; a loop over both takes seconds.
-- name: repairs
WITH asked AS MATERIALIZED (
    SELECT a.n, p.id AS post_id, p.role, p.line, b.lo, d.longitude, d.latitude, a.since, a.until
      FROM unnest(%(posts)s::bigint[], %(since)s::timestamptz[], %(until)s::timestamptz[])
           WITH ORDINALITY AS a (post_id, since, until, n)
      JOIN organization_post p ON p.id = a.post_id
      JOIN organization_body b ON b.id = p.body_id
      JOIN territory_division d ON d.id = b.division_id
), times AS MATERIALIZED (
    SELECT DISTINCT since, until, tstzrange(since, until) AS during,
           tstzrange(since - %(rest)s::interval, until + %(rest)s::interval) AS rested,
           daterange((since AT TIME ZONE %(zone)s)::date,
                     ((until - interval '1 microsecond') AT TIME ZONE %(zone)s)::date, '[]') AS days
      FROM asked
), able AS MATERIALIZED (
    SELECT p.id AS post_id, p.role, p.line, b.kind, b.name, b.lo, d.longitude, d.latitude,
           h.id AS holding_id, h.user_id, h.deputy, h.valid, u.name AS user_name
      FROM organization_post p
      JOIN organization_body b ON b.id = p.body_id
      JOIN territory_division d ON d.id = b.division_id
      JOIN organization_holding h ON h.post_id = p.id
      JOIN accounts_user u ON u.id = h.user_id AND u.is_active
     WHERE b.kind IN ('trio', 'joint_office', 'reserve')
       AND EXISTS (SELECT FROM asked a WHERE p.role IN (a.role, 'reserve') AND a.line = p.line
                                         AND a.lo / 1000000000000 = b.lo / 1000000000000)
), busy AS MATERIALIZED (
    SELECT t.since, t.until, d.user_id FROM times t JOIN organization_shift d ON d.during && t.rested
     UNION
    SELECT t.since, t.until, a.user_id FROM times t JOIN organization_absence a ON a.during && t.during
), free AS MATERIALIZED (
    SELECT t.since, t.until, a.*
      FROM times t JOIN able a ON a.valid @> t.days
     WHERE (t.since, t.until, a.user_id) NOT IN (SELECT since, until, user_id FROM busy)
), near AS (
    SELECT q.n, q.since, f.user_id, f.user_name, f.name, f.deputy, f.holding_id,
           CASE WHEN f.post_id = q.post_id THEN 0
                WHEN f.kind = 'reserve' THEN 3
                WHEN f.lo / 1000000 = q.lo / 1000000 THEN 1
                WHEN f.lo / 1000000000 = q.lo / 1000000000 THEN 2
                ELSE 4 END AS rank,
           111.2 * sqrt((f.latitude - q.latitude) ^ 2
                        + ((f.longitude - q.longitude) * cos(radians(q.latitude))) ^ 2) AS km
      FROM asked q
      JOIN free f ON f.since = q.since AND f.until = q.until AND f.role IN (q.role, 'reserve') AND f.line = q.line
                 AND f.lo / 1000000000000 = q.lo / 1000000000000
), best AS (
    SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY n, rank ORDER BY km, deputy DESC, holding_id) AS place
                     FROM near) placed
     WHERE place <= %(most)s
)
SELECT b.n, b.user_id, b.user_name, b.name, b.rank, b.km,
       coalesce(week.hours, 0)::float, coalesce(week.shifts, 0), coalesce(week.nights, 0)
  FROM best b
  LEFT JOIN LATERAL (
    SELECT extract(epoch FROM sum(upper(d.during) - lower(d.during))) / 3600 AS hours, count(*) AS shifts,
           count(*) FILTER (WHERE (lower(d.during) AT TIME ZONE %(zone)s)::time >= '18:00') AS nights
      FROM organization_shift d
     WHERE d.user_id = b.user_id AND d.during && tstzrange(b.since - interval '84 hours', b.since + interval '84 hours')
    ) week ON true
 ORDER BY b.n, b.rank, b.km NULLS LAST, b.deputy DESC, hours, b.user_id
