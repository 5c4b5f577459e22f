-- A working trio is red when a role has no post, nobody holds the post, nobody is on duty in it, whoever is on duty
-- in it does not hold it that day, or its holder is on duty in another body at the same time.
-- name: red_trios
-- Only what belongs to the trios asked for is read, so that a town does not pay for the city.
WITH seats AS MATERIALIZED (
    SELECT b.id AS body_id, r.role, p.id AS post_id
      FROM organization_body b CROSS JOIN unnest(%(roles)s::text[]) AS r (role)
      LEFT JOIN organization_post p ON p.body_id = b.id AND p.role = r.role
     WHERE b.kind = 'trio' AND NOT b.standing_by AND b.valid @> %(day)s::date
       AND b.lo >= %(lo)s AND b.lo < %(hi)s AND NOT %(holes)s::int8multirange @> b.lo
), on_duty AS MATERIALIZED (
    SELECT s.body_id, s.role, s.post_id, d.user_id
      FROM seats s JOIN organization_shift d ON d.body_id = s.body_id AND d.post_id = s.post_id
     WHERE d.during @> %(at)s::timestamptz
), holders AS MATERIALIZED (
    SELECT s.body_id, s.role, s.post_id, h.user_id, h.deputy
      FROM seats s JOIN organization_holding h ON h.post_id = s.post_id
     WHERE h.valid @> %(day)s::date
), found AS (
    SELECT s.body_id, s.role,
           CASE WHEN count(s.post_id) = 0 THEN 'role_missing'
                WHEN count(h.post_id) = 0 THEN 'post_vacant'
                WHEN count(d.post_id) = 0 THEN 'shift_uncovered' END AS reason
      FROM seats s
      LEFT JOIN (SELECT DISTINCT post_id FROM holders) h ON h.post_id = s.post_id
      LEFT JOIN (SELECT DISTINCT post_id FROM on_duty) d ON d.post_id = s.post_id
     GROUP BY s.body_id, s.role
    UNION
    SELECT d.body_id, d.role, 'not_in_post'
      FROM on_duty d WHERE (d.post_id, d.user_id) NOT IN (SELECT post_id, user_id FROM holders)
    UNION
    SELECT h.body_id, h.role, 'double_booked'
      FROM holders h JOIN organization_shift d ON d.user_id = h.user_id AND d.during @> %(at)s::timestamptz
     WHERE NOT h.deputy AND d.body_id <> h.body_id
)
SELECT b.id, b.name, b.lo, array_agg(f.reason || ':' || f.role ORDER BY f.reason, f.role)
  FROM found f JOIN organization_body b ON b.id = f.body_id
 WHERE f.reason IS NOT NULL
 GROUP BY b.id ORDER BY b.lo, b.id
