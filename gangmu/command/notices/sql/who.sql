-- Whom a row of the matrix means: each statement gives bodies (or one user) and a number, out of the facts `happened`
-- (subject_id, area, data, n). `n` is what a fact counts for.

-- name: owners_of_push
-- The trios that got doors of a push, each with its own number.
SELECT t.owner_id AS body_id, NULL::bigint AS user_id, count(*) AS n
  FROM happened f
  JOIN intake_row r ON r.batch_id = f.subject_id AND r.outcome IN ('task', 'handed_over')
  JOIN casework_task t ON t.id = r.task_id
 GROUP BY t.owner_id

-- name: offices_of_push
-- The joint offices of the towns in which rows of a push wait.
SELECT b.id AS body_id, NULL::bigint AS user_id, sum(w.n) AS n
  FROM (SELECT r.area / 1000000000 * 1000000000 AS town, count(*) AS n
          FROM happened f JOIN intake_row r ON r.batch_id = f.subject_id AND r.outcome = 'waiting'
         GROUP BY 1) w
  JOIN organization_body b ON b.kind = 'joint_office' AND b.lo = w.town AND b.valid @> %(day)s::date
 GROUP BY b.id

-- name: owner_of_task
SELECT t.owner_id AS body_id, NULL::bigint AS user_id, sum(f.n) AS n
  FROM happened f JOIN casework_task t ON t.id = f.subject_id
 GROUP BY t.owner_id

-- name: owners_of_ground
-- The trio that owns the grid in which it happened.
SELECT g.body_id, NULL::bigint AS user_id, sum(f.n) AS n
  FROM happened f
  JOIN organization_ground g ON g.area = f.area / 1000 * 1000 AND g.valid @> %(day)s::date
  JOIN organization_body b ON b.id = g.body_id AND NOT b.standing_by AND b.valid @> %(day)s::date
 GROUP BY g.body_id

-- name: headrope
-- The level of the headrope that a fact names, above its task or ground: trio, joint office, town, county, city.
SELECT b.id AS body_id, NULL::bigint AS user_id, sum(f.n) AS n
  FROM happened f
  LEFT JOIN casework_task t ON t.id = f.subject_id AND f.data ->> 'level' = 'trio'
  JOIN organization_body b
    ON b.id = t.owner_id
    OR (f.data ->> 'level' = 'office' AND b.kind = 'joint_office' AND b.lo = f.area / 1000000000 * 1000000000)
    OR (f.data ->> 'level' IN ('town', 'county', 'city') AND b.kind = 'leading_trio' AND b.lo <= f.area AND b.hi > f.area
        AND EXISTS (SELECT FROM territory_division d WHERE d.id = b.division_id AND d.level = f.data ->> 'level')
        AND NOT EXISTS (SELECT FROM jsonb_array_elements(b.holes) h
                         WHERE f.area >= (h ->> 0)::bigint AND f.area < (h ->> 1)::bigint))
 WHERE b.valid @> %(day)s::date
 GROUP BY b.id

-- name: appointed
-- Whoever was given a post: the subject is the post, the user is named.
SELECT p.body_id, (f.data ->> 'user_id')::bigint AS user_id, 1 AS n
  FROM happened f JOIN organization_post p ON p.id = f.subject_id

-- name: named
-- The users that facts name in the field `named`, in the first post that each holds.
SELECT DISTINCT ON (h.user_id) p.body_id, h.user_id, f.n
  FROM (SELECT (data ->> %(named)s)::bigint AS user_id, sum(n) AS n FROM happened GROUP BY 1) f
  JOIN organization_holding h ON h.user_id = f.user_id AND h.valid @> %(day)s::date
  JOIN organization_post p ON p.id = h.post_id
 ORDER BY h.user_id, h.deputy, h.id

-- name: below
-- Every body on the ground of the unit in which it happened: a town's trios and its office, and so on upwards.
SELECT b.id AS body_id, NULL::bigint AS user_id, sum(f.n) AS n
  FROM (SELECT area AS lo, n, area + CASE WHEN area %% 100000000000000 = 0 THEN 100000000000000
                                           WHEN area %% 1000000000000 = 0 THEN 1000000000000
                                           WHEN area %% 1000000000 = 0 THEN 1000000000
                                           WHEN area %% 1000000 = 0 THEN 1000000 ELSE 1000 END AS hi FROM happened) f
  JOIN organization_body b ON b.lo >= f.lo AND b.lo < f.hi AND b.hi <= f.hi AND b.valid @> %(day)s::date
 GROUP BY b.id

-- name: body
-- The body that a fact names (`body_id`), or is about.
SELECT coalesce((f.data ->> 'body_id')::bigint, f.subject_id) AS body_id, NULL::bigint AS user_id, sum(f.n) AS n
  FROM happened f GROUP BY 1

-- name: office
-- The joint office of the town in which it happened.
SELECT b.id AS body_id, NULL::bigint AS user_id, sum(f.n) AS n
  FROM happened f
  JOIN organization_body b ON b.kind = 'joint_office' AND b.lo = f.area / 1000000000 * 1000000000
 WHERE b.valid @> %(day)s::date
 GROUP BY b.id

-- name: leaders
-- The leading trio of the unit of a level (`of_level`) in which it happened.
SELECT b.id AS body_id, NULL::bigint AS user_id, sum(f.n) AS n
  FROM happened f
  JOIN organization_body b ON b.kind = 'leading_trio' AND b.lo <= f.area AND b.hi > f.area
  JOIN territory_division d ON d.id = b.division_id AND d.level = %(of_level)s
 WHERE b.valid @> %(day)s::date
   AND NOT EXISTS (SELECT FROM jsonb_array_elements(b.holes) h
                    WHERE f.area >= (h ->> 0)::bigint AND f.area < (h ->> 1)::bigint)
 GROUP BY b.id

-- name: push_office
SELECT b.id AS body_id, NULL::bigint AS user_id, sum(f.n) AS n
  FROM happened f JOIN organization_body b ON b.kind = 'push_office' AND b.lo <= f.area AND b.hi > f.area
 WHERE b.valid @> %(day)s::date
 GROUP BY b.id

-- name: zone
-- The trios that own ground in a zone, and the joint offices of its towns.
WITH ground AS (
    SELECT DISTINCT f.n, t.lo / 1000 * 1000 AS lo, greatest(t.hi, t.lo / 1000 * 1000 + 1000) AS hi
      FROM happened f JOIN zones_part t ON t.zone_id = f.subject_id AND t.kind <> 'vague')
SELECT b.id AS body_id, NULL::bigint AS user_id, max(g.n) AS n
  FROM ground g
  JOIN organization_body b ON b.valid @> %(day)s::date AND b.lo < g.hi AND b.hi > g.lo
   AND (b.kind = 'joint_office' OR (b.kind = 'trio' AND NOT b.standing_by AND EXISTS (
           SELECT FROM organization_ground o
            WHERE o.body_id = b.id AND o.valid @> %(day)s::date AND o.area < g.hi AND o.area + 1000 > g.lo)))
 GROUP BY b.id

-- name: zone_leaders
-- Who can decide about a zone: the leading trio of the smallest unit, a county or above, that holds all of it.
WITH holding AS (
    SELECT f.n, b.id, rank() OVER (PARTITION BY f.subject_id ORDER BY b.hi - b.lo) AS place
      FROM happened f
      JOIN organization_body b ON b.kind = 'leading_trio' AND b.valid @> %(day)s::date
      JOIN territory_division d ON d.id = b.division_id AND d.level IN ('county', 'city')
     WHERE NOT EXISTS (
           SELECT FROM zones_part t WHERE t.zone_id = f.subject_id AND t.kind <> 'vague'
              AND (t.lo < b.lo OR t.hi > b.hi
                   OR EXISTS (SELECT FROM jsonb_array_elements(b.holes) h
                               WHERE t.lo < (h ->> 1)::bigint AND t.hi > (h ->> 0)::bigint))))
SELECT id AS body_id, NULL::bigint AS user_id, max(n) AS n FROM holding WHERE place = 1 GROUP BY id
