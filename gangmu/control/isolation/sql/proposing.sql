-- Orders that follow from verifications, for a whole batch.

-- name: kinds
SELECT DISTINCT t.incident_id, i.pack, i.pack_version, t.category
  FROM casework_task t JOIN incidents_incident i ON i.id = t.incident_id
 WHERE t.id = ANY(%(tasks)s) AND t.person_id IS NOT NULL

-- name: propose
-- Whoever is under an order of the incident already, or has one proposed, gets no second one.
WITH told AS MATERIALIZED (
    SELECT set_config('gangmu.move', 'propose', true), set_config('gangmu.reason', '', true)),
measures AS (
    SELECT * FROM unnest(%(incidents)s::bigint[], %(categories)s::text[], %(packs)s::text[], %(versions)s::text[],
                         %(levels)s::text[]) AS m(incident, category, pack, version, level)),
made AS (
INSERT INTO isolation_order (incident_id, person_id, household_id, task_id, name, address, pack, pack_version, category,
                             level, status, organ, basis, because, warned, proposed_at, lift_because, area)
SELECT DISTINCT ON (t.person_id, t.incident_id)
       t.incident_id, t.person_id, h.household_id, t.id, t.name, t.address, m.pack, m.version, t.category,
       m.level, 'proposed', '', '', '', '[]', %(now)s, '', t.area
  FROM told, casework_task t
  JOIN measures m ON m.incident = t.incident_id AND m.category = t.category
  LEFT JOIN LATERAL (
        SELECT household_id FROM register_presence p
         WHERE p.person_id = t.person_id AND p.area = t.area AND p.until IS NULL AND p.household_id IS NOT NULL
         ORDER BY p.id DESC LIMIT 1) h ON true
 WHERE t.id = ANY(%(tasks)s) AND t.person_id IS NOT NULL
 ORDER BY t.person_id, t.incident_id, t.id
ON CONFLICT DO NOTHING
RETURNING id, area)
INSERT INTO kernel_fact (kind, subject_id, area, data, actor, at)
SELECT 'isolation.proposed', id, area, '{}', %(actor)s, %(now)s FROM made
