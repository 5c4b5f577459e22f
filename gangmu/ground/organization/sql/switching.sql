-- Towns go from one mode to the other: trios wake and stand by, their ground, posts, holders and hours are written set
-- by set. Staged by the caller: staged_town (lo, hi), staged_trio (code, name, village), staged_ground (body, area),
-- staged_seat (body, role, line, title, in_charge, user_id, deputy). Parameters: %(day)s, %(now)s.

-- name: hold_shared
-- Whoever writes an owner holds this until his transaction ends; a switch waits for him, and he for a switch.
SELECT pg_advisory_xact_lock_shared(hashtext('organization.ownership'))

-- name: hold_alone
SELECT pg_advisory_xact_lock(hashtext('organization.ownership'))

-- name: put_trios
INSERT INTO organization_body (kind, code, name, division_id, mode, line, lo, hi, holes, phone, standing_by, valid)
SELECT 'trio', s.code, s.name, d.id, 'emergency', '', d.lo, d.hi, d.holes, '', true, daterange(%(day)s, NULL)
  FROM staged_trio s JOIN territory_division d ON d.code = s.village AND upper_inf(d.valid)
ON CONFLICT (code) DO NOTHING

-- name: laid_down
-- The emergency ground of the towns as it is now: {town: [[body, area], …]}.
SELECT t.lo, jsonb_agg(jsonb_build_array(b.code, g.area) ORDER BY g.area)
  FROM staged_town t
  JOIN organization_body b ON b.kind = 'trio' AND b.mode = 'emergency' AND b.lo >= t.lo AND b.lo < t.hi
  JOIN organization_ground g ON g.body_id = b.id AND g.mode = 'emergency' AND g.valid @> %(day)s::date
 GROUP BY t.lo

-- name: drop_grounds
-- What began today and is not wanted has never been anybody's for a day.
DELETE FROM organization_ground g
 USING organization_body b, staged_town t
 WHERE b.id = g.body_id AND g.mode = 'emergency' AND b.lo >= t.lo AND b.lo < t.hi AND lower(g.valid) >= %(day)s
   AND NOT EXISTS (SELECT FROM staged_ground s WHERE s.body = b.code AND s.area = g.area)

-- name: end_grounds
UPDATE organization_ground g SET valid = daterange(lower(g.valid), %(day)s)
  FROM organization_body b, staged_town t
 WHERE b.id = g.body_id AND g.mode = 'emergency' AND b.lo >= t.lo AND b.lo < t.hi AND g.valid @> %(day)s::date
   AND lower(g.valid) < %(day)s
   AND NOT EXISTS (SELECT FROM staged_ground s WHERE s.body = b.code AND s.area = g.area)

-- name: put_grounds
INSERT INTO organization_ground (body_id, area, mode, valid)
SELECT b.id, s.area, 'emergency', daterange(%(day)s, NULL)
  FROM staged_ground s JOIN organization_body b ON b.code = s.body
 WHERE NOT EXISTS (SELECT FROM organization_ground g
                    WHERE g.body_id = b.id AND g.area = s.area AND g.mode = 'emergency' AND g.valid @> %(day)s::date)

-- name: put_posts
INSERT INTO organization_post (body_id, role, line, title, in_charge)
SELECT DISTINCT b.id, s.role, s.line, s.title, s.in_charge
  FROM staged_seat s JOIN organization_body b ON b.code = s.body
 WHERE NOT EXISTS (SELECT FROM organization_post p WHERE p.body_id = b.id AND p.role = s.role)

-- name: stage_seats
-- Where each of those who are sent sits.
CREATE TEMPORARY TABLE seat ON COMMIT DROP AS
SELECT s.user_id, s.deputy, p.id AS post
  FROM staged_seat s
  JOIN organization_body b ON b.code = s.body
  JOIN organization_post p ON p.body_id = b.id AND p.role = s.role
 WHERE s.user_id IS NOT NULL

-- name: drop_holdings
-- Of another emergency on this same day, whose staff was not the same.
DELETE FROM organization_holding h
 USING organization_post p, organization_body b, staged_trio t
 WHERE p.id = h.post_id AND b.id = p.body_id AND b.code = t.code AND lower(h.valid) >= %(day)s
   AND NOT EXISTS (SELECT FROM seat s WHERE s.user_id = h.user_id AND s.post = h.post_id)

-- name: leave_holdings
UPDATE organization_holding h SET valid = daterange(lower(h.valid), %(day)s)
  FROM organization_post p, organization_body b, staged_trio t
 WHERE p.id = h.post_id AND b.id = p.body_id AND b.code = t.code AND h.valid @> %(day)s::date AND lower(h.valid) < %(day)s
   AND NOT EXISTS (SELECT FROM seat s WHERE s.user_id = h.user_id AND s.post = h.post_id)

-- name: keep_holdings
-- Sent again on the day on which he came back.
UPDATE organization_holding h SET valid = daterange(lower(h.valid), NULL)
  FROM seat s
 WHERE h.user_id = s.user_id AND h.post_id = s.post AND NOT upper_inf(h.valid) AND h.valid && daterange(%(day)s, NULL)

-- name: put_holdings
INSERT INTO organization_holding (user_id, post_id, deputy, valid)
SELECT s.user_id, s.post, s.deputy, daterange(%(day)s, NULL)
  FROM seat s
 WHERE NOT EXISTS (SELECT FROM organization_holding h
                    WHERE h.user_id = s.user_id AND h.post_id = s.post AND h.valid && daterange(%(day)s, NULL))
 ORDER BY s.post, s.deputy, s.user_id

-- name: end_holdings
-- To the end of the day: until then that the trio stands by is what counts.
UPDATE organization_holding h SET valid = daterange(lower(h.valid), greatest(%(day)s, lower(h.valid) + 1))
  FROM seat s
 WHERE h.user_id = s.user_id AND h.post_id = s.post AND h.valid @> %(day)s::date

-- name: wake
-- %(emergency)s: the staged trios work and all others of the towns stand by; else the routine ones work.
UPDATE organization_body b SET standing_by = NOT w.awake
  FROM (SELECT c.id, CASE WHEN %(emergency)s THEN EXISTS (SELECT FROM staged_trio s WHERE s.code = c.code)
                          ELSE c.mode = 'routine' END AS awake
          FROM organization_body c JOIN staged_town t ON c.lo >= t.lo AND c.lo < t.hi
         WHERE c.kind = 'trio') w
 WHERE b.id = w.id AND b.standing_by = w.awake

-- name: stage_hours
-- The shifts, until %(until)s, in trios that stand by: whoever has a seat of that role in a trio that works keeps his hours
-- there, the others are free.
CREATE TEMPORARY TABLE moving ON COMMIT DROP AS
SELECT d.id, d.user_id, d.during, n.post, n.body
  FROM organization_body b
  JOIN organization_shift d ON d.body_id = b.id AND d.during && tstzrange(%(now)s, %(until)s)
  JOIN organization_post p ON p.id = d.post_id
  LEFT JOIN LATERAL (
      SELECT q.id AS post, w.id AS body
        FROM organization_holding h JOIN organization_post q ON q.id = h.post_id JOIN organization_body w ON w.id = q.body_id
       WHERE h.user_id = d.user_id AND q.role = p.role AND w.kind = 'trio' AND NOT w.standing_by AND h.valid @> %(day)s::date
       ORDER BY h.deputy, h.id LIMIT 1) n ON true
 WHERE b.kind = 'trio' AND b.standing_by AND b.lo <@ %(ground)s::int8multirange

-- name: cut_hours
UPDATE organization_shift d SET during = tstzrange(lower(d.during), %(now)s)
  FROM moving m WHERE d.id = m.id AND lower(m.during) < %(now)s

-- name: go_on
INSERT INTO organization_shift (post_id, user_id, body_id, during)
SELECT post, user_id, body, tstzrange(%(now)s, upper(during))
  FROM moving WHERE lower(during) < %(now)s AND post IS NOT NULL

-- name: move_hours
UPDATE organization_shift d SET post_id = m.post, body_id = m.body
  FROM moving m WHERE d.id = m.id AND lower(m.during) >= %(now)s AND m.post IS NOT NULL

-- name: give_back_hours
DELETE FROM organization_shift d USING moving m WHERE d.id = m.id AND lower(m.during) >= %(now)s AND m.post IS NULL

-- name: note
INSERT INTO organization_modechange (area, mode, mechanism, at, by_id, plan_id, reason)
SELECT lo, %(mode)s, %(mechanism)s, %(now)s, %(by)s, %(plan)s, left(%(reason)s, 300) FROM staged_town ORDER BY lo

-- name: effective_owner
-- Area → the trio that owns it now, in the staged towns: what it owns itself, before what a grid or village is to it.
CREATE TEMPORARY TABLE effective_owner ON COMMIT DROP AS
SELECT DISTINCT ON (area) area, body
  FROM (SELECT s.step * (g.area / s.step) AS area, b.id AS body, b.code, s.step
          FROM organization_ground g
          JOIN organization_body b ON b.id = g.body_id
          JOIN staged_town t ON b.lo >= t.lo AND b.lo < t.hi
         CROSS JOIN (VALUES (1::bigint), (1000), (1000000)) AS s (step)
         WHERE NOT b.standing_by AND g.valid @> %(day)s::date AND b.valid @> %(day)s::date) x
 ORDER BY area, step, code

-- name: modes_of
-- The newest change of each town of a piece of ground.
SELECT DISTINCT ON (area) area, mode, mechanism, at, plan_id
  FROM organization_modechange
 WHERE area >= %(lo)s AND area < %(hi)s AND NOT %(holes)s::int8multirange @> area
 ORDER BY area, id DESC

-- name: on_duty_hours
-- Hours on duty in bodies (by their codes) between two moments.
SELECT coalesce(sum(extract(epoch FROM least(upper(during), %(end)s) - greatest(lower(during), %(begin)s)) / 3600.0), 0)
  FROM organization_shift d JOIN organization_body b ON b.id = d.body_id
 WHERE b.code = ANY(%(codes)s) AND during && tstzrange(%(begin)s, %(end)s)
