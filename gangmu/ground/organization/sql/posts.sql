-- name: acting
-- The posts that a user holds on a day with their ground, his own before those he deputises for.
SELECT p.id, p.title, p.role, b.id, b.name, h.deputy, b.lo, b.hi, b.holes::text
  FROM organization_holding h
  JOIN organization_post p ON p.id = h.post_id
  JOIN organization_body b ON b.id = p.body_id
  JOIN accounts_user u ON u.id = h.user_id
 WHERE h.user_id = %(user)s AND u.is_active AND h.valid @> %(day)s::date AND b.valid @> %(day)s::date
 ORDER BY h.deputy, h.id
