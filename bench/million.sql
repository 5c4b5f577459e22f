-- A million tasks: invented names, each with a presence in the group grid of its trio. Two thirds of them are done.
-- name: slots
CREATE TEMPORARY TABLE slot AS
SELECT row_number() OVER (ORDER BY d.area) - 1 AS slot, d.area, d.name, w.body_id
  FROM territory_grid d
  JOIN organization_ground w ON w.area = d.area / 1000 * 1000 AND w.mode = 'routine' AND upper_inf(w.valid)
 WHERE d.kind = 'group' AND upper_inf(d.valid)

-- name: made
-- hashint8 spreads the numbers over ground, names and states: the same data at every run. 240 pushes in 60 days.
CREATE TEMPORARY TABLE made AS
SELECT n, (SELECT max(id) FROM register_person) + n AS id, s.area, s.body_id AS owner,
       s.name || (1 + abs(hashint8(n + 7)::bigint) %% 30) || '栋' AS building,
       (1 + abs(hashint8(n + 8)::bigint) %% 6) || '0' || (1 + abs(hashint8(n + 9)::bigint) %% 4) AS flat,
       substr(%(surnames)s, 1 + (least(abs(hashint8(n + 1)::bigint) %% 100, abs(hashint8(n + 2)::bigint) %% 100))::int
                             %% length(%(surnames)s), 1)
           || substr(%(given)s, 1 + (abs(hashint8(n + 3)::bigint) %% length(%(given)s))::int, 1)
           || CASE WHEN abs(hashint8(n + 4)::bigint) %% 100 < 85
                   THEN substr(%(given)s, 1 + (abs(hashint8(n + 5)::bigint) %% length(%(given)s))::int, 1) ELSE '' END
           AS name,
       abs(hashint8(n + 6)::bigint) %% 1000 AS state,
       date_trunc('hour', now()) - interval '60 days' + interval '6 hours' * (n * 240 / %(tasks)s) AS at
  FROM generate_series(1, %(tasks)s::bigint) n
  JOIN slot s ON s.slot = abs(hashint8(n)::bigint) %% (SELECT count(*) FROM slot)

-- name: persons
INSERT INTO register_person (id, name, pinyin, document_kind, document_hash, document_sealed, document_mask,
                             phone_hash, phone_sealed, phone_mask, sex, created_at)
SELECT id, name, '', 'resident_id', substr(sha256(int8send(id)), 1, 16), sha256(int8send(id)),
       '990*************' || lpad((n %% 100)::text, 2, '0'), substr(sha256(int8send(-id)), 1, 16),
       sha256(int8send(-id)), '*******' || lpad((n %% 10000)::text, 4, '0'), CASE n %% 2 WHEN 0 THEN 'f' ELSE 'm' END, at
  FROM made WHERE %(tasks)s > 0 ORDER BY n

-- name: presences
INSERT INTO register_presence (area, person_id, incident_id, source, address, since)
SELECT m.area, m.id, i.id, 'pushed', m.building || m.flat, m.at
  FROM made m, (SELECT min(id) AS id FROM incidents_incident) i ORDER BY m.n

-- name: tasks
INSERT INTO casework_task (id, area, kind, incident_id, category, person_id, owner_id, status, urgent, flagged, name,
                           address, building, known, sources, created_at, due_at, claimed_at, returned_because,
                           last_contact_by, version, missed_at, released_on)
SELECT m.id, m.area, 'ground_verification', i.id, 'close_contact', m.id, m.owner,
       CASE WHEN state < 20 THEN 'open' WHEN state < 25 THEN 'claimed' WHEN state < 30 THEN 'reported'
            WHEN state < 32 THEN 'compared' WHEN state < 34 THEN 'returned' WHEN state < 40 THEN 'cancelled'
            WHEN state < 440 THEN 'released' ELSE 'closed' END,
       state %% 50 = 0, state %% 30 = 0, m.name, m.building || m.flat, m.building, '{}', 1 + (state %% 40 = 0)::int,
       m.at, m.at + interval '24 hours', CASE WHEN state >= 20 THEN m.at + interval '1 hour' END, '', '', 1,
       CASE WHEN state < 34 AND m.at < now() - interval '1 day' THEN m.at + interval '24 hours' END,
       CASE WHEN state >= 40 THEN (m.at AT TIME ZONE 'Asia/Shanghai')::date END
  FROM made m, (SELECT min(id) AS id FROM incidents_incident) i WHERE %(tasks)s > 0 ORDER BY m.n

-- name: history
INSERT INTO casework_task_transition (subject_id, source, target, move, actor, at, reason, command_id)
SELECT id, '', 'open', 'open', 'system:bench', at, '', '' FROM made ORDER BY n

-- name: sequences
SELECT setval(pg_get_serial_sequence('register_person', 'id'), (SELECT max(id) FROM register_person)),
       setval(pg_get_serial_sequence('casework_task', 'id'), (SELECT max(id) FROM casework_task))

-- name: vacuum
VACUUM (ANALYZE)
