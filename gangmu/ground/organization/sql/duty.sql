-- A working trio is red when a role has no post, nobody holds the post, nobody is on duty in it, whoever is on duty
-- in it does not hold it that day, or its holder is on duty in another body at the same time.
-- name: red_trios
WITH on_duty AS MATERIALIZED (
    SELECT post_id, user_id, body_id FROM organization_shift WHERE during @> %(at)s::timestamptz
), holders AS MATERIALIZED (
    SELECT post_id, user_id, deputy FROM organization_holding WHERE valid @> %(day)s::date
), trios AS MATERIALIZED (
    SELECT b.id, b.name, b.lo FROM organization_body b
     WHERE b.kind = 'trio' AND b.mode = 'routine' AND b.valid @> %(day)s::date
       AND b.lo >= %(lo)s AND b.lo < %(hi)s AND NOT %(holes)s::int8multirange @> b.lo
), seats AS MATERIALIZED (
    SELECT t.id AS body_id, r.role, p.id AS post_id
      FROM trios t CROSS JOIN unnest(%(roles)s::text[]) AS r (role)
      LEFT JOIN organization_post p ON p.body_id = t.id AND p.role = r.role
), found AS (
    SELECT s.body_id, s.role,
           CASE WHEN count(s.post_id) = 0 THEN 'role_missing'
                WHEN count(h.user_id) = 0 THEN 'post_vacant'
                WHEN count(d.user_id) = 0 THEN 'shift_uncovered' END AS reason
      FROM seats s
      LEFT JOIN holders h ON h.post_id = s.post_id
      LEFT JOIN on_duty d ON d.post_id = s.post_id
     GROUP BY s.body_id, s.role
    UNION
    SELECT s.body_id, s.role, 'not_in_post'
      FROM seats s JOIN on_duty d ON d.post_id = s.post_id
      LEFT JOIN holders h ON h.post_id = d.post_id AND h.user_id = d.user_id
     WHERE h.user_id IS NULL
    UNION
    SELECT s.body_id, s.role, 'double_booked'
      FROM seats s
      JOIN holders h ON h.post_id = s.post_id AND NOT h.deputy
      JOIN on_duty d ON d.user_id = h.user_id AND d.body_id <> s.body_id
)
SELECT t.id, t.name, t.lo, array_agg(f.reason || ':' || f.role ORDER BY f.reason, f.role)
  FROM trios t JOIN found f ON f.body_id = t.id
 WHERE f.reason IS NOT NULL
 GROUP BY t.id, t.name, t.lo ORDER BY t.lo, t.id
