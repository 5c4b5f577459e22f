-- So many people under an order that is in force and read, three days in: taken back by whoever makes them.
-- name: persons
INSERT INTO register_person (name, pinyin, document_kind, document_sealed, document_mask, phone_sealed, phone_mask, sex, created_at)
SELECT '演练' || n, '', 'none', '', '', '', '', '', %(now)s FROM generate_series(1, %(people)s) n

-- name: orders
INSERT INTO isolation_order (area, incident_id, person_id, name, address, pack, pack_version, category, level, status,
                             organ, basis, because, warned, proposed_at, lift_because)
SELECT g.areas[1 + p.id %% cardinality(g.areas)], i.id, p.id, p.name, p.name, i.pack, i.pack_version, 'case', 'net_isolation',
       'proposed', '', '', '', '[]', %(now)s, ''
  FROM (SELECT array_agg(DISTINCT area) AS areas FROM organization_ground WHERE upper(valid) IS NULL) g,
       (SELECT * FROM incidents_incident WHERE code = 'mosquito') i, register_person p
 WHERE p.name LIKE '演练%%'

-- name: decided
UPDATE isolation_order SET status = 'decided', organ = 'x', basis = 'x', anchor = %(today)s::date - 3,
       starts_on = %(today)s::date - 2, planned_end = %(today)s::date + 4, decided_at = %(now)s,
       decided_by_id = (SELECT min(id) FROM accounts_user), organ_body_id = (SELECT min(id) FROM organization_body)
 WHERE name LIKE '演练%%' AND status = 'proposed'

-- name: running
UPDATE isolation_order SET status = 'running' WHERE name LIKE '演练%%' AND status = 'decided'

-- name: days
INSERT INTO isolation_planday (order_id, area, "on", number, level, stage_day, test, temperatures, visits, rules, calls)
SELECT o.id, o.area, o.anchor + n, n, 'net_isolation', n, false, 2, 1, 'mosquito@2025.8', 0
  FROM isolation_order o, generate_series(1, 7) n WHERE o.name LIKE '演练%%'

-- name: read
INSERT INTO isolation_noticeread (order_id, area, paper, "to", signed, by_id, at)
SELECT id, area, 'notice', 'himself', 'paper', decided_by_id, %(now)s::timestamptz - interval '3 days'
  FROM isolation_order WHERE name LIKE '演练%%'

-- name: tasks
SELECT kind, category, person_id, owner_id, name, address, known::text, due_at, area
  FROM casework_task WHERE kind IN ('day_call', 'look_in') AND name LIKE '演练%'
