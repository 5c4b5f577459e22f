-- Members of the emergency trios, signed in, with doors to report. Set-up of the load; run as the administrator.

-- name: as_system
SELECT set_config('gangmu.actor', 'system:load', false)

-- name: mode
-- The whole city is in the emergency mode: its trios are on, those of the routine stand by.
UPDATE organization_body SET standing_by = mode <> 'emergency' WHERE kind = 'trio'

-- name: posts
INSERT INTO organization_post (body_id, role, line, title, in_charge)
SELECT b.id, s.role, s.line, b.name || ' ' || s.role, s.role = 'cadre'
  FROM organization_body b
 CROSS JOIN (VALUES ('cadre', 'political_legal'), ('police', 'public_security'), ('medic', 'health')) AS s (role, line)
 WHERE b.mode = 'emergency'

-- name: users
INSERT INTO accounts_user (password, username, name, email, language, is_active, date_joined)
SELECT '!' || md5(p.id::text), 'load-' || p.id, p.title, '', '', true, now()
  FROM organization_post p JOIN organization_body b ON b.id = p.body_id WHERE b.mode = 'emergency'

-- name: holdings
INSERT INTO organization_holding (user_id, post_id, deputy, valid)
SELECT u.id, substr(u.username, 6)::bigint, false, daterange(current_date - 1, NULL)
  FROM accounts_user u WHERE u.username LIKE 'load-%'

-- name: tasks
-- At most so many doors a trio: the residents of a village take turns at its trios, each of them once.
WITH trio AS (
    SELECT id, lo, hi, row_number() OVER (PARTITION BY lo ORDER BY id) - 1 AS n, count(*) OVER (PARTITION BY lo) AS trios
      FROM organization_body WHERE mode = 'emergency'
), resident AS (
    SELECT r.person_id, r.address, r.area, v.lo, row_number() OVER (PARTITION BY v.lo ORDER BY r.id) - 1 AS n
      FROM (SELECT DISTINCT lo, hi FROM trio) v JOIN register_presence r ON r.area >= v.lo AND r.area < v.hi
)
INSERT INTO casework_task (kind, incident_id, category, person_id, owner_id, status, urgent, flagged, name, address,
                           building, known, sources, created_at, due_at, returned_because, last_contact_by, version, area)
SELECT 'ground_verification', i.id, 'arrival', p.id, t.id, 'open', false, false, p.name, r.address, '', '{}', 1,
       now(), now() + interval '1 day', '', '', 1, r.area
  FROM trio t
  JOIN resident r ON r.lo = t.lo AND r.n %% t.trios = t.n AND r.n / t.trios < %(doors)s
  JOIN register_person p ON p.id = r.person_id
 CROSS JOIN (SELECT min(id) AS id FROM incidents_incident) i

-- name: timers
INSERT INTO casework_timer (task_id, stage, started_at, due_at, told, tell_at)
SELECT id, 'report', created_at, due_at, 0, due_at FROM casework_task

-- name: vacuum
VACUUM (ANALYZE)

-- name: members
-- Everybody with his post, and the password that his session is bound to; shuffled.
SELECT u.id, u.password, h.post_id, p.body_id
  FROM accounts_user u
  JOIN organization_holding h ON h.user_id = u.id
  JOIN organization_post p ON p.id = h.post_id
 WHERE u.username LIKE 'load-%'
 ORDER BY md5(u.id::text)

-- name: ours
-- The demo city has work and reports of its own: what is counted is what lies with the trios of the load.
CREATE VIEW load_task AS
SELECT t.* FROM casework_task t JOIN organization_body b ON b.id = t.owner_id AND b.mode = 'emergency';
CREATE VIEW load_command AS
SELECT c.* FROM kernel_command c JOIN accounts_user u ON u.id::text = split_part(c.actor, '/', 1)
 WHERE c.kind = 'casework.report' AND u.username LIKE 'load-%'

-- name: doors
SELECT id, owner_id FROM load_task WHERE status = 'open' ORDER BY md5(id::text)

-- name: sessions
COPY accounts_session (session_key, session_data, expire_date, user_id) FROM STDIN

-- name: books
-- What the tables say, to be compared with the books of whoever sent the reports.
WITH report AS (SELECT r.* FROM casework_report r JOIN load_task t ON t.id = r.task_id),
     move AS (SELECT m.* FROM casework_task_transition m JOIN load_task t ON t.id = m.subject_id WHERE m.move = 'report')
SELECT (SELECT count(*) FROM load_command),
       (SELECT count(*) FROM report WHERE NOT late),
       (SELECT count(*) FROM report WHERE late),
       (SELECT count(DISTINCT task_id) FROM report WHERE NOT late),
       (SELECT count(*) FROM load_task WHERE status <> 'open'),
       (SELECT count(*) FROM move),
       (SELECT count(DISTINCT command_id) FROM move)

-- name: commands
SELECT id FROM load_command
