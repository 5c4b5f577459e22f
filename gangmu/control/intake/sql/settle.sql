-- One push, settled set by set. Everything works on the temporary table `staged`: one line per spreadsheet row,
-- filled by bulk/staging.py. The statements run in the order in which they stand here, in one transaction, as the
-- bulk role; parameters are %(batch)s, %(incident)s, %(kind)s, %(now)s, %(decider)s.

-- name: table
CREATE TEMPORARY TABLE staged (
    number int PRIMARY KEY,
    disposition text NOT NULL,           -- refused | outside | doubtful | located
    name text NOT NULL, name_key text NOT NULL, pinyin text NOT NULL,
    document_kind text NOT NULL, document_hash bytea, document_sealed bytea NOT NULL, document_mask text NOT NULL,
    document_checked boolean NOT NULL,
    phone_hash bytea, phone_sealed bytea NOT NULL, phone_mask text NOT NULL,
    sex text NOT NULL, birth_date date,
    address text NOT NULL, building text NOT NULL,
    area bigint NOT NULL, owner_id bigint, beyond boolean NOT NULL,
    match text NOT NULL, flagged boolean NOT NULL, reasons jsonb NOT NULL, candidates jsonb NOT NULL,
    category text NOT NULL, urgent boolean NOT NULL, due_at timestamptz, known jsonb NOT NULL,
    sealed bytea NOT NULL,
    decided_person bigint,               -- what a desk has decided about identity: a person's id, 0 for 'new'
    first_number int,                    -- the row of this push that speaks for the same person
    person_id bigint, is_new boolean NOT NULL DEFAULT false, task_id bigint,
    outcome text
) ON COMMIT DROP

-- name: index
CREATE INDEX ON staged (document_hash); ANALYZE staged

-- name: known_persons
-- An identity document whose number holds together is the person.
UPDATE staged s SET person_id = p.id
  FROM register_person p
 WHERE s.disposition <> 'refused' AND s.document_hash IS NOT NULL AND s.decided_person IS NULL
   AND p.document_hash = s.document_hash AND p.merged_into_id IS NULL

-- name: decided_persons
UPDATE staged SET person_id = nullif(decided_person, 0) WHERE decided_person IS NOT NULL

-- name: first_rows
-- Of the rows of one document the best located speaks; the others are folded into it.
UPDATE staged s SET first_number = f.first_number
  FROM (SELECT number, first_value(number) OVER (
                   PARTITION BY document_hash
                   ORDER BY array_position(ARRAY['located', 'doubtful', 'outside'], disposition), number)
                   AS first_number
          FROM staged WHERE document_hash IS NOT NULL AND disposition <> 'refused') f
 WHERE f.number = s.number

-- name: name_conflicts
-- Rows whose document is known under another name: compared in Python (names.same_person_name).
SELECT s.number, s.name, s.document_checked, coalesce(p.name, f.name)
  FROM staged s
  LEFT JOIN register_person p ON p.id = s.person_id
  LEFT JOIN staged f ON f.number = s.first_number AND f.number <> s.number
 WHERE s.decided_person IS NULL AND s.document_hash IS NOT NULL AND s.disposition <> 'refused'
   AND s.name <> '' AND coalesce(p.name, f.name) IS NOT NULL AND coalesce(p.name, f.name) <> s.name

-- name: conflict
-- One number, two names: a human decides who is meant. The row keeps no person until then.
UPDATE staged SET disposition = 'doubtful', match = 'identity', person_id = NULL, first_number = NULL,
       document_hash = NULL, reasons = reasons || '["identity_conflict"]'::jsonb,
       candidates = candidates || %(candidates)s::jsonb
 WHERE number = %(number)s

-- name: candidates
-- No document decides, but name and phone agree with somebody who is being checked or waiting: a human decides.
UPDATE staged s SET disposition = 'doubtful', match = 'identity',
       reasons = s.reasons || '["identity_candidate"]'::jsonb,
       candidates = s.candidates || jsonb_build_array(jsonb_build_object('person', c.id))
  FROM (SELECT DISTINCT ON (s.number) s.number, p.id
          FROM staged s
          JOIN register_person p ON p.phone_hash = s.phone_hash AND p.name = s.name AND p.merged_into_id IS NULL
         WHERE s.decided_person IS NULL AND s.person_id IS NULL
           AND s.disposition IN ('located', 'doubtful') AND s.name <> ''
           AND (s.document_hash IS NULL OR p.document_hash IS NULL)
           AND EXISTS (SELECT 1 FROM register_presence r WHERE r.person_id = p.id AND r.incident_id = %(incident)s)
         ORDER BY s.number, p.id) c
 WHERE c.number = s.number

-- name: candidates_inside
-- The same, between rows of one push: the later row asks about the earlier.
UPDATE staged s SET disposition = 'doubtful', match = 'identity',
       reasons = s.reasons || '["identity_candidate"]'::jsonb,
       candidates = s.candidates || jsonb_build_array(jsonb_build_object('row', c.first))
  FROM (SELECT number, document_hash,
               first_value(number) OVER w AS first, first_value(document_hash) OVER w AS first_document
          FROM staged
         WHERE disposition IN ('located', 'doubtful') AND match <> 'identity' AND name <> ''
           AND phone_hash IS NOT NULL AND decided_person IS NULL
           AND (first_number IS NULL OR first_number = number)
        WINDOW w AS (PARTITION BY name, phone_hash ORDER BY document_hash IS NULL, number)) c
 WHERE c.number = s.number AND c.first <> s.number AND s.document_hash IS NULL

-- name: new_persons
UPDATE staged SET person_id = nextval(pg_get_serial_sequence('register_person', 'id')), is_new = true
 WHERE person_id IS NULL AND coalesce(first_number, number) = number
   AND (disposition = 'located' OR disposition = 'doubtful' AND match <> 'identity')

-- name: followers
UPDATE staged s SET person_id = f.person_id
  FROM staged f
 WHERE f.number = s.first_number AND s.number <> s.first_number AND s.person_id IS NULL

-- name: insert_persons
INSERT INTO register_person (id, name, pinyin, document_kind, document_hash, document_sealed, document_mask,
                             phone_hash, phone_sealed, phone_mask, sex, birth_date, created_at)
SELECT person_id, name, pinyin, document_kind, document_hash, document_sealed, document_mask,
       phone_hash, phone_sealed, phone_mask, sex, birth_date, %(now)s
  FROM staged WHERE is_new

-- name: complete_persons
-- A list that knows a phone completes a person without one; nothing known is overwritten.
UPDATE register_person p SET phone_hash = s.phone_hash, phone_sealed = s.phone_sealed, phone_mask = s.phone_mask
  FROM (SELECT DISTINCT ON (person_id) * FROM staged
         WHERE person_id IS NOT NULL AND NOT is_new AND phone_hash IS NOT NULL
         ORDER BY person_id, number) s
 WHERE p.id = s.person_id AND p.phone_hash IS NULL

-- name: open_tasks
-- One person, one open check: whoever has one is folded into it.
UPDATE staged s SET task_id = t.id, outcome = 'merged'
  FROM casework_task t
 WHERE t.person_id = s.person_id AND t.incident_id = %(incident)s AND t.kind = %(kind)s
   AND t.status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered')
   AND s.disposition <> 'refused'

-- name: waiting_elsewhere
-- Whoever already waits at a desk is folded into that row, unless this one knows where he is.
UPDATE staged s SET outcome = 'merged'
  FROM intake_row r JOIN intake_batch b ON b.id = r.batch_id JOIN intake_slot o ON o.id = b.slot_id
 WHERE r.person_id = s.person_id AND r.outcome = 'waiting' AND o.incident_id = %(incident)s
   AND NOT (r.batch_id = %(batch)s AND r.number = s.number)
   AND s.outcome IS NULL AND s.disposition = 'doubtful'

-- name: outcomes
UPDATE staged s SET outcome = CASE
        WHEN disposition = 'refused' THEN 'refused'
        WHEN first_number <> number THEN 'merged'
        WHEN disposition = 'outside' THEN 'out_of_city'
        WHEN disposition = 'doubtful' THEN 'waiting'
        WHEN beyond THEN 'handed_over'
        ELSE 'task' END
 WHERE outcome IS NULL

-- name: new_tasks
UPDATE staged SET task_id = nextval(pg_get_serial_sequence('casework_task', 'id'))
 WHERE outcome IN ('task', 'handed_over')

-- name: presences
INSERT INTO register_presence (area, person_id, incident_id, source, address, since)
SELECT DISTINCT ON (person_id) area, person_id, %(incident)s, 'pushed', address, %(now)s
  FROM staged WHERE person_id IS NOT NULL AND outcome IN ('task', 'handed_over', 'waiting')
 ORDER BY person_id, number
ON CONFLICT (person_id, area, incident_id) WHERE until IS NULL DO NOTHING

-- name: insert_tasks
INSERT INTO casework_task (id, kind, incident_id, category, person_id, owner_id, status, urgent, flagged, name, address,
                           building, known, sources, created_at, due_at, returned_because, last_contact_by,
                           version, area)
SELECT task_id, %(kind)s, %(incident)s, category, person_id, owner_id, 'open', urgent, flagged, name,
       left(address, 200), building, known, 1, %(now)s, due_at, '', '', 1, area
  FROM staged WHERE outcome IN ('task', 'handed_over')

-- name: timers
INSERT INTO casework_timer (task_id, stage, started_at, due_at, told, tell_at)
SELECT task_id, 'report', %(now)s, due_at, 0, due_at FROM staged WHERE outcome IN ('task', 'handed_over')

-- name: follow_task
-- Rows folded into a task of this very push are credited to it.
UPDATE staged s SET task_id = f.task_id
  FROM staged f WHERE f.number = s.first_number AND s.outcome = 'merged' AND s.task_id IS NULL

-- name: credit
UPDATE casework_task t SET sources = t.sources + s.n
  FROM (SELECT task_id, count(*) AS n FROM staged WHERE outcome = 'merged' AND task_id IS NOT NULL
         GROUP BY task_id) s
 WHERE t.id = s.task_id

-- name: credit_waiting
-- Rows of other pushes that had waited with this person follow him into his task.
UPDATE intake_row r SET task_id = s.task_id,
       outcome = CASE WHEN r.outcome = 'waiting' THEN 'merged' ELSE r.outcome END, candidates = '[]', sealed = ''
  FROM staged s
 WHERE r.person_id = s.person_id AND r.task_id IS NULL AND s.task_id IS NOT NULL
   AND r.outcome IN ('waiting', 'merged') AND NOT (r.batch_id = %(batch)s AND r.number = s.number)
   AND r.match <> 'identity'

-- name: rows
INSERT INTO intake_row (batch_id, number, outcome, area, name, address, category, person_id, task_id, match, flagged,
                        reasons, candidates, sealed, decided_by_id, decided_at)
SELECT %(batch)s, number, outcome, area, name, address, category, person_id, task_id, match, flagged, reasons,
       candidates, sealed, %(decider)s::bigint, CASE WHEN %(decider)s::bigint IS NOT NULL THEN %(now)s END
  FROM staged ORDER BY number
ON CONFLICT (batch_id, number) DO UPDATE SET outcome = excluded.outcome, area = excluded.area,
       person_id = excluded.person_id, task_id = excluded.task_id, match = excluded.match,
       flagged = excluded.flagged, reasons = excluded.reasons, candidates = excluded.candidates,
       sealed = excluded.sealed, decided_by_id = excluded.decided_by_id, decided_at = excluded.decided_at

-- name: row_candidates
-- Candidates found inside the push are named by their row; give the desk the person behind it.
UPDATE intake_row r SET candidates = (
        SELECT jsonb_agg(CASE WHEN c ? 'row' THEN c || jsonb_build_object('person', f.person_id) ELSE c END)
          FROM jsonb_array_elements(r.candidates) c
          LEFT JOIN staged f ON f.number = (c ->> 'row')::int)
 WHERE r.batch_id = %(batch)s AND r.outcome = 'waiting' AND r.candidates::text LIKE '%%"row"%%'

-- name: outcomes_count
SELECT outcome, count(*) FROM staged GROUP BY outcome
