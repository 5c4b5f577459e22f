-- An open task for every resident of the demo city, with its timer, owned by the trio of its grid.
-- name: as_system
SELECT set_config('gangmu.actor', 'system:bench', false)

-- name: tasks
INSERT INTO casework_task (kind, incident_id, category, person_id, owner_id, status, urgent, flagged, name, address,
                           building, known, sources, created_at, due_at, returned_because, last_contact_by, version, area)
SELECT 'ground_verification', i.id, 'arrival', p.id, w.body_id, 'open', false, false, p.name, r.address, '', '{}', 1,
       now(), now() + interval '1 day', '', '', 1, r.area
  FROM register_presence r
  JOIN register_person p ON p.id = r.person_id
  JOIN organization_ground w ON w.area = r.area / 1000 * 1000 AND w.mode = 'routine' AND upper_inf(w.valid)
 CROSS JOIN (SELECT min(id) AS id FROM incidents_incident) i

-- name: timers
INSERT INTO casework_timer (task_id, stage, started_at, due_at, told, tell_at)
SELECT id, 'report', created_at, due_at, 0, due_at FROM casework_task

-- name: vacuum
VACUUM (ANALYZE)

-- name: bare
CREATE TABLE IF NOT EXISTS bench_bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, answers jsonb NOT NULL)

-- name: doors
-- Each task with somebody of its trio who reports it, and a comparer and a gatekeeper of its town; md5 shuffles the
-- tasks, or the trios where those of one are wanted together.
SELECT t.id, h.user_id, h.post_id, c.user_id, c.post_id, g.user_id, g.post_id
  FROM casework_task t
  JOIN LATERAL (SELECT x.user_id, x.post_id FROM organization_holding x JOIN organization_post p ON p.id = x.post_id
                 WHERE p.body_id = t.owner_id AND p.role = 'police' ORDER BY x.id LIMIT 1) h ON true
  JOIN organization_body o ON o.kind = 'joint_office' AND t.area >= o.lo AND t.area < o.hi
  JOIN LATERAL (SELECT x.user_id, x.post_id FROM organization_holding x JOIN organization_post p ON p.id = x.post_id
                 WHERE p.body_id = o.id AND p.role = 'comparer' ORDER BY x.id LIMIT 1) c ON true
  JOIN LATERAL (SELECT x.user_id, x.post_id FROM organization_holding x JOIN organization_post p ON p.id = x.post_id
                 WHERE p.body_id = o.id AND p.role = 'gatekeeper' ORDER BY x.id LIMIT 1) g ON true
 WHERE t.status = 'open' AND t.kind = 'ground_verification'
 ORDER BY CASE WHEN %(together)s THEN md5(t.owner_id::text) ELSE md5(t.id::text) END, t.id
 LIMIT %(most)s
