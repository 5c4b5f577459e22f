-- name: search
-- The one way to search by name (design 2.3). It belongs to the bulk role, so that the trigram index may be used
-- below row security; it applies the range that the transaction was given (none given: nothing found), and writes
-- the access log. A narrow range is walked by place, a wide one through the name index: a village holds a few
-- hundred names, and a name is borne by a few hundred people of a city.
CREATE FUNCTION casework_search(wanted text, incident bigint, most int)
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
BEGIN
    INSERT INTO accounts_accesslog (at, actor, user_id, post_id, act, detail, reason)
    VALUES (moment, who, CASE WHEN who ~ '^\d+/' THEN split_part(who, '/', 1)::bigint END,
            CASE WHEN who ~ '^\d+/\d+$' THEN split_part(who, '/', 2)::bigint END,
            'search', left('name: ' || wanted, 200), '');
    IF length(wanted) = 0 OR lo IS NULL OR hi IS NULL THEN
        RETURN;
    END IF;
    IF hi - lo <= 1000000 THEN
        RETURN QUERY
        SELECT p.id, p.name::text, p.document_mask::text, p.phone_mask::text, r.area, r.address::text, t.id,
               t.status::text
          FROM register_presence r
          JOIN register_person p ON p.id = r.person_id
          LEFT JOIN LATERAL (SELECT k.id, k.status FROM casework_task k
                              WHERE k.person_id = p.id AND k.area >= lo AND k.area < hi AND NOT holes @> k.area
                              ORDER BY k.id DESC LIMIT 1) t ON true
         WHERE r.area >= lo AND r.area < hi AND NOT holes @> r.area AND r.until IS NULL
           AND (incident IS NULL OR r.incident_id = incident)
           AND p.name LIKE '%' || plain || '%'
         ORDER BY p.name = wanted DESC, p.id DESC LIMIT most;
    ELSE
        -- What begins or ends with the wanted text has trigrams to be found by, even if it is two characters long.
        RETURN QUERY
        SELECT p.id, p.name::text, p.document_mask::text, p.phone_mask::text, r.area, r.address::text, t.id,
               t.status::text
          FROM (SELECT * FROM register_person n
                 WHERE length(wanted) > 2 AND n.name LIKE '%' || plain || '%'
                    OR length(wanted) <= 2 AND (n.name LIKE plain || '%' OR n.name LIKE '%' || plain)) p
          JOIN register_presence r ON r.person_id = p.id
          LEFT JOIN LATERAL (SELECT k.id, k.status FROM casework_task k
                              WHERE k.person_id = p.id AND k.area >= lo AND k.area < hi AND NOT holes @> k.area
                              ORDER BY k.id DESC LIMIT 1) t ON true
         WHERE r.area >= lo AND r.area < hi AND NOT holes @> r.area AND r.until IS NULL
           AND (incident IS NULL OR r.incident_id = incident)
         LIMIT most;
    END IF;
END $body$;
ALTER FUNCTION casework_search(text, bigint, int) OWNER TO gangmu_bulk;
GRANT EXECUTE ON FUNCTION casework_search(text, bigint, int) TO gangmu_web;

-- name: drop
DROP FUNCTION casework_search(text, bigint, int)
