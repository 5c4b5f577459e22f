-- When does a seat have nobody? A seat is a role of a working trio, or a post of a joint office. Somebody is present
-- while he has a shift in the seat, holds the post (himself or as its deputy), is active, and is not away. Only what
-- belongs to the bodies asked for is read, so that a town does not pay for the city.
-- A row: body, role, line, in charge, a stretch of time inside one watch (08:00-20:00, 20:00-08:00 civil time), why.
-- name: gaps
WITH asked AS (
    SELECT tstzrange(%(since)s, %(until)s) AS w
), bodies AS MATERIALIZED (
    SELECT b.id, b.kind
      FROM organization_body b
     WHERE b.kind = ANY (%(kinds)s) AND b.mode = 'routine' AND b.valid @> %(day)s::date
       AND b.lo >= %(lo)s AND b.lo < %(hi)s AND NOT %(holes)s::int8multirange @> b.lo
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
      FROM organization_absence a, asked WHERE a.during && asked.w GROUP BY a.user_id
), standing AS MATERIALIZED (
    SELECT d.post_id, d.user_id, range_agg(d.during) AS hours
      FROM bodies b JOIN organization_shift d ON d.body_id = b.id, asked
     WHERE d.during && asked.w
     GROUP BY d.post_id, d.user_id
), present AS (
    SELECT d.post_id, range_agg(d.hours * tstzmultirange(h.hours) - coalesce(a.hours, '{}')) AS hours
      FROM standing d
      JOIN held h ON h.post_id = d.post_id AND h.user_id = d.user_id AND h.is_active
      LEFT JOIN away a ON a.user_id = d.user_id
     GROUP BY d.post_id
), empty AS MATERIALIZED (
    SELECT s.body_id, s.role, s.line, bool_or(s.in_charge) AS in_charge, array_remove(array_agg(s.post_id), NULL) AS posts,
           tstzmultirange(asked.w) - coalesce(range_agg(p.hours) FILTER (WHERE p.hours IS NOT NULL), '{}') AS hours
      FROM asked CROSS JOIN seats s LEFT JOIN present p ON p.post_id = s.post_id
     GROUP BY s.body_id, s.role, s.line, asked.w
), watches AS (
    SELECT tstzrange((day + part * interval '12 hours' + interval '8 hours') AT TIME ZONE %(zone)s,
                     (day + part * interval '12 hours' + interval '20 hours') AT TIME ZONE %(zone)s) AS during
      FROM generate_series(%(day)s::date - 1, %(last)s::timestamp, interval '1 day') AS day
     CROSS JOIN (VALUES (0), (1)) AS parts (part)
), pieces AS MATERIALIZED (
    SELECT e.body_id, e.role, e.line, e.in_charge, e.posts, w.during * stretch AS during
      FROM empty e CROSS JOIN unnest(e.hours) AS stretch JOIN watches w ON w.during && stretch
     WHERE e.hours <> '{}'
), found AS (
    SELECT p.*,
           p.posts = '{}' AS role_missing,
           NOT EXISTS (SELECT FROM held h WHERE h.post_id = ANY (p.posts) AND h.hours && p.during) AS post_vacant,
           EXISTS (SELECT FROM standing d WHERE d.post_id = ANY (p.posts) AND d.hours && p.during) AS planned,
           EXISTS (SELECT FROM standing d JOIN away a ON a.user_id = d.user_id AND a.hours && p.during
                    WHERE d.post_id = ANY (p.posts) AND d.hours && p.during) AS absent,
           EXISTS (SELECT FROM standing d JOIN held h ON h.post_id = d.post_id AND h.user_id = d.user_id
                    WHERE d.post_id = ANY (p.posts) AND d.hours && p.during AND NOT h.is_active) AS inactive,
           EXISTS (SELECT FROM standing d
                    WHERE d.post_id = ANY (p.posts) AND d.hours && p.during
                      AND NOT EXISTS (SELECT FROM held h WHERE h.post_id = d.post_id AND h.user_id = d.user_id
                                                           AND h.hours && p.during)) AS not_in_post,
           EXISTS (SELECT FROM held h JOIN organization_shift d ON d.user_id = h.user_id AND d.during && p.during
                    WHERE h.post_id = ANY (p.posts) AND h.hours && p.during AND NOT h.deputy
                      AND d.body_id <> p.body_id) AS double_booked
      FROM pieces p
)
SELECT b.id, b.kind, b.name, b.lo, f.role, f.line, f.in_charge, f.posts[1], lower(f.during), upper(f.during),
       array_remove(ARRAY[
           CASE WHEN f.role_missing THEN 'role_missing' END,
           CASE WHEN f.double_booked THEN 'double_booked' END,
           CASE WHEN f.absent THEN 'absent' END,
           CASE WHEN f.inactive THEN 'inactive' END,
           CASE WHEN f.not_in_post THEN 'not_in_post' END,
           CASE WHEN f.post_vacant AND NOT f.role_missing THEN 'post_vacant' END,
           CASE WHEN NOT f.planned AND NOT f.post_vacant THEN 'shift_uncovered' END], NULL)
  FROM found f JOIN organization_body b ON b.id = f.body_id
 ORDER BY lower(f.during), b.lo, b.id, f.role, f.line
