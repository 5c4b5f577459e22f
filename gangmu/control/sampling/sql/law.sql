-- What the database keeps by itself, whoever writes.

-- name: singly
-- Whether a person is never pooled: an order of isolation binds him, or an open task names him in such a category.
CREATE FUNCTION sampling_singly(who bigint, of_incident bigint, categories jsonb) RETURNS boolean
LANGUAGE sql STABLE AS $body$
    SELECT EXISTS (SELECT FROM isolation_order o
                    WHERE o.person_id = who AND o.incident_id = of_incident
                      AND o.status IN ('decided', 'running', 'unfit', 'due'))
        OR EXISTS (SELECT FROM casework_task t
                    WHERE t.person_id = who AND t.incident_id = of_incident AND categories ? t.category
                      AND t.status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered'))
$body$

-- name: lawful
-- Specimens go into tubes of their own round that are on their way, never more than a tube holds, and nobody who is
-- sampled singly into one that holds more. The tubes are locked first, so that two writers count one after the other.
CREATE FUNCTION sampling_lawful() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $body$
DECLARE
    broken text;
BEGIN
    PERFORM FROM sampling_tube WHERE id IN (SELECT tube_id FROM fresh) ORDER BY id FOR NO KEY UPDATE;
    SELECT CASE WHEN t.status NOT IN ('open', 'sealed', 'sent', 'received') THEN 'is over'
                ELSE 'holds ' || t.capacity END INTO broken
      FROM (SELECT DISTINCT tube_id FROM fresh) f JOIN sampling_tube t ON t.id = f.tube_id
     WHERE t.status NOT IN ('open', 'sealed', 'sent', 'received')
        OR (SELECT count(*) FROM sampling_specimen s WHERE s.tube_id = t.id) > t.capacity
     LIMIT 1;
    IF broken IS NULL THEN
        SELECT CASE WHEN t.round_id <> f.round_id THEN 'is of another round' ELSE 'is no single tube' END INTO broken
          FROM fresh f JOIN sampling_tube t ON t.id = f.tube_id JOIN sampling_round r ON r.id = t.round_id
         WHERE t.round_id <> f.round_id
            OR t.capacity > 1 AND sampling_singly(f.person_id, r.incident_id, r.singly)
         LIMIT 1;
    END IF;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'sampling_specimen: the tube %', broken USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $body$

-- name: lawful_trigger
CREATE TRIGGER sampling_specimen_lawful AFTER INSERT ON sampling_specimen REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION sampling_lawful()

-- name: counted
-- One line for a required person, one for a specimen that counts for one.
CREATE VIEW sampling_counted WITH (security_invoker = true) AS
SELECT area, round_id, 'required' AS what, missed::text AS how FROM sampling_required
UNION ALL
SELECT s.area, s.round_id, 'sampled', CASE WHEN t.valid THEN 'valid' ELSE '' END
  FROM sampling_specimen s JOIN sampling_tube t ON t.id = s.tube_id
 WHERE s.counts AND s.required
