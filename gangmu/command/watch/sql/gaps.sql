-- Who is in charge by the roster now, beside who is responsible: the shift that runs in a post in charge; of several the
-- one that began last. %(early)s are the minutes before a change of shift in which taking over counts for it.
-- name: open_gaps
WITH turns AS (
    SELECT w.id AS watch_id, w.body_id, w.area, w.user_id, w.starts_at, d.user_id AS rostered, lower(d.during) AS turn_at
      FROM watch_watch w
     CROSS JOIN LATERAL (
           SELECT s.user_id, s.during FROM organization_shift s JOIN organization_post p ON p.id = s.post_id
            WHERE s.body_id = w.body_id AND p.in_charge AND s.during @> %(now)s::timestamptz
            ORDER BY lower(s.during) DESC, s.id LIMIT 1) d
     WHERE w.ends_at IS NULL)
INSERT INTO watch_gap (body_id, watch_id, area, turn_at, opened_at)
SELECT body_id, watch_id, area, turn_at, %(now)s FROM turns
 WHERE rostered <> user_id AND turn_at > starts_at + make_interval(mins => %(early)s)
   AND turn_at + make_interval(mins => %(grace)s) <= %(now)s
ON CONFLICT (body_id, turn_at) DO NOTHING

-- name: end_gaps
-- A gap ends where the one responsible is the one on the roster again: his own next shift has begun.
UPDATE watch_gap g SET ended_at = lower(s.during)
  FROM watch_watch w, organization_shift s, organization_post p
 WHERE g.ended_at IS NULL AND w.id = g.watch_id AND w.ends_at IS NULL
   AND s.body_id = g.body_id AND s.user_id = w.user_id AND s.during @> %(now)s::timestamptz
   AND lower(s.during) > g.turn_at AND p.id = s.post_id AND p.in_charge
RETURNING g.id, g.area, g.body_id, g.ended_at

-- name: tell
-- Each level whose minutes are over is told of a gap that is still open, once.
INSERT INTO watch_alarm (gap_id, level, at, area)
SELECT g.id, l.level, %(now)s, g.area
  FROM watch_gap g CROSS JOIN unnest(%(levels)s::text[], %(minutes)s::int[]) AS l (level, minutes)
 WHERE g.ended_at IS NULL AND g.turn_at + make_interval(mins => l.minutes) <= %(now)s
 ORDER BY g.id, l.minutes
ON CONFLICT (gap_id, level) DO NOTHING
RETURNING gap_id, area, level, (SELECT body_id FROM watch_gap WHERE id = gap_id), (SELECT turn_at FROM watch_gap WHERE id = gap_id)

-- name: in_charge
-- (office, user, name, begin, end) of whoever is in charge by the roster at a moment and next, of %(bodies)s.
SELECT s.body_id, s.user_id, u.name, lower(s.during), upper(s.during)
  FROM organization_shift s
  JOIN organization_post p ON p.id = s.post_id AND p.in_charge
  JOIN accounts_user u ON u.id = s.user_id
 WHERE s.body_id = ANY(%(bodies)s::bigint[])
   AND s.during && tstzrange(%(now)s::timestamptz, %(now)s::timestamptz + interval '24 hours')
 ORDER BY s.body_id, lower(s.during), s.id
