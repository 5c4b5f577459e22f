-- Who could fill an empty seat? Whoever holds a post of its role and line in the same county, is active, is not away,
-- and has no shift in that time nor within the rest before and after it. Nearest first: holder or deputy of the seat
-- itself (0), same village (1), same town (2), reserve (3), the rest of the county (4); within one of these by distance.
-- name: repairs
WITH asked AS (
    SELECT a.n, p.id AS post_id, p.role, p.line, b.lo, d.longitude, d.latitude, a.since, a.until,
           tstzrange(a.since, a.until) AS during,
           tstzrange(a.since - %(rest)s::interval, a.until + %(rest)s::interval) AS rested,
           daterange((a.since AT TIME ZONE %(zone)s)::date,
                     ((a.until - interval '1 microsecond') AT TIME ZONE %(zone)s)::date, '[]') AS days
      FROM unnest(%(posts)s::bigint[], %(since)s::timestamptz[], %(until)s::timestamptz[])
           WITH ORDINALITY AS a (post_id, since, until, n)
      JOIN organization_post p ON p.id = a.post_id
      JOIN organization_body b ON b.id = p.body_id
      JOIN territory_division d ON d.id = b.division_id
), seats AS MATERIALIZED (
    SELECT p.id, p.role, p.line, b.id AS body_id, b.kind, b.name, b.lo, d.longitude, d.latitude
      FROM organization_post p
      JOIN organization_body b ON b.id = p.body_id
      JOIN territory_division d ON d.id = b.division_id
     WHERE b.kind IN ('trio', 'joint_office', 'reserve') AND p.role IN (SELECT role FROM asked)
), able AS MATERIALIZED (
    SELECT a.n, s.id AS post_id, s.name,
           CASE WHEN s.id = a.post_id THEN 0
                WHEN s.kind = 'reserve' THEN 3
                WHEN s.lo / 1000000 = a.lo / 1000000 THEN 1
                WHEN s.lo / 1000000000 = a.lo / 1000000000 THEN 2
                ELSE 4 END AS rank,
           111.2 * sqrt((s.latitude - a.latitude) ^ 2
                        + ((s.longitude - a.longitude) * cos(radians(a.latitude))) ^ 2) AS km
      FROM asked a JOIN seats s ON s.role = a.role AND s.line = a.line AND s.lo / 1000000000000 = a.lo / 1000000000000
), best AS (
    SELECT a.n, a.since, found.*
      FROM asked a CROSS JOIN LATERAL (
        SELECT e.user_id, e.user_name, e.name, e.rank, e.km
          FROM (SELECT h.user_id, u.name AS user_name, c.name, c.rank, c.km
                  FROM able c
                  JOIN organization_holding h ON h.post_id = c.post_id AND h.valid @> a.days
                  JOIN accounts_user u ON u.id = h.user_id AND u.is_active
                 WHERE c.n = a.n
                 ORDER BY c.rank, c.km, h.deputy DESC, h.id OFFSET 0) e
         WHERE NOT EXISTS (SELECT FROM organization_shift d WHERE d.user_id = e.user_id AND d.during && a.rested)
           AND NOT EXISTS (SELECT FROM organization_absence x WHERE x.user_id = e.user_id AND x.during && a.during)
         LIMIT %(most)s) found
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
 ORDER BY b.n, b.rank, b.km NULLS LAST, hours, b.user_id
