-- Moves that come by the hundred each second, as functions: their plans are kept, and a command is one round trip
-- (kernel_carry_out). The conditional update decides who wins; null is returned by a step that did not, and what
-- belongs to the move is written with it. `gangmu.move` and its reason are told to the history trigger first.

-- name: given
-- What a step is given: the task; the actor's user, post, body and range; the moment; for a stage that begins its
-- name, its deadline and the step of the ladder that is told first, and when.
CREATE TYPE casework_given AS (
    task bigint, "user" bigint, post bigint, body bigint, lo bigint, hi bigint, holes int8multirange, now timestamptz,
    stage text, due timestamptz, step smallint, tell timestamptz,
    command uuid, outcome text, answers jsonb, phone_at timestamptz,
    move text, gate text, status text, target text, passed boolean, reason text)

-- name: told
CREATE FUNCTION casework_told(move text, reason text) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM set_config('gangmu.move', move, true), set_config('gangmu.reason', reason, true);
END $body$

-- name: next_stage
-- The running timer stops, and that of the stage that begins, if one does, starts.
CREATE FUNCTION casework_next_stage(p casework_given) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    UPDATE casework_timer SET stopped_at = p.now WHERE task_id = p.task AND stopped_at IS NULL;
    IF p.stage IS NOT NULL THEN
        INSERT INTO casework_timer (task_id, stage, started_at, due_at, told, tell_at)
        VALUES (p.task, p.stage, p.now, p.due, p.step, p.tell);
    END IF;
END $body$

-- name: claim
-- Claiming again what one has is harmless.
CREATE FUNCTION casework_claim(given jsonb) RETURNS jsonb LANGUAGE plpgsql AS $body$
DECLARE
    p casework_given := jsonb_populate_record(NULL::casework_given, given);
BEGIN
    PERFORM casework_told('claim', '');
    UPDATE casework_task t SET status = 'claimed', claimed_by_id = p."user", claimed_at = p.now, version = version + 1
     WHERE t.id = p.task AND t.status = 'open' AND t.owner_id = p.body
       AND t.area >= p.lo AND t.area < p.hi AND NOT p.holes @> t.area;
    IF FOUND OR EXISTS (SELECT 1 FROM casework_task t
                         WHERE t.id = p.task AND t.status = 'claimed' AND t.claimed_by_id = p."user") THEN
        RETURN 'null';
    END IF;
    RETURN NULL;
END $body$

-- name: unclaim
CREATE FUNCTION casework_unclaim(given jsonb) RETURNS jsonb LANGUAGE plpgsql AS $body$
DECLARE
    p casework_given := jsonb_populate_record(NULL::casework_given, given);
BEGIN
    PERFORM casework_told('unclaim', '');
    UPDATE casework_task t SET status = 'open', claimed_by_id = NULL, claimed_at = NULL, version = version + 1
     WHERE t.id = p.task AND t.status = 'claimed' AND t.owner_id = p.body
       AND t.area >= p.lo AND t.area < p.hi AND NOT p.holes @> t.area;
    RETURN CASE WHEN FOUND THEN 'null'::jsonb END;
END $body$

-- name: report
-- Result: [report, late]. The loser's report is kept beside the case as a late one, whatever has become of the task
-- meanwhile, unless it has left his trio or a return waits to be opened. Whoever had claimed a door when its town was
-- switched to another mode may still report it: nobody knocks twice for that.
CREATE FUNCTION casework_report(given jsonb) RETURNS jsonb LANGUAGE plpgsql AS $body$
DECLARE
    p casework_given := jsonb_populate_record(NULL::casework_given, given);
    won boolean;
    kept bigint;
BEGIN
    PERFORM casework_told('report', '');
    UPDATE casework_task t
       SET status = 'reported', due_at = p.due, version = version + 1,
           claimed_by_id = coalesce(t.claimed_by_id, p."user"), claimed_at = coalesce(t.claimed_at, p.now)
     WHERE t.id = p.task
       AND (t.owner_id = p.body
            OR EXISTS (SELECT FROM casework_reassignment r
                        WHERE r.task_id = p.task AND r.claimed_by_id = p."user" AND r.at > p.now - interval '7 days'))
       AND (t.status IN ('open', 'claimed') OR t.status = 'returned' AND t.return_opened_at IS NOT NULL)
       AND t.area >= p.lo AND t.area < p.hi AND NOT p.holes @> t.area;
    won := FOUND;
    IF NOT won AND NOT EXISTS (SELECT 1 FROM casework_task t WHERE t.id = p.task AND t.owner_id = p.body
                                  AND t.area >= p.lo AND t.area < p.hi AND NOT p.holes @> t.area) THEN
        RETURN NULL;
    END IF;
    INSERT INTO casework_report (task_id, by_id, post_id, at, phone_at, outcome, answers, late, command_id)
    VALUES (p.task, p."user", p.post, p.now, p.phone_at, p.outcome, p.answers, NOT won, p.command)
    RETURNING id INTO kept;
    IF won THEN
        PERFORM casework_next_stage(p);
    END IF;
    RETURN jsonb_build_array(kept, NOT won);
END $body$

-- name: open_return
CREATE FUNCTION casework_open_return(given jsonb) RETURNS jsonb LANGUAGE plpgsql AS $body$
DECLARE
    p casework_given := jsonb_populate_record(NULL::casework_given, given);
BEGIN
    UPDATE casework_task t SET return_opened_at = p.now
     WHERE t.id = p.task AND t.status = 'returned' AND t.return_opened_at IS NULL AND t.owner_id = p.body
       AND t.area >= p.lo AND t.area < p.hi AND NOT p.holes @> t.area;
    RETURN CASE WHEN FOUND THEN 'null'::jsonb END;
END $body$

-- name: review
-- Passing or returning the report that stands before a gate; result: its outcome. Nobody reviews his own work:
-- neither who reported or claimed, nor who has passed the other gate of the same report. The task is locked first,
-- so that the report looked at is the one that stands there.
CREATE FUNCTION casework_review(given jsonb) RETURNS jsonb LANGUAGE plpgsql AS $body$
DECLARE
    p casework_given := jsonb_populate_record(NULL::casework_given, given);
    last record;
BEGIN
    PERFORM 1 FROM casework_task t WHERE t.id = p.task AND t.status = p.status FOR NO KEY UPDATE;
    SELECT r.id, r.by_id, r.outcome INTO last FROM casework_report r
     WHERE r.task_id = p.task AND NOT r.late ORDER BY r.id DESC LIMIT 1;
    PERFORM casework_told(p.move, p.reason);
    UPDATE casework_task t
       SET status = p.target, due_at = coalesce(p.due, t.due_at), version = version + 1,
           returned_because = CASE WHEN p.passed THEN t.returned_because ELSE left(p.reason, 300) END,
           return_opened_at = CASE WHEN p.passed THEN t.return_opened_at END,
           released_on = CASE WHEN p.target = 'released' THEN (p.now AT TIME ZONE 'Asia/Shanghai')::date END
     WHERE t.id = p.task AND t.status = p.status
       AND last.by_id <> p."user" AND t.claimed_by_id IS DISTINCT FROM p."user"
       AND NOT EXISTS (SELECT 1 FROM casework_review v WHERE v.report_id = last.id AND v.by_id = p."user")
       AND t.area >= p.lo AND t.area < p.hi AND NOT p.holes @> t.area;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    INSERT INTO casework_review (report_id, area, gate, passed, reason, by_id, at)
    SELECT last.id, t.area, p.gate, p.passed, left(p.reason, 300), p."user", p.now
      FROM casework_task t WHERE t.id = p.task;
    PERFORM casework_next_stage(p);
    RETURN to_jsonb(last.outcome);
END $body$

-- name: at_hand
-- What a move needs to know of tasks, under the actor's eyes: an array of [what is of the task, what is of its incident].
-- One after the other: for a list of ids PostgreSQL would plan anew each time.
CREATE FUNCTION casework_at_hand(eyes text, wanted bigint[], lowest bigint, below bigint, omitted int8multirange)
RETURNS json LANGUAGE plpgsql AS $body$
DECLARE
    one bigint;
    came json;
    all_came json[] := '{}';
BEGIN
    PERFORM kernel_enter(eyes);
    FOREACH one IN ARRAY wanted LOOP
        SELECT json_build_array(
                   json_build_array(t.id, t.area, t.kind, t.incident_id, t.category, t.person_id, t.owner_id, t.status,
                                    t.name, t.address, t.known, t.claimed_by_id, t.return_opened_at, t.version),
                   json_build_array(i.id, i.pack, i.pack_version))
          INTO came FROM casework_task t JOIN incidents_incident i ON i.id = t.incident_id
         WHERE t.id = one AND t.area >= lowest AND t.area < below AND NOT omitted @> t.area;
        IF FOUND THEN
            all_came := all_came || came;
        END IF;
    END LOOP;
    RETURN array_to_json(all_came);
END $body$
