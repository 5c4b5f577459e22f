-- One move, one statement: the conditional update decides who wins, and what belongs to the move is written with it.
-- `told` names the move and its reason to the history trigger, which runs at the end of the statement.
-- Parameters: %(task)s, the actor's %(user)s, %(post)s, %(body)s and his range %(lo)s, %(hi)s, %(holes)s; %(now)s;
-- for a stage that begins %(stage)s, %(due)s and the step of the ladder %(step)s, %(tell)s.

-- name: had
-- As the bulk role: what is asked about a task that has left the actor's hands. Had it: whose trio owns it (an offered one lies
-- elsewhere already), or handed it over since %(since)s, who himself claimed, gave back or reported it since then in
-- whatever post, and who held a post in a trio that it left since then because the mode of its town changed.
SELECT t.kind, t.category, t.address, t.known, i.pack, i.pack_version
  FROM casework_task t JOIN incidents_incident i ON i.id = t.incident_id
 WHERE t.id = %(task)s
   AND (t.owner_id = %(body)s
        OR EXISTS (SELECT 1 FROM casework_handover h
                    WHERE h.task_id = t.id AND h.source_body_id = %(body)s
                      AND coalesce(h.answered_at, h.offered_at) > %(since)s)
        OR EXISTS (SELECT 1 FROM casework_task_transition x
                    WHERE x.subject_id = t.id AND x.at > %(since)s AND x.actor LIKE %(user)s || '/%%'
                      AND x.move IN ('claim', 'unclaim', 'report'))
        OR EXISTS (SELECT 1 FROM casework_reassignment r
                     JOIN organization_post p ON p.body_id = r.source_body_id
                     JOIN organization_holding h ON h.post_id = p.id
                    WHERE r.task_id = t.id AND r.at > %(since)s AND h.user_id = %(user)s
                      AND h.valid @> (r.at AT TIME ZONE 'Asia/Shanghai')::date))

-- name: report_away
INSERT INTO casework_report (task_id, by_id, post_id, at, phone_at, outcome, answers, late, command_id)
VALUES (%(task)s, %(user)s, %(post)s, %(now)s, %(phone_at)s, %(outcome)s, %(answers)s::jsonb, true, %(command)s)
RETURNING id

-- name: own_work
-- Why a review did not win: whether the reviewer has had this report in his hands already.
SELECT EXISTS (SELECT 1 FROM casework_task t WHERE t.id = %(task)s AND t.claimed_by_id = %(user)s)
    OR EXISTS (SELECT 1 FROM (SELECT id, by_id FROM casework_report WHERE task_id = %(task)s AND NOT late
                               ORDER BY id DESC LIMIT 1) r
                WHERE r.by_id = %(user)s
                   OR EXISTS (SELECT 1 FROM casework_review v WHERE v.report_id = r.id AND v.by_id = %(user)s))

-- name: offer
-- As the bulk role: the task leaves the actor's own ground. The owner stays the source until the target accepts.
WITH told AS MATERIALIZED (
    SELECT set_config('gangmu.move', 'offer', true), set_config('gangmu.reason', %(reason)s, true)),
won AS (
    UPDATE casework_task t SET status = 'offered', area = %(target)s, due_at = %(due)s, version = version + 1
      FROM told, (SELECT id, area FROM casework_task WHERE id = %(task)s) old
     WHERE t.id = old.id AND t.status IN ('open', 'claimed', 'returned') AND t.area <> %(target)s
       AND (t.owner_id = %(body)s OR %(desk)s)
       AND t.area >= %(lo)s AND t.area < %(hi)s AND NOT %(holes)s::int8multirange @> t.area
    RETURNING t.id, t.owner_id, t.name, old.area AS source_area),
offered AS (
    INSERT INTO casework_handover (task_id, name, source_area, target_area, source_body_id, status, reason,
                                   offered_by_id, offered_at, answer)
    SELECT id, name, source_area, %(target)s, owner_id, 'offered', left(%(reason)s, 300), %(user)s, %(now)s, ''
      FROM won),
stopped AS (
    UPDATE casework_timer SET stopped_at = %(now)s
     WHERE task_id IN (SELECT id FROM won) AND stopped_at IS NULL),
started AS (
    INSERT INTO casework_timer (task_id, stage, started_at, due_at, told, tell_at)
    SELECT id, %(stage)s, %(now)s, %(due)s, %(step)s, %(tell)s FROM won)
SELECT source_area FROM won

-- name: answer
-- As the bulk role, for a refused task goes back to ground that the actor does not see. %(status)s is where the task
-- goes (open or returned), %(answered)s what the offer becomes; an accepted task belongs to %(owner)s.
WITH told AS MATERIALIZED (
    SELECT set_config('gangmu.move', %(move)s, true), set_config('gangmu.reason', %(reason)s, true)),
offer AS (
    SELECT h.id, h.source_area, h.target_area, h.offered_at FROM casework_handover h
     WHERE h.task_id = %(task)s AND h.status = 'offered'),
won AS (
    UPDATE casework_task t
       SET status = %(status)s, due_at = %(due)s, version = version + 1,
           area = CASE WHEN %(accepted)s THEN t.area ELSE offer.source_area END,
           owner_id = coalesce(%(owner)s, t.owner_id),
           claimed_by_id = CASE WHEN %(accepted)s THEN NULL ELSE t.claimed_by_id END,
           claimed_at = CASE WHEN %(accepted)s THEN NULL ELSE t.claimed_at END,
           returned_because = CASE WHEN %(accepted)s THEN '' ELSE left(%(reason)s, 300) END,
           return_opened_at = NULL
      FROM told, offer
     WHERE t.id = %(task)s AND t.status = 'offered'
       AND t.area >= %(lo)s AND t.area < %(hi)s AND NOT %(holes)s::int8multirange @> t.area
    RETURNING t.id),
answered AS (
    UPDATE casework_handover h
       SET status = %(answered)s, answer = left(%(reason)s, 300), answered_by_id = %(user)s, answered_at = %(now)s
      FROM won WHERE h.task_id = won.id AND h.status = 'offered'),
stopped AS (
    UPDATE casework_timer SET stopped_at = %(now)s
     WHERE task_id IN (SELECT id FROM won) AND stopped_at IS NULL),
started AS (
    INSERT INTO casework_timer (task_id, stage, started_at, due_at, told, tell_at)
    SELECT id, %(stage)s, %(now)s, %(due)s, %(step)s, %(tell)s FROM won)
SELECT offer.source_area, offer.target_area, offer.offered_at FROM won, offer

-- name: cancel
WITH told AS MATERIALIZED (
    SELECT set_config('gangmu.move', 'cancel', true), set_config('gangmu.reason', %(reason)s, true)),
won AS (
    UPDATE casework_task t SET status = 'cancelled', version = version + 1
      FROM told
     WHERE t.id = %(task)s AND t.status IN ('open', 'claimed', 'returned', 'offered')
       AND t.area >= %(lo)s AND t.area < %(hi)s AND NOT %(holes)s::int8multirange @> t.area
    RETURNING t.id),
withdrawn AS (
    UPDATE casework_handover SET status = 'refused', answer = left(%(reason)s, 300), answered_by_id = %(user)s,
           answered_at = %(now)s
     WHERE task_id IN (SELECT id FROM won) AND status = 'offered'),
stopped AS (
    UPDATE casework_timer SET stopped_at = %(now)s
     WHERE task_id IN (SELECT id FROM won) AND stopped_at IS NULL)
SELECT id FROM won

-- name: contact
UPDATE casework_task t SET last_contact_at = %(now)s, last_contact_by = left(%(by)s, 80)
 WHERE t.id = %(task)s
   AND t.area >= %(lo)s AND t.area < %(hi)s AND NOT %(holes)s::int8multirange @> t.area
RETURNING t.person_id

-- name: open
-- One person, one open check: whoever has one is folded into it, and it is credited with another source.
WITH told AS MATERIALIZED (SELECT set_config('gangmu.move', 'open', true), set_config('gangmu.reason', %(reason)s, true)),
opened AS (
    INSERT INTO casework_task (kind, incident_id, category, person_id, owner_id, status, urgent, flagged, name,
                               address, building, known, sources, created_at, due_at, returned_because,
                               last_contact_by, version, area)
    SELECT %(kind)s, %(incident)s, %(category)s, %(person)s, %(owner)s, 'open', %(urgent)s, %(flagged)s, %(name)s,
           left(%(address)s, 200), left(%(building)s, 80), %(known)s::jsonb, 1, %(now)s, %(due)s, '', '', 1, %(area)s
      FROM told
    ON CONFLICT (person_id, incident_id, kind)
          WHERE status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered')
    DO UPDATE SET sources = casework_task.sources + 1
    RETURNING id, xmax = 0 AS fresh),
started AS (
    INSERT INTO casework_timer (task_id, stage, started_at, due_at, told, tell_at)
    SELECT id, 'report', %(now)s, %(due)s, 0, %(due)s FROM opened WHERE fresh)
SELECT id, fresh FROM opened

-- name: open_many
-- The same for many at once: %(rows)s is a JSON list.
WITH told AS MATERIALIZED (SELECT set_config('gangmu.move', 'open', true), set_config('gangmu.reason', '', true)),
opened AS (
    INSERT INTO casework_task (kind, incident_id, category, person_id, owner_id, status, urgent, flagged, name,
                               address, building, known, sources, created_at, due_at, returned_because,
                               last_contact_by, version, area)
    SELECT n.kind, n.incident, n.category, n.person, n.owner, 'open', n.urgent, n.flagged, n.name,
           left(n.address, 200), left(n.building, 80), n.known, 1, %(now)s, n.due, '', '', 1, n.area
      FROM told, jsonb_to_recordset(%(rows)s::jsonb) AS n(
           kind text, incident bigint, category text, person bigint, owner bigint, area bigint, name text,
           address text, building text, known jsonb, urgent boolean, flagged boolean, due timestamptz)
    ON CONFLICT (person_id, incident_id, kind)
          WHERE status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered')
    DO UPDATE SET sources = casework_task.sources + 1
    RETURNING id, xmax = 0 AS fresh, due_at),
started AS (
    INSERT INTO casework_timer (task_id, stage, started_at, due_at, told, tell_at)
    SELECT id, 'report', %(now)s, due_at, 0, due_at FROM opened WHERE fresh)
SELECT id, fresh FROM opened

-- name: hold_reported
-- The task of a report, by a statement of its own: the next one sees which report counts when another has decided meanwhile.
SELECT t.id FROM casework_report r JOIN casework_task t ON t.id = r.task_id
 WHERE r.id = %(report)s AND t.area >= %(lo)s AND t.area < %(hi)s AND NOT %(holes)s::int8multirange @> t.area
   FOR NO KEY UPDATE OF t

-- name: settle
-- A late report of a task on the actor's ground is set aside, or (%(counts)s) changes places with the one that counts, while
-- nobody has reviewed that one. Nobody settles what he himself has written. After `hold_reported`.
WITH beside AS (
    SELECT r.id, t.id AS task, t.area, s.id AS standing
      FROM casework_report r JOIN casework_task t ON t.id = r.task_id
      LEFT JOIN LATERAL (SELECT id, by_id FROM casework_report WHERE task_id = t.id AND NOT late
                          ORDER BY id DESC LIMIT 1) s ON true
     WHERE r.id = %(report)s AND r.late AND r.by_id <> %(user)s AND s.by_id IS DISTINCT FROM %(user)s
       AND (NOT %(counts)s OR t.status = 'reported')
       AND t.area >= %(lo)s AND t.area < %(hi)s AND NOT %(holes)s::int8multirange @> t.area),
settled AS (
    INSERT INTO casework_settlement (report_id, area, counts, by_id, at)
    SELECT id, area, %(counts)s, %(user)s, %(now)s FROM beside
    UNION ALL
    SELECT standing, area, false, %(user)s, %(now)s FROM beside WHERE %(counts)s
    ON CONFLICT (report_id) DO NOTHING RETURNING report_id),
swapped AS (
    UPDATE casework_report r SET late = r.id <> beside.id
      FROM beside WHERE %(counts)s AND r.id IN (beside.id, beside.standing)
       AND beside.id IN (SELECT report_id FROM settled))
SELECT report_id FROM settled WHERE report_id = %(report)s

-- name: released
SELECT t.id, t.kind, r.outcome
  FROM (SELECT id, kind FROM casework_task WHERE status = 'released' ORDER BY id LIMIT %(most)s
           FOR UPDATE SKIP LOCKED) t
  JOIN LATERAL (SELECT outcome FROM casework_report WHERE task_id = t.id AND NOT late ORDER BY id DESC LIMIT 1) r
    ON true

-- name: close
UPDATE casework_task SET status = 'closed', version = version + 1 WHERE id = ANY(%(tasks)s) AND status = 'released'
