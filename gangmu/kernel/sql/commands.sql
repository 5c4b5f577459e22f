-- name: enter
-- Tells the running transaction who looks and acts: kernel.scope.eyes, a line a setting. Command, move and reason are
-- told later, by whoever acts.
CREATE OR REPLACE FUNCTION kernel_enter(eyes text) RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
    seen text[] := string_to_array(eyes, E'\n');
BEGIN
    PERFORM set_config('gangmu.lo', seen[1], true), set_config('gangmu.hi', seen[2], true),
            set_config('gangmu.holes', seen[3], true), set_config('gangmu.actor', seen[4], true),
            set_config('gangmu.body', seen[5], true), set_config('gangmu.now', seen[6], true),
            set_config('gangmu.command', '', true), set_config('gangmu.move', '', true),
            set_config('gangmu.reason', '', true);
END $body$

-- name: carry_out
-- A whole command in one round trip: the eyes, the id, the step, its result.
-- `step` is a function jsonb -> jsonb of a domain; null from it means that it did not win and has changed nothing.
-- Of two at the same moment the later one fails at the id, or does not win because the first has: what it did is undone,
-- and it gets the first one's result.
CREATE OR REPLACE FUNCTION kernel_carry_out(eyes text, command uuid, kind text, actor text, at timestamptz,
                                            step text, given jsonb,
                                            OUT fresh boolean, OUT of_kind text, OUT by_actor text, OUT result jsonb)
LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM kernel_enter(eyes);
    PERFORM set_config('gangmu.command', command::text, true);
    fresh := false;
    SELECT c.kind, c.actor, c.result INTO of_kind, by_actor, result FROM kernel_command c WHERE c.id = command;
    IF FOUND THEN
        RETURN;
    END IF;
    BEGIN
        EXECUTE format('SELECT %I($1)', step) INTO result USING given;
        IF result IS NULL THEN
            SELECT c.kind, c.actor, c.result INTO of_kind, by_actor, result FROM kernel_command c WHERE c.id = command;
            RETURN;
        END IF;
        INSERT INTO kernel_command (id, kind, actor, at, result)
        VALUES (command, kind, actor, at, nullif(result, 'null'));
        fresh := true;
        of_kind := kind;
        by_actor := actor;
    EXCEPTION WHEN unique_violation THEN
        SELECT c.kind, c.actor, c.result INTO of_kind, by_actor, result FROM kernel_command c WHERE c.id = command;
        IF NOT FOUND THEN
            RAISE;
        END IF;
    END;
END $body$

-- name: carry_out_each
-- The same for commands one after the other, an array [{id, kind, step, given}, ...]; gives an array [fresh, of_kind,
-- by_actor, result] of each.
CREATE FUNCTION kernel_carry_out_each(eyes text, actor text, at timestamptz, steps jsonb) RETURNS json
LANGUAGE plpgsql AS $body$
DECLARE
    step jsonb;
    came record;
    all_came json[];
BEGIN
    FOR n IN 0 .. jsonb_array_length(steps) - 1 LOOP
        step := steps -> n;
        came := kernel_carry_out(eyes, (step ->> 'id')::uuid, step ->> 'kind', actor, at, step ->> 'step',
                                 step -> 'given');
        all_came[n] := json_build_array(came.fresh, came.of_kind, came.by_actor, came.result);
    END LOOP;
    RETURN array_to_json(all_came);
END $body$

-- name: seen
-- Of commands those that were carried out before: an array [[id, kind, actor, result], ...]. Volatile: it sees what was
-- committed while the statement that asks it waited.
CREATE FUNCTION kernel_seen(commands uuid[]) RETURNS json LANGUAGE plpgsql VOLATILE AS $body$
DECLARE
    one uuid;
    came json;
    all_came json[] := '{}';
BEGIN
    FOREACH one IN ARRAY commands LOOP
        SELECT json_build_array(c.id, c.kind, c.actor, c.result) INTO came FROM kernel_command c WHERE c.id = one;
        IF FOUND THEN
            all_came := all_came || came;
        END IF;
    END LOOP;
    RETURN array_to_json(all_came);
END $body$
