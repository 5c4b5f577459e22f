-- name: opened
UPDATE notices_delivery SET status = 'delivered'
 WHERE notice_id = ANY (%(notices)s) AND (status = 'sent' OR status = 'queued' AND taken_until IS NULL)

-- name: end_elsewhere
UPDATE notices_address SET ended_at = %(now)s
 WHERE channel = %(channel)s AND fingerprint = %(fingerprint)s AND user_id <> %(user)s AND ended_at IS NULL
