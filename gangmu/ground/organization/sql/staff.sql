-- Taking a list of posts and holders over: what is there stays, what is new is added, what has an end is ended.

-- name: put_bodies
INSERT INTO organization_body (kind, code, name, division_id, mode, line, lo, hi, holes, phone, standing_by, valid)
SELECT DISTINCT ON (s.body) s.kind, s.body, s.body_name, d.id, 'routine',
       CASE s.kind WHEN 'task_force' THEN s.line ELSE '' END, d.lo,
       CASE s.kind WHEN 'reserve' THEN d.lo ELSE d.hi END, CASE s.kind WHEN 'reserve' THEN '[]' ELSE d.holes END,
       '', false, daterange(%(today)s, NULL)
  FROM staged_staff s JOIN territory_division d ON d.code = s.division AND d.valid @> %(today)s::date
 ORDER BY s.body, s.number
ON CONFLICT (code) DO NOTHING

-- name: put_posts
INSERT INTO organization_post (body_id, role, line, title, in_charge)
SELECT DISTINCT ON (b.id, s.role, s.line) b.id, s.role, s.line, s.title, false
  FROM staged_staff s JOIN organization_body b ON b.code = s.body
 WHERE NOT EXISTS (SELECT FROM organization_post p WHERE p.body_id = b.id AND p.role = s.role AND p.line = s.line)
 ORDER BY b.id, s.role, s.line, s.number

-- name: put_users
INSERT INTO accounts_user (username, name, password, email, language, is_active, date_joined)
SELECT DISTINCT ON (s.username) s.username, s.name, s.password, '', '', true, %(now)s
  FROM staged_staff s ORDER BY s.username, s.number
ON CONFLICT (username) DO NOTHING

-- name: put_contacts
INSERT INTO organization_contact (user_id, sealed, key, mask)
SELECT DISTINCT ON (u.id) u.id, s.sealed, s.key, s.mask
  FROM staged_staff s JOIN accounts_user u ON u.username = s.username
 WHERE s.key IS NOT NULL ORDER BY u.id, s.number
ON CONFLICT (user_id) DO UPDATE SET sealed = excluded.sealed, key = excluded.key, mask = excluded.mask
 WHERE organization_contact.key <> excluded.key

-- name: end_holdings
UPDATE organization_holding h SET valid = daterange(lower(h.valid), s.until)
  FROM staged_staff s
  JOIN accounts_user u ON u.username = s.username
  JOIN organization_body b ON b.code = s.body
  JOIN LATERAL (SELECT p.id FROM organization_post p
                 WHERE p.body_id = b.id AND p.role = s.role AND p.line = s.line ORDER BY p.id LIMIT 1) p ON true
 WHERE h.user_id = u.id AND h.post_id = p.id AND s.until IS NOT NULL AND lower(h.valid) < s.until
   AND h.valid @> s.until

-- name: put_holdings
INSERT INTO organization_holding (user_id, post_id, deputy, valid)
SELECT DISTINCT ON (u.id, p.id) u.id, p.id, s.deputy, daterange(coalesce(s.since, %(today)s), s.until)
  FROM staged_staff s
  JOIN accounts_user u ON u.username = s.username
  JOIN organization_body b ON b.code = s.body
  JOIN LATERAL (SELECT p.id FROM organization_post p
                 WHERE p.body_id = b.id AND p.role = s.role AND p.line = s.line ORDER BY p.id LIMIT 1) p ON true
 WHERE (s.until IS NULL OR coalesce(s.since, %(today)s) < s.until)
   AND NOT EXISTS (SELECT FROM organization_holding h
                    WHERE h.user_id = u.id AND h.post_id = p.id
                      AND h.valid && daterange(coalesce(s.since, %(today)s), s.until))
   -- A list without a beginning that names an end speaks of a holding that is known, and of no other.
   AND (s.since IS NOT NULL OR s.until IS NULL)
 ORDER BY u.id, p.id, s.number
