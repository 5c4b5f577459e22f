-- What a city has done in the last month: pushes, a task for each of their rows, reports, reviews, the history, facts.
-- One transaction by the owner of the tables, in which their triggers, secondary indexes and references rest: every
-- reference is taken from the very table that it points at, and is checked when it comes back. hashint8 spreads the
-- numbers over people, ground and states, the same at every run. Parameters: %(tasks)s of which %(open)s are open, for the first
-- %(people)s of the register, %(slots)s the moments of the pushes, %(incident)s.

-- name: has_worked
-- The demo has tasks of its own, which no list has brought.
SELECT EXISTS (SELECT FROM intake_batch)

-- name: forced
SELECT relname FROM pg_class WHERE relforcerowsecurity AND oid = ANY(%(tables)s::regclass[])

-- name: spots
-- By comprehensive grid: the trio that owns it with its cadre, and the town's comparer and gatekeeper.
CREATE TEMPORARY TABLE spot ON COMMIT DROP AS
SELECT g.area AS grid, g.body_id AS owner, cadre.post, cadre.holder AS member, c.holder AS comparer, k.holder AS keeper
  FROM organization_ground g
  CROSS JOIN LATERAL (
      SELECT p.id AS post, min(h.user_id) AS holder FROM organization_post p JOIN organization_holding h ON h.post_id = p.id
       WHERE p.body_id = g.body_id AND p.role = 'cadre' GROUP BY p.id LIMIT 1) cadre
  JOIN organization_body o ON o.kind = 'joint_office' AND g.area >= o.lo AND g.area < o.hi
  CROSS JOIN LATERAL (
      SELECT min(h.user_id) AS holder FROM organization_post p JOIN organization_holding h ON h.post_id = p.id
       WHERE p.body_id = o.id AND p.role = 'comparer') c
  CROSS JOIN LATERAL (
      SELECT min(h.user_id) AS holder FROM organization_post p JOIN organization_holding h ON h.post_id = p.id
       WHERE p.body_id = o.id AND p.role = 'gatekeeper') k
 WHERE g.mode = 'routine' AND upper_inf(g.valid);
CREATE UNIQUE INDEX ON spot (grid)

-- name: made
-- The newest tasks are open, and one in fifty of the open ones is older. 2654435761 is prime: nobody has two tasks.
CREATE TEMPORARY TABLE made ON COMMIT DROP AS
SELECT n, n + (SELECT coalesce(max(id), 0) FROM casework_task) AS id, slot, s.at, p.person_id AS person, p.area, p.address, f.name, d.name AS building,
       o.owner, o.post, o.member, o.comparer, o.keeper, s.at + interval '10 minutes' * (1 + roll %% 30) AS reported_at,
       CASE WHEN n > %(tasks)s - %(open)s * 49 / 50
              OR n %% every = every / 2
            THEN CASE WHEN roll < 55 THEN 'open' WHEN roll < 75 THEN 'claimed' WHEN roll < 90 THEN 'reported'
                      WHEN roll < 95 THEN 'compared' ELSE 'returned' END
            WHEN roll < 3 THEN 'cancelled' ELSE 'closed' END AS status
  FROM (SELECT n, 1 + n * 2654435761 %% %(people)s AS person, abs(hashint8(n)::bigint) %% 100 AS roll,
               1 + ((n - 1) * cardinality(%(slots)s::timestamptz[]) / %(tasks)s)::int AS slot
          FROM generate_series(1, %(tasks)s::bigint) n) x
  CROSS JOIN LATERAL (SELECT (%(slots)s::timestamptz[])[slot] AS at) s
  CROSS JOIN (SELECT greatest((%(tasks)s - %(open)s * 49 / 50) / greatest(%(open)s / 50, 1), 1) AS every) e
  JOIN register_presence p ON p.id = x.person
  JOIN register_person f ON f.id = x.person
  JOIN register_household h ON h.id = p.household_id
  LEFT JOIN territory_building d ON d.id = h.building_id
  JOIN spot o ON o.grid = p.area / 1000 * 1000
 ORDER BY n;
ANALYZE made

-- name: presences
INSERT INTO register_presence (area, person_id, incident_id, source, address, since)
SELECT area, person, %(incident)s, 'pushed', address, at FROM made

-- name: slots
INSERT INTO intake_slot (incident_id, day, name, expected_at, arrived_at)
SELECT %(incident)s, (at AT TIME ZONE %(zone)s)::date, to_char(at AT TIME ZONE %(zone)s, 'HH24:MI'), at, at
  FROM unnest(%(slots)s::timestamptz[]) AS at
ON CONFLICT (incident_id, day, name) DO UPDATE SET arrived_at = excluded.arrived_at

-- name: batches
-- The file itself is long gone; its digest is that of its moment.
INSERT INTO intake_batch (slot_id, area, lo, hi, holes, filename, digest, content, size, status, profile, mapping,
                          preview, pushed_at, committed_at, done_at, received, tasks, merged, handed_over, out_of_city,
                          refused, waiting)
SELECT s.id, b.lo, b.lo, b.hi, b.holes, s.day || ' ' || s.name || '.csv', sha256(int8send(s.id)), '', m.count * 120,
       'done', 'big_data_push', '{}', '{}', m.at, m.at, m.at, m.count, m.count, 0, 0, 0, 0, 0
  FROM (SELECT at, count(*)::int AS count FROM made GROUP BY at) m
  JOIN intake_slot s ON s.incident_id = %(incident)s AND s.expected_at = m.at
  JOIN organization_body b ON b.kind = 'push_office'
 ORDER BY m.at

-- name: tasks
INSERT INTO casework_task (id, area, kind, incident_id, category, person_id, owner_id, status, urgent, flagged, name,
                           address, building, known, sources, created_at, due_at, claimed_by_id, claimed_at,
                           returned_because, last_contact_by, version, missed_at, released_on)
SELECT id, area, 'ground_verification', %(incident)s, %(category)s, person, owner, status, n %% 50 = 0, n %% 30 = 0,
       name, address, coalesce(building, ''), '{}', 1, at, at + interval '24 hours',
       CASE WHEN status NOT IN ('open', 'cancelled') THEN member END,
       CASE WHEN status NOT IN ('open', 'cancelled') THEN at + interval '5 minutes' END,
       CASE status WHEN 'returned' THEN '地点未查清' ELSE '' END, '', 1,
       CASE WHEN status NOT IN ('closed', 'cancelled') AND at < now() - interval '24 hours'
            THEN at + interval '24 hours' END,
       CASE status WHEN 'closed' THEN ((reported_at + interval '30 minutes') AT TIME ZONE %(zone)s::text)::date END
  FROM made ORDER BY n

-- name: rows
INSERT INTO intake_row (batch_id, number, outcome, area, name, address, category, person_id, task_id, match, flagged,
                        reasons, candidates, sealed)
SELECT b.id, m.n - min(m.n) OVER (PARTITION BY m.at) + 2, 'task', m.area, m.name, m.address, %(category)s, m.person,
       m.id, 'exact', m.n %% 30 = 0, '[]', '[]', ''
  FROM made m JOIN intake_slot s ON s.incident_id = %(incident)s AND s.expected_at = m.at
  JOIN intake_batch b ON b.slot_id = s.id
 ORDER BY m.n

-- name: steps
-- Who did what when, move by move: what the history, the reviews and the timers are written from.
CREATE TEMPORARY TABLE step ON COMMIT DROP AS
SELECT m.id AS task, v.*
  FROM made m CROSS JOIN LATERAL (VALUES
      (1, '', 'open', 'open', 'system:push', m.at, true),
      (2, 'open', 'claimed', 'claim', m.member || '/' || m.post, m.at + interval '5 minutes',
       m.status NOT IN ('open', 'cancelled')),
      (3, 'claimed', 'reported', 'report', m.member || '/' || m.post, m.reported_at,
       m.status IN ('reported', 'compared', 'returned', 'closed')),
      (4, 'reported', 'compared', 'compare', m.comparer || '/0', m.reported_at + interval '20 minutes',
       m.status IN ('compared', 'closed')),
      (4, 'reported', 'returned', 'return', m.comparer || '/0', m.reported_at + interval '20 minutes',
       m.status = 'returned'),
      (5, 'compared', 'released', 'release', m.keeper || '/0', m.reported_at + interval '30 minutes',
       m.status = 'closed'),
      (6, 'released', 'closed', 'close', 'system:close', m.reported_at + interval '31 minutes', m.status = 'closed'),
      (2, 'open', 'cancelled', 'cancel', m.member || '/' || m.post, m.at + interval '5 minutes',
       m.status = 'cancelled')
  ) AS v (place, source, target, move, actor, at, true_of)
 WHERE v.true_of

-- name: history
INSERT INTO casework_task_transition (subject_id, source, target, move, actor, at, reason, command_id)
SELECT task, source, target, move, actor, at, '', '' FROM step ORDER BY at, task, place

-- name: reports
INSERT INTO casework_report (task_id, by_id, post_id, at, outcome, answers, late, command_id)
SELECT id, member, post, reported_at, 'found', '{"sampled": true, "count_clear": true, "control_clear": true,
       "identity_clear": true, "location_clear": true}', false, gen_random_uuid()
  FROM made WHERE status IN ('reported', 'compared', 'returned', 'closed') ORDER BY reported_at, id

-- name: reviews
INSERT INTO casework_review (report_id, area, gate, passed, reason, by_id, at)
SELECT r.id, m.area, CASE s.move WHEN 'release' THEN 'release' ELSE 'compare' END, s.move <> 'return',
       CASE s.move WHEN 'return' THEN '地点未查清' ELSE '' END,
       CASE s.move WHEN 'release' THEN m.keeper ELSE m.comparer END, s.at
  FROM step s JOIN made m ON m.id = s.task JOIN casework_report r ON r.task_id = s.task
 WHERE s.move IN ('compare', 'return', 'release') ORDER BY s.at, r.id

-- name: timers
-- A stage begins with the move into its state and is stopped by the next.
INSERT INTO casework_timer (task_id, stage, started_at, due_at, stopped_at, told, tell_at)
SELECT task, stage, at, at + interval '24 hours', ended, 0, at + interval '24 hours'
  FROM (SELECT task, at, lead(at) OVER (PARTITION BY task ORDER BY place) AS ended,
               CASE target WHEN 'open' THEN 'report' WHEN 'returned' THEN 'report' WHEN 'reported' THEN 'compare'
                           WHEN 'compared' THEN 'release' ELSE '' END AS stage
          FROM step WHERE move <> 'claim') stages
 WHERE stage <> ''

-- name: facts
INSERT INTO kernel_fact (kind, subject_id, area, data, actor, at)
SELECT 'casework.released', id, area,
       jsonb_build_object('task_kind', 'ground_verification', 'outcome', 'found', 'person', person),
       keeper || '/0', reported_at + interval '30 minutes' FROM made WHERE status = 'closed'
UNION ALL
SELECT 'intake.push_settled', b.id, b.area, jsonb_build_object('received', b.received, 'tasks', b.tasks, 'waiting', 0),
       'system:push', b.done_at FROM intake_batch b
 ORDER BY 6

-- name: advance
SELECT setval(pg_get_serial_sequence('casework_task', 'id'), (SELECT max(id) FROM casework_task))
