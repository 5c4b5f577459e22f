-- Loading who answers for which ground. Staged lists are whole: a body, post or ground that is not on its list any
-- more ends on %(as_of)s; holdings and shifts that were made by hand are never touched.

-- name: put_bodies
INSERT INTO organization_body (kind, code, name, division_id, mode, line, lo, hi, holes, phone, standing_by, valid)
SELECT s.kind, s.code, s.name, d.id, s.mode, s.line, s.lo, s.hi, s.holes, s.phone, s.mode <> 'routine',
       daterange(%(as_of)s, NULL)
  FROM staged_body s JOIN territory_division d ON d.code = s.division AND upper_inf(d.valid)
ON CONFLICT (code) DO UPDATE
   SET name = excluded.name, division_id = excluded.division_id, lo = excluded.lo, hi = excluded.hi,
       holes = excluded.holes, phone = excluded.phone
 WHERE (organization_body.name, organization_body.division_id, organization_body.lo, organization_body.hi,
        organization_body.holes, organization_body.phone)
       IS DISTINCT FROM (excluded.name, excluded.division_id, excluded.lo, excluded.hi, excluded.holes, excluded.phone)

-- name: put_posts
INSERT INTO organization_post (body_id, role, line, title, in_charge)
SELECT b.id, s.role, s.line, s.title, s.in_charge
  FROM staged_post s JOIN organization_body b ON b.code = s.body
 WHERE NOT EXISTS (SELECT 1 FROM organization_post p
                    WHERE p.body_id = b.id AND p.role = s.role AND p.line = s.line)
 ORDER BY b.id, s.place

-- name: end_grounds
UPDATE organization_ground g
   SET valid = daterange(lower(g.valid), %(as_of)s)
  FROM organization_body b
 WHERE b.id = g.body_id AND upper_inf(g.valid) AND lower(g.valid) < %(as_of)s
   AND g.mode IN (SELECT mode FROM staged_ground)
   AND NOT EXISTS (SELECT 1 FROM staged_ground s
                    WHERE s.area = g.area AND s.mode = g.mode AND s.body = b.code)

-- name: put_grounds
INSERT INTO organization_ground (body_id, area, mode, valid)
SELECT b.id, s.area, s.mode, daterange(%(as_of)s, NULL)
  FROM staged_ground s JOIN organization_body b ON b.code = s.body
 WHERE NOT EXISTS (SELECT 1 FROM organization_ground g
                    WHERE g.area = s.area AND g.mode = s.mode AND upper_inf(g.valid))

-- name: put_users
INSERT INTO accounts_user (username, name, password, email, language, is_active, date_joined)
SELECT s.username, s.name, s.password, '', '', true, %(now)s FROM staged_holder s
ON CONFLICT (username) DO NOTHING

-- name: put_holdings
INSERT INTO organization_holding (user_id, post_id, deputy, valid)
SELECT u.id, p.id, false, daterange(%(as_of)s, NULL)
  FROM staged_holder s
  JOIN accounts_user u ON u.username = s.username
  JOIN organization_body b ON b.code = s.body
  JOIN organization_post p ON p.body_id = b.id AND p.role = s.role AND p.line = s.line
 WHERE NOT EXISTS (SELECT 1 FROM organization_holding h WHERE h.user_id = u.id AND h.post_id = p.id)
 ORDER BY s.username

-- Who works when: by day is 08:00-20:00 civil time, by night 20:00-08:00. The first four holders of a post take turns, each
-- a day, the next day's night, then free until it is his turn again; three do so too; two have the day and the night.
-- Whoever has a shift then already, or within the hours of rest, in whatever post, gets none, and a post already covered then is left alone, as is
-- one whose week a published roster decides, with whatever gaps that has.
-- name: extend_shifts
WITH hours AS (
    SELECT day::date, part, tstzrange(greatest(start, %(since)s), start + interval '12 hours') AS during,
           tstzrange(start - %(rest)s, start + interval '12 hours' + %(rest)s) AS around
      FROM generate_series(%(first)s::timestamp, %(last)s::timestamp, interval '1 day') AS day
     CROSS JOIN (VALUES (0), (1)) AS parts (part)
     CROSS JOIN LATERAL (SELECT (day + part * interval '12 hours' + interval '8 hours') AT TIME ZONE %(zone)s AS start) s
     WHERE start + interval '12 hours' > %(since)s AND start < %(until)s
), turns AS (
    SELECT h.post_id, h.user_id, p.body_id, h.valid,
           row_number() OVER (PARTITION BY h.post_id ORDER BY h.id) - 1 AS turn,
           least(count(*) OVER (PARTITION BY h.post_id), %(crews)s) AS crews
      FROM organization_holding h
      JOIN organization_post p ON p.id = h.post_id
      JOIN organization_body b ON b.id = p.body_id
     WHERE NOT h.deputy AND NOT b.standing_by AND b.lo <@ %(ground)s::int8multirange
       AND (b.kind = 'joint_office' OR b.kind = 'trio' AND p.role = ANY (%(roles)s))
       AND h.valid && daterange(%(first)s, %(last)s, '[]')
)
INSERT INTO organization_shift (post_id, user_id, body_id, during)
SELECT t.post_id, t.user_id, t.body_id, hours.during
  FROM hours JOIN turns t ON t.valid @> hours.day
   AND t.turn = CASE WHEN t.crews < 3 THEN hours.part
                     ELSE mod(hours.day - '2000-01-03'::date - hours.part, t.crews) END
 WHERE NOT EXISTS (SELECT 1 FROM organization_shift s WHERE s.body_id = t.body_id AND s.post_id = t.post_id
                                                        AND s.during && hours.during)
   AND NOT EXISTS (SELECT 1 FROM organization_shift s WHERE s.user_id = t.user_id AND s.during && hours.around)
   AND NOT EXISTS (SELECT 1 FROM organization_plannedweek w WHERE w.post_id = t.post_id
                                                              AND w.during && hours.during)

-- Every town gets a leader of its county, every village a leader of its town in turn, every grid the cadre of the trio
-- that owns it. What has a guarantor already keeps him.
-- name: put_guarantees
WITH leaders AS (
    SELECT p.id, b.division_id, row_number() OVER w - 1 AS place, count(*) OVER (PARTITION BY b.id) AS many
      FROM organization_post p JOIN organization_body b ON b.id = p.body_id
     WHERE b.kind = 'leading_trio' AND p.role = 'leader' AND b.valid @> %(as_of)s::date
    WINDOW w AS (PARTITION BY b.id ORDER BY p.id)
), units AS (
    SELECT d.level::text AS tier, d.lo AS area, d.parent_id, row_number() OVER (PARTITION BY d.parent_id ORDER BY d.lo) AS n
      FROM territory_division d WHERE d.level IN ('town', 'village') AND d.valid @> %(as_of)s::date
), named AS (
    SELECT l.id AS post, u.tier, u.area FROM units u JOIN leaders l ON l.division_id = u.parent_id AND l.place = u.n %% l.many
     UNION ALL
    SELECT p.id, 'grid', g.area
      FROM organization_ground g JOIN organization_body b ON b.id = g.body_id
      JOIN organization_post p ON p.body_id = b.id AND p.role = 'cadre'
     WHERE g.mode = 'routine' AND g.valid @> %(as_of)s::date AND b.kind = 'trio'
)
INSERT INTO organization_guarantee (post_id, tier, area, valid)
SELECT DISTINCT ON (n.tier, n.area) n.post, n.tier, n.area, daterange(%(as_of)s, NULL)
  FROM named n
 WHERE NOT EXISTS (SELECT FROM organization_guarantee g
                    WHERE g.tier = n.tier AND g.area = n.area AND g.valid && daterange(%(as_of)s, NULL))
 ORDER BY n.tier, n.area, n.post
