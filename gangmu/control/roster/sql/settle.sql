-- A slice of a register of residents, taken in set by set. The statements run in the order in which they stand here, in
-- one transaction, as the bulk role, on the temporary table `staged` (filled by bulk/staging.py). What is looked up in a
-- table of the city is looked up along an index (LATERAL): it holds millions. Parameters are %(import)s, %(now)s.

-- name: table
CREATE TEMPORARY TABLE staged (
    number int NOT NULL,
    disposition text NOT NULL,           -- placed | outside | refused
    name text NOT NULL, pinyin text NOT NULL,
    document_kind text NOT NULL, document_hash bytea, document_sealed bytea NOT NULL, document_mask text NOT NULL,
    phone_hash bytea, phone_sealed bytea NOT NULL, phone_mask text NOT NULL,
    sex text NOT NULL, birth_date date,
    area bigint NOT NULL, address text NOT NULL,
    sealed bytea NOT NULL
) ON COMMIT DROP

-- name: verdict
-- A document that holds together is the person; of the lines of one document the first speaks for him.
CREATE TEMPORARY TABLE verdict ON COMMIT DROP AS
SELECT s.number, s.name, s.document_hash, s.phone_hash, s.birth_date, s.area, s.address,
       CASE WHEN s.document_hash IS NULL THEN s.number
            ELSE min(s.number) OVER (PARTITION BY s.document_hash) END AS first_number,
       p.id AS person_id, p.name AS known_name,
       NULL::bigint AS other_person, NULL::int AS other_number
  FROM staged s
  LEFT JOIN LATERAL (SELECT id, name FROM register_person p
                      WHERE p.document_hash = s.document_hash AND p.merged_into_id IS NULL LIMIT 1) p ON true
 WHERE s.disposition = 'placed'

-- name: other_names
SELECT v.number, v.name, coalesce(v.known_name, f.name)
  FROM verdict v JOIN verdict f ON f.number = v.first_number
 WHERE v.document_hash IS NOT NULL AND coalesce(v.known_name, f.name) NOT IN ('', v.name)

-- name: conflict
-- One number, two names: the line goes on as one without a document, and asks about whom the number names.
UPDATE verdict SET other_person = person_id, other_number = first_number, document_hash = NULL, person_id = NULL,
       first_number = number
 WHERE number = ANY (%(numbers)s)

-- name: cut
-- The first line without a document at a door that an earlier line of the slice has somebody of that name move out of, or
-- may have him move into. Whether he is meant is known when that line is settled: this one and all behind it wait.
SELECT least((
SELECT min(v.number)
  FROM verdict v
 CROSS JOIN LATERAL (
     SELECT p.id FROM register_household h
       JOIN register_presence r ON r.household_id = h.id AND r.until IS NULL
       JOIN register_person p ON p.id = r.person_id
      WHERE h.area = v.area AND h.label = v.address AND p.name = v.name AND p.merged_into_id IS NULL) p
  JOIN verdict m ON m.person_id = p.id AND m.number < v.number AND (m.area, m.address) <> (v.area, v.address)
 WHERE v.document_hash IS NULL), (
SELECT min(v.number)
  FROM verdict v
  JOIN verdict m ON m.area = v.area AND m.address = v.address AND m.known_name = v.name AND m.number < v.number
                AND m.document_hash IS NOT NULL
 WHERE v.document_hash IS NULL))

-- name: put_off
CREATE TEMPORARY TABLE put_off ON COMMIT DROP AS SELECT * FROM staged WHERE number >= %(cut)s;
DELETE FROM staged WHERE number >= %(cut)s;
DELETE FROM verdict WHERE number >= %(cut)s

-- name: take_up
TRUNCATE staged;
INSERT INTO staged SELECT * FROM put_off;
DROP TABLE put_off

-- name: at_the_door
-- Without a document, whoever of that name lives at this door is meant; a birth date must be his.
UPDATE verdict v SET person_id = d.person_id
  FROM (SELECT v.number, p.person_id
          FROM verdict v CROSS JOIN LATERAL (
              SELECT p.id AS person_id
                FROM register_household h
                JOIN register_presence r ON r.household_id = h.id AND r.until IS NULL
                JOIN register_person p ON p.id = r.person_id
               WHERE h.area = v.area AND h.label = v.address AND p.name = v.name AND p.merged_into_id IS NULL
                 AND (v.birth_date IS NULL OR p.birth_date = v.birth_date)
               ORDER BY p.id LIMIT 1) p
         WHERE v.document_hash IS NULL) d
 WHERE d.number = v.number

-- name: at_the_same_door
-- The same among the lines of this slice: the first that names him speaks.
WITH doors AS (
    SELECT number, CASE WHEN birth_date IS NULL
                        THEN min(number) FILTER (WHERE number = first_number) OVER (PARTITION BY area, address, name)
                        ELSE min(number) FILTER (WHERE number = first_number)
                             OVER (PARTITION BY area, address, name, birth_date) END AS first
      FROM verdict)
UPDATE verdict v SET first_number = f.first_number, person_id = f.person_id
  FROM doors d JOIN verdict f ON f.number = d.first
 WHERE d.number = v.number AND v.document_hash IS NULL AND v.person_id IS NULL AND f.number < v.number

-- name: settled
-- Who each line is: a known person or a new one, whose id is drawn here, in the order of the lines. `speaks`: the first
-- line of the import that names him; what it says counts. `here`: he is known to live where the line says.
CREATE TEMPORARY TABLE settled ON COMMIT DROP AS
WITH led AS MATERIALIZED (
    SELECT *, CASE WHEN person_id IS NULL THEN first_number
                   ELSE min(number) OVER (PARTITION BY person_id) END AS leader FROM verdict),
drawn AS MATERIALIZED (
    SELECT number, nextval((SELECT pg_get_serial_sequence('register_person', 'id')::regclass)) AS id
      FROM (SELECT number FROM led WHERE person_id IS NULL AND leader = number ORDER BY number) n)
SELECT l.number, l.document_hash, l.area, l.address, l.other_person, l.other_number,
       coalesce(l.person_id, d.id) AS person_id, l.person_id IS NULL AS is_new,
       e.number AS entered, l.leader, l.leader = l.number AND e.number IS NULL AS speaks,
       CASE WHEN l.leader <> l.number AND e.number IS NULL THEN f.area = l.area AND f.address = l.address
            ELSE l.person_id IS NOT NULL AND EXISTS (
                SELECT 1 FROM register_presence r JOIN register_household h ON h.id = r.household_id
                 WHERE r.person_id = l.person_id AND r.incident_id IS NULL AND r.until IS NULL
                   AND h.area = l.area AND h.label = l.address) END AS here,
       false AS completed, false AS questioned, ''::text AS outcome
  FROM led l
  JOIN verdict f ON f.number = l.leader
  LEFT JOIN drawn d ON d.number = l.leader
  LEFT JOIN roster_entry e ON e.person_id = l.person_id AND e.source_id = %(import)s

-- name: persons
INSERT INTO register_person (id, name, pinyin, document_kind, document_hash, document_sealed, document_mask,
                             phone_hash, phone_sealed, phone_mask, sex, birth_date, created_at)
SELECT t.person_id, s.name, s.pinyin, s.document_kind, t.document_hash, s.document_sealed, s.document_mask,
       s.phone_hash, s.phone_sealed, s.phone_mask, s.sex, s.birth_date, %(now)s
  FROM settled t JOIN staged s USING (number) WHERE t.is_new AND t.speaks

-- name: households
INSERT INTO register_household (area, label, created_at)
SELECT DISTINCT area, address, %(now)s::timestamptz FROM settled WHERE speaks AND NOT here
ON CONFLICT (area, label) DO NOTHING

-- name: left
-- Whoever has moved does not live any more where the register had him. What incidents said about him stays.
UPDATE register_presence r SET until = %(now)s
  FROM settled t
 WHERE t.speaks AND NOT t.is_new AND NOT t.here
   AND r.person_id = t.person_id AND r.incident_id IS NULL AND r.until IS NULL

-- name: presences
INSERT INTO register_presence (area, person_id, household_id, source, address, since)
SELECT t.area, t.person_id, h.id, 'register', t.address, %(now)s
  FROM settled t
 CROSS JOIN LATERAL (SELECT id FROM register_household h WHERE h.area = t.area AND h.label = t.address LIMIT 1) h
 WHERE t.speaks AND NOT t.here
 ORDER BY t.number

-- name: completed
-- What was not known is completed; nothing known is overwritten: who stood at the door may know better.
WITH filled AS (
    UPDATE register_person p
       SET name = CASE WHEN p.name = '' THEN s.name ELSE p.name END,
           pinyin = CASE WHEN p.name = '' THEN s.pinyin ELSE p.pinyin END,
           phone_hash = coalesce(p.phone_hash, s.phone_hash),
           phone_sealed = CASE WHEN p.phone_hash IS NULL THEN s.phone_sealed ELSE p.phone_sealed END,
           phone_mask = CASE WHEN p.phone_hash IS NULL THEN s.phone_mask ELSE p.phone_mask END,
           sex = CASE WHEN p.sex = '' THEN s.sex ELSE p.sex END,
           birth_date = coalesce(p.birth_date, s.birth_date)
      FROM settled t JOIN staged s USING (number)
     WHERE t.speaks AND NOT t.is_new AND p.id = t.person_id
       AND (p.name = '' OR p.phone_hash IS NULL AND s.phone_hash IS NOT NULL OR p.sex = '' AND s.sex <> ''
            OR p.birth_date IS NULL AND s.birth_date IS NOT NULL)
    RETURNING t.number)
UPDATE settled t SET completed = true FROM filled f WHERE f.number = t.number

-- name: questions
-- A number under another name, or name and phone of somebody known where a document is missing: a human is asked.
WITH alike AS (
    SELECT t.number, t.area, t.person_id, CASE WHEN t.other_number IS NULL THEN 'identity_candidate'
                                               ELSE 'identity_conflict' END AS because,
           coalesce(t.other_person, o.person_id, p.id) AS other
      FROM settled t
      JOIN staged s USING (number)
      LEFT JOIN settled o ON o.number = t.other_number
      LEFT JOIN LATERAL (
          SELECT p.id FROM register_person p
           WHERE p.phone_hash = s.phone_hash AND p.name = s.name AND p.merged_into_id IS NULL AND p.id < t.person_id
             AND (t.document_hash IS NULL OR p.document_hash IS NULL)
             AND NOT EXISTS (SELECT 1 FROM settled c
                              WHERE c.person_id = p.id AND c.completed AND c.number > t.number)
           ORDER BY p.id LIMIT 1) p ON t.other_number IS NULL
     WHERE t.is_new AND t.speaks),
asked AS (
    INSERT INTO register_identityquestion (area, person_id, other_id, because, status, asked_at, decided_by)
    SELECT area, greatest(person_id, other), least(person_id, other), because, 'open', %(now)s, ''
      FROM alike WHERE other IS NOT NULL ORDER BY number
    ON CONFLICT (person_id, other_id) DO NOTHING)
UPDATE settled t SET questioned = true FROM alike a WHERE a.number = t.number AND a.other IS NOT NULL

-- name: outcomes
UPDATE settled SET outcome = CASE
    WHEN NOT speaks THEN CASE WHEN here THEN 'unchanged' ELSE 'refused' END
    WHEN is_new THEN CASE WHEN questioned THEN 'questioned' ELSE 'created' END
    WHEN completed OR NOT here THEN 'changed' ELSE 'unchanged' END

-- name: entries
INSERT INTO roster_entry (person_id, source_id, number)
SELECT person_id, %(import)s, number FROM settled WHERE speaks
ON CONFLICT (person_id) DO UPDATE SET source_id = excluded.source_id, number = excluded.number

-- name: lines
INSERT INTO roster_line (source_id, number, outcome, repeats, sealed)
SELECT %(import)s, s.number, coalesce(t.outcome, s.disposition), coalesce(t.entered, t.leader), s.sealed
  FROM staged s LEFT JOIN settled t USING (number)
 WHERE coalesce(t.outcome, s.disposition) IN ('refused', 'outside')

-- name: counts
SELECT coalesce(t.outcome, s.disposition), count(*) FROM staged s LEFT JOIN settled t USING (number) GROUP BY 1

-- name: clean
DROP TABLE verdict, settled

-- name: end
DROP TABLE staged
