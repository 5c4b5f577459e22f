-- name: loads
-- What each of %(users)s has carried in the 7 and 28 days before %(at)s: hours and nights of his shifts wherever they
-- are (no shift is secret; one that lies in an absence counts for nothing), doors and open items on the ground that the reader sees (row security).
-- A night is counted where it was two in the morning in %(zone)s.
WITH members AS (SELECT DISTINCT unnest(%(users)s::bigint[]) AS user_id),
spans AS (
    SELECT days, tstzrange(%(at)s::timestamptz - make_interval(days => days), %(at)s::timestamptz) AS span
      FROM (VALUES (7), (28)) AS v (days)),
worked AS (
    SELECT m.user_id, s.days, d.during * s.span AS part
      FROM members m CROSS JOIN spans s
      JOIN organization_shift d ON d.user_id = m.user_id AND d.during && s.span
     WHERE NOT EXISTS (SELECT FROM organization_absence a WHERE a.user_id = d.user_id AND a.during @> d.during)),
duty AS (
    SELECT user_id, days,
           sum(extract(epoch FROM upper(part) - lower(part))) / 3600 AS hours,
           sum((upper(part) AT TIME ZONE %(zone)s - interval '2 hours')::date
               - (lower(part) AT TIME ZONE %(zone)s - interval '2 hours')::date) AS nights
      FROM worked GROUP BY user_id, days),
doors AS (
    SELECT m.user_id, s.days, count(*) AS n
      FROM members m CROSS JOIN spans s
      JOIN casework_report r ON r.by_id = m.user_id AND s.span @> r.at
     GROUP BY m.user_id, s.days),
items AS (
    SELECT claimed_by_id AS user_id, count(*) AS n
      FROM casework_task
     WHERE status IN ('claimed', 'returned') AND area >= %(lo)s AND area < %(hi)s
       AND NOT %(holes)s::int8multirange @> area AND claimed_by_id = ANY(%(users)s::bigint[])
     GROUP BY claimed_by_id)
SELECT m.user_id,
       coalesce(w.hours, 0)::float, coalesce(f.hours, 0)::float,
       coalesce(w.nights, 0)::int, coalesce(f.nights, 0)::int,
       coalesce(dw.n, 0)::int, coalesce(df.n, 0)::int, coalesce(i.n, 0)::int
  FROM members m
  LEFT JOIN duty w ON w.user_id = m.user_id AND w.days = 7
  LEFT JOIN duty f ON f.user_id = m.user_id AND f.days = 28
  LEFT JOIN doors dw ON dw.user_id = m.user_id AND dw.days = 7
  LEFT JOIN doors df ON df.user_id = m.user_id AND df.days = 28
  LEFT JOIN items i ON i.user_id = m.user_id
