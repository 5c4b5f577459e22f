-- Notices as sets. `{{happened}}` and `{{who}}` are statements of this file and of who.sql, never what somebody typed.

-- name: happened_once
SELECT id, subject_id, area, data, coalesce((data ->> nullif(%(count)s, ''))::int, 1) AS n
  FROM kernel_fact WHERE id = %(fact)s

-- name: happened_between
SELECT id, subject_id, area, data, coalesce((data ->> nullif(%(count)s, ''))::int, 1) AS n
  FROM kernel_fact WHERE at >= %(since)s AND at < %(until)s AND kind = %(kind)s

-- name: tell_persons
-- Each person one notice with the number of all his bodies, and a delivery for each of his addresses on the channels.
-- Not `valid @> day` for holdings: the index of their exclusion would be taken, and costs 2 ms a post (GiST, by its second
-- column); the plain one of posts takes a hundredth.
-- Quiet hours: the urgent passes, and so does everything for whoever is on duty.
WITH happened AS MATERIALIZED ({happened}),
meant AS MATERIALIZED ({who}),
holders AS (
    SELECT h.user_id, b.id AS body_id, b.name, b.lo, m.n
      FROM meant m
      JOIN organization_body b ON b.id = m.body_id AND b.valid @> %(day)s::date
      JOIN organization_post p ON p.body_id = b.id AND p.role <> 'partner'
           AND (%(roles)s::text[] = '{{}}' OR p.role = ANY (%(roles)s::text[]))
      JOIN organization_holding h ON h.post_id = p.id
           AND coalesce(lower(h.valid) <= %(day)s::date, true) AND coalesce(upper(h.valid) > %(day)s::date, true)
     WHERE (m.user_id IS NULL OR h.user_id = m.user_id)
       AND (NOT %(on_shift)s OR EXISTS (
               SELECT FROM organization_shift s WHERE s.body_id = b.id AND s.user_id = h.user_id
                  AND s.during @> %(now)s::timestamptz))),
persons AS MATERIALIZED (
    SELECT user_id, sum(n)::int AS n, (array_agg(h.name ORDER BY n DESC, body_id))[1] AS body,
           (array_agg(lo ORDER BY n DESC, body_id))[1] AS area
      FROM (SELECT DISTINCT user_id, body_id, name, lo, n FROM holders) h
      JOIN accounts_user u ON u.id = h.user_id AND u.is_active
     GROUP BY user_id),
noticed AS (
    INSERT INTO notices_notice (user_id, area, kind, occasion, fields, opens, urgent, at)
    SELECT user_id, area, %(rule)s, %(occasion)s,
           %(fields)s::jsonb || jsonb_build_object('count', n, 'body', body), %(opens)s, %(urgent)s, %(now)s
      FROM persons
    ON CONFLICT (user_id, kind, occasion) WHERE user_id IS NOT NULL DO NOTHING
    RETURNING id, user_id, area),
delivered AS (
    INSERT INTO notices_delivery (notice_id, address_id, channel, kind, area, status, key, due_at, tries, text, reference,
                                  error, made_at)
    SELECT n.id, a.id, a.channel, %(rule)s, n.area, 'queued', gen_random_uuid(),
           CASE WHEN %(urgent)s OR EXISTS (
                    SELECT FROM organization_shift s WHERE s.user_id = n.user_id AND s.during @> %(now)s::timestamptz)
                THEN %(now)s::timestamptz
                ELSE notices_wake(%(now)s, coalesce(p.quiet_from, %(quiet_from)s::time),
                                  coalesce(p.quiet_to, %(quiet_to)s::time)) END,
           0, '', '', '', %(now)s
      FROM noticed n
      JOIN notices_address a ON a.user_id = n.user_id AND a.ended_at IS NULL AND a.channel = ANY (%(channels)s::text[])
      LEFT JOIN notices_preference p ON p.user_id = n.user_id
     WHERE NOT a.channel = ANY (coalesce(p.muted, '{{}}'))
    RETURNING 1)
SELECT (SELECT count(*) FROM noticed), (SELECT count(*) FROM delivered)

-- name: tell_groups
-- A notice for each work group whose body's ground holds the place of a fact: the number of its facts there.
WITH happened AS MATERIALIZED ({happened}),
told AS (
    SELECT g.id, g.channel, b.lo, b.name, sum(f.n)::int AS n
      FROM notices_group g
      JOIN organization_body b ON b.id = g.body_id AND b.valid @> %(day)s::date
      JOIN happened f ON f.area >= b.lo AND f.area < b.hi
       AND NOT EXISTS (SELECT FROM jsonb_array_elements(b.holes) h
                        WHERE f.area >= (h ->> 0)::bigint AND f.area < (h ->> 1)::bigint)
     WHERE g.ended_at IS NULL GROUP BY g.id, g.channel, b.lo, b.name),
noticed AS (
    INSERT INTO notices_notice (group_id, area, kind, occasion, fields, opens, urgent, at)
    SELECT id, lo, %(rule)s, %(occasion)s, %(fields)s::jsonb || jsonb_build_object('count', n, 'body', name), %(opens)s,
           %(urgent)s, %(now)s
      FROM told
    ON CONFLICT (group_id, kind, occasion) WHERE group_id IS NOT NULL DO NOTHING
    RETURNING id, group_id, area),
delivered AS (
    INSERT INTO notices_delivery (notice_id, channel, kind, area, status, key, due_at, tries, text, reference, error,
                                  made_at)
    SELECT n.id, t.channel, %(rule)s, n.area, 'queued', gen_random_uuid(), %(now)s, 0, '', '', '', %(now)s
      FROM noticed n JOIN told t ON t.id = n.group_id
    RETURNING 1)
SELECT (SELECT count(*) FROM noticed), (SELECT count(*) FROM delivered)

-- name: tell_group
-- One group, of an occasion that is no fact (a slot of the day).
WITH noticed AS (
    INSERT INTO notices_notice (group_id, area, kind, occasion, fields, opens, urgent, at)
    VALUES (%(group)s, %(area)s, %(rule)s, %(occasion)s, %(fields)s::jsonb, %(opens)s, %(urgent)s, %(now)s)
    ON CONFLICT (group_id, kind, occasion) WHERE group_id IS NOT NULL DO NOTHING
    RETURNING id, area)
INSERT INTO notices_delivery (notice_id, channel, kind, area, status, key, due_at, tries, text, reference, error, made_at)
SELECT n.id, %(channel)s, %(rule)s, n.area, 'queued', gen_random_uuid(), %(now)s, 0, '', '', '', %(now)s FROM noticed n
