-- What the bench of sampling makes, and what it counts beside.

-- name: round
INSERT INTO sampling_round (area, hi, incident_id, name, kind, pool, singly, pool_minutes, single_minutes, begins_at, ends_at,
                            status, planned_at)
SELECT 0, 1000000000000000000, id, 'bench', 'regional', 10, '[]', 1440, 360, %(now)s, %(later)s, 'planned', %(now)s
  FROM incidents_incident ORDER BY id LIMIT 1
RETURNING id

-- name: site
INSERT INTO sampling_site (area, name, address, opens, closes)
SELECT min(area), 'bench', 'bench', '07:00', '22:00' FROM register_presence

-- name: a_site
SELECT id FROM sampling_site WHERE name = 'bench'

-- name: people
SELECT person_id FROM sampling_required WHERE round_id = %(round)s ORDER BY id DESC LIMIT %(most)s

-- name: bare
INSERT INTO sampling_site (area, name, address, opens, closes)
VALUES (0, 'bare ' || %(person)s, '', '07:00', '22:00') RETURNING id

-- name: tubes
INSERT INTO sampling_tube (area, code, round_id, site_id, capacity, status, opened_at)
SELECT s.area, 'BULK-' || n, %(round)s, s.id, 10, 'open', %(now)s
  FROM generate_series(%(first)s, %(first)s + %(most)s - 1) n, sampling_site s WHERE s.name = 'bench'

-- name: required
-- People who must be sampled, over the grids of the ground.
WITH made AS (
    INSERT INTO register_person (name, pinyin, document_kind, document_sealed, document_mask, phone_sealed, phone_mask, sex,
                                 created_at)
    SELECT 'bench ' || n, '', 'none', '', '', '', '', '', %(now)s
      FROM generate_series(%(first)s * 10, (%(first)s + %(most)s) * 10 - 1) n
    RETURNING id),
grids AS (SELECT array_agg(area) AS of FROM territory_grid)
INSERT INTO sampling_required (round_id, person_id, area, missed, because, missed_by)
SELECT %(round)s, id, grids.of[1 + mod(id, cardinality(grids.of))], '', '', '' FROM made, grids

-- name: fill
WITH wanted AS (
    SELECT q.person_id, q.area, row_number() OVER (ORDER BY q.id DESC) - 1 AS place
      FROM sampling_required q WHERE q.round_id = %(round)s ORDER BY q.id DESC LIMIT %(most)s * 10)
INSERT INTO sampling_specimen (area, tube_id, round_id, person_id, required, counts, taken_at, registered_at)
SELECT w.area, t.id, %(round)s, w.person_id, true, true, %(now)s, %(now)s
  FROM wanted w JOIN sampling_tube t ON t.code = 'BULK-' || (%(first)s + w.place / 10)

-- name: seal
UPDATE sampling_tube SET status = 'sealed', sealed_at = %(now)s, due_at = %(now)s::timestamptz + interval '1 day'
 WHERE round_id = %(round)s AND status = 'open'

-- name: codes
SELECT code FROM sampling_tube WHERE round_id = %(round)s

-- name: counted
SELECT (SELECT count(*) FROM sampling_required WHERE round_id = %(round)s),
       (SELECT count(*) FROM sampling_specimen WHERE round_id = %(round)s AND counts AND required)
