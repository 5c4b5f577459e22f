-- name: lend
-- Devices of a list: new ones, and those that had been given back, are lent from now on; others stay as they are.
INSERT INTO seals_device (vendor, serial, model, provider_id, area, lent_at, contact)
SELECT vendor, serial, model, %(provider)s, %(area)s, %(now)s, ''
  FROM unnest(%(vendors)s::text[], %(serials)s::text[], %(models)s::text[]) AS l(vendor, serial, model)
ON CONFLICT (vendor, serial) DO UPDATE
   SET model = excluded.model, provider_id = excluded.provider_id, area = excluded.area, lent_at = excluded.lent_at,
       returned_at = NULL
 WHERE seals_device.returned_at IS NOT NULL

-- name: elsewhere
-- Those of a list that somebody else has been lent, or that another installer lends.
SELECT d.serial
  FROM unnest(%(vendors)s::text[], %(serials)s::text[]) AS l(vendor, serial)
  JOIN seals_device d ON d.vendor = l.vendor AND d.serial = l.serial
 WHERE d.returned_at IS NULL AND (d.area <> %(area)s OR d.provider_id <> %(provider)s)
 ORDER BY d.serial LIMIT 5
