-- One push, settled set by set. Everything works on the temporary table `staged`: one line per spreadsheet row,
-- filled by bulk/staging.py. The statements run in the order in which they stand here, in one transaction, as the
-- bulk role; parameters are %(batch)s, %(incident)s, %(kind)s, %(now)s, %(decider)s.

-- name: table
CREATE TEMPORARY TABLE staged (
    number int PRIMARY KEY,
    disposition text NOT NULL,           -- refused | outside | doubtful | located
    name text NOT NULL, pinyin text NOT NULL,
    document_kind text NOT NULL, document_hash bytea, document_sealed bytea NOT NULL, document_mask text NOT NULL,
    document_checked boolean NOT NULL,
    phone_hash bytea, phone_sealed bytea NOT NULL, phone_mask text NOT NULL,
    sex text NOT NULL, birth_date date,
    address text NOT NULL, building text NOT NULL,
    area bigint NOT NULL, owner_id bigint, beyond boolean NOT NULL,
    match text NOT NULL, flagged boolean NOT NULL, reasons jsonb NOT NULL, candidates jsonb NOT NULL,
    category text NOT NULL, urgent boolean NOT NULL, due_at timestamptz, known jsonb NOT NULL,
    sealed bytea NOT NULL,
    decided_person bigint                -- what a desk has decided about identity: a person's id, 0 for 'new'
) ON COMMIT DROP

-- name: statistics
ANALYZE staged (number, disposition, document_hash)

-- name: verdict
-- The narrow companion of `staged`, so that the statements below need not rewrite the wide lines. An identity document
-- whose number holds together is the person; of the rows of one document the best located speaks (`first_number`).
CREATE TEMPORARY TABLE verdict ON COMMIT DROP AS
SELECT s.number, s.disposition, s.match, s.name, s.document_hash, s.phone_hash, s.area, s.beyond,
       s.document_checked, s.decided_person,
       CASE WHEN s.decided_person IS NOT NULL THEN nullif(s.decided_person, 0) ELSE p.id END AS person_id,
       p.name AS known_name,
       CASE WHEN s.document_hash IS NULL OR s.disposition = 'refused' THEN s.number ELSE first_value(s.number) OVER (
           PARTITION BY s.document_hash
           ORDER BY CASE s.disposition WHEN 'located' THEN 1 WHEN 'doubtful' THEN 2 WHEN 'outside' THEN 3 ELSE 4 END,
                    s.number) END AS first_number,
       '[]'::jsonb AS reasons, '[]'::jsonb AS candidates
  FROM staged s
  LEFT JOIN register_person p
    ON p.document_hash = s.document_hash AND p.merged_into_id IS NULL AND s.disposition <> 'refused'

-- name: verdict_index
CREATE UNIQUE INDEX ON verdict (number)

-- name: verdict_statistics
ANALYZE verdict

-- name: name_conflicts
-- Rows whose document is known under another name: compared in Python (names.same_person_name).
SELECT v.number, v.name, v.document_checked, coalesce(v.known_name, f.name)
  FROM verdict v JOIN verdict f ON f.number = v.first_number
 WHERE v.decided_person IS NULL AND v.document_hash IS NOT NULL AND v.disposition <> 'refused'
   AND v.name <> '' AND coalesce(v.known_name, f.name) <> '' AND coalesce(v.known_name, f.name) <> v.name

-- name: conflict
-- One number, two names: a human decides who is meant. The row keeps no person until then.
UPDATE verdict SET disposition = 'doubtful', match = 'identity', first_number = number, person_id = NULL,
       document_hash = NULL, reasons = '["identity_conflict"]',
       candidates = jsonb_build_array(jsonb_build_object('person', person_id, 'row', first_number))
 WHERE number = ANY (%(numbers)s)

-- name: candidates
-- No document decides, but name and phone agree with somebody this incident knows: a human decides.
UPDATE verdict v SET disposition = 'doubtful', match = 'identity',
       reasons = '["identity_candidate"]', candidates = jsonb_build_array(jsonb_build_object('person', c.id))
  FROM (SELECT DISTINCT ON (v.number) v.number, p.id
          FROM verdict v
          JOIN register_person p ON p.phone_hash = v.phone_hash AND p.name = v.name AND p.merged_into_id IS NULL
         WHERE v.decided_person IS NULL AND v.person_id IS NULL
           AND v.disposition IN ('located', 'doubtful') AND v.name <> ''
           AND (v.document_hash IS NULL OR p.document_hash IS NULL)
           AND EXISTS (SELECT 1 FROM register_presence r WHERE r.person_id = p.id AND r.incident_id = %(incident)s)
         ORDER BY v.number, p.id) c
 WHERE c.number = v.number

-- name: candidates_inside
-- The same between rows of one push: the row without a document asks about the one before it.
UPDATE verdict v SET disposition = 'doubtful', match = 'identity',
       reasons = '["identity_candidate"]', candidates = jsonb_build_array(jsonb_build_object('row', c.first))
  FROM (SELECT number, document_hash, first_value(number) OVER w AS first
          FROM verdict
         WHERE disposition IN ('located', 'doubtful') AND match <> 'identity' AND name <> ''
           AND phone_hash IS NOT NULL AND decided_person IS NULL AND first_number = number
        WINDOW w AS (PARTITION BY name, phone_hash ORDER BY document_hash IS NULL, number)) c
 WHERE c.number = v.number AND c.first <> v.number AND c.document_hash IS NULL

-- name: persons
-- Who each row is: a known person, a new one (its id is drawn here), or nobody while a human has to decide.
CREATE TEMPORARY TABLE named ON COMMIT DROP AS
SELECT number, first_number, person_id, false AS is_new FROM verdict WHERE person_id IS NOT NULL
UNION ALL
SELECT number, first_number, nextval(pg_get_serial_sequence('register_person', 'id')), true
  FROM verdict
 WHERE person_id IS NULL AND first_number = number
   AND (disposition = 'located' OR disposition = 'doubtful' AND match <> 'identity')

-- name: persons_statistics
ANALYZE named

-- name: insert_persons
INSERT INTO register_person (id, name, pinyin, document_kind, document_hash, document_sealed, document_mask,
                             phone_hash, phone_sealed, phone_mask, sex, birth_date, created_at)
SELECT n.person_id, s.name, s.pinyin, s.document_kind, s.document_hash, s.document_sealed, s.document_mask,
       s.phone_hash, s.phone_sealed, s.phone_mask, s.sex, s.birth_date, %(now)s
  FROM named n JOIN staged s USING (number) WHERE n.is_new

-- name: complete_persons
-- A list that knows a phone completes a person without one; nothing known is overwritten.
UPDATE register_person p SET phone_hash = s.phone_hash, phone_sealed = s.phone_sealed, phone_mask = s.phone_mask
  FROM (SELECT DISTINCT ON (n.person_id) n.person_id, s.phone_hash, s.phone_sealed, s.phone_mask
          FROM named n JOIN staged s USING (number)
         WHERE NOT n.is_new AND s.phone_hash IS NOT NULL
         ORDER BY n.person_id, n.number) s
 WHERE p.id = s.person_id AND p.phone_hash IS NULL

-- name: outcomes
-- What becomes of each row. One person, one open check: whoever has one, or speaks for the same document in this
-- push, is folded into it; whoever already waits at a desk is folded into that row unless this one knows where he is.
CREATE TEMPORARY TABLE settled ON COMMIT DROP AS
SELECT v.number, v.first_number, coalesce(n.person_id, f.person_id) AS person_id, t.id AS open_task,
       CASE WHEN v.disposition = 'refused' THEN 'refused'
            WHEN t.id IS NOT NULL OR v.first_number <> v.number THEN 'merged'
            WHEN v.disposition = 'outside' THEN 'out_of_city'
            WHEN v.disposition = 'doubtful' AND EXISTS (
                SELECT 1 FROM intake_row r JOIN intake_batch b ON b.id = r.batch_id JOIN intake_slot o ON o.id = b.slot_id
                 WHERE r.person_id = n.person_id AND r.outcome = 'waiting' AND o.incident_id = %(incident)s
                   AND NOT (r.batch_id = %(batch)s AND r.number = v.number)) THEN 'merged'
            WHEN v.disposition = 'doubtful' THEN 'waiting'
            WHEN v.beyond THEN 'handed_over'
            ELSE 'task' END AS outcome
  FROM verdict v
  LEFT JOIN named n ON n.number = v.number
  LEFT JOIN named f ON f.number = v.first_number AND v.first_number <> v.number
  LEFT JOIN casework_task t
    ON t.person_id = coalesce(n.person_id, f.person_id) AND t.incident_id = %(incident)s AND t.kind = %(kind)s
   AND t.status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered')
   AND v.disposition <> 'refused'

-- name: new_tasks
CREATE TEMPORARY TABLE opened ON COMMIT DROP AS
SELECT number, person_id, outcome, nextval(pg_get_serial_sequence('casework_task', 'id')) AS task_id
  FROM settled WHERE outcome IN ('task', 'handed_over')

-- name: settled_statistics
ANALYZE settled, opened

-- name: presences
INSERT INTO register_presence (area, person_id, incident_id, source, address, since)
SELECT DISTINCT ON (t.person_id) s.area, t.person_id, %(incident)s, 'pushed', left(s.address, 200), %(now)s
  FROM settled t JOIN staged s USING (number)
 WHERE t.person_id IS NOT NULL AND t.outcome IN ('task', 'handed_over', 'waiting')
 ORDER BY t.person_id, t.number
ON CONFLICT (person_id, area, incident_id) WHERE until IS NULL DO NOTHING

-- name: insert_tasks
INSERT INTO casework_task (id, kind, incident_id, category, person_id, owner_id, status, urgent, flagged, name, address,
                           building, known, sources, created_at, due_at, returned_because, last_contact_by,
                           version, area)
SELECT o.task_id, %(kind)s, %(incident)s, s.category, o.person_id, s.owner_id, 'open', s.urgent, s.flagged, s.name,
       left(s.address, 200), s.building, s.known, 1, %(now)s, s.due_at, '', '', 1, s.area
  FROM opened o JOIN staged s USING (number)

-- name: timers
INSERT INTO casework_timer (task_id, stage, started_at, due_at, told, tell_at)
SELECT o.task_id, 'report', %(now)s, s.due_at, 0, s.due_at FROM opened o JOIN staged s USING (number)

-- name: credit
UPDATE casework_task t SET sources = t.sources + c.n
  FROM (SELECT coalesce(s.open_task, o.task_id) AS task_id, count(*) AS n
          FROM settled s LEFT JOIN opened o ON o.number = s.first_number
         WHERE s.outcome = 'merged' GROUP BY 1) c
 WHERE t.id = c.task_id

-- name: credit_waiting
-- Rows of other pushes that had waited with this person follow him into his task and are credited.
WITH followed AS (
    UPDATE intake_row r SET task_id = o.task_id,
           outcome = CASE WHEN r.outcome = 'waiting' THEN 'merged' ELSE r.outcome END, candidates = '[]', sealed = ''
      FROM opened o
     WHERE r.person_id = o.person_id AND r.task_id IS NULL AND r.outcome IN ('waiting', 'merged')
       AND NOT (r.batch_id = %(batch)s AND r.number = o.number)
    RETURNING r.task_id)
UPDATE casework_task t SET sources = t.sources + c.n
  FROM (SELECT task_id, count(*) AS n FROM followed GROUP BY task_id) c
 WHERE t.id = c.task_id

-- name: rows
-- A candidate found inside the push is named by its row; the desk is given the person behind it.
INSERT INTO intake_row (batch_id, number, outcome, area, name, address, category, source_ref, person_id, task_id,
                        match, flagged, reasons, candidates, sealed, decided_by_id, decided_at)
SELECT %(batch)s, t.number, t.outcome, s.area, s.name, s.address, s.category,
       left(coalesce(s.known ->> 'source_ref', ''), 100), t.person_id, coalesce(t.open_task, o.task_id), v.match, s.flagged, s.reasons || v.reasons,
       CASE WHEN v.candidates = '[]' THEN s.candidates
            ELSE jsonb_build_array((v.candidates -> 0) || jsonb_build_object('person', coalesce(
                     (v.candidates -> 0 ->> 'person')::bigint, c.person_id))) END,
       CASE WHEN t.outcome IN ('task', 'merged', 'handed_over') THEN ''::bytea ELSE s.sealed END,
       %(decider)s::bigint, CASE WHEN %(decider)s::bigint IS NOT NULL THEN %(now)s::timestamptz END
  FROM settled t JOIN staged s USING (number) JOIN verdict v USING (number)
  LEFT JOIN opened o ON o.number = t.first_number
  LEFT JOIN settled c ON c.number = (v.candidates -> 0 ->> 'row')::int
 ORDER BY t.number
ON CONFLICT (batch_id, number) DO UPDATE SET outcome = excluded.outcome, area = excluded.area,
       person_id = excluded.person_id, task_id = excluded.task_id, match = excluded.match,
       flagged = excluded.flagged, reasons = excluded.reasons, candidates = excluded.candidates,
       sealed = excluded.sealed, decided_by_id = excluded.decided_by_id, decided_at = excluded.decided_at

-- name: outcomes_count
SELECT outcome, count(*) FROM settled GROUP BY outcome

-- name: clean
DROP TABLE staged, verdict, named, settled, opened
