-- How much duty would changes of shifts give? A change (n) gives people new shifts and takes others (`freed`) away.
-- The heaviest days end where some shift ends, or begin where a new one begins: each end is looked at with the 7 and 28 days
-- before it, if these touch a new shift, and each new beginning with the days after it. No two shifts of a person overlap, so
-- of the days before an end only the first shift can be cut by their beginning, and of those after a beginning only the last.
-- name: above_cap
WITH new AS (
    SELECT * FROM unnest(%(change)s::int[], %(users)s::bigint[], %(since)s::timestamptz[], %(until)s::timestamptz[])
                  AS d (n, user_id, begins, ends)
), freed AS MATERIALIZED (
    SELECT * FROM unnest(%(freed_of)s::int[], %(freed)s::bigint[]) AS f (n, shift_id)
), reach AS MATERIALIZED (
    SELECT n, user_id, tstzrange(min(begins) - interval '672 hours', max(ends) + interval '672 hours') AS around
      FROM new GROUP BY n, user_id
), duties AS (
    SELECT n, user_id, begins, ends, true AS is_new FROM new
     UNION ALL
    SELECT r.n, r.user_id, lower(d.during), upper(d.during), false
      FROM reach r JOIN organization_shift d ON d.user_id = r.user_id AND d.during && r.around
     WHERE (r.n, d.id) NOT IN (SELECT n, shift_id FROM freed)
), nights AS (
    SELECT *, (ends AT TIME ZONE %(zone)s - interval '2 hours')::date
              - (begins AT TIME ZONE %(zone)s - interval '2 hours')::date AS nights
      FROM duties
), ended AS (
    SELECT n, user_id, ends, max(ends) FILTER (WHERE is_new) OVER before AS newest,
           extract(epoch FROM sum(ends - begins) OVER week
                   - greatest(ends - interval '168 hours' - first_value(begins) OVER week, '0')) / 3600 AS hours7,
           extract(epoch FROM sum(ends - begins) OVER month
                   - greatest(ends - interval '672 hours' - first_value(begins) OVER month, '0')) / 3600 AS hours28,
           sum(nights) OVER week
           - greatest((ends AT TIME ZONE %(zone)s - interval '170 hours')::date
                      - (first_value(begins) OVER week AT TIME ZONE %(zone)s - interval '2 hours')::date, 0) AS nights7
      FROM nights
    WINDOW before AS (PARTITION BY n, user_id ORDER BY ends),
           week AS (PARTITION BY n, user_id ORDER BY ends RANGE BETWEEN '168 hours' PRECEDING AND CURRENT ROW),
           month AS (PARTITION BY n, user_id ORDER BY ends RANGE BETWEEN '672 hours' PRECEDING AND CURRENT ROW)
), begun AS (
    SELECT w.n, w.user_id,
           extract(epoch FROM sum(least(d.ends, w.begins + interval '168 hours') - d.begins)
                             FILTER (WHERE d.begins < w.begins + interval '168 hours')) / 3600 AS hours7,
           extract(epoch FROM sum(least(d.ends, w.begins + interval '672 hours') - d.begins)) / 3600 AS hours28,
           sum((least(d.ends, w.begins + interval '168 hours') AT TIME ZONE %(zone)s - interval '2 hours')::date
               - (d.begins AT TIME ZONE %(zone)s - interval '2 hours')::date)
           FILTER (WHERE d.begins < w.begins + interval '168 hours') AS nights7
      FROM duties w
      JOIN duties d ON d.n = w.n AND d.user_id = w.user_id AND d.begins >= w.begins AND d.begins < w.begins + interval '672 hours'
     WHERE w.is_new
     GROUP BY w.n, w.user_id, w.begins
), heavy AS (
    SELECT n, user_id, CASE WHEN newest > ends - interval '168 hours' THEN hours7 END AS hours7,
           CASE WHEN newest > ends - interval '672 hours' THEN hours28 END AS hours28,
           CASE WHEN newest > ends - interval '168 hours' THEN nights7 END AS nights7
      FROM ended
     UNION ALL
    SELECT n, user_id, hours7, hours28, nights7 FROM begun
), most AS (
    SELECT n, user_id, max(hours7)::float AS hours7, max(hours28)::float AS hours28, max(nights7)::float AS nights7
      FROM heavy GROUP BY n, user_id
)
SELECT m.n, m.user_id, u.name, m.hours7, m.hours28, m.nights7
  FROM most m JOIN accounts_user u ON u.id = m.user_id
 WHERE m.hours7 > %(hours7)s OR m.hours28 > %(hours28)s OR m.nights7 > %(nights7)s
 ORDER BY m.n, u.name, m.user_id
