-- When does a seat have nobody? A seat is a role of a working trio, or a post of a joint office. Somebody is present
-- while he has a shift in the seat, holds the post (himself or as its deputy), is active, and is not away. Only what
-- belongs to the bodies asked for is read, so that a town does not pay for the city.

-- name: doubtful
-- The working bodies of some ground, but those trios of which each role has one who is there from %(since)s to %(until)s:
-- most trios of a moment, found without an algebra of hours.
WITH working AS MATERIALIZED (
    SELECT b.id, b.kind
      FROM organization_body b
     WHERE b.kind = ANY (%(kinds)s) AND NOT b.standing_by AND b.valid @> %(day)s::date
       AND b.lo >= %(lo)s AND b.lo < %(hi)s AND NOT %(holes)s::int8multirange @> b.lo
), posts AS MATERIALIZED (
    SELECT p.id, p.role, p.body_id
      FROM working b JOIN organization_post p ON p.body_id = b.id WHERE p.role = ANY (%(roles)s)
), held AS MATERIALIZED (
    SELECT h.post_id, h.user_id
      FROM posts p JOIN organization_holding h ON h.post_id = p.id
     WHERE h.valid @> daterange(%(day)s::date, %(last)s::date, '[]')
), there AS MATERIALIZED (
    -- Trio by trio along the index, and IS TRUE for a table of hashes: of joins by two columns the planner thinks that one
    -- row comes of them, and walks through one list for each row of the other.
    SELECT d.post_id
      FROM working b
     CROSS JOIN LATERAL (
         SELECT d.post_id, d.user_id FROM organization_shift d
          WHERE d.body_id = b.id AND d.during @> tstzrange(%(since)s, %(until)s) OFFSET 0) d
     WHERE ((d.post_id, d.user_id) IN (SELECT post_id, user_id FROM held)) IS TRUE
       AND d.user_id NOT IN (SELECT id FROM accounts_user WHERE NOT is_active)
       AND d.user_id NOT IN (SELECT user_id FROM organization_absence WHERE during && tstzrange(%(since)s, %(until)s))
), manned AS MATERIALIZED (
    SELECT body_id FROM posts WHERE (id IN (SELECT post_id FROM there)) IS TRUE
     GROUP BY body_id HAVING count(DISTINCT role) = cardinality(%(roles)s::text[])
)
SELECT id FROM working WHERE kind <> 'trio' OR id NOT IN (SELECT body_id FROM manned)

-- name: gaps
-- Of some bodies: body, role, line, in charge, a stretch of time inside one watch (08:00-20:00, 20:00-08:00 civil time), why.
WITH bodies AS MATERIALIZED (
    SELECT id, kind FROM organization_body WHERE id = ANY (%(bodies)s)
), posts AS MATERIALIZED (
    SELECT b.id AS body_id, p.role, CASE b.kind WHEN 'trio' THEN '' ELSE p.line END AS line, p.in_charge, p.id AS post_id
      FROM bodies b JOIN organization_post p ON p.body_id = b.id
     WHERE b.kind = 'joint_office' OR p.role = ANY (%(roles)s)
), seats AS (
    SELECT * FROM posts
     UNION ALL
    SELECT b.id, r.role, '', false, NULL
      FROM bodies b CROSS JOIN unnest(%(roles)s::text[]) AS r (role)
     WHERE b.kind = 'trio' AND (b.id, r.role) NOT IN (SELECT body_id, role FROM posts)
), held AS MATERIALIZED (
    SELECT h.post_id, h.user_id, h.deputy,
           h.user_id NOT IN (SELECT id FROM accounts_user WHERE NOT is_active) AS is_active,
           tstzrange(lower(h.valid)::timestamp AT TIME ZONE %(zone)s,
                     upper(h.valid)::timestamp AT TIME ZONE %(zone)s) AS hours
      FROM posts p JOIN organization_holding h ON h.post_id = p.post_id
     WHERE h.valid && daterange(%(day)s::date, %(last)s::date, '[]')
), away AS MATERIALIZED (
    SELECT a.user_id, range_agg(a.during) AS hours
      FROM organization_absence a WHERE a.during && tstzrange(%(since)s, %(until)s) GROUP BY a.user_id
), standing AS MATERIALIZED (
    SELECT d.post_id, d.user_id, range_agg(d.during) AS hours
      FROM bodies b JOIN organization_shift d ON d.body_id = b.id
     WHERE d.during && tstzrange(%(since)s, %(until)s)
     GROUP BY d.post_id, d.user_id
), present AS (
    SELECT d.post_id, range_agg(d.hours * tstzmultirange(h.hours) - coalesce(a.hours, '{}')) AS hours
      FROM standing d
      JOIN held h ON h.post_id = d.post_id AND h.user_id = d.user_id AND h.is_active
      LEFT JOIN away a ON a.user_id = d.user_id
     GROUP BY d.post_id
), empty AS MATERIALIZED (
    SELECT s.body_id, s.role, s.line, bool_or(s.in_charge) AS in_charge, array_remove(array_agg(s.post_id), NULL) AS posts,
           tstzmultirange(tstzrange(%(since)s, %(until)s)) - coalesce(range_agg(p.hours) FILTER (WHERE p.hours IS NOT NULL), '{}') AS hours
      FROM seats s LEFT JOIN present p ON p.post_id = s.post_id
     GROUP BY s.body_id, s.role, s.line
), watches AS (
    SELECT tstzrange((day + part * interval '12 hours' + interval '8 hours') AT TIME ZONE %(zone)s,
                     (day + part * interval '12 hours' + interval '20 hours') AT TIME ZONE %(zone)s) AS during
      FROM generate_series(%(day)s::date - 1, %(last)s::timestamp, interval '1 day') AS day
     CROSS JOIN (VALUES (0), (1)) AS parts (part)
), lacking AS MATERIALIZED (
    SELECT * FROM empty WHERE hours <> '{}'
), short AS MATERIALIZED (
    SELECT DISTINCT unnest(posts) AS post_id FROM lacking
), own AS (
    SELECT h.post_id, h.user_id, range_agg(h.hours) AS hours, bool_and(h.is_active) AS is_active
      FROM short JOIN held h USING (post_id) GROUP BY h.post_id, h.user_id
), told (post_id, held, planned, absent, inactive, astray, elsewhere) AS (
    SELECT post_id, hours, '{}'::tstzmultirange, '{}'::tstzmultirange, '{}'::tstzmultirange, '{}'::tstzmultirange,
           '{}'::tstzmultirange
      FROM own
     UNION ALL
    SELECT d.post_id, '{}', d.hours, d.hours * coalesce(a.hours, '{}'),
           CASE WHEN o.is_active THEN '{}' ELSE d.hours * coalesce(o.hours, '{}') END,
           d.hours - coalesce(o.hours, '{}'), '{}'
      FROM short JOIN standing d USING (post_id)
      LEFT JOIN own o USING (post_id, user_id) LEFT JOIN away a USING (user_id)
     UNION ALL
    SELECT h.post_id, '{}', '{}', '{}', '{}', '{}', tstzmultirange(d.during * h.hours)
      FROM short JOIN held h USING (post_id) JOIN posts p USING (post_id)
      JOIN organization_shift d ON d.user_id = h.user_id AND d.body_id <> p.body_id AND d.during && h.hours
     WHERE NOT h.deputy AND d.during && tstzrange(%(since)s, %(until)s)
), why AS (
    SELECT l.body_id, l.role, l.line, range_agg(t.held) AS held, range_agg(t.planned) AS planned,
           range_agg(t.absent) AS absent, range_agg(t.inactive) AS inactive, range_agg(t.astray) AS astray,
           range_agg(t.elsewhere) AS elsewhere
      FROM lacking l CROSS JOIN unnest(l.posts) AS s (post_id) JOIN told t USING (post_id)
     GROUP BY l.body_id, l.role, l.line
), found AS (
    SELECT l.*, w.during * stretch AS during, y.held, y.planned, y.absent, y.inactive, y.astray, y.elsewhere
      FROM lacking l CROSS JOIN unnest(l.hours) AS stretch
      JOIN watches w ON w.during && stretch
      LEFT JOIN why y USING (body_id, role, line)
)
SELECT b.id, b.kind, b.name, b.lo, f.role, f.line, f.in_charge, f.posts[1], lower(f.during), upper(f.during),
       array_remove(ARRAY[
           CASE WHEN f.posts = '{}' THEN 'role_missing' END,
           CASE WHEN f.elsewhere && f.during THEN 'double_booked' END,
           CASE WHEN f.absent && f.during THEN 'absent' END,
           CASE WHEN f.inactive && f.during THEN 'inactive' END,
           CASE WHEN f.astray && f.during THEN 'not_in_post' END,
           CASE WHEN f.posts <> '{}' AND NOT coalesce(f.held && f.during, false) THEN 'post_vacant' END,
           CASE WHEN f.held && f.during AND NOT f.planned && f.during THEN 'shift_uncovered' END], NULL)
  FROM found f JOIN organization_body b ON b.id = f.body_id
 ORDER BY lower(f.during), b.lo, b.id, f.role, f.line
