-- Messages are taken, understood and settled as sets. All of this runs as the bulk role.

-- name: take
-- The oldest messages that nobody else is at; they are gone when the transaction that has read them commits.
WITH oldest AS (SELECT id FROM seals_message ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
DELETE FROM seals_message m USING oldest o WHERE m.id = o.id
RETURNING m.vendor, m.topic, m.body, m.received_at

-- name: unread
INSERT INTO seals_unread (vendor, topic, serial, reason, part, received_at)
SELECT vendor, topic, serial, reason, part, received_at FROM unread

-- name: strangers
-- What a device says that nobody has lent us.
INSERT INTO seals_unread (vendor, topic, serial, reason, part, received_at)
SELECT h.vendor, '', h.serial, 'device_unknown', h.kind || ' ' || h.at, h.arrived_at
  FROM heard h
 WHERE NOT EXISTS (SELECT FROM seals_device d WHERE d.vendor = h.vendor AND d.serial = h.serial)

-- name: known
-- Each thing heard with its device, and the door that the device was on at that time. Not `during @> at`: the index of the
-- exclusion would be taken, and costs a millisecond a row (GiST, all of whose ranges are alike); that of devices a hundredth.
CREATE TEMPORARY TABLE known ON COMMIT DROP AS
SELECT d.id AS device_id, b.id AS binding_id, coalesce(b.area, d.area) AS area, h.kind, h.at, h.arrived_at, h.key, h.value
  FROM heard h
  JOIN seals_device d ON d.vendor = h.vendor AND d.serial = h.serial
  LEFT JOIN seals_binding b ON b.device_id = d.id AND lower(b.during) <= h.at
       AND (upper_inf(b.during) OR upper(b.during) > h.at)

-- name: events
-- What happened at a door is kept once. An opening may be the contact shaking: it is judged when a closing had time to come.
WITH kept AS (
    INSERT INTO seals_event (device_id, binding_id, area, kind, at, arrived_at, key, value)
    SELECT device_id, binding_id, area, kind, at, min(arrived_at), key, NULL
      FROM known WHERE kind IN ('open', 'close', 'tamper') AND binding_id IS NOT NULL
     GROUP BY device_id, binding_id, area, kind, at, key
    ON CONFLICT DO NOTHING
    RETURNING id, area, kind),
asked AS (
    INSERT INTO seals_judgement (event_id, area, verdict, due_at)
    SELECT id, area, 'waiting', %(now)s + CASE kind WHEN 'open' THEN %(bounce)s ELSE interval '0' END
      FROM kept WHERE kind IN ('open', 'tamper'))
SELECT count(*) FROM kept

-- name: health
-- A battery that has become low, a signal that has become weak, a device that is heard again: each once, when it turns.
WITH newest AS (
    SELECT DISTINCT ON (device_id, kind) device_id, binding_id, area, kind, at, arrived_at, key, value
      FROM known WHERE kind IN ('battery', 'signal') ORDER BY device_id, kind, at DESC, value),
turned AS (
    SELECT n.device_id, n.binding_id, n.area, n.at, n.arrived_at, n.key, n.value,
           CASE n.kind WHEN 'battery' THEN 'low_battery' ELSE 'weak_signal' END AS kind
      FROM newest n JOIN seals_device d ON d.id = n.device_id
     WHERE (n.kind = 'battery' AND n.value <= %(low)s AND coalesce(d.battery > %(low)s, true)
            AND n.at > coalesce(d.battery_at, '-infinity'))
        OR (n.kind = 'signal' AND n.value <= %(weak)s AND coalesce(d.signal > %(weak)s, true)
            AND n.at > coalesce(d.signal_at, '-infinity'))
    UNION ALL
    (SELECT DISTINCT ON (k.device_id) k.device_id, k.binding_id, k.area, k.at, k.arrived_at, '', NULL::smallint, 'back_online'
      FROM known k JOIN seals_device d ON d.id = k.device_id
     WHERE d.offline_at IS NOT NULL AND k.at > d.offline_at ORDER BY k.device_id, k.at))
INSERT INTO seals_event (device_id, binding_id, area, kind, at, arrived_at, key, value)
SELECT device_id, binding_id, area, kind, at, arrived_at, key, value FROM turned
ON CONFLICT DO NOTHING

-- name: devices
-- What a device last said of itself, by its own time; of an opening and a closing in the same second the closing counts.
WITH contact AS (
    SELECT DISTINCT ON (device_id) device_id, kind, at, arrived_at
      FROM known WHERE kind IN ('open', 'close') ORDER BY device_id, at DESC, kind),
battery AS (
    SELECT DISTINCT ON (device_id) device_id, at, value
      FROM known WHERE kind = 'battery' ORDER BY device_id, at DESC, value),
signal AS (
    SELECT DISTINCT ON (device_id) device_id, at, value
      FROM known WHERE kind = 'signal' ORDER BY device_id, at DESC, value),
seen AS (SELECT device_id, max(at) AS at FROM known GROUP BY device_id)
UPDATE seals_device d
   SET contact = CASE WHEN c.at >= coalesce(d.contact_at, '-infinity') THEN c.kind ELSE d.contact END,
       contact_at = greatest(d.contact_at, c.at),
       contact_known_at = CASE WHEN c.at > coalesce(d.contact_at, '-infinity') THEN c.arrived_at ELSE d.contact_known_at END,
       battery = CASE WHEN b.at >= coalesce(d.battery_at, '-infinity') THEN b.value ELSE d.battery END,
       battery_at = greatest(d.battery_at, b.at),
       signal = CASE WHEN g.at >= coalesce(d.signal_at, '-infinity') THEN g.value ELSE d.signal END,
       signal_at = greatest(d.signal_at, g.at),
       seen_at = greatest(d.seen_at, s.at),
       back_at = CASE WHEN s.at > d.offline_at THEN s.at ELSE d.back_at END,
       offline_at = CASE WHEN s.at > d.offline_at THEN NULL ELSE d.offline_at END
  FROM seen s
  LEFT JOIN contact c USING (device_id) LEFT JOIN battery b USING (device_id) LEFT JOIN signal g USING (device_id)
 WHERE d.id = s.device_id
