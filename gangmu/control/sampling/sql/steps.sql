-- What comes by the hundred each second, as functions: a registration is one round trip (kernel_carry_out, ADR 12).
-- They see past the scope of whoever samples: people of other ground stand in his queue.

-- name: given
CREATE TYPE sampling_given AS (
    round bigint, site bigint, code text, capacity smallint, person bigint, document text, name text, sealed text,
    mask text, taken timestamptz, now timestamptz, "user" bigint, lo bigint, hi bigint, command uuid)

-- name: register
-- Puts a person into a tube; the first one opens it. Result: {specimen, in, of, again} or {parked}; null where round or
-- site are not there for the actor. What collides is parked, with why, for a human.
CREATE FUNCTION sampling_register(given jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $body$
DECLARE
    p sampling_given := jsonb_populate_record(NULL::sampling_given, given);
    r sampling_round;
    t sampling_tube;
    place bigint;
    who bigint;
    lives bigint;
    must boolean;
    held bigint;
    n bigint;
    why text;
    made bigint;
    broken text;
BEGIN
    SELECT * INTO r FROM sampling_round WHERE id = p.round AND area < p.hi AND hi > p.lo;
    SELECT s.area INTO place FROM sampling_site s
     WHERE s.id = p.site AND s.area >= r.area AND s.area < r.hi;
    IF r.id IS NULL OR place IS NULL THEN
        RETURN NULL;
    END IF;
    IF p.person IS NOT NULL THEN
        SELECT coalesce(merged_into_id, id) INTO who FROM register_person WHERE id = p.person;
    ELSE
        SELECT id INTO who FROM register_person
         WHERE document_hash = decode(p.document, 'hex') AND merged_into_id IS NULL;
    END IF;
    SELECT * INTO t FROM sampling_tube WHERE code = p.code FOR NO KEY UPDATE;
    IF who IS NOT NULL AND t.id IS NOT NULL THEN
        SELECT id INTO made FROM sampling_specimen WHERE tube_id = t.id AND person_id = who;
        IF FOUND THEN
            SELECT count(*) INTO n FROM sampling_specimen WHERE tube_id = t.id;
            RETURN jsonb_build_object('specimen', made, 'in', n, 'of', t.capacity, 'again', true);
        END IF;
    END IF;
    SELECT q.area INTO lives FROM sampling_required q WHERE q.round_id = r.id AND q.person_id = who;
    must := FOUND;
    SELECT c.id INTO held FROM sampling_recall c JOIN sampling_tube pool ON pool.id = c.tube_id
     WHERE c.person_id = who AND c.status = 'asked' AND pool.round_id = r.id ORDER BY c.id LIMIT 1;
    SELECT count(*) INTO n FROM sampling_specimen WHERE tube_id = t.id;
    why := CASE
        WHEN who IS NULL THEN 'person_unknown'
        WHEN r.status NOT IN ('open', 'closed') OR p.taken > r.ends_at AND r.status = 'closed' THEN 'round_not_open'
        WHEN t.round_id <> r.id THEN 'tube_of_other_round'
        WHEN t.id IS NULL AND p.capacity > r.pool THEN 'tube_too_large'
        WHEN t.status <> 'open' AND NOT (t.status IN ('sealed', 'sent', 'received') AND p.taken <= t.sealed_at)
            THEN 'tube_closed'
        WHEN n >= coalesce(t.capacity, p.capacity) THEN 'tube_full'
        WHEN coalesce(t.capacity, p.capacity) > 1
             AND (held IS NOT NULL OR sampling_singly(who, r.incident_id, r.singly)) THEN 'must_be_single'
        WHEN EXISTS (SELECT FROM sampling_specimen s WHERE s.person_id = who AND s.round_id = r.id AND s.counts)
            THEN 'in_other_tube'
    END;
    IF why IS NULL THEN
        BEGIN
            IF t.id IS NULL THEN
                INSERT INTO sampling_tube (area, code, round_id, site_id, capacity, status, opened_at)
                VALUES (place, p.code, r.id, p.site, p.capacity, 'open', p.now) RETURNING * INTO t;
            END IF;
            INSERT INTO sampling_specimen (area, tube_id, round_id, person_id, required, counts, recall_id, taken_at,
                                           taken_by_id, registered_at)
            VALUES (coalesce(lives, place), t.id, r.id, who, must, true, held, p.taken, p."user", p.now)
            RETURNING id INTO made;
            IF held IS NOT NULL THEN
                PERFORM set_config('gangmu.move', 'swab', true);
                UPDATE sampling_recall SET status = 'swabbed' WHERE id = held;
            END IF;
            UPDATE sampling_required SET missed = '', because = '', missed_by = '', missed_at = NULL
             WHERE round_id = r.id AND person_id = who AND missed <> '';
            RETURN jsonb_build_object('specimen', made, 'in', n + 1, 'of', t.capacity, 'again', false);
        EXCEPTION WHEN unique_violation THEN
            -- Somebody else was faster by less than this command took: with this person, who is in another tube then,
            -- or with this tube, which is there now.
            GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
            IF broken <> 'sampling_one_tube_a_person' THEN
                RETURN sampling_register(given);
            END IF;
            why := 'in_other_tube';
        END;
    END IF;
    INSERT INTO sampling_parked (area, round_id, site_id, why, code, person_id, name, sealed, mask, capacity, taken_at,
                                 taken_by_id, parked_at, command_id, outcome, settled_because, settled_by)
    VALUES (place, r.id, p.site, why, p.code, who, left(coalesce(p.name, ''), 60),
            decode(coalesce(p.sealed, ''), 'hex'), coalesce(p.mask, ''), p.capacity, p.taken, p."user", p.now,
            p.command, '', '', '');
    RETURN jsonb_build_object('parked', why);
END $body$

-- name: seal
-- Closes a tube with somebody in it; closing it again is harmless. Its result is due from now.
CREATE FUNCTION sampling_seal(given jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $body$
DECLARE
    p sampling_given := jsonb_populate_record(NULL::sampling_given, given);
BEGIN
    PERFORM set_config('gangmu.move', 'seal', true);
    UPDATE sampling_tube t
       SET status = 'sealed', sealed_at = greatest(least(p.taken, p.now), t.opened_at),
           due_at = p.now + make_interval(mins => CASE WHEN t.capacity = 1 THEN r.single_minutes ELSE r.pool_minutes END)
      FROM sampling_round r
     WHERE t.code = p.code AND r.id = t.round_id AND t.round_id = p.round AND t.status = 'open'
       AND r.area < p.hi AND r.hi > p.lo AND EXISTS (SELECT FROM sampling_specimen s WHERE s.tube_id = t.id);
    IF FOUND OR EXISTS (SELECT FROM sampling_tube t JOIN sampling_round r ON r.id = t.round_id
                         WHERE t.code = p.code AND r.id = p.round AND t.status NOT IN ('open', 'void')
                           AND r.area < p.hi AND r.hi > p.lo) THEN
        RETURN 'null';
    END IF;
    RETURN NULL;
END $body$
