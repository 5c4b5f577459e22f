-- Deliveries on their way. Taking and marking are transactions of their own, the sending between them is in none.

-- name: wake_function
-- rules.times.wake in SQL: the moment, or the end of the quiet hours that it lies in.
CREATE FUNCTION notices_wake(moment timestamptz, quiet_from time, quiet_to time) RETURNS timestamptz
LANGUAGE sql IMMUTABLE AS $body$
    SELECT CASE
        WHEN quiet_from <= quiet_to AND local::time >= quiet_from AND local::time < quiet_to
          OR quiet_from > quiet_to AND local::time < quiet_to
            THEN (local::date + quiet_to) AT TIME ZONE 'Asia/Shanghai'
        WHEN quiet_from > quiet_to AND local::time >= quiet_from
            THEN (local::date + 1 + quiet_to) AT TIME ZONE 'Asia/Shanghai'
        ELSE moment END
      FROM (SELECT moment AT TIME ZONE 'Asia/Shanghai' AS local) l
$body$

-- name: take
-- What is due and nobody is at, with all that is needed to send it. Of a worker that died it is due again after a while.
WITH due AS (
    SELECT id FROM notices_delivery
     WHERE status = 'queued' AND due_at <= %(now)s AND (taken_until IS NULL OR taken_until < %(now)s)
       AND NOT channel = ANY (%(but)s::text[])
     ORDER BY due_at, id LIMIT %(most)s FOR UPDATE SKIP LOCKED),
taken AS (
    UPDATE notices_delivery d SET taken_until = %(now)s::timestamptz + %(lease)s
      FROM due WHERE d.id = due.id
    RETURNING d.id, d.notice_id, d.address_id, d.channel, d.key, d.tries)
SELECT t.id, t.channel, t.key, t.tries, n.id, n.kind, n.fields, n.urgent, a.sealed, g.sealed,
       coalesce(g.language, nullif(u.language, ''), 'zh-hans'), n.user_id IS NOT NULL,
       p.quiet_from, p.quiet_to
  FROM taken t
  JOIN notices_notice n ON n.id = t.notice_id
  LEFT JOIN notices_address a ON a.id = t.address_id AND a.ended_at IS NULL
  LEFT JOIN notices_group g ON g.id = n.group_id AND g.ended_at IS NULL
  LEFT JOIN accounts_user u ON u.id = n.user_id
  LEFT JOIN notices_preference p ON p.user_id = n.user_id
 ORDER BY t.id

-- name: mark
-- What became of them. A delivery that has moved on meanwhile (its reader opened it) stays where it is.
UPDATE notices_delivery d
   SET status = m.status, tries = m.tries, due_at = coalesce(m.due_at, d.due_at), text = m.text, reference = m.reference,
       error = m.error, taken_until = NULL, tried_at = %(now)s
  FROM unnest(%(ids)s::bigint[], %(statuses)s::text[], %(tries)s::int[], %(dues)s::timestamptz[], %(texts)s::text[],
              %(references)s::text[], %(errors)s::text[]) AS m (id, status, tries, due_at, text, reference, error)
 WHERE d.id = m.id AND d.status = 'queued'

-- name: put_back
-- Those that nobody tried, because their channel does not answer: later, and no attempt is counted.
UPDATE notices_delivery SET taken_until = NULL, due_at = %(until)s WHERE id = ANY (%(ids)s) AND status = 'queued'

-- name: end_addresses
UPDATE notices_address SET ended_at = %(now)s WHERE ended_at IS NULL
   AND id IN (SELECT address_id FROM notices_delivery WHERE id = ANY (%(ids)s))
