-- name: timeline
-- Under the eyes of whoever reads. History names the actor as 'user/post'.
WITH alarm AS (SELECT * FROM seals_alarm WHERE id = %(alarm)s),
around AS (
    SELECT id, binding_id, order_id, happened_at - interval '1 hour' AS since, last_at + interval '2 hours' AS until FROM alarm)
SELECT e.at, 'event', e.kind, coalesce(j.verdict, ''), e.arrived_at, NULL::timestamptz, '', ''
  FROM around a
  JOIN seals_event e ON e.binding_id = a.binding_id AND e.at BETWEEN a.since AND a.until
  LEFT JOIN seals_judgement j ON j.event_id = e.id
UNION ALL
SELECT p.since, 'opening', p.kind, '', p.at, p.until, '', p.note
  FROM around a JOIN seals_opening p ON p.order_id = a.order_id AND p.since < a.until AND p.until > a.since
   AND p.called_off_at IS NULL
UNION ALL
SELECT t.left_at, 'outing', t.because, '', NULL, t.back_at, '', ''
  FROM around a JOIN isolation_outing t ON t.order_id = a.order_id AND t.left_at BETWEEN a.since - interval '12 hours' AND a.until
UNION ALL
SELECT h.at, 'move', h.move, '', NULL, NULL, coalesce(u.name, ''), h.reason
  FROM around a JOIN seals_alarm_transition h ON h.subject_id = a.id
  LEFT JOIN accounts_user u ON u.id = substring(h.actor FROM '^([0-9]+)/')::bigint
UNION ALL
SELECT x.at, 'told', x.level, '', NULL, NULL, '', ''
  FROM around a JOIN seals_escalation x ON x.alarm_id = a.id
 ORDER BY 1, 2
