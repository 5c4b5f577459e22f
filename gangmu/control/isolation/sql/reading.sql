-- The history of an order; row security of the table itself decides who sees it.

-- name: moves
SELECT h.at, h.move, h.reason,
       coalesce((SELECT u.name FROM accounts_user u WHERE u.id = substring(h.actor FROM '^([0-9]+)/')::bigint), '')
  FROM isolation_order_transition h WHERE h.subject_id = %(order)s ORDER BY h.id
