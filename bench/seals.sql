-- So many doors with seals, each of an order of its own that is in force; taken back by whoever makes them.
-- name: begin
-- The planner knows nothing yet of what has just been made, and would join it row by row.
SET LOCAL enable_nestloop = off

-- name: end
SET LOCAL enable_nestloop = on

-- name: person
INSERT INTO register_person (name, pinyin, document_kind, document_sealed, document_mask, phone_sealed, phone_mask, sex, created_at)
SELECT 'BENCH-' || n, '', 'none', '', '', '', '', '', %(now)s FROM generate_series(0, %(doors)s - 1) n

-- name: order
INSERT INTO isolation_order (area, incident_id, person_id, name, address, pack, pack_version, category, level, status,
                             organ, basis, because, warned, proposed_at, lift_because)
SELECT g.area, i.id, p.id, p.name, p.name, i.pack, i.pack_version, 'case', 'home', 'proposed', '', '', '', '[]', %(now)s, ''
  FROM (SELECT min(area) AS area FROM organization_ground) g, (SELECT min(id) AS id FROM incidents_incident) first
  JOIN incidents_incident i USING (id), register_person p
 WHERE p.name LIKE 'BENCH-%%'

-- name: decided
UPDATE isolation_order SET status = 'decided', organ = 'x', basis = 'x', anchor = current_date, starts_on = current_date,
       planned_end = current_date + 7, decided_at = %(now)s, decided_by_id = (SELECT min(id) FROM accounts_user),
       organ_body_id = (SELECT min(id) FROM organization_body)
 WHERE name LIKE 'BENCH-%%'

-- name: running
UPDATE isolation_order SET status = 'running' WHERE name LIKE 'BENCH-%%'

-- name: devices
INSERT INTO seals_device (vendor, serial, model, provider_id, lent_at, contact, area)
SELECT 'onenet', o.name, '', (SELECT min(id) FROM organization_body WHERE kind = 'provider'), %(now)s, '', o.area
  FROM isolation_order o WHERE o.name LIKE 'BENCH-%%'

-- name: bindings
INSERT INTO seals_binding (order_id, provider_id, door, status, consent, asked_by_id, asked_at, area)
SELECT o.id, d.provider_id, d.serial, 'asked', '', (SELECT min(id) FROM accounts_user), %(now)s, o.area
  FROM isolation_order o JOIN seals_device d ON d.serial = o.name

-- name: bound
UPDATE seals_binding b SET status = 'bound', consent = 'himself', device_id = d.id, during = tstzrange(%(now)s, NULL),
       installed_by_id = b.asked_by_id
  FROM seals_device d WHERE d.serial = b.door AND b.door LIKE 'BENCH-%%'

-- name: events
SELECT e.device_id, e.binding_id, e.kind, e.at, e.arrived_at, e.key, e.area
  FROM seals_event e JOIN seals_device d ON d.id = e.device_id WHERE d.serial LIKE 'BENCH-%'

-- name: alarms
SELECT count(*) FROM seals_alarm a JOIN seals_binding b ON b.id = a.binding_id WHERE b.door LIKE 'BENCH-%'
