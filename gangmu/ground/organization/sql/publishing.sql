-- The shifts of a published roster: what the posts had in its time and has not begun goes, what it says comes.

-- name: clear
DELETE FROM organization_shift
 WHERE post_id = ANY(%(posts)s) AND lower(during) >= %(begins)s AND lower(during) < %(ends)s

-- name: put
INSERT INTO organization_shift (post_id, body_id, user_id, during)
SELECT post, body, member, tstzrange(begins, ends)
  FROM unnest(%(post)s::bigint[], %(body)s::bigint[], %(user)s::bigint[], %(from)s::timestamptz[],
              %(until)s::timestamptz[]) AS r (post, body, member, begins, ends)

-- name: plan
INSERT INTO organization_plannedweek (post_id, during)
SELECT post, tstzrange(%(first)s, %(ends)s) FROM unnest(%(posts)s::bigint[]) AS r (post)
ON CONFLICT DO NOTHING
