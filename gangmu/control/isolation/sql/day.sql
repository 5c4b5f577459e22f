-- What a part of a day asks for. Whoever takes a call or a missed day marks it, so that it is taken once.

-- name: calls
-- Days of today with visits or a test of which fewer calls were opened than are due by now; so many at a time.
WITH due AS (
SELECT d.id, o.id AS order_id, d.visits, d.test
  FROM isolation_planday d JOIN isolation_order o ON o.id = d.order_id
 WHERE d.on = %(today)s AND o.status = ANY(%(states)s)
   AND (d.visits > 0 OR d.test) AND d.calls < least(%(part)s, greatest(d.visits, 1))
 ORDER BY d.area, d.id LIMIT %(most)s FOR UPDATE OF d SKIP LOCKED)
UPDATE isolation_planday d SET calls = least(%(part)s, greatest(d.visits, 1))
  FROM due WHERE due.id = d.id
RETURNING due.order_id, due.visits, due.test

-- name: missed
-- Yesterday fewer temperatures than were owed, or a test that nobody took, of somebody to whom the notice was read and who
-- was not at a doctor's. A test counts as taken by the trio's own word or by a sample that a laboratory has of that day.
-- What was missed is looked up day by day in the order of the index, and no further than so many: a slice of a hundred
-- thousand days that looked at all of them took as long as the whole.
WITH missed AS (
SELECT d.id, d.order_id, was.temperatures, was.test
  FROM isolation_planday d JOIN isolation_order o ON o.id = d.order_id
 CROSS JOIN LATERAL (
       SELECT d.temperatures > (SELECT count(*) FROM isolation_reading r
                                 WHERE r.order_id = d.order_id AND r.on = d.on AND r.temperature IS NOT NULL) AS temperatures,
              d.test AND NOT EXISTS (SELECT FROM isolation_reading r
                                      WHERE r.order_id = d.order_id AND r.on = d.on AND r.sampled)
                     AND NOT EXISTS (SELECT FROM laboratory_labresult l
                                      WHERE l.person_id = o.person_id
                                        AND (l.sampled_at AT TIME ZONE 'Asia/Shanghai')::date = d.on) AS test
       OFFSET 0) was
 WHERE d.on = %(yesterday)s AND d.missed_at IS NULL AND o.status = ANY(%(states)s)
   AND (d.temperatures > 0 OR d.test) AND (was.temperatures OR was.test)
   AND EXISTS (SELECT FROM isolation_noticeread n
                WHERE n.order_id = d.order_id AND (n.at AT TIME ZONE 'Asia/Shanghai')::date < d.on)
   AND NOT EXISTS (SELECT FROM isolation_outing x
                    WHERE x.order_id = d.order_id AND (x.left_at AT TIME ZONE 'Asia/Shanghai')::date <= d.on
                      AND (x.back_at IS NULL OR (x.back_at AT TIME ZONE 'Asia/Shanghai')::date >= d.on))
 ORDER BY d.area, d.id LIMIT %(most)s FOR UPDATE OF d SKIP LOCKED)
UPDATE isolation_planday d SET missed_at = %(now)s
  FROM missed WHERE missed.id = d.id
RETURNING missed.order_id, missed.temperatures, missed.test
