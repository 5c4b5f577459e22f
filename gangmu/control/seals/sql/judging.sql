-- What is made of what happened, once, on arrival. All of this runs as the bulk role.

-- name: weigh
-- Every event whose time has come gets its verdict. What arrives long after it happened is late: it never alarms as if it
-- were fresh.
CREATE TEMPORARY TABLE weighed ON COMMIT DROP AS
WITH due AS (
    SELECT j.id, e.id AS event_id, e.device_id, e.binding_id, e.area, e.kind, e.at, e.arrived_at, b.order_id,
           e.at < lower(b.during) + %(visit)s AS being_put_on
      FROM seals_judgement j
      JOIN seals_event e ON e.id = j.event_id
      JOIN seals_binding b ON b.id = e.binding_id
     WHERE j.verdict = 'waiting' AND j.due_at <= %(now)s
     ORDER BY j.due_at, j.id LIMIT %(most)s FOR UPDATE OF j SKIP LOCKED)
    SELECT d.*, w.opening_id,
           CASE WHEN NOT o.status = ANY (%(in_force)s) THEN 'over'
                WHEN d.kind IN ('left_open', 'offline') THEN 'alarm'
                WHEN d.arrived_at - d.at > %(fresh)s THEN 'late'
                WHEN d.kind = 'open' AND EXISTS (
                         SELECT FROM seals_event c WHERE c.device_id = d.device_id AND c.kind = 'close'
                            AND c.at >= d.at AND c.at <= d.at + %(bounce)s) THEN 'bounce'
                WHEN m.id IS NOT NULL OR w.kind = 'medic' THEN 'medical'
                WHEN d.being_put_on OR (d.kind = 'open' AND w.opening_id IS NOT NULL) THEN 'announced'
                WHEN d.kind = 'open' AND v.id IS NOT NULL THEN 'visit'
                ELSE 'alarm' END AS verdict
      FROM due d
      JOIN isolation_order o ON o.id = d.order_id
      LEFT JOIN LATERAL (
          SELECT p.id AS opening_id, p.kind FROM seals_opening p
           WHERE p.order_id = d.order_id AND p.called_off_at IS NULL
             AND d.at >= p.since - %(grace)s AND d.at <= p.until + %(grace)s
           ORDER BY p.kind = 'medic' DESC, p.id LIMIT 1) w ON true
      LEFT JOIN LATERAL (
          SELECT t.id FROM isolation_outing t
           WHERE t.order_id = d.order_id AND d.at >= t.left_at - %(grace)s
             AND d.at <= coalesce(t.back_at, t.left_at + %(medical)s) + %(grace)s LIMIT 1) m ON true
      LEFT JOIN LATERAL (
          SELECT k.id FROM casework_task k
           WHERE k.person_id = o.person_id AND k.incident_id = o.incident_id
             AND k.status IN ('claimed', 'reported', 'compared')
             AND d.at >= k.claimed_at - %(grace)s AND d.at <= k.claimed_at + %(visit)s LIMIT 1) v ON true

-- name: raise
-- What nobody accounts for raises an alarm of its door, or joins the one that is standing. Returns the new ones.
WITH raised AS (
    INSERT INTO seals_alarm (binding_id, order_id, area, kind, status, happened_at, last_at, events, raised_at, told,
                             tell_at, reason, medical)
    SELECT binding_id, order_id, area, kind, 'raised', min(at), max(at), count(*), %(now)s, 0, %(now)s + %(first)s, '', false
      FROM weighed WHERE verdict = 'alarm'
     GROUP BY binding_id, order_id, area, kind
    ON CONFLICT (binding_id, kind) WHERE status IN ('raised', 'acknowledged')
       DO UPDATE SET events = seals_alarm.events + excluded.events,
                     last_at = greatest(seals_alarm.last_at, excluded.last_at)
    RETURNING id, area, kind, xmax = 0 AS fresh)
SELECT id, area, kind FROM raised WHERE fresh

-- name: judge
UPDATE seals_judgement j
   SET verdict = w.verdict, judged_at = %(now)s,
       alarm_id = CASE WHEN w.verdict = 'alarm' THEN (
           SELECT a.id FROM seals_alarm a WHERE a.binding_id = w.binding_id AND a.kind = w.kind
              AND a.status IN ('raised', 'acknowledged')) END,
       opening_id = CASE WHEN w.verdict IN ('announced', 'medical') THEN w.opening_id END
  FROM weighed w
 WHERE j.id = w.id

-- name: left_open
-- A door that stands open too long alarms once, unless its opening alarms already, somebody has announced it, or the trio
-- is there. Both the device and we have known it that long: the first half of a backlog is no open door.
WITH standing AS (
    SELECT d.id AS device_id, b.id AS binding_id, b.area, d.contact_at + %(left_open)s AS at
      FROM seals_device d
      JOIN seals_binding b ON b.device_id = d.id AND lower(b.during) <= d.contact_at AND upper_inf(b.during)
      JOIN isolation_order o ON o.id = b.order_id AND o.status = ANY (%(in_force)s)
     WHERE d.contact = 'open' AND d.contact_at <= %(now)s - %(left_open)s AND d.contact_known_at <= %(now)s - %(left_open)s
       AND NOT EXISTS (SELECT FROM seals_alarm a WHERE a.binding_id = b.id AND a.kind = 'open'
                          AND a.status IN ('raised', 'acknowledged'))
       AND NOT EXISTS (SELECT FROM seals_opening p WHERE p.order_id = b.order_id AND p.called_off_at IS NULL
                          AND %(now)s BETWEEN p.since - %(grace)s AND p.until + %(grace)s)
       AND NOT EXISTS (SELECT FROM casework_task k WHERE k.person_id = o.person_id AND k.incident_id = o.incident_id
                          AND k.status IN ('claimed', 'reported', 'compared')
                          AND %(now)s BETWEEN k.claimed_at - %(grace)s AND k.claimed_at + %(visit)s)
       AND NOT EXISTS (SELECT FROM isolation_outing t WHERE t.order_id = b.order_id AND t.left_at - %(grace)s <= %(now)s
                          AND %(now)s <= coalesce(t.back_at, t.left_at + %(medical)s) + %(grace)s)),
kept AS (
    INSERT INTO seals_event (device_id, binding_id, area, kind, at, arrived_at, key)
    SELECT device_id, binding_id, area, 'left_open', at, %(now)s, '' FROM standing
    ON CONFLICT DO NOTHING
    RETURNING id, area)
INSERT INTO seals_judgement (event_id, area, verdict, due_at) SELECT id, area, 'waiting', %(now)s FROM kept

-- name: silent
-- Devices on doors that have missed their heartbeats. Where many of one vendor fall silent at once it is his outage: noted
-- with every device, told once, and nobody's alarm. Returns the outages: vendor, a county's ground, how many.
WITH on_doors AS (
    SELECT d.id, d.vendor, b.id AS binding_id, b.area, d.offline_at IS NULL
               AND greatest(d.seen_at, lower(b.during)) < %(now)s - %(silent)s AS falls_silent
      FROM seals_device d JOIN seals_binding b ON b.device_id = d.id AND upper_inf(b.during)),
vendors AS (
    SELECT vendor, count(*) FILTER (WHERE falls_silent) >= greatest(%(least)s, %(share)s * count(*)) AS outage
      FROM on_doors GROUP BY vendor),
marked AS (
    UPDATE seals_device d SET offline_at = %(now)s FROM on_doors o WHERE d.id = o.id AND o.falls_silent
    RETURNING d.id, d.vendor, o.binding_id, o.area),
kept AS (
    INSERT INTO seals_event (device_id, binding_id, area, kind, at, arrived_at, key)
    SELECT id, binding_id, area, 'offline', %(now)s, %(now)s, '' FROM marked
    ON CONFLICT DO NOTHING
    RETURNING id, area, device_id),
asked AS (
    INSERT INTO seals_judgement (event_id, area, verdict, due_at, judged_at)
    SELECT k.id, k.area, CASE WHEN v.outage THEN 'outage' ELSE 'waiting' END, %(now)s, CASE WHEN v.outage THEN %(now)s::timestamptz END
      FROM kept k JOIN marked m ON m.id = k.device_id JOIN vendors v USING (vendor))
SELECT m.vendor, m.area / 1000000000000 * 1000000000000, count(*)
  FROM marked m JOIN vendors v USING (vendor) WHERE v.outage GROUP BY 1, 2

-- name: escalate
-- An alarm that nobody has acknowledged tells the next level of the ladder, each once.
WITH ladder AS (SELECT %(levels)s::text[] AS levels, %(waits)s::int[] AS waits),
due AS (
    SELECT a.id, a.area, a.told, a.raised_at, l.levels[a.told + 1] AS level, l.waits
      FROM seals_alarm a, ladder l
     WHERE a.status = 'raised' AND a.tell_at <= %(now)s
     ORDER BY a.tell_at LIMIT %(most)s FOR NO KEY UPDATE OF a SKIP LOCKED),
told AS (
    INSERT INTO seals_escalation (alarm_id, level, at, area)
    SELECT id, level, %(now)s, area FROM due WHERE level IS NOT NULL
    ON CONFLICT DO NOTHING
    RETURNING alarm_id, level, area),
facts AS (
    INSERT INTO kernel_fact (kind, subject_id, area, data, actor, at)
    SELECT 'seals.unanswered', alarm_id, area, jsonb_build_object('level', level), %(actor)s, %(now)s FROM told)
UPDATE seals_alarm a
   SET told = d.told + 1, tell_at = d.raised_at + make_interval(mins => d.waits[d.told + 2])
  FROM due d WHERE a.id = d.id
RETURNING d.level

-- name: forget_doors
-- An order that was forgotten leaves no door and no words behind; that something was there stays for the counts.
WITH gone AS (
    SELECT b.id, b.order_id FROM seals_binding b JOIN isolation_order o ON o.id = b.order_id AND o.status = 'forgotten'
     WHERE b.status IN ('removed', 'denied') AND b.door NOT LIKE '–%%'),
alarms AS (UPDATE seals_alarm a SET reason = CASE WHEN a.reason = '' THEN '' ELSE '–' END FROM gone g WHERE a.binding_id = g.id),
openings AS (UPDATE seals_opening p SET note = '' FROM gone g WHERE p.order_id = g.order_id AND p.note <> '')
UPDATE seals_binding b SET door = '–' || b.id FROM gone g WHERE b.id = g.id

-- name: forget
DELETE FROM seals_unread WHERE received_at < %(before)s
