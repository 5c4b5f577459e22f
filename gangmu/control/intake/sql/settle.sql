-- One push, settled set by set. Everything works on the temporary table `staged`: one line per spreadsheet row,
-- filled by bulk/staging.py. The statements run in the order in which they stand here, in one transaction, as the
-- bulk role. Whatever is looked up in a table of the city is looked up row by row along an index (LATERAL): it may hold
-- millions, and nothing is known about the temporary tables. Parameters are %(batch)s, %(incident)s, %(kind)s, %(now)s, %(decider)s. A long list is settled slice by
-- slice while the rest is still being read (bulk/settle.py, ADR 13).

-- name: table
CREATE TEMPORARY TABLE staged (
    number int NOT NULL,
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
) ON COMMIT DROP;

-- The narrow companions of `staged`, so that the statements below need not rewrite the wide lines.
CREATE TEMPORARY TABLE verdict (
    number int NOT NULL, disposition text NOT NULL, match text NOT NULL, name text NOT NULL,
    document_hash bytea, phone_hash bytea, beyond boolean NOT NULL, document_checked boolean NOT NULL,
    decided_person bigint, person_id bigint, known_name text,
    first_number int NOT NULL,           -- of the row that speaks for the document
    reason text, candidate_person bigint, candidate_row int
) ON COMMIT DROP;

CREATE TEMPORARY TABLE settled (
    number int NOT NULL, first_number int NOT NULL, match text NOT NULL, reason text,
    candidate_person bigint, candidate_row int, is_new boolean NOT NULL, person_id bigint, open_task bigint,
    outcome text NOT NULL, task_id bigint
) ON COMMIT DROP

-- name: late
CREATE TEMPORARY TABLE late (LIKE staged) ON COMMIT DROP

-- name: postpone
-- What may depend on rows that are still to come is settled with the last slice. The others are located and have a
-- document that holds together: the first of them speaks for it, whatever follows.
WITH moved AS (DELETE FROM staged WHERE disposition <> 'located' OR document_hash IS NULL RETURNING *)
INSERT INTO late SELECT * FROM moved

-- name: last_slice
INSERT INTO staged SELECT * FROM late

-- name: end_late
DROP TABLE late

-- name: verdict
-- An identity document whose number holds together is the person; of the rows of one document the best located speaks.
INSERT INTO verdict (number, disposition, match, name, document_hash, phone_hash, beyond, document_checked,
                     decided_person, person_id, known_name, first_number)
SELECT s.number, s.disposition, s.match, s.name, s.document_hash, s.phone_hash, s.beyond, s.document_checked,
       s.decided_person,
       coalesce(nullif(s.decided_person, 0), p.id) AS person_id,
       p.name AS known_name, coalesce(l.number, s.number) AS first_number
  FROM staged s
  LEFT JOIN (SELECT document_hash, (min(array_position('{located,doubtful,outside}', disposition)::bigint << 32 | number)
                                    & 4294967295)::int AS number
               FROM staged WHERE document_hash IS NOT NULL GROUP BY document_hash HAVING count(*) > 1) l
    ON l.document_hash = s.document_hash
  LEFT JOIN LATERAL (SELECT id, name FROM register_person p
                      WHERE p.document_hash = s.document_hash AND p.merged_into_id IS NULL LIMIT 1) p ON true

-- name: name_conflicts
-- Rows whose document is known under another name: compared in Python (names.same_person_name).
SELECT v.number, v.name, v.document_checked, coalesce(v.known_name, f.name)
  FROM verdict v JOIN verdict f ON f.number = v.first_number
 WHERE coalesce(v.decided_person, 0) = 0 AND v.document_hash IS NOT NULL
   AND v.name <> '' AND coalesce(v.known_name, f.name) <> '' AND coalesce(v.known_name, f.name) <> v.name

-- name: conflict
-- One number, two names: a human decides who is meant. The row keeps no person until then.
UPDATE verdict SET disposition = 'doubtful', match = 'identity', first_number = number, person_id = NULL,
       document_hash = NULL, reason = 'identity_conflict', candidate_person = person_id, candidate_row = first_number
 WHERE number = ANY (%(numbers)s)

-- name: leaders
-- Who loses his speaker to a conflict is spoken for by the next.
UPDATE verdict v SET first_number = l.number
  FROM (SELECT document_hash, (min(array_position('{located,doubtful,outside}', disposition)::bigint << 32 | number)
                               & 4294967295)::int AS number
          FROM verdict WHERE document_hash IS NOT NULL GROUP BY document_hash) l
 WHERE l.document_hash = v.document_hash AND v.first_number <> l.number

-- name: candidates
-- No document decides, but name and phone agree with somebody this incident knows: a human decides.
UPDATE verdict v SET disposition = 'doubtful', match = 'identity', reason = 'identity_candidate',
       candidate_person = c.id
  FROM (SELECT v.number, p.id
          FROM verdict v CROSS JOIN LATERAL (
              SELECT p.id FROM register_person p
               WHERE p.phone_hash = v.phone_hash AND p.name = v.name AND p.merged_into_id IS NULL
                 AND (v.document_hash IS NULL OR p.document_hash IS NULL)
                 AND EXISTS (SELECT 1 FROM register_presence r
                              WHERE r.person_id = p.id AND r.incident_id = %(incident)s)
               ORDER BY p.id LIMIT 1) p
         WHERE v.decided_person IS NULL AND v.person_id IS NULL
           AND v.disposition IN ('located', 'doubtful') AND v.name <> '') c
 WHERE c.number = v.number

-- name: candidates_inside
-- The same between rows of one push: the row without a document asks about the one before it.
UPDATE verdict v SET disposition = 'doubtful', match = 'identity', reason = 'identity_candidate',
       candidate_row = c.first
  FROM (SELECT number, document_hash, first_value(number) OVER w AS first
          FROM verdict
         WHERE disposition IN ('located', 'doubtful') AND match <> 'identity' AND name <> ''
           AND phone_hash IS NOT NULL AND decided_person IS NULL AND first_number = number
        WINDOW w AS (PARTITION BY name, phone_hash ORDER BY document_hash IS NULL, number)) c
 WHERE c.number = v.number AND c.first <> v.number AND c.document_hash IS NULL

-- name: candidates_at_door
-- Nor does a document decide about the same name at the same door, where neither has one. Where both have phones, and
-- not the same, only a house number makes it a door.
UPDATE verdict v SET disposition = 'doubtful', match = 'identity', reason = 'identity_at_door',
       candidate_person = c.id
  FROM (SELECT v.number, p.id
          FROM verdict v JOIN staged s ON s.number = v.number CROSS JOIN LATERAL (
              SELECT p.id FROM register_person p JOIN register_presence r ON r.person_id = p.id
               WHERE p.name = v.name AND p.document_hash IS NULL AND p.merged_into_id IS NULL
                 AND r.incident_id = %(incident)s AND r.area = s.area AND r.address = left(s.address, 200)
                 AND (p.phone_hash IS NULL OR v.phone_hash IS NULL OR s.address ~ '[0-9]')
               ORDER BY p.id LIMIT 1) p
         WHERE v.decided_person IS NULL AND v.person_id IS NULL AND v.document_hash IS NULL
           AND v.disposition = 'located' AND v.name <> '') c
 WHERE c.number = v.number

-- name: candidates_at_door_inside
UPDATE verdict v SET disposition = 'doubtful', match = 'identity', reason = 'identity_at_door', candidate_row = c.first
  FROM (SELECT v.number, v.phone_hash, s.address,
               first_value(v.number) OVER w AS first, first_value(v.phone_hash) OVER w AS phone
          FROM verdict v JOIN staged s ON s.number = v.number
         WHERE v.disposition = 'located' AND v.name <> '' AND v.document_hash IS NULL AND v.decided_person IS NULL
           AND v.person_id IS NULL
        WINDOW w AS (PARTITION BY v.name, s.area, s.address ORDER BY v.number)) c
 WHERE c.number = v.number AND c.first <> v.number
   AND (c.phone IS NULL OR c.phone_hash IS NULL OR c.address ~ '[0-9]')

-- name: followers
-- Whoever is spoken for by a row about which a human has to decide waits with the same question: nobody else would ever
-- find him again.
UPDATE verdict v SET disposition = 'doubtful', match = 'identity', first_number = v.number, reason = f.reason,
       candidate_person = f.candidate_person, candidate_row = f.candidate_row
  FROM verdict f
 WHERE f.number = v.first_number AND v.first_number <> v.number AND f.match = 'identity' AND v.disposition <> 'refused'

-- name: unkept
-- Whoever is located and has a document was not expected to wait: what he said is not in his line.
SELECT v.number FROM verdict v JOIN staged s ON s.number = v.number WHERE v.match = 'identity' AND s.sealed = ''

-- name: keep
UPDATE staged s SET sealed = k.sealed
  FROM unnest(%(numbers)s::int[], %(sealed)s::bytea[]) AS k (number, sealed) WHERE k.number = s.number

-- name: settled
-- Who each row is: a known person, a new one (his id is drawn here), or nobody while a human has to decide; and what
-- becomes of it. One person, one open check: whoever has one, or speaks for the same document in this push, is folded
-- into it; whoever already waits at a desk is folded into that row unless this one knows where he is.
INSERT INTO settled (number, first_number, match, reason, candidate_person, candidate_row, is_new, person_id,
                     open_task, outcome, task_id)
WITH named AS MATERIALIZED (
    SELECT *, CASE WHEN is_new THEN nextval((SELECT pg_get_serial_sequence('register_person', 'id')::regclass))
                   ELSE known END AS person_id
      FROM (SELECT number, first_number, disposition, beyond, match, reason, candidate_person, candidate_row,
                   person_id AS known,
                   person_id IS NULL AND first_number = number
                   AND (disposition = 'located' OR disposition = 'doubtful' AND match <> 'identity') AS is_new
              FROM verdict) v),
judged AS MATERIALIZED (  -- or each use of an outcome would look everything up again
    SELECT n.number, n.first_number, n.match, n.reason, n.candidate_person, n.candidate_row, n.is_new,
           coalesce(n.person_id, f.person_id) AS person_id, t.id AS open_task,
           CASE WHEN n.disposition = 'refused' THEN 'refused'
                WHEN t.id IS NOT NULL OR n.first_number <> n.number THEN 'merged'
                WHEN n.disposition = 'outside' THEN 'out_of_city'
                WHEN n.disposition = 'doubtful' AND n.known IS NOT NULL AND EXISTS (
                    SELECT 1 FROM intake_row r JOIN intake_batch b ON b.id = r.batch_id
                             JOIN intake_slot o ON o.id = b.slot_id
                     WHERE r.person_id = n.known AND r.outcome = 'waiting' AND o.incident_id = %(incident)s
                       AND NOT (r.batch_id = %(batch)s AND r.number = n.number)) THEN 'merged'
                WHEN n.disposition = 'doubtful' THEN 'waiting'
                WHEN n.beyond THEN 'handed_over'
                ELSE 'task' END AS outcome
      FROM named n
      LEFT JOIN named f ON f.number = n.first_number AND n.first_number <> n.number
      LEFT JOIN LATERAL (
          SELECT id FROM casework_task t
           WHERE t.person_id = coalesce(n.known, f.known) AND t.incident_id = %(incident)s AND t.kind = %(kind)s
             AND t.status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered') LIMIT 1) t
        ON n.disposition <> 'refused')
SELECT *, CASE WHEN outcome IN ('task', 'handed_over')
               THEN nextval((SELECT pg_get_serial_sequence('casework_task', 'id')::regclass)) END AS task_id
  FROM judged

-- name: persons
INSERT INTO register_person (id, name, pinyin, document_kind, document_hash, document_sealed, document_mask,
                             phone_hash, phone_sealed, phone_mask, sex, birth_date, created_at)
SELECT t.person_id, s.name, s.pinyin, s.document_kind, s.document_hash, s.document_sealed, s.document_mask,
       s.phone_hash, s.phone_sealed, s.phone_mask, s.sex, s.birth_date, %(now)s
  FROM settled t JOIN staged s USING (number) WHERE t.is_new

-- name: complete_persons
-- A list that knows a phone completes a person without one; nothing known is overwritten.
UPDATE register_person p SET phone_hash = s.phone_hash, phone_sealed = s.phone_sealed, phone_mask = s.phone_mask
  FROM (SELECT DISTINCT ON (t.person_id) t.person_id, s.phone_hash, s.phone_sealed, s.phone_mask
          FROM settled t JOIN staged s USING (number)
         WHERE t.person_id IS NOT NULL AND NOT t.is_new AND s.phone_hash IS NOT NULL AND s.phone_sealed <> ''
         ORDER BY t.person_id, t.number) s
 WHERE p.id = s.person_id AND p.phone_hash IS NULL

-- name: presences_of_new
INSERT INTO register_presence (area, person_id, incident_id, source, address, since)
SELECT s.area, t.person_id, %(incident)s, 'pushed', left(s.address, 200), %(now)s
  FROM settled t JOIN staged s USING (number)
 WHERE t.is_new AND t.outcome IN ('task', 'handed_over', 'waiting')

-- name: presences_of_known
INSERT INTO register_presence (area, person_id, incident_id, source, address, since)
SELECT DISTINCT ON (t.person_id) s.area, t.person_id, %(incident)s, 'pushed', left(s.address, 200), %(now)s
  FROM settled t JOIN staged s USING (number)
 WHERE t.person_id IS NOT NULL AND NOT t.is_new AND t.outcome IN ('task', 'handed_over', 'waiting')
 ORDER BY t.person_id, t.number
ON CONFLICT (person_id, area, incident_id) WHERE until IS NULL DO NOTHING

-- name: tasks
-- Rows of this push that are folded into a task are credited at once.
INSERT INTO casework_task (id, kind, incident_id, category, person_id, owner_id, status, urgent, flagged, name, address,
                           building, known, sources, created_at, due_at, returned_because, last_contact_by,
                           version, area)
SELECT t.task_id, %(kind)s, %(incident)s, s.category, t.person_id, s.owner_id, 'open', s.urgent, s.flagged, s.name,
       left(s.address, 200), s.building, s.known, 1 + coalesce(c.n, 0), %(now)s, s.due_at, '', '', 1, s.area
  FROM settled t JOIN staged s USING (number)
  LEFT JOIN (SELECT first_number, count(*) AS n FROM settled
              WHERE outcome = 'merged' AND open_task IS NULL AND first_number <> number GROUP BY 1) c
    ON c.first_number = t.number
 WHERE t.task_id IS NOT NULL

-- name: timers
INSERT INTO casework_timer (task_id, stage, started_at, due_at, told, tell_at)
SELECT t.task_id, 'report', %(now)s, s.due_at, 0, s.due_at FROM settled t JOIN staged s USING (number)
 WHERE t.task_id IS NOT NULL

-- name: credit
UPDATE casework_task t SET sources = t.sources + c.n
  FROM (SELECT open_task, count(*) AS n FROM settled
         WHERE outcome = 'merged' AND open_task IS NOT NULL GROUP BY 1) c
 WHERE t.id = c.open_task

-- name: credit_waiting
-- Rows of other pushes of the incident that had waited with this person follow him into his task and are credited.
WITH followed AS (
    UPDATE intake_row r SET task_id = t.task_id,
           outcome = CASE WHEN r.outcome = 'waiting' THEN 'merged' ELSE r.outcome END, candidates = '[]', sealed = ''
      FROM settled t
     WHERE t.task_id IS NOT NULL AND NOT t.is_new
       AND EXISTS (SELECT 1 FROM intake_batch b JOIN intake_slot o ON o.id = b.slot_id
                    WHERE b.id = r.batch_id AND o.incident_id = %(incident)s)
       AND r.person_id = t.person_id AND r.task_id IS NULL AND r.outcome IN ('waiting', 'merged')
       AND NOT (r.batch_id = %(batch)s AND r.number = t.number)
    RETURNING r.task_id)
UPDATE casework_task t SET sources = t.sources + c.n
  FROM (SELECT task_id, count(*) AS n FROM followed GROUP BY task_id) c
 WHERE t.id = c.task_id

-- name: rows
-- A candidate found inside the push is known by its row; the desk is given the person behind it.
INSERT INTO intake_row (batch_id, number, outcome, area, name, address, category, source_ref, person_id, task_id,
                        match, flagged, reasons, candidates, sealed, decided_by_id, decided_at)
SELECT %(batch)s, t.number, t.outcome, s.area, s.name, s.address, s.category,
       left(coalesce(s.known ->> 'source_ref', ''), 100), t.person_id, coalesce(t.open_task, t.task_id, f.task_id),
       t.match, s.flagged, CASE WHEN t.reason IS NULL THEN s.reasons ELSE s.reasons || to_jsonb(t.reason) END,
       CASE WHEN t.reason IS NULL THEN s.candidates
            ELSE jsonb_build_array(jsonb_build_object('person', coalesce(t.candidate_person, c.person_id))) END,
       CASE WHEN coalesce(t.open_task, t.task_id, f.task_id) IS NULL THEN s.sealed ELSE ''::bytea END,
       %(decider)s::bigint, CASE WHEN %(decider)s::bigint IS NOT NULL THEN %(now)s::timestamptz END
  FROM settled t JOIN staged s USING (number)
  LEFT JOIN settled f ON f.number = t.first_number AND t.first_number <> t.number
  LEFT JOIN settled c ON c.number = t.candidate_row

-- name: outcomes_count
SELECT outcome, count(*) FROM settled GROUP BY outcome

-- name: end_slice
-- Emptied, not dropped: making a table takes five times as long.
TRUNCATE staged, verdict, settled

-- name: clean
DROP TABLE staged, verdict, settled
