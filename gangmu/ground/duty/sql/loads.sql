-- What somebody has done or is to do: hours, nights (begun from 18:00 to 06:00 civil time), weekends with a shift.
-- name: of_shifts
SELECT s.user_id,
       (extract(epoch FROM sum(least(upper(s.during), %(ends)s) - greatest(lower(s.during), %(begins)s))) / 3600)::float,
       count(*) FILTER (WHERE extract(hour FROM lower(s.during) AT TIME ZONE %(zone)s) NOT BETWEEN 6 AND 17),
       count(DISTINCT date_trunc('week', lower(s.during) AT TIME ZONE %(zone)s))
           FILTER (WHERE extract(isodow FROM lower(s.during) AT TIME ZONE %(zone)s) > 5)
  FROM organization_shift s
 WHERE s.user_id = ANY(%(users)s) AND s.during && tstzrange(%(begins)s, %(ends)s)
 GROUP BY s.user_id

-- name: of_turns
SELECT t.user_id,
       (extract(epoch FROM sum(upper(t.during) - lower(t.during))) / 3600)::float,
       count(*) FILTER (WHERE extract(hour FROM lower(t.during) AT TIME ZONE %(zone)s) NOT BETWEEN 6 AND 17),
       count(DISTINCT date_trunc('week', lower(t.during) AT TIME ZONE %(zone)s))
           FILTER (WHERE extract(isodow FROM lower(t.during) AT TIME ZONE %(zone)s) > 5)
  FROM duty_turn t
 WHERE t.roster_id = %(roster)s AND t.user_id = ANY(%(users)s)
 GROUP BY t.user_id
