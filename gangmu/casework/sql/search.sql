-- name: search
-- The one way to search for a person (design 2.3): by name, or by phone or document, of which it is given the
-- fingerprint. It belongs to the bulk role, so that the indexes may be used below row security; it applies the range
-- that the transaction was given (none given: nothing found), and writes the access log: `shown` is what is searched
-- for, numbers masked. First it gathers whom it shows, then what it shows of them.
CREATE FUNCTION casework_search(wanted text, phone bytea, document bytea, shown text, incident bigint, most int)
RETURNS TABLE (person bigint, name text, document_mask text, phone_mask text, area bigint, address text, task bigint,
               status text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $body$
DECLARE
    lo bigint := nullif(current_setting('gangmu.lo', true), '')::bigint;
    hi bigint := nullif(current_setting('gangmu.hi', true), '')::bigint;
    holes int8multirange := coalesce(nullif(current_setting('gangmu.holes', true), ''), '{}')::int8multirange;
    who text := coalesce(current_setting('gangmu.actor', true), '');
    moment timestamptz := coalesce(nullif(current_setting('gangmu.now', true), '')::timestamptz, clock_timestamp());
    plain text := replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_');
    hits bigint[] := '{}';
BEGIN
    INSERT INTO accounts_accesslog (at, actor, user_id, post_id, act, detail, reason)
    VALUES (moment, who, CASE WHEN who ~ '^\d+/' THEN split_part(who, '/', 1)::bigint END,
            CASE WHEN who ~ '^\d+/\d+$' THEN split_part(who, '/', 2)::bigint END, 'search', left(shown, 200), '');
    IF lo IS NULL OR hi IS NULL THEN
        RETURN;
    ELSIF phone IS NOT NULL OR document IS NOT NULL THEN
        hits := array(SELECT r.id FROM register_person p JOIN register_presence r ON r.person_id = p.id
                       WHERE (p.phone_hash = phone OR p.document_hash = document) AND p.merged_into_id IS NULL
                         AND r.area >= lo AND r.area < hi AND NOT holes @> r.area AND r.until IS NULL
                         AND (incident IS NULL OR r.incident_id = incident)
                       ORDER BY p.id LIMIT most);
    ELSIF length(wanted) = 1 THEN
        -- A single character has no trigrams: a narrow range is walked.
        hits := array(SELECT r.id FROM register_presence r JOIN register_person p ON p.id = r.person_id
                       WHERE r.area >= lo AND r.area < hi AND NOT holes @> r.area AND r.until IS NULL
                         AND (incident IS NULL OR r.incident_id = incident) AND p.name LIKE '%' || plain || '%'
                       ORDER BY p.name = wanted DESC, p.id DESC LIMIT most);
    ELSIF length(wanted) > 1 THEN
        -- Who is called so, then who is called something with it. What begins or ends with the wanted text has
        -- trigrams to be found by, even if it is two characters long. OFFSET 0: by name, whatever lies nearer.
        hits := array(SELECT r.id FROM (SELECT id FROM register_person n WHERE n.name = wanted OFFSET 0) p
                       JOIN register_presence r ON r.person_id = p.id
                       WHERE r.area >= lo AND r.area < hi AND NOT holes @> r.area AND r.until IS NULL
                         AND (incident IS NULL OR r.incident_id = incident) LIMIT most);
        hits := hits || array(SELECT r.id
                       FROM (SELECT id FROM register_person n
                              WHERE n.name <> wanted
                                AND (length(wanted) > 2 AND n.name LIKE '%' || plain || '%'
                                     OR length(wanted) = 2 AND (n.name LIKE plain || '%' OR n.name LIKE '%' || plain))
                             OFFSET 0) p JOIN register_presence r ON r.person_id = p.id
                       WHERE r.area >= lo AND r.area < hi AND NOT holes @> r.area AND r.until IS NULL
                         AND (incident IS NULL OR r.incident_id = incident) LIMIT most - cardinality(hits));
    END IF;
    RETURN QUERY
    SELECT p.id, p.name::text, p.document_mask::text, p.phone_mask::text, r.area, r.address::text, t.id, t.status::text
      FROM unnest(hits) WITH ORDINALITY h (id, place)
      JOIN register_presence r ON r.id = h.id
      JOIN register_person p ON p.id = r.person_id
      LEFT JOIN LATERAL (SELECT k.id, k.status FROM casework_task k
                          WHERE k.person_id = p.id AND k.area >= lo AND k.area < hi AND NOT holes @> k.area
                          ORDER BY k.id DESC LIMIT 1) t ON true
     ORDER BY h.place;
END $body$;
ALTER FUNCTION casework_search(text, bytea, bytea, text, bigint, int) OWNER TO gangmu_bulk;
GRANT EXECUTE ON FUNCTION casework_search(text, bytea, bytea, text, bigint, int) TO gangmu_web;

-- name: drop
DROP FUNCTION casework_search(text, bytea, bytea, text, bigint, int)

-- name: drop_by_name
-- What an older version had.
DROP FUNCTION IF EXISTS casework_search(text, bigint, int)
