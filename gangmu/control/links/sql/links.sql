-- name: knocked
-- How often somebody has come in this minute, with this time.
INSERT INTO links_knock (who, minute, n) VALUES (%(who)s, date_trunc('minute', %(now)s::timestamptz), 1)
ON CONFLICT (who, minute) DO UPDATE SET n = links_knock.n + 1
RETURNING n

-- name: forget
DELETE FROM links_knock WHERE minute < %(before)s
