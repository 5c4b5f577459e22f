-- name: keep
-- The counters of a batch follow its rows, statement by statement: the ledger balances at every moment
-- (constraint batch_balances). The counting function belongs to the bulk role, since a desk that settles a row of
-- its town may not otherwise write the city's batch.
CREATE FUNCTION intake_count(batch bigint, gained jsonb) RETURNS void LANGUAGE sql
    SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    UPDATE intake_batch SET
        received = received + coalesce((SELECT sum(value::int) FROM jsonb_each_text(gained)), 0),
        tasks = tasks + coalesce((gained ->> 'task')::int, 0),
        merged = merged + coalesce((gained ->> 'merged')::int, 0),
        handed_over = handed_over + coalesce((gained ->> 'handed_over')::int, 0),
        out_of_city = out_of_city + coalesce((gained ->> 'out_of_city')::int, 0),
        refused = refused + coalesce((gained ->> 'refused')::int, 0),
        waiting = waiting + coalesce((gained ->> 'waiting')::int, 0)
    WHERE id = batch
$body$;
ALTER FUNCTION intake_count(bigint, jsonb) OWNER TO gangmu_bulk;
CREATE FUNCTION intake_ledger() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM intake_count(batch_id, jsonb_object_agg(outcome, n))
           FROM (SELECT batch_id, outcome, count(*) AS n FROM fresh GROUP BY 1, 2) d GROUP BY batch_id;
    ELSE
        PERFORM intake_count(batch_id, jsonb_object_agg(outcome, n))
           FROM (SELECT batch_id, outcome, sum(n) AS n
                   FROM (SELECT batch_id, outcome, 1 AS n FROM fresh
                         UNION ALL SELECT batch_id, outcome, -1 FROM stale) both_sides
                  GROUP BY 1, 2 HAVING sum(n) <> 0) d GROUP BY batch_id;
    END IF;
    RETURN NULL;
END $body$;
CREATE TRIGGER intake_ledger_insert AFTER INSERT ON intake_row REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION intake_ledger();
CREATE TRIGGER intake_ledger_update AFTER UPDATE ON intake_row REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION intake_ledger();
REVOKE DELETE, TRUNCATE ON intake_row FROM gangmu_web, gangmu_bulk;
-- name: drop
DROP TRIGGER intake_ledger_insert ON intake_row;
DROP TRIGGER intake_ledger_update ON intake_row;
DROP FUNCTION intake_ledger();
DROP FUNCTION intake_count(bigint, jsonb);
GRANT DELETE, TRUNCATE ON intake_row TO gangmu_web, gangmu_bulk;
