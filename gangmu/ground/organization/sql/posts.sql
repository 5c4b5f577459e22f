-- Nobody acts in a trio that stands by (the other mode rules in its town).

-- name: acting
-- The posts that a user holds on a day with their ground, his own before those he deputises for.
SELECT id, title, role, body_id, body_name, deputy, lo, hi, holes FROM organization_acting(%(user)s, %(day)s)

-- name: acting_function
CREATE OR REPLACE FUNCTION organization_acting(whose bigint, day date)
RETURNS TABLE (id bigint, title varchar, role varchar, body_id bigint, body_name varchar, deputy boolean, lo bigint,
               hi bigint, holes text)
LANGUAGE plpgsql STABLE AS $body$
BEGIN
    RETURN QUERY
    SELECT p.id, p.title, p.role, b.id, b.name, h.deputy, b.lo, b.hi, b.holes::text
      FROM organization_holding h
      JOIN organization_post p ON p.id = h.post_id
      JOIN organization_body b ON b.id = p.body_id
      JOIN accounts_user u ON u.id = h.user_id
     WHERE h.user_id = whose AND u.is_active AND h.valid @> day AND b.valid @> day AND NOT b.standing_by
     ORDER BY h.deputy, h.id;
END $body$

-- name: signed_in
-- A live session: its data, until when it lasts, its user if he is active, and the posts that he may act in; or null.
SELECT organization_signed_in(%s, %s, %s)::text

-- name: signed_in_function
CREATE OR REPLACE FUNCTION organization_signed_in(key text, now timestamptz, day date) RETURNS json
LANGUAGE plpgsql STABLE AS $body$
BEGIN
    RETURN (
        SELECT json_build_array(
               s.session_data, s.expire_date,
               (SELECT json_build_array(u.id, u.password, u.last_login, u.username, u.name, u.email, u.language,
                                        u.is_active, u.date_joined)
                  FROM accounts_user u WHERE u.id = s.user_id AND u.is_active),
               (SELECT json_agg(json_build_array(p.id, p.title, p.role, b.id, b.name, h.deputy, b.lo, b.hi,
                                                 b.holes::text) ORDER BY h.deputy, h.id)
                  FROM organization_holding h
                  JOIN organization_post p ON p.id = h.post_id
                  JOIN organization_body b ON b.id = p.body_id AND b.valid @> day AND NOT b.standing_by
                 WHERE h.user_id = s.user_id AND h.valid @> day))
          FROM accounts_session s
         WHERE s.session_key = key AND s.expire_date > now);
END $body$
